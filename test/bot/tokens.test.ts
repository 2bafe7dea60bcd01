import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { makeTokens } from '../../bot/channels/web/tokens.ts'
import { call, ListeningSocket, type Opened, openConversation, readSince, say } from './direct-line-client.ts'
import { forgedTokens } from './forged-tokens.ts'
import { runningServer, temporaryFolder } from './running-server.ts'

const key = 'the key of these tests: long enough for anybody'
const keyBytes = new TextEncoder().encode(key)
const prove = Boolean(process.env.PROVE)

describe('tokens', () => {
  it('are good for their purpose, their conversation and their time, and for nothing else', async () => {
    let time = Date.parse('2026-03-01T10:00:00Z')
    const tokens = makeTokens([keyBytes], () => new Date(time))
    const claims = { conversation: 'a', user: 'dl_anna' }
    const token = await tokens.sign('conversation', claims)
    for (const turn of ['first', 'cached'])
      expect([turn, await tokens.check('conversation', token)]).toMatchObject([
        turn,
        { kind: 'good', claims },
      ])
    expect(await tokens.check('stream', token)).toEqual({ kind: 'forged' })
    expect(await tokens.check('transcript', token)).toEqual({ kind: 'forged' })
    time += 30 * 60_000 - 1000
    expect((await tokens.check('conversation', token)).kind).toBe('good')
    time += 1000
    expect((await tokens.check('conversation', token)).kind).toBe('expired')
    expect((await makeTokens([keyBytes], () => new Date(time)).check('conversation', token)).kind).toBe(
      'expired',
    )
    expect(
      (await makeTokens([randomBytes(32)], () => new Date(time)).check('conversation', token)).kind,
    ).toBe('forged')
  })

  it('are refused where a single character differs', async () => {
    const now = () => new Date()
    const tokens = makeTokens([keyBytes], now)
    const token = await tokens.sign('conversation', { conversation: 'a', user: 'u' })
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for (let at = 0; at < token.length; at++) {
      for (const other of at === token.length - 1
        ? alphabet
        : [alphabet[(alphabet.indexOf(token[at]!) + 1) % 64]!]) {
        if (other === token[at]) continue
        const changed = token.slice(0, at) + other + token.slice(at + 1)
        expect([changed, await tokens.check('conversation', changed)]).toEqual([changed, { kind: 'forged' }])
      }
    }
  })
})

describe('keys that rotate', () => {
  it('log nobody out: what the old one signed stays good, what is new is signed by the new one', async () => {
    const [older, newer] = [randomBytes(48).toString('base64url'), randomBytes(48).toString('base64url')]
    const environment = { DATA_DIR: temporaryFolder() }
    const first = await runningServer({ environment: { ...environment, TOKEN_KEY: older } })
    const opened = await openConversation(first.url)
    expect((await say(first.url, opened, 'one')).status).toBe(200)
    await first.stop()

    const second = await runningServer({ environment: { ...environment, TOKEN_KEY: `${newer},${older}` } })
    expect((await say(second.url, opened, 'two')).status).toBe(200)
    const refreshed = await call<Opened>(second.url, '/tokens/refresh', {
      token: opened.token,
      method: 'POST',
    })
    expect(refreshed.status).toBe(200)
    await second.stop()

    // The old key is gone: who came along in time has noticed nothing.
    const third = await runningServer({ environment: { ...environment, TOKEN_KEY: newer } })
    expect((await say(third.url, opened, 'late')).status).toBe(401)
    expect((await say(third.url, { ...opened, token: refreshed.body.token }, 'three')).status).toBe(200)
    const { body } = await call<Opened>(third.url, '/tokens/resume', { body: { resume: opened.resume } })
    const { activities } = (await readSince(third.url, { ...opened, token: body.token })).body
    expect(activities.flatMap(({ from, text }) => (from.role === 'user' ? [text] : []))).toEqual([
      'one',
      'two',
      'three',
    ])
  })

  it('are kept beside the store as well, one a line', async () => {
    const environment = { DATA_DIR: temporaryFolder() }
    const file = join(environment.DATA_DIR, 'token.key')
    const first = await runningServer({ environment })
    const opened = await openConversation(first.url)
    await first.stop()
    writeFileSync(file, `${randomBytes(48).toString('base64url')}\n${readFileSync(file, 'utf8')}`)
    const second = await runningServer({ environment })
    expect((await say(second.url, opened, 'still here')).status).toBe(200)
  })
})

