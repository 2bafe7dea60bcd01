/** Sizes and times, on real sockets: what is too large or too slow is let go, and nobody else notices. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { measureSlowSockets } from '../../../bot/bench/slow-sockets.ts'
import { RunningProgram } from '../../conversations/member-on-the-web.ts'
import { ListeningSocket, openConversation, say } from '../direct-line-client.ts'
import { runningServer, temporaryFolder } from '../running-server.ts'
import { headOf, openRaw, sendRaw } from './raw-socket.ts'

const most = 32 * 1024
const generate = '/v3/directline/tokens/generate'

let program: RunningProgram
beforeAll(async () => {
  program = await new RunningProgram().start()
})
afterAll(() => program.stop())

const host = () => new URL(program.url).host
const postHead = (more: string, path = generate) =>
  `POST ${path} HTTP/1.1\r\nHost: ${host()}\r\nContent-Type: application/json\r\n${more}\r\n\r\n`
const upgradeHead = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: ${host()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`

describe('a body', () => {
  it('of 32 KiB is taken, one byte more is refused, however it comes', async () => {
    const padded = (size: number) => '{"locale":"nl"}'.padEnd(size)
    const chunked = (body: string) =>
      `${postHead('Transfer-Encoding: chunked\r\nConnection: close')}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
    const whole = (body: string) => postHead(`Content-Length: ${body.length}\r\nConnection: close`) + body
    for (const send of [whole, chunked])
      for (const [size, status] of [
        [most, 200],
        [most + 1, 413],
      ] as const) {
        const { text } = await sendRaw(program.url, send(padded(size)))
        expect([send.name, size, headOf(text).status]).toEqual([send.name, size, status])
        if (status === 413) expect(text).toContain('"MessageSizeTooBig"')
      }
    // What is announced as too large is refused before it comes.
    expect(headOf((await sendRaw(program.url, postHead('Content-Length: 1000000000'))).text).status).toBe(413)
  })
})

describe('a frame', () => {
  const closeOf = async (send: (socket: WebSocket) => void) => {
    const { streamUrl } = await openConversation(program.url)
    const { socket, opened, closed } = new ListeningSocket(streamUrl)
    await opened
    send(socket)
    const code = await Promise.race([closed.then(({ code }) => code), sleep(500, 'open' as const)])
    socket.terminate()
    return code
  }

  it('of 32 KiB is taken, one byte more closes the socket, in one piece or in several', async () => {
    expect(await closeOf((socket) => socket.send('a'.repeat(most)))).toBe('open')
    expect(await closeOf((socket) => socket.send('a'.repeat(most + 1)))).toBe(1009)
    const pieces = (socket: WebSocket) => {
      for (let sent = 0; sent <= most; sent += 1024) socket.send('a'.repeat(1024), { fin: false })
    }
    expect(await closeOf(pieces)).toBe(1009)
  })

  it('is never inflated: compression is not agreed to', async () => {
    const { streamUrl } = await openConversation(program.url)
    const socket = new WebSocket(streamUrl, { perMessageDeflate: true })
    await new Promise((resolve) => socket.once('open', resolve))
    expect(socket.extensions).toBe('')
    socket.terminate()
  })
})

/** Milliseconds after which the server lets go: the sign of life comes once a second, and machines are busy. */
const late = 4000

