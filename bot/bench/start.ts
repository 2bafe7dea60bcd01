/** What it costs to start: from `node` to the first reply, the built server beside a bot that imports botbuilder and says 'echo'. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/** What starts cost, round by round, in milliseconds. */
export interface StartTimes {
  /** Of processor, all threads, user and system; empty where the system does not say. */
  readonly processor: number[]
  readonly wall: number[]
}

/** Both programs' starts. */
export interface StartMeasure {
  readonly ours: StartTimes
  readonly baseline: StartTimes
}

/** What to start instead of what the project's folder has. */
export interface StartPrograms {
  /** The built server. */
  readonly server: string
  /** The project's folder. */
  readonly root: string
}

interface Program {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Asks for the first reply; rejects where there is none. */
  readonly talk: (url: string) => Promise<void>
  readonly times: StartTimes
}

const startsWithin = 60_000

/** Measures starts in turn: one of ours, one of the other, and again. The first of each, which fills caches, does not count. */
export async function measureStart(rounds: number, { server, root }: StartPrograms): Promise<StartMeasure> {
  const data = mkdtempSync(join(tmpdir(), 'start-'))
  const ours: Program = {
    command: [server],
    environment: { PORT: '0', DATA_DIR: data, LOG_LEVEL: 'info' },
    talk: askForWelcome,
    times: { processor: [], wall: [] },
  }
  const baseline: Program = {
    command: [await builtEcho(root)],
    environment: {},
    talk: askForEcho,
    times: { processor: [], wall: [] },
  }
  try {
    for (let round = 0; round <= rounds; round++)
      for (const program of [ours, baseline]) await start(program, root, round > 0)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
  return { ours: ours.times, baseline: baseline.times }
}

/** The other bot: stripped of its types; what it imports stays as it is installed. */
async function builtEcho(root: string): Promise<string> {
  const { build } = await import('esbuild')
  const outfile = join(root, 'dist', 'bench', 'echo.js')
  await build({
    entryPoints: [join(root, 'bot', 'bench', 'rivals', 'echo.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  return outfile
}

async function start({ command, environment, talk, times }: Program, root: string, counts: boolean) {
  const { PATH = '', HOME = '' } = process.env
  const began = performance.now()
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { PATH, HOME, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = once(child, 'exit')
  try {
    await talk(await addressOf(child))
    const wall = performance.now() - began
    const processor = processorTime(child.pid!)
    if (!counts) return
    times.wall.push(wall)
    if (processor !== undefined) times.processor.push(processor)
  } finally {
    if (child.exitCode === null) child.kill('SIGTERM')
    await gone
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let [said, complained] = ['', '']
    const fail = (reason: string) =>
      reject(new Error(`${child.spawnargs.join(' ')}: ${reason}\n${complained}`))
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      fail('says no address')
    }, startsWithin)
    child.stderr!.on('data', (data) => {
      complained += data
    })
    child.stdout!.on('data', (data) => {
      said += data
      const url = /http:\/\/\S+(?=\s)/.exec(said)?.[0]
      if (!url) return
      clearTimeout(late)
      resolve(url.replace('localhost', '127.0.0.1'))
    })
    child.once('exit', (code) => {
      clearTimeout(late)
      fail(`ended with ${code}`)
    })
  })
}

/** Milliseconds of processor that a process used, all its threads; `undefined` where the system does not tell. */
function processorTime(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    )
    return nanoseconds.reduce((sum, used) => sum + used, 0) / 1e6
  } catch {
    return undefined
  }
}

async function ask<T>(url: string, schema: z.ZodType<T>, body?: unknown, token?: string): Promise<T> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return schema.parse(await response.json())
}

const spokenSchema = z.array(z.looseObject({ text: z.string().min(1) })).min(1)
const openedSchema = z.looseObject({ conversationId: z.string(), token: z.string() })

async function askForWelcome(url: string): Promise<void> {
  const directLine = `${url}/v3/directline`
  const { token } = await ask(`${directLine}/tokens/generate`, z.looseObject({ token: z.string() }), {})
  const opened = await ask(`${directLine}/conversations`, openedSchema, {}, token)
  const activities = `${directLine}/conversations/${opened.conversationId}/activities`
  await ask(activities, z.looseObject({ activities: spokenSchema }), undefined, opened.token)
}

async function askForEcho(url: string): Promise<void> {
  const from = { id: 'member', name: '' }
  const conversation = { id: 'c1' }
  await ask(`${url}/api/messages`, spokenSchema, {
    type: 'message',
    text: 'echo',
    channelId: 'test',
    from,
    conversation,
  })
}