describe('forgeries', () => {
  it('are all refused: none of a thousand is good for any purpose, with one key or with two', async () => {
    let time = Date.now()
    const now = () => new Date(time)
    const [newer, older] = [randomBytes(48), randomBytes(48)]
    const claims = { conversation: 'a'.repeat(22), user: 'dl_anna' }
    for (const keys of [[newer], [newer, older]]) {
      const tokens = makeTokens(keys, now)
      const good = await tokens.sign('conversation', claims)
      expect((await tokens.check('conversation', good)).kind).toBe('good')
      const forged = await forgedTokens({ good, keys, claims, count: 1000, now })
      expect(new Set(forged.map(({ token }) => token)).size).toBe(1000)
      const accepted = []
      for (const { how, token } of forged)
        for (const purpose of ['conversation', 'stream', 'transcript'] as const)
          if ((await tokens.check(purpose, token)).kind === 'good') accepted.push([how, purpose, token])
      expect(accepted).toEqual([])
      // The good one was not lost in the crowd.
      expect((await tokens.check('conversation', good)).kind).toBe('good')
      time += 1000
    }
  })

  it('and bad origins open nothing over the wire: none of a thousand calls', async () => {
    const { url } = await runningServer({
      environment: {
        TOKEN_KEY: `${key},${'an older key '.repeat(3)}`,
        ALLOWED_ORIGINS: 'https://club.example',
      },
    })
    const headers = { origin: 'https://club.example' }
    const generated = await call<Opened>(url, '/tokens/generate', { body: {}, headers })
    const opened = await call<Opened>(url, '/conversations', { token: generated.body.token, body: {} })
    const mine = { ...generated.body, ...opened.body }
    const claims = { conversation: mine.conversationId, user: 'dl_anna' }
    const now = () => new Date()
    const forged = await forgedTokens({ good: mine.token, keys: [keyBytes], claims, count: 700, now })
    const path = `/conversations/${mine.conversationId}`
    const accepted: unknown[] = []
    let calls = 0
    // What no header can carry comes in an address.
    const transcript = 5
    const wayFor = (at: number, token: string) => (/[^\x20-\x7e]/.test(token) ? transcript : at % 6)
    for (const [at, { how, token }] of forged.entries()) {
      const { status } = await [
        () => call(url, `${path}/activities`, { token, body: { type: 'message', text: how } }),
        () => call(url, `${path}/activities`, { token }),
        () => call(url, path, { token }),
        () => call(url, '/tokens/refresh', { token, method: 'POST' }),
        () => call(url, '/conversations', { token, body: {} }),
        () => call(url, `${path}/transcript?t=${encodeURIComponent(token)}`),
      ][wayFor(at, token)]!()
      calls++
      if (status !== 401 && status !== 403) accepted.push([status, how, token])
    }
    const labels = ['club.example', 'clubexample', 'evil.example', 'club.example.evil.example', 'localhost']
    const origins = Array.from({ length: 400 }, (_, at) => {
      const scheme = ['http', 'https', 'ws', 'file', 'HTTPS'][at % 5]!
      const host = at % 7 === 0 ? 'club.example' : labels[at % labels.length]!
      const tail = ['', ':443', `:${at + 1}`, '/', '/page', '.', '%00', ' ', '@evil.example', '?x'][at % 10]!
      return at % 11 === 0 ? undefined : `${scheme}://${host}${tail}`
    }).filter((origin) => origin !== 'https://club.example')
    for (const [at, origin] of origins.entries()) {
      const given = origin === undefined ? {} : { origin }
      const { status } = await call(url, at % 2 ? '/tokens/generate' : '/tokens/resume', {
        body: at % 2 ? {} : { resume: mine.resume },
        headers: given,
      })
      calls++
      if (status !== 403) accepted.push([status, origin])
    }
    expect(accepted).toEqual([])
    expect(calls).toBe(forged.length + origins.length)
    expect(calls).toBeGreaterThanOrEqual(1000)
    expect((await readSince(url, mine)).body.activities).toHaveLength(1)
  })
})

