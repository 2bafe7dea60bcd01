import { connect } from 'node:net'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { StoreUnavailable } from '../../bot/stores/store.ts'
import { call, ListeningSocket, openConversation, readSince, say } from './direct-line-client.ts'
import { runningServer, temporaryFolder } from './running-server.ts'

const secret = 'what-nobody-may-read'

/** A log of everything, as one text. */
function everything() {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  /** Bytes are logged as numbers: they are text as well. */
  const text = () => lines.join('') + lines.map(bytesOf).join('')
  return { log, text, lines }
}

const bytesOf = (line: string): string =>
  (line.match(/\[(?:\d{1,3},)+\d{1,3}\]/g) ?? [])
    .map((numbers) => Buffer.from(JSON.parse(numbers) as number[]).toString())
    .join('')

/** Sends bytes as they are; what comes back until the end. */
const sendRaw = (url: string, bytes: string) =>
  new Promise<string>((resolve, reject) => {
    let answer = ''
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setEncoding('utf8')
    socket.on('data', (data: string) => {
      answer += data
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.setTimeout(5000, () => socket.destroy())
  })

describe('a body that is nested without end', () => {
  it('is refused as the client’s fault, wherever it stands', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const path = `/conversations/${opened.conversationId}/activities`
    const { token } = opened
    for (const deep of [
      '['.repeat(15_000) + ']'.repeat(15_000),
      `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    ])
      for (const raw of [
        `{"type":"message","text":"x","value":${deep}}`,
        `{"type":"event","name":"x","value":${deep}}`,
        `{"type":"message","text":"x","channelData":{"a":${deep}}}`,
      ]) {
        const { status, body } = await call(url, path, { token, raw })
        expect([status, body.error?.code]).toEqual([400, 'BadArgument'])
      }
    const usual = { type: 'message', text: 'x', value: { a: [{ b: [{ c: 1 }] }] } }
    expect((await call(url, path, { token, body: usual })).status).toBe(200)
  })
})

describe('what is logged, at every level', () => {
  it('holds nothing of a request that is no HTTP', async () => {
    const { log, text } = everything()
    const { url } = await runningServer({ log })
    const twoLengths = 'Content-Length: 20\r\nContent-Length: 21'
    for (const [bytes, status] of [
      [`${secret}\r\n\r\n`, 400],
      [
        `POST / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${secret}\r\n${twoLengths}\r\n\r\n${secret}`,
        400,
      ],
      [`GET / HTTP/1.1\r\nHost: a\r\nX: ${secret}${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ] as const) {
      const answer = await sendRaw(url, bytes)
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
      expect(JSON.parse(answer.slice(answer.indexOf('{')))).toEqual({
        error: { code: 'BadArgument', message: expect.any(String) },
      })
    }
    expect(text()).not.toContain(secret)
  })

  it('holds no address of a socket that nobody listens to, and no fault of a client as one of ours', async () => {
    const { log, text, lines } = everything()
    const { url } = await runningServer({ log })
    const base = url.replace('http', 'ws')
    for (const path of ['/', '/nothing', '/healthz', '/v3/directline/conversations/a/activities']) {
      const socket = new ListeningSocket(`${base}${path}?t=${secret}`)
      await expect(socket.opened).rejects.toThrow('404')
    }
    const { streamUrl } = await openConversation(url)
    const socket = new WebSocket(streamUrl)
    socket.on('open', () => socket.send(secret.repeat(4000)))
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(1009)
    expect(text()).not.toContain(secret)
    expect(lines.filter((line) => (JSON.parse(line) as { level: number }).level >= 40)).toEqual([])
  })

  it('holds nothing of a record that cannot be read', async () => {
    const { log, text } = everything()
    const environment = { DATA_DIR: temporaryFolder() }
    const before = await runningServer({ log, environment })
    const opened = await openConversation(before.url)
    await before.stop()
    // Started again, it has to read what it does not remember.
    const { url, store } = await runningServer({ log, environment })
    store.load = () => {
      try {
        return JSON.parse(`{"words":"${secret}`)
      } catch (cause) {
        throw new StoreUnavailable('the store does not answer', { cause })
      }
    }
    expect((await say(url, opened, 'hello')).status).toBe(503)
    expect(text()).toContain('SyntaxError')
    expect(text()).not.toContain(secret)
  })
})

describe('an event before the conversation is opened', () => {
  it('does not take the welcome’s place', async () => {
    const { url } = await runningServer()
    const { body } = await call<{ token: string; conversationId: string; resume: string }>(
      url,
      '/tokens/generate',
      { body: { locale: 'en' } },
    )
    const { token, conversationId } = body
    const event = { type: 'event', name: 'webchat/join' }
    const path = `/conversations/${conversationId}/activities`
    expect((await call(url, path, { token, body: event })).status).toBe(200)
    const opening = { token, body: {} }
    const opened = await Promise.all([1, 2].map(() => call(url, '/conversations', opening)))
    expect(opened.map(({ status }) => status)).toContain(201)
    const opener = { conversationId, token, resume: '', streamUrl: '', expires_in: 0 }
    const { activities } = (await readSince(url, opener)).body
    expect(activities.map(({ text }) => text)).toEqual([undefined, 'welcome en'])
    expect((await call(url, '/conversations', opening)).status).toBe(200)
  })
})
