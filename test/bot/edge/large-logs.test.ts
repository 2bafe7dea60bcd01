/** One client with one token who fills a conversation and has it read again and again, without reading: nobody else notices. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { call, type Opened, openConversation, readSince, say } from '../direct-line-client.ts'
import { runningServer, temporaryFolder } from '../running-server.ts'
import { startRedisServer } from '../stores/redis-server.ts'
import { BesiegedProgram } from './besieged-program.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
/** The least that the built server runs well with, in megabytes: what an attack takes beyond it ends the process. */
const heap = 128
const nobodyReads = 80

const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** The built server as a process of its own, with little memory. */
async function startedProgram(environment: Readonly<Record<string, string>> = {}) {
  const { PATH = '' } = process.env
  const child: ChildProcess = spawn(process.execPath, [`--max-old-space-size=${heap}`, 'dist/server.js'], {
    cwd: root,
    env: { PATH, PORT: '0', DATA_DIR: temporaryFolder(), STORE_SYNC: 'interval', ...environment },
  })
  cleanups.push(async () => {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
    child.kill('SIGKILL')
    await ended
  })
  let said = ''
  child.stderr!.resume()
  child.stdout!.on('data', (data) => {
    said += data
  })
  await expect.poll(() => said, { timeout: 20_000 }).toMatch(/http:\/\/\S+/)
  return { url: /http:\/\/\S+/.exec(said)![0].replace('localhost', '127.0.0.1'), child }
}

/** Fills a conversation with as much as is taken; how many posts that were. */
async function fill(
  url: string,
  { conversationId, token }: Opened,
  field: 'text' | 'value',
): Promise<number> {
  const path = `/conversations/${conversationId}/activities`
  let taken = 0
  for (let post = 0; post < 590; post += 10) {
    const body = { type: 'event', [field]: (field === 'text' ? '한' : 'x').repeat(4000) }
    const posts = Array.from({ length: 10 }, () => call(url, path, { token, body }))
    for (const { status } of await Promise.all(posts)) if (status === 200) taken++
  }
  return taken
}