describe('what a call answers to a token', () => {
  it('401 to none or a forged one, 403 to an expired one or another conversation’s, at every call', async () => {
    let time = Date.now() - 31 * 60_000
    const { url } = await runningServer({ environment: { TOKEN_KEY: key }, now: () => new Date(time) })
    const old = await openConversation(url)
    time = Date.now()
    const mine = await openConversation(url)
    const other = await openConversation(url)
    const sign = (
      claims: object,
      algorithm = 'HS256',
      by: Uint8Array = keyBytes,
      audience = 'conversation',
    ) =>
      new SignJWT({ conversation: mine.conversationId, user: 'u', ...claims })
        .setProtectedHeader({ alg: algorithm })
        .setAudience(audience)
        .setExpirationTime('1h')
        .sign(by)
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const body = Buffer.from(
      JSON.stringify({ conversation: mine.conversationId, user: 'u', aud: 'conversation', exp: Date.now() }),
    ).toString('base64url')
    const forged = [
      'x',
      'a.b.c',
      `${none}.${body}.`,
      `${none}.${body}.${mine.token.split('.')[2]}`,
      await sign({}, 'HS256', randomBytes(64)),
      await sign({}, 'HS512', randomBytes(64)),
      await sign({}, 'HS512', Buffer.concat([keyBytes, keyBytes])),
      await sign({}, 'HS256', keyBytes, 'transcript'),
      new URL(mine.streamUrl).searchParams.get('t')!,
    ]
    const rounds = prove ? 1000 : 20
    for (let round = 0; round < rounds; round++)
      forged.push(`${mine.token.slice(0, -8)}${randomBytes(6).toString('base64url')}`)

    const calls = ({ conversationId }: Opened, token: string | undefined) => [
      () => call(url, '/conversations', { token, body: {} }),
      () => call(url, '/tokens/refresh', { token, method: 'POST' }),
      () => call(url, `/conversations/${conversationId}`, { token }),
      () => call(url, `/conversations/${conversationId}/activities`, { token }),
      () =>
        call(url, `/conversations/${conversationId}/activities`, {
          token,
          body: { type: 'message', text: 'x' },
        }),
      () => call(url, `/conversations/${conversationId}/upload`, { token, body: {} }),
    ]
    for (const token of [undefined, ...forged])
      for (const make of calls(mine, token)) {
        const answer = await make()
        expect([token, answer.status, answer.body.error?.code]).toEqual([token, 401, 'Unauthorized'])
      }
    for (const make of calls(old, old.token)) {
      const answer = await make()
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'TokenExpired'])
    }
    for (const make of calls(mine, other.token).slice(2)) expect((await make()).status).toBe(403)
    expect((await readSince(url, mine)).body.activities).toHaveLength(1)
    expect((await say(url, mine, 'still mine')).status).toBe(200)
  })

  it('401 to a resume secret that is not the conversation’s, 404 to one of no conversation', async () => {
    const { url } = await runningServer()
    const [mine, other] = [await openConversation(url), await openConversation(url)]
    const [id, secret] = mine.resume.split('.')
    const resume = (given: string) => call(url, '/tokens/resume', { body: { resume: given } })
    expect((await resume(`${id}.${other.resume.split('.')[1]}`)).status).toBe(401)
    expect((await resume(`${id}.${randomBytes(32).toString('base64url')}`)).status).toBe(401)
    expect((await resume(mine.token)).status).toBe(401)
    expect((await resume('x')).status).toBe(401)
    expect((await resume(`${randomBytes(16).toString('base64url')}.${secret}`)).status).toBe(404)
    expect((await resume(mine.resume)).status).toBe(200)
  })
})