describe.concurrent('a client that does not finish', () => {
  /** Sends a byte twice a second until the other end closes. */
  const drips = async (bytes: string) => {
    const { socket, ended } = openRaw(program.url, bytes)
    const drip = setInterval(() => socket.write(' '), 500)
    const answer = await ended
    clearInterval(drip)
    return answer
  }

  for (const [what, send, limit, status] of [
    ['says nothing', async () => openRaw(program.url).ended, 5000, undefined],
    ['sends its head slowly', () => drips(`GET /healthz HTTP/1.1\r\nX-Slow: `), 5000, 408],
    ['sends the head of an upgrade slowly', () => drips(`${upgradeHead('/healthz')}X-Slow: `), 5000, 408],
    ['sends its body slowly', () => drips(postHead('Content-Length: 30000')), 10_000, 408],
    [
      'sends its chunks slowly',
      () => drips(`${postHead('Transfer-Encoding: chunked')}1000\r\n`),
      10_000,
      408,
    ],
  ] as const)
    it(`${what} is let go after ${limit / 1000} s`, async ({ expect }) => {
      const { text, after } = await send()
      expect(after).toBeGreaterThan(limit - 250)
      expect(after).toBeLessThan(limit + late)
      if (status !== undefined) expect(headOf(text).status).toBe(status)
      expect(text).not.toContain('node')
    })

  it('sends one request, and the next slowly, is let go 5 s into that', async ({ expect }) => {
    const { socket, ended } = openRaw(program.url, `GET /healthz HTTP/1.1\r\nHost: ${host()}\r\n\r\n`)
    await new Promise((resolve) => socket.once('data', resolve))
    const asked = Date.now()
    socket.write('GET /healthz HTTP/1.1\r\n')
    expect(headOf((await ended).text).status).toBe(200)
    expect(Date.now() - asked).toBeGreaterThan(4750)
    expect(Date.now() - asked).toBeLessThan(5000 + late)
  })

  it('and whose upgrade is refused is let go at once', async ({ expect }) => {
    for (const path of ['/', '/healthz', '/none', '/v3/directline/conversations/a/stream?t=x', '/%zz']) {
      const { text, after } = await sendRaw(program.url, `${upgradeHead(path)}\r\n`, 20_000)
      expect([path, headOf(text).status]).toEqual([
        path,
        expect.toSatisfy((status) => status >= 400 && status < 500),
      ])
      expect(after).toBeLessThan(late)
    }
  })

  it('does not keep honest members waiting, with hundreds of its kind', async ({ expect }) => {
    const slow = process.env.PROVE ? 1000 : 200
    const { before, during, refused, cut, heldAtMost } = await measureSlowSockets({
      url: program.url,
      slow,
      seconds: { before: 1, during: 13 },
    })
    expect(refused).toBe(0)
    expect(before.length).toBeGreaterThan(0)
    expect(during.length).toBeGreaterThan(before.length)
    for (const [way, times] of Object.entries(cut)) expect([way, times]).not.toEqual([way, 0])
    // Those that are still there when the measure ends count as well.
    expect(heldAtMost).toBeLessThan(10_000 + late)
  })
}, 60_000)

describe('a client that does not read', () => {
  it('is let go when nothing moves any more', async () => {
    const pageFolder = temporaryFolder()
    writeFileSync(join(pageFolder, 'large.txt'), Buffer.alloc(24 * 1024 * 1024, 'a'))
    const { url, app } = await runningServer({ pageFolder })
    expect(app.server.timeout).toBe(30_000)
    app.server.setTimeout(1000)
    const { socket, ended } = openRaw(url, `GET /large.txt HTTP/1.1\r\nHost: a\r\n\r\n`)
    await new Promise((resolve) => socket.once('data', resolve))
    socket.pause()
    const connections = () =>
      new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)))
    expect(await connections()).toBe(1)
    await expect.poll(connections, { timeout: 10_000 }).toBe(0)
    socket.resume()
    expect((await ended).text.length).toBeLessThan(24 * 1024 * 1024)
  })

  it('is not taken for one while it listens to a quiet conversation', async () => {
    const { url, app } = await runningServer()
    app.server.setTimeout(300)
    const opened = await openConversation(url)
    const stream = new ListeningSocket(opened.streamUrl)
    await stream.until(1)
    await sleep(1000)
    await say(url, opened, 'still there?')
    await stream.until(3)
    stream.socket.terminate()
  })
})

describe('too many sockets', () => {
  it('are turned away, those that are there stay, and there is room again when some leave', async () => {
    const { url, app } = await runningServer()
    expect(app.server.maxConnections).toBe(12_000)
    app.server.maxConnections = 20
    const opened = await openConversation(url)
    const stream = new ListeningSocket(opened.streamUrl)
    await stream.until(1)
    const taken = Array.from({ length: 40 }, () => openRaw(url))
    let turnedAway = 0
    for (const { ended } of taken) void ended.then(() => turnedAway++)
    await expect.poll(() => turnedAway).toBeGreaterThanOrEqual(20)
    expect(turnedAway).toBeLessThan(40)
    expect(stream.socket.readyState).toBe(WebSocket.OPEN)
    for (const { socket } of taken) socket.destroy()
    await Promise.all(taken.map(({ ended }) => ended))
    await expect
      .poll(() =>
        say(url, opened, 'room again').then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200)
    await stream.until(3)
    stream.socket.terminate()
  })
})
