/** The program as it is started: `node bot/start.mjs`, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { ListeningSocket, openConversation, readSince, say } from './direct-line-client.ts'
import { runningServer, temporaryFolder } from './running-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = join(root, 'bot', 'start.mjs')
const started: ChildProcess[] = []

afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
})

function start(environment: Readonly<Record<string, string>>, command: readonly string[] = [program]) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, command, { env: { PATH, HOME, PORT: '0', ...environment } })
  started.push(child)
  let [said, complained] = ['', '']
  child.stdout.on('data', (data) => {
    said += data
  })
  child.stderr.on('data', (data) => {
    complained += data
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const address = async () => {
    const deadline = Date.now() + 25_000
    for (;;) {
      const found = /http:\/\/\S+/.exec(said)?.[0]
      if (found) return found.replace('localhost', '127.0.0.1')
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it did not start: ${complained}`)
      await new Promise((done) => setTimeout(done, 20))
    }
  }
  return { child, ended, address, complaints: () => complained }
}

/** The built server in a folder of its own, where it may be damaged. */
function builtServer() {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'dist'))
  for (const name of ['server.js', 'server.cjs', 'server.cjs.map'])
    cpSync(join(root, 'dist', name), join(folder, 'dist', name))
  for (const name of ['node_modules', 'domain', 'dist/understanding.json'])
    symlinkSync(join(root, name), join(folder, name))
  const server = join(folder, 'dist', 'server.js')
  return { server, address: JSON.stringify(pathToFileURL(server).href), code: join(folder, 'dist', 'code') }
}

describe('the program', () => {
  it('says its address, serves, stops on a signal with its sockets told, and goes on when started again', async () => {
    const DATA_DIR = temporaryFolder()
    const first = start({ DATA_DIR })
    const url = await first.address()
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const opened = await openConversation(url)
    const answer = await say(url, opened, 'geheim-woord-123', 'c1')
    expect(answer.status).toBe(200)
    const before = (await readSince(url, opened)).body
    const stream = new ListeningSocket(opened.streamUrl)
    await stream.opened
    first.child.kill('SIGTERM')
    expect((await stream.closed).code).toBe(1001)
    expect(await first.ended).toBe(0)
    // The log tells what happened, not what was said or by which token.
    expect(first.complaints()).toMatch(/"msg":"listening"[\s\S]*"msg":"stopped"/)
    expect(first.complaints()).not.toMatch(/geheim|eyJ/)

    const second = start({ DATA_DIR })
    const again = await second.address()
    expect((await readSince(again, opened)).body).toEqual(before)
    second.child.kill('SIGINT')
    expect(await second.ended).toBe(0)
  }, 60_000)

  it('survives being killed: what was accepted is there', async () => {
    const DATA_DIR = temporaryFolder()
    const first = start({ DATA_DIR })
    const url = await first.address()
    const opened = await openConversation(url)
    const accepted: string[] = []
    const talk = (async () => {
      for (let index = 0; index < 10_000; index++) {
        const { status, body } = await say(url, opened, `m${index}`, `c${index}`)
        if (status === 200) accepted.push(body.id)
      }
    })().catch(() => {})
    await expect.poll(() => accepted.length, { timeout: 20_000 }).toBeGreaterThan(20)
    first.child.kill('SIGKILL')
    await talk
    const second = start({ DATA_DIR })
    const { activities } = (await readSince(await second.address(), opened)).body
    expect(accepted.length).toBeGreaterThan(0)
    const ids = new Set(activities.map(({ id }) => id))
    expect(accepted.filter((id) => !ids.has(id))).toEqual([])
    // Every message that is in the log has its reply: the two are one commit.
    const said = activities.filter(({ from }) => from.role === 'user').map(({ id }) => id)
    const answered = new Set(activities.map(({ replyToId }) => replyToId))
    expect(said.filter((id) => !answered.has(id))).toEqual([])
  }, 60_000)

  it('starts without what V8 kept of it, and with that damaged', async () => {
    const { server, address, code } = builtServer()
    expect(await start({}, ['-e', `import(${address}).then(({ keepCode }) => keepCode())`]).ended).toBe(0)
    const [kept, ...others] = readdirSync(code).map((name) => join(code, name))
    expect(others).toEqual([])
    const damages: readonly ((whole: Buffer) => Uint8Array)[] = [
      (whole) => whole,
      (whole) => whole.map((byte, at) => (at % 4096 === 100 ? byte ^ 0x55 : byte)),
      (whole) => whole.subarray(0, whole.length / 2),
      () => new Uint8Array(),
    ]
    const answers = async () => {
      const started = start({ DATA_DIR: temporaryFolder() }, [server])
      const opened = await openConversation(await started.address())
      started.child.kill('SIGTERM')
      await started.ended
      return opened.conversationId
    }
    const whole = readFileSync(kept!)
    for (const damage of damages) {
      writeFileSync(kept!, damage(whole))
      expect(await answers()).toBeTruthy()
    }
    rmSync(code, { recursive: true })
    expect(await answers()).toBeTruthy()
  }, 90_000)

  it('names its sources where something goes wrong in it', async () => {
    const { address } = builtServer()
    const wrong = `import(${address})
      .then(({ startServer }) => startServer({ environment: { PORT: 7 } }))
      .catch(({ stack }) => console.error(stack))`
    const { ended, complaints } = start({}, ['-e', wrong])
    expect(await ended).toBe(0)
    expect(complaints()).toMatch(/^TypeError: .*\n\s+at .*\n?[\s\S]*bot[\\/]config\.ts:\d+:\d+/)
  }, 30_000)

  it('does not start wrongly set up: says why and what to do, without a stack trace', async () => {
    const { url } = await runningServer()
    const policy = join(temporaryFolder(), 'policy.yaml')
    writeFileSync(policy, 'keepDays: 30\nfees:\n  gold:\n    amount: much\n    currency: EUR\n')
    for (const [environment, reasons] of [
      [{ PORT: 'x', TOKEN_KEY: 'short' }, [/PORT: give a port number/, /TOKEN_KEY: give at least 32 bytes/]],
      [{ HOST: '0.0.0.0' }, [/TOKEN_KEY: .*0\.0\.0\.0/, /PUBLIC_URL: /]],
      [{ PORT: new URL(url).port }, [/PORT: \d+ is in use/]],
      [{ POLICY_FILE: policy }, [/policy\.yaml:4: fees\.gold\.amount/]],
      [{ POLICY_FILE: '/nowhere.yaml' }, [/POLICY_FILE: cannot be read \(ENOENT\)/]],
    ] as const) {
      const child = start({ DATA_DIR: temporaryFolder(), ...environment })
      expect(await child.ended).toBe(1)
      for (const reason of reasons) expect(child.complaints()).toMatch(reason)
      expect(child.complaints()).not.toMatch(/^\s+at /m)
    }
  }, 60_000)
})