describe('origins', () => {
  const generate = (url: string, headers: Record<string, string>) =>
    call(url, '/tokens/generate', { body: {}, headers })

  it('on loopback without a list: the page’s own or none', async () => {
    const { url } = await runningServer()
    const port = new URL(url).port
    expect((await generate(url, {})).status).toBe(200)
    expect((await generate(url, { origin: url })).status).toBe(200)
    for (const origin of [
      'https://evil.example',
      'null',
      `http://127.0.0.1:${Number(port) + 1}`,
      `https://evil.example:${port}`,
      'file://',
      '',
    ])
      expect([origin, (await generate(url, { origin })).status]).toEqual([origin, 403])
  })

  it('with a list: those of the list and the page’s own, never none', async () => {
    const { url } = await runningServer({
      environment: { ALLOWED_ORIGINS: 'https://club.example, https://two.example/' },
    })
    expect((await generate(url, { origin: 'https://club.example' })).status).toBe(200)
    expect((await generate(url, { origin: 'https://two.example' })).status).toBe(200)
    expect((await generate(url, { origin: url })).status).toBe(200)
    for (const origin of [
      'https://club.example.evil.example',
      'http://club.example',
      'https://sub.club.example',
    ])
      expect((await generate(url, { origin })).status).toBe(403)
    expect((await generate(url, {})).status).toBe(403)
  })

  it('behind a public address: the page’s own is the public one', async () => {
    const { url } = await runningServer({ environment: { PUBLIC_URL: 'https://chat.example/cps/' } })
    const { status, body } = await call<Opened>(url, '/tokens/generate', {
      body: {},
      headers: { origin: 'https://chat.example' },
    })
    expect(status).toBe(200)
    expect((await generate(url, {})).status).toBe(403)
    const opened = await call<Opened>(url, '/conversations', { token: body.token, body: {} })
    expect(opened.body.streamUrl).toMatch(/^wss:\/\/chat\.example\/cps\/v3\/directline\/conversations\//)
  })

  it('are checked on resume and on the socket too', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const origin = 'https://evil.example'
    const { status } = await call(url, '/tokens/resume', {
      body: { resume: opened.resume },
      headers: { origin },
    })
    expect(status).toBe(403)
    await expect(new ListeningSocket(opened.streamUrl, { origin }).opened).rejects.toThrow('403')
    const own = new ListeningSocket(opened.streamUrl, { origin: url })
    await own.opened
    own.socket.close()
  })

  it('count a wrong or absent one, a forged or foreign token on the socket: none gets through', async () => {
    let time = Date.now()
    const { url } = await runningServer({
      now: () => new Date(time),
      environment: { ALLOWED_ORIGINS: 'https://club.example' },
    })
    const headers = { origin: 'https://club.example' }
    const open = async () => {
      const { body } = await call<Opened>(url, '/tokens/generate', { body: {}, headers })
      return {
        ...body,
        ...(await call<Opened>(url, '/conversations', { token: body.token, body: {}, headers })).body,
      }
    }
    const [mine, other] = [await open(), await open()]
    const address = (t: string) => mine.streamUrl.replace(/t=.*/, `t=${t}`)
    for (const [streamUrl, origin, status] of [
      [mine.streamUrl, undefined, '403'],
      [mine.streamUrl, 'https://evil.example', '403'],
      [address(new URL(other.streamUrl).searchParams.get('t')!), 'https://club.example', '403'],
      [address(mine.token), 'https://club.example', '401'],
      [address('x.y.z'), 'https://club.example', '401'],
      [mine.streamUrl.replace(/&t=.*/, ''), 'https://club.example', '401'],
    ] as const)
      await expect(new ListeningSocket(streamUrl, origin ? { origin } : {}).opened).rejects.toThrow(status)
    time += 61_000
    await expect(new ListeningSocket(mine.streamUrl, headers).opened).rejects.toThrow('403')
  })
})
