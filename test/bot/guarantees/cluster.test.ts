/** Several servers behind one port: `npm run cluster`. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { ListeningSocket, type Opened, openConversation, readSince, say } from '../direct-line-client.ts'

const program = fileURLToPath(new URL('../../../bot/cluster.mjs', import.meta.url))
const startsWithin = 60_000
let started: ChildProcess | undefined

afterEach(async () => {
  if (!started || started.exitCode !== null || started.signalCode !== null) return
  started.kill('SIGTERM')
  await once(started, 'exit')
})

function start(...words: readonly string[]) {
  const { PATH = '', HOME = '', REDIS_SERVER_PATH } = process.env
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH, HOME, ...(REDIS_SERVER_PATH ? { REDIS_SERVER_PATH } : {}) },
  })
  started = child
  let [said, complained] = ['', '']
  child.stdout.on('data', (data) => {
    said += data
  })
  child.stderr.on('data', (data) => {
    complained += data
  })
  const until = async (found: () => string | undefined): Promise<string> => {
    const deadline = Date.now() + startsWithin
    for (;;) {
      const one = found()
      if (one) return one
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`it did not come: ${said}${complained}`)
      await sleep(20)
    }
  }
  return { child, until, said: () => said, complained: () => complained }
}

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** Says it over a new connection, again where a server went: its id. */
async function insist(url: string, opened: Opened, text: string, clientId: string): Promise<string> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const answer = await say(url, opened, text, clientId).catch(() => undefined)
    if (answer?.status === 200) return answer.body.id
    await sleep(100)
  }
  throw new Error('it was not accepted')
}

describe('npm run cluster', () => {
  it('serves with several processes behind one port, goes on where one is killed, and ends with all', async () => {
    const { child, until, said, complained } = start('--processes', '2', '--port', '0')
    const address = await until(() => /http:\/\/localhost:\d+/.exec(said())?.[0])
    const url = address.replace('localhost', '127.0.0.1')
    const redisPort = Number(/redis:\/\/127\.0\.0\.1:(\d+)/.exec(said())?.[1])
    const pids = () =>
      [...complained().matchAll(/"pid":(\d+),"msg":"listening"/g)].map(([, pid]) => Number(pid))
    await until(() => (pids().length === 2 ? 'both' : undefined))
    const opened = await openConversation(url)
    const sockets = [1, 2, 3, 4].map(() => new ListeningSocket(opened.streamUrl))
    await Promise.all(sockets.map((socket) => socket.opened))
    const first = await insist(url, opened, 'hallo', 'c1')
    // Whichever process it is at, each socket hears it.
    for (const socket of sockets)
      await until(() => (socket.activities.some(({ id }) => id === first) ? 'heard' : undefined))

    process.kill(pids()[0]!, 'SIGKILL')
    const ids: string[] = []
    for (let index = 2; index < 12; index++) ids.push(await insist(url, opened, 'help', `c${index}`))
    await until(() => (pids().length === 3 ? 'another' : undefined))
    for (let index = 12; index < 16; index++) ids.push(await insist(url, opened, 'help', `c${index}`))
    expect(new Set(ids).size).toBe(14)
    const { activities } = (await readSince(url, opened)).body
    const said14 = activities.filter(({ from, id }) => from.role === 'user' && ids.includes(id))
    expect(said14).toHaveLength(14)
    const replied = new Set(activities.map(({ replyToId }) => replyToId))
    expect(ids.filter((id) => !replied.has(id))).toEqual([])

    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
    expect(await isOpen(Number(new URL(url).port))).toBe(false)
    expect(await isOpen(redisPort)).toBe(false)
    for (const pid of pids()) expect(() => process.kill(pid, 0)).toThrow()
  }, 120_000)

  it('has all its servers read their files again on SIGHUP, and goes on', async () => {
    const { child, until, said, complained } = start('--processes', '2', '--port', '0')
    const address = await until(() => /http:\/\/localhost:\d+/.exec(said())?.[0])
    child.kill('SIGHUP')
    const readAgain = () => complained().match(/were read again/g)?.length === 2
    await until(() => (readAgain() ? 'both' : undefined))
    expect((await fetch(address.replace('localhost', '127.0.0.1'))).status).toBe(200)
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  }, 120_000)

  it('ends with the terminal that it was started in, and its Redis with it', async () => {
    const { PATH = '', HOME = '', REDIS_SERVER_PATH } = process.env
    const command = `${process.execPath} ${program} --processes 1 --port 0`
    const terminal = spawn('script', ['-qefc', command, '/dev/null'], {
      env: { PATH, HOME, SHELL: '/bin/sh', ...(REDIS_SERVER_PATH ? { REDIS_SERVER_PATH } : {}) },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    started = terminal
    let shown = ''
    terminal.stdout.on('data', (data) => {
      shown += data
    })
    await expect.poll(() => shown, { timeout: startsWithin }).toMatch(/CPS Assistant is at/)
    const redisPort = Number(/redis:\/\/127\.0\.0\.1:(\d+)/.exec(shown)?.[1])
    const port = Number(/http:\/\/localhost:(\d+)/.exec(shown)?.[1])
    expect(await isOpen(redisPort)).toBe(true)
    terminal.kill('SIGKILL')
    await expect.poll(() => isOpen(redisPort), { timeout: 20_000 }).toBe(false)
    expect(await isOpen(port)).toBe(false)
  }, 120_000)

  it('says what is wrong with how it is started', async () => {
    for (const [words, reason] of [
      [['--processes', 'many'], /--processes: give a whole number from 1 to 64/],
      [['--port', '70000'], /--port: give a port number/],
      [['--what'], /--what/],
    ] as const) {
      const { child, complained } = start(...words)
      expect((await once(child, 'exit'))[0]).toBe(1)
      expect(complained()).toMatch(reason)
      expect(complained()).not.toMatch(/^\s+at /m)
    }
  }, 60_000)
})