/** Asks for the log over so many connections of its own, and reads none of the answers. */
function askWithoutReading(url: string, { conversationId, token }: Opened, count: number): readonly Socket[] {
  const { hostname, port, host } = new URL(url)
  const path = `/v3/directline/conversations/${conversationId}/activities?watermark=0`
  return Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`)
      socket.pause()
    })
    socket.on('error', () => {})
    cleanups.push(() => socket.destroy())
    return socket
  })
}

/** Opens sockets on the whole log that read nothing. */
async function listenWithoutReading(url: string, { conversationId, token }: Opened, count: number) {
  for (let index = 0; index < count; index++) {
    const path = `/conversations/${conversationId}?watermark=0`
    const { body } = await call<Opened>(url, path, { token })
    const socket = new WebSocket(body.streamUrl)
    socket.on('error', () => {})
    socket.on('upgrade', (response) => response.socket.pause())
    cleanups.push(() => socket.terminate())
  }
}

describe('a conversation that is filled', () => {
  it('and read without reading, over HTTP and sockets, ends no server: it lives, and serves others', async () => {
    const { url, child } = await startedProgram()
    const opened = await openConversation(url)
    expect(await fill(url, opened, 'text')).toBeGreaterThan(300)
    askWithoutReading(url, opened, nobodyReads)
    await listenWithoutReading(url, opened, 32)
    for (let round = 0; round < 10; round++) {
      const honest = await openConversation(url)
      expect((await say(url, honest, 'help')).status).toBe(200)
      expect((await readSince(url, honest)).body.activities.length).toBeGreaterThan(2)
      await sleep(100)
    }
    expect([child.exitCode, child.signalCode]).toEqual([null, null])
  }, 60_000)

  it('and read by many at once on Redis keeps no honest member from being answered', async () => {
    const redis = await startRedisServer({})
    cleanups.push(() => redis.end())
    const { url } = await startedProgram({ REDIS_URL: redis.url, TOKEN_KEY: 'x'.repeat(40) })
    const [opened, honest] = [await openConversation(url), await openConversation(url)]
    await fill(url, opened, 'value')
    let isOver = false
    const statuses = new Set<number>()
    const readers = Array.from({ length: 12 }, async () => {
      while (!isOver) statuses.add((await readSince(url, opened)).status)
    })
    for (let said = 0; said < 20; said++)
      expect((await say(url, honest, 'help', `c${said}`)).status).toBe(200)
    isOver = true
    await Promise.all(readers)
    expect(statuses).toEqual(new Set([200, 429]))
  }, 60_000)

  it('is read in parts, and all of it is there: asked for, heard, and as a file', async () => {
    const { url } = await runningServer({ environment: { LIMIT_POSTS_PER_SECOND: 'off' } })
    const opened = await openConversation(url)
    const texts = Array.from({ length: 150 }, (_, index) => `${index} ${'x'.repeat(4000)}`)
    for (const text of texts) await say(url, opened, text)
    await say(url, opened, 'transcript')
    const read: (string | undefined)[] = []
    for (let watermark = ''; ; ) {
      const { body } = await readSince(url, opened, watermark)
      expect(JSON.stringify(body.activities).length).toBeLessThan(300_000)
      if (body.activities.length === 0) break
      read.push(...body.activities.map(({ text }) => text))
      watermark = body.watermark
    }
    const isTheirs = (text: string | undefined) => texts.includes(text ?? '')
    expect(read.filter(isTheirs)).toEqual(texts)
    const heard: (string | undefined)[] = []
    const socket = new WebSocket(
      (
        await call<Opened>(url, `/conversations/${opened.conversationId}?watermark=0`, {
          token: opened.token,
        })
      ).body.streamUrl,
    )
    socket.on('message', (data) => {
      const frame = String(data)
      expect(frame.length).toBeLessThan(300_000)
      if (frame)
        heard.push(
          ...(JSON.parse(frame) as { activities: { text?: string }[] }).activities.map(({ text }) => text),
        )
    })
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(read.length)
    expect(heard).toEqual(read)
    socket.terminate()
    const file = await (await fetch(read.at(-2)!)).text()
    expect(texts.filter((text) => !file.includes(`\n${text}\n`))).toEqual([])
  })

  it('takes no more than it may hold, says what to do, and can be forgotten', async () => {
    const { url } = await runningServer({ environment: { LIMIT_CONVERSATION_KB: '20' } })
    const opened = await openConversation(url)
    for (let said = 0; said < 3; said++) expect((await say(url, opened, 'x'.repeat(4000))).status).toBe(200)
    const before = (await readSince(url, opened)).body
    const refused = await say(url, opened, 'one more')
    expect(refused.status).toBe(413)
    expect(refused.body.error).toEqual({
      code: 'ConversationFull',
      message: expect.stringMatching(/new one/),
    })
    expect((await readSince(url, opened)).body).toEqual(before)
    expect((await say(url, await openConversation(url), 'x')).status).toBe(200)
    expect((await say(url, opened, 'forget me')).status).toBe(200)
    expect((await say(url, opened, 'as if new')).status).toBe(200)
    expect((await readSince(url, opened, before.watermark)).body.activities).toHaveLength(3)
  })

  it('is forgotten in the words that the page names, and goes on empty', async () => {
    const program = new BesiegedProgram()
    cleanups.push(() => program.stop())
    await program.start({ LIMIT_CONVERSATION_KB: '24' })
    const opened = await program.opens()
    const say = async (text: string) => (await program.posts(opened, { type: 'message', text })).status
    const statuses: number[] = []
    do statuses.push(await say('wat kost het lidmaatschap'))
    while (statuses.at(-1) === 200 && statuses.length < 40)
    expect(statuses.at(-1)).toBe(413)
    expect(statuses.length).toBeGreaterThan(3)
    expect(await say('vergeet mij')).toBe(200)
    expect(await say('wat kost het lidmaatschap')).toBe(413)
    expect(await say('vergeet mij')).toBe(200)
    expect(await say(catalogues.nl.taps.confirmForget)).toBe(200)
    expect(await say('wat kost het lidmaatschap')).toBe(200)
    expect((await program.reads(opened, '')).length).toBeLessThan(8)
  })
})
