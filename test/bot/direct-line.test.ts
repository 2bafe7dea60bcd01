import { decodeJwt } from 'jose'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { StoreUnavailable } from '../../bot/stores/store.ts'
import {
  type ActivitySet,
  call,
  type Opened,
  openConversation,
  readSince,
  say,
} from './direct-line-client.ts'
import { runningServer } from './running-server.ts'

describe('opening a conversation', () => {
  it('answers a token for one new conversation, with the member in the claim that clients read', async () => {
    const { url } = await runningServer()
    const { status, body } = await call<Opened>(url, '/tokens/generate', {
      body: { user: { id: 'dl_anna' }, locale: 'en' },
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      conversationId: expect.stringMatching(/^[\w-]{22}$/),
      token: expect.any(String),
      expires_in: 1800,
      resume: expect.any(String),
    })
    expect(decodeJwt(body.token)).toMatchObject({ user: 'dl_anna', conversation: body.conversationId })
    const exp = decodeJwt(body.token).exp!
    expect(exp - Date.now() / 1000).toBeGreaterThan(1790)
    expect(exp - Date.now() / 1000).toBeLessThanOrEqual(1800)
  })

  it('needs no body, and makes up a member', async () => {
    const { url } = await runningServer()
    for (const given of [
      { method: 'POST' },
      { raw: '' },
      { body: null },
      { body: {} },
      { body: { user: {} } },
    ]) {
      const { status, body } = await call<Opened>(url, '/tokens/generate', { method: 'POST', ...given })
      expect(status).toBe(200)
      expect(decodeJwt(body.token).user).toMatch(/^dl_/)
    }
  })

  it('welcomes on the first opening only, in the locale of the token or the body', async () => {
    const { url } = await runningServer()
    for (const [inToken, inBody, expected] of [
      ['en', undefined, 'welcome en'],
      [undefined, 'en-GB', 'welcome en-GB'],
      [undefined, undefined, 'welcome undefined'],
    ] as const) {
      const { body: generated } = await call<Opened>(url, '/tokens/generate', { body: { locale: inToken } })
      const first = await call<Opened>(url, '/conversations', {
        token: generated.token,
        body: { locale: inBody },
      })
      expect(first.status).toBe(201)
      expect(first.body).toEqual({
        conversationId: generated.conversationId,
        token: expect.any(String),
        expires_in: 1800,
        streamUrl: expect.stringMatching(
          /^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\/[\w-]{22}\/stream\?/,
        ),
      })
      const again = await call<Opened>(url, '/conversations', { token: generated.token, body: {} })
      expect(again.status).toBe(200)
      expect(again.body.conversationId).toBe(generated.conversationId)
      const { body } = await readSince(url, first.body)
      expect(body.activities.map(({ text }) => text)).toEqual([expected])
    }
  })

  it('welcomes once where two tabs open at the same time', async () => {
    const { url } = await runningServer()
    const { body } = await call<Opened>(url, '/tokens/generate', { body: {} })
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => call<Opened>(url, '/conversations', { token: body.token, body: {} })),
    )
    expect(answers.every(({ status }) => status < 300)).toBe(true)
    expect((await readSince(url, answers[0]!.body)).body.activities).toHaveLength(1)
  })

  it('refreshes a token for the same conversation and member', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url, { user: { id: 'dl_anna' } })
    const { status, body } = await call<Opened>(url, '/tokens/refresh', {
      token: opened.token,
      method: 'POST',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ conversationId: opened.conversationId, expires_in: 1800 })
    expect(decodeJwt(body.token).user).toBe('dl_anna')
  })

  it('resumes with the secret, to the same conversation and member', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url, { user: { id: 'dl_anna' } })
    const { status, body } = await call<Opened>(url, '/tokens/resume', { body: { resume: opened.resume } })
    expect(status).toBe(200)
    expect(body.conversationId).toBe(opened.conversationId)
    expect(decodeJwt(body.token).user).toBe('dl_anna')
    expect((await say(url, { ...opened, token: body.token }, 'back')).status).toBe(200)
  })
})

describe('activities', () => {
  it('echoes what was posted, with the member of the token, and the replies to it', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url, { user: { id: 'dl_anna' }, locale: 'nl' })
    const { status, body } = await call<{ id: string }>(
      url,
      `/conversations/${opened.conversationId}/activities`,
      {
        token: opened.token,
        body: {
          type: 'message',
          text: 'hallo',
          locale: 'nl-NL',
          from: { id: 'mallory', role: 'bot' },
          id: 'mine',
          conversation: { id: 'another' },
          deliveryMode: 'expectReplies',
          serviceUrl: 'http://127.0.0.1:1/',
          channelData: { clientActivityID: 'c1', postBack: true, extra: { deep: [1] } },
          value: { chosen: 'gold' },
          madeUp: true,
        },
      },
    )
    expect(status).toBe(200)
    const { activities, watermark } = (await readSince(url, opened)).body
    const [, echo, reply] = activities
    expect(echo).toEqual({
      type: 'message',
      id: body.id,
      text: 'hallo',
      locale: 'nl-NL',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      channelId: 'directline',
      conversation: { id: opened.conversationId },
      from: { id: 'dl_anna', role: 'user' },
      channelData: { clientActivityID: 'c1', postBack: true, extra: { deep: [1] } },
      value: { chosen: 'gold' },
    })
    expect(reply).toMatchObject({
      text: '1: hallo',
      replyToId: body.id,
      from: { role: 'bot' },
      recipient: { id: 'dl_anna' },
    })
    expect(reply!.id > echo!.id).toBe(true)
    expect((await readSince(url, opened, watermark)).body).toEqual({ activities: [], watermark })
  })

  it('answers from any watermark what came after it', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    for (const text of ['a', 'b', 'c']) await say(url, opened, text)
    const all = (await readSince(url, opened)).body.activities
    expect(all).toHaveLength(7)
    const withoutOne = await call<ActivitySet>(url, `/conversations/${opened.conversationId}/activities`, {
      token: opened.token,
    })
    expect(withoutOne.body.activities).toEqual(all)
    const seen: unknown[] = []
    for (let watermark = '0'; ; ) {
      const { body } = await readSince(url, opened, watermark)
      if (body.activities.length === 0) break
      seen.push(body.activities[0])
      watermark = String(Number(body.activities[0]!.id.split('|')[1]))
    }
    expect(seen).toEqual(all)
    expect((await readSince(url, opened, '999999')).body.activities).toEqual([])
  })

  it('is served once, however often it is sent', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => say(url, opened, `m${index % 3}`, `c${index % 3}`)),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(3)
    expect((await say(url, opened, 'm1', 'c1')).body.id).toBe(answers[1]!.body.id)
    const { activities } = (await readSince(url, opened)).body
    expect(activities.filter(({ from }) => from.role === 'user')).toHaveLength(3)
    expect(activities.filter(({ text }) => /^\d: m/.test(text ?? ''))).toHaveLength(3)
    // Without an id of the client's there is nothing to tell two apart by.
    await say(url, opened, 'same')
    await say(url, opened, 'same')
    expect((await readSince(url, opened)).body.activities.filter(({ text }) => text === 'same')).toHaveLength(
      2,
    )
  })

  it('keeps typing signs out of the log, and events in it, without a turn', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const post = (body: unknown) =>
      call<{ id: string }>(url, `/conversations/${opened.conversationId}/activities`, {
        token: opened.token,
        body,
      })
    for (const type of ['typing', 'conversationUpdate', 'messageReaction', 'endOfConversation'])
      expect(await post({ type })).toMatchObject({ status: 200, body: { id: expect.any(String) } })
    expect((await post({ type: 'event', name: 'webchat/join', value: { language: 'nl' } })).status).toBe(200)
    await say(url, opened, 'first')
    const { activities } = (await readSince(url, opened)).body
    expect(activities.map(({ type, text, name }) => [type, text ?? name])).toEqual([
      ['message', 'welcome nl'],
      ['event', 'webchat/join'],
      ['message', 'first'],
      ['message', '1: first'],
    ])
  })

  it('never lets a trace out', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    await say(url, opened, 'trace')
    expect(JSON.stringify((await readSince(url, opened)).body)).not.toContain('secret')
  })

  it('takes 10,000 characters, also of three bytes each, keeps 5,000 of them, and refuses what is above 32 KiB', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    for (const [text, kept] of [
      ['x'.repeat(10_000), `${'x'.repeat(5000)}…`],
      ['한'.repeat(10_000), `${'한'.repeat(5000)}…`],
      [`x${'\u{1F600}'.repeat(3000)}`, `x${'\u{1F600}'.repeat(2499)}…`],
      ['x'.repeat(5000), 'x'.repeat(5000)],
      ['', ''],
      ['<b>&\u0000\u{1F600}\'"\\', '<b>&\u0000\u{1F600}\'"\\'],
    ] as const) {
      expect((await say(url, opened, text)).status).toBe(200)
      expect((await readSince(url, opened)).body.activities.at(-2)?.text).toBe(kept)
    }
    const tooLarge = await say(url, opened, '\u{1F600}'.repeat(10_000))
    expect(tooLarge.status).toBe(413)
    expect(tooLarge.body).toEqual({ error: { code: 'MessageSizeTooBig', message: expect.any(String) } })
  })

  it('refuses more than 4 KiB of what is for programs, in one field or in two', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const statusOf = async (more: object) => {
      const body = { type: 'message', text: 'x', ...more }
      const path = `/conversations/${opened.conversationId}/activities`
      const { status, body: answer } = await call(url, path, { token: opened.token, body })
      if (status !== 200)
        expect(answer).toEqual({ error: { code: 'MessageSizeTooBig', message: expect.any(String) } })
      return status
    }
    const large = 'x'.repeat(3000)
    expect(await statusOf({ value: large, channelData: { clientActivityID: 'c1' } })).toBe(200)
    expect(await statusOf({ value: large, channelData: { large } })).toBe(413)
    expect(await statusOf({ type: 'event', value: '한'.repeat(1500) })).toBe(413)
    expect(await statusOf({ channelData: { large: large + large } })).toBe(413)
    expect((await readSince(url, opened)).body.activities).toHaveLength(3)
  })

  it('takes a message without text for an empty one', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const { status } = await call(url, `/conversations/${opened.conversationId}/activities`, {
      token: opened.token,
      body: { type: 'message', value: { a: 1 }, locale: 'not a locale!' },
    })
    expect(status).toBe(200)
    expect((await readSince(url, opened)).body.activities.at(-1)?.text).toBe('1: ')
  })
})

describe('what is refused', () => {
  it('400: what is not the protocol’s shape, with nothing of its content in the answer', async () => {
    const { url } = await runningServer()
    const { conversationId, token } = await openConversation(url)
    const path = `/conversations/${conversationId}/activities`
    const bodies: readonly unknown[] = [
      {},
      [],
      null,
      'text',
      7,
      { type: 'sneaky-type' },
      { type: 'message', text: 12 },
      { type: 'message', text: 'x', channelData: 'c' },
      { type: 'message', text: 'x', channelData: { clientActivityID: 3 } },
      { type: 'message', text: 'x', channelData: { clientActivityID: 'x'.repeat(201) } },
    ]
    for (const body of bodies) {
      const answer = await call(url, path, { token, body })
      expect([body, answer.status]).toEqual([body, 400])
      expect(answer.body).toEqual({
        error: { code: 'BadArgument', message: expect.not.stringContaining('sneaky') },
      })
    }
    for (const raw of ['{', '{"type":"message"', '{"type":"message","__proto__":{"a":1}}', '\u0000', '""x'])
      expect(await call(url, path, { token, raw })).toMatchObject({
        status: 400,
        body: { error: { code: 'BadArgument' } },
      })
    const asText = await call(url, path, { token, raw: 'hello', headers: { 'content-type': 'text/plain' } })
    expect(asText).toMatchObject({ status: 400, body: { error: { code: 'BadArgument' } } })
    for (const watermark of ['-1', 'abc', '1.5', '9'.repeat(30)])
      expect((await readSince(url, { conversationId, token } as Opened, watermark)).status).toBe(400)
    expect((await call(url, '/tokens/generate', { body: { user: { id: 5 } } })).status).toBe(400)
    expect((await call(url, '/tokens/generate', { body: { user: { id: 'x'.repeat(129) } } })).status).toBe(
      400,
    )
    expect((await call(url, '/tokens/resume', { body: {} })).status).toBe(400)
    expect((await call(url, '/conversations/%ZZ/activities', { token })).status).toBe(400)
  })

  it('404: an ended conversation, an unknown call, a session', async () => {
    let today = new Date('2026-03-01T10:00:00Z')
    const { url, store } = await runningServer({ now: () => today })
    const opened = await openConversation(url)
    today = new Date(today.getTime() + 29 * 24 * 3600_000)
    const { body: resumed } = await call<Opened>(url, '/tokens/resume', { body: { resume: opened.resume } })
    today = new Date(today.getTime() + 2 * 24 * 3600_000)
    expect(await store.sweep(today.getTime())).toBe(1)
    expect(await call(url, '/tokens/resume', { body: { resume: opened.resume } })).toMatchObject({
      status: 404,
      body: { error: { code: 'ConversationNotFound' } },
    })
    expect((await say(url, resumed, 'x')).status).toBe(403)
    const { token, conversationId } = await openConversation(url)
    expect((await call(url, '/session/getsessionid', { token })).status).toBe(404)
    expect((await call(url, '/nothing', { token })).body).toEqual({
      error: { code: 'NotFound', message: expect.any(String) },
    })
    expect((await call(url, `/conversations/${conversationId}/members`, { token })).status).toBe(404)
  })

  it('404: each call on a conversation that ended while its token is still good', async () => {
    const { url, store } = await runningServer({ keepDays: 1 / 24 / 3600 })
    const opened = await openConversation(url)
    await new Promise((done) => setTimeout(done, 1100))
    await store.sweep(Date.now())
    const { conversationId, token } = opened
    const answers = await Promise.all([
      call(url, '/conversations', { token, body: {} }),
      call(url, '/tokens/refresh', { token, method: 'POST' }),
      call(url, `/conversations/${conversationId}`, { token }),
      readSince(url, opened),
      say(url, opened, 'x'),
      call(url, `/conversations/${conversationId}/activities`, { token, body: { type: 'typing' } }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404])
  })

  it('an upload, clearly, and only to who may ask', async () => {
    const { url } = await runningServer()
    const { conversationId, token } = await openConversation(url)
    const form = new FormData()
    form.append('file', new Blob(['x'.repeat(200_000)]), 'photo.jpg')
    const send = (headers: Record<string, string>) =>
      fetch(`${url}/v3/directline/conversations/${conversationId}/upload?userId=x`, {
        method: 'POST',
        body: form,
        headers,
      })
    const refused = await send({ authorization: `Bearer ${token}` })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toEqual({
      error: { code: 'AttachmentsNotSupported', message: expect.any(String) },
    })
    expect((await send({})).status).toBe(401)
  })

  it('503: the store does not answer, with nothing internal in the body', async () => {
    const { url, store } = await runningServer()
    const opened = await openConversation(url)
    const broken = async () => {
      throw new StoreUnavailable('redis://user:password@host')
    }
    const { save } = store
    Object.assign(store, { save: broken })
    const { status, body, headers } = await say(url, opened, 'x', 'c1')
    expect([status, body]).toEqual([
      503,
      { error: { code: 'ServiceUnavailable', message: expect.not.stringContaining('redis') } },
    ])
    expect(headers.get('retry-after')).toBe('1')
    // Nothing was done: the same post again is served once.
    Object.assign(store, { save })
    expect((await say(url, opened, 'x', 'c1')).status).toBe(200)
    expect((await readSince(url, opened)).body.activities.map(({ text }) => text)).toEqual([
      'welcome nl',
      'x',
      '1: x',
    ])
  })
})

describe('headers', () => {
  it('let pages of the allowed origins read answers, and others not', async () => {
    const { url } = await runningServer({ environment: { ALLOWED_ORIGINS: 'https://club.example' } })
    const preflight = (origin: string) =>
      fetch(`${url}/v3/directline/tokens/generate`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    const allowed = await preflight('https://club.example')
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://club.example')
    expect(allowed.headers.get('access-control-allow-headers')).toMatch(/Authorization.*X-Ms-Bot-Agent/)
    expect(allowed.headers.get('vary')).toContain('Origin')
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    expect((await preflight('null')).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('keep browsers strict, and caches out of conversations', async () => {
    const { url } = await runningServer({ environment: { ALLOWED_ORIGINS: 'https://club.example' } })
    const { headers } = await fetch(`${url}/v3/directline/session/getsessionid`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('say where members behind a proxy would all count as one address', async () => {
    const readyIn = async (environment: Readonly<Record<string, string>>) => {
      const lines: string[] = []
      const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
      const { url } = await runningServer({ environment, log })
      const { warnings = [] } = (await (await fetch(`${url}/readyz`)).json()) as { warnings?: string[] }
      // Whoever reads the log at the start is told the same.
      expect(warnings.filter((warning) => !lines.join('').includes(warning))).toEqual([])
      return warnings
    }
    expect(await readyIn({ PUBLIC_URL: 'https://chat.example' })).toEqual([
      expect.stringMatching(/^TRUST_PROXY .*one address/),
    ])
    expect(await readyIn({ PUBLIC_URL: 'https://chat.example', TRUST_PROXY: '1' })).toEqual([])
    expect(await readyIn({ PUBLIC_URL: 'http://localhost:3978' })).toEqual([])
    expect(await readyIn({})).toEqual([])
  })

  it('report health and readiness', async () => {
    const { url, store } = await runningServer()
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    Object.assign(store, { check: () => Promise.reject(new StoreUnavailable('x')) })
    expect((await fetch(`${url}/readyz`)).status).toBe(503)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${url}/nowhere`)).json()).toMatchObject({ error: { code: 'NotFound' } })
  })
})
