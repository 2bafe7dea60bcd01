/** The headers that keep members safe are on every answer, whoever gives it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { StoreUnavailable } from '../../../bot/stores/store.ts'
import { call, openConversation } from '../direct-line-client.ts'
import { runningServer, temporaryFolder } from '../running-server.ts'
import { headOf, sendRaw } from './raw-socket.ts'

function pageFolder(): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(folder, 'assets', 'main-ABC.js'), 'export {}')
  return folder
}

interface Seen {
  readonly what: string
  readonly status: number
  readonly headers: Headers
}

/** One answer of each kind that there is. */
async function everyAnswer(environment: Readonly<Record<string, string>>): Promise<readonly Seen[]> {
  const { url, store } = await runningServer({ environment, pageFolder: pageFolder() })
  const seen: Seen[] = []
  const see = async (what: string, answer: Promise<{ status: number; headers: Headers }>) => {
    const { status, headers } = await answer
    seen.push({ what, status, headers })
  }
  const raw = async (bytes: string) => headOf((await sendRaw(url, bytes)).text)
  const { host, origin } = new URL(url)
  const end = `\r\nHost: ${host}\r\nConnection: close\r\n\r\n`

  await see('page', fetch(`${url}/`))
  await see('script', fetch(`${url}/assets/main-ABC.js`))
  await see('no such file', fetch(`${url}/assets/none.js`))
  await see('a folder', fetch(`${url}/assets`, { redirect: 'manual' }))
  await see(
    'unchanged',
    raw(`GET /assets/main-ABC.js HTTP/1.1\r\nIf-Modified-Since: ${new Date().toUTCString()}${end}`),
  )
  await see('part of a file', raw(`GET /assets/main-ABC.js HTTP/1.1\r\nRange: bytes=0-1${end}`))
  await see('health', fetch(`${url}/healthz`))
  await see('readiness', fetch(`${url}/readyz`))
  await see('preflight', call(url, '/tokens/generate', { method: 'OPTIONS', headers: { origin } }))
  const headers = { origin }
  await see('token', call(url, '/tokens/generate', { body: {}, headers }))
  await see('no token', call(url, '/conversations', { body: {} }))
  await see('no JSON', call(url, '/tokens/resume', { raw: '{', headers }))
  await see('too large', call(url, '/tokens/resume', { raw: `"${'a'.repeat(33_000)}"`, headers }))
  await see('no such call', call(url, '/nothing'))
  await see('no such method', fetch(`${url}/healthz`, { method: 'DELETE' }))
  await see('bad escape', raw(`GET /%zz HTTP/1.1${end}`))
  await see('long parameter', raw(`GET /v3/directline/conversations/${'a'.repeat(300)} HTTP/1.1${end}`))
  await see('no host', raw('GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'))
  await see(
    'no host for a socket',
    raw('GET /healthz HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  )
  await see('expects the impossible', raw(`POST / HTTP/1.1\r\nExpect: 200-ok\r\nContent-Length: 2${end}{}`))
  await see('no HTTP', raw('hello\r\n\r\n'))
  await see('header too long', raw(`GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}${end}`))
  await see('two lengths', raw(`POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2${end}`))
  const upgrade = `HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n`
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  const { pathname, search } = new URL((await openConversation(url, undefined, headers)).streamUrl)
  await see('socket nowhere', raw(`GET /healthz ${upgrade}${key}\r\n`))
  await see('socket without a token', raw(`GET ${pathname} ${upgrade}Origin: ${origin}\r\n${key}\r\n`))
  await see('socket without a key', raw(`GET ${pathname}${search} ${upgrade}Origin: ${origin}\r\n\r\n`))
  store.create = () => Promise.reject(new StoreUnavailable('the store does not answer'))
  await see('no store', call(url, '/tokens/generate', { body: {}, headers }))
  store.create = () => Promise.reject(new Error('a fault'))
  await see('a fault', call(url, '/tokens/generate', { body: {}, headers }))
  return seen
}

const statuses = {
  page: 200,
  script: 200,
  'no such file': 404,
  'a folder': 404,
  unchanged: 304,
  'part of a file': 206,
  health: 200,
  readiness: 200,
  preflight: 204,
  token: 200,
  'no token': 401,
  'no JSON': 400,
  'too large': 413,
  'no such call': 404,
  'no such method': 404,
  'bad escape': 400,
  'long parameter': 404,
  'no HTTP': 400,
  'no host': 400,
  'no host for a socket': 400,
  'expects the impossible': 417,
  'header too long': 431,
  'two lengths': 400,
  'socket nowhere': 404,
  'socket without a token': 401,
  'socket without a key': 400,
  'no store': 503,
  'a fault': 500,
}

/** Directives of a policy, by name. */
const directivesOf = (policy: string | null) =>
  new Map(
    (policy ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values] as const
    }),
  )

describe('every answer', () => {
  it('forbids sniffing, framing, referrers, devices and other windows, and names no software', async () => {
    const seen = await everyAnswer({})
    expect(Object.fromEntries(seen.map(({ what, status }) => [what, status]))).toEqual(statuses)
    for (const { what, headers } of seen) {
      const said = Object.fromEntries(headers)
      expect([what, said]).toEqual([
        what,
        expect.objectContaining({
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'SAMEORIGIN',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          'x-permitted-cross-domain-policies': 'none',
          'permissions-policy': expect.stringMatching(
            /camera=\(\).*geolocation=\(\).*microphone=\((self)?\)/,
          ),
        }),
      ])
      expect([
        what,
        headers.has('strict-transport-security'),
        headers.has('x-powered-by'),
        headers.has('server'),
      ]).toEqual([what, false, false, false])
      const policy = directivesOf(headers.get('content-security-policy'))
      expect([what, policy.get('default-src'), policy.get('base-uri'), policy.get('form-action')]).toEqual([
        what,
        ["'none'"],
        ["'none'"],
        ["'none'"],
      ])
      expect([what, policy.get('frame-ancestors')]).not.toEqual([what, undefined])
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe-|\*|https?:/)
    }
  })

  it('keeps browsers to TLS where members come by TLS, and only there', async () => {
    for (const [publicUrl, told] of [
      ['https://chat.example.org', true],
      ['http://127.0.0.1:9', false],
    ] as const)
      for (const { what, headers } of await everyAnswer({ PUBLIC_URL: publicUrl, ALLOWED_ORIGINS: '' }))
        expect([what, /^max-age=\d{8}/.test(headers.get('strict-transport-security') ?? '')]).toEqual([
          what,
          told,
        ])
  })
})

describe('the page', () => {
  it('runs its own scripts only, and nothing turns text into one', async () => {
    const { url } = await runningServer({ pageFolder: pageFolder() })
    const { host } = new URL(url)
    const policy = directivesOf((await fetch(`${url}/`)).headers.get('content-security-policy'))
    expect(Object.fromEntries(policy)).toMatchObject({
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'object-src': ["'none'"],
      'connect-src': ["'self'", `ws://${host}`, `wss://${host}`],
      'frame-ancestors': ["'self'"],
      'require-trusted-types-for': ["'script'"],
      'trusted-types': ["'none'"],
    })
  })

  it('may be shown in a frame by the origins that may use the bot; what is no page by nobody', async () => {
    const environment = { ALLOWED_ORIGINS: 'https://a.example,https://b.example:8443' }
    const { url } = await runningServer({ environment, pageFolder: pageFolder() })
    const { headers } = await fetch(`${url}/`)
    const ancestors = (headers: Headers) =>
      directivesOf(headers.get('content-security-policy')).get('frame-ancestors')
    expect(ancestors(headers)).toEqual(["'self'", 'https://a.example', 'https://b.example:8443'])
    // It could only name one of them, and would forbid the others.
    expect(headers.has('x-frame-options')).toBe(false)
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(ancestors((await fetch(`${url}/healthz`)).headers)).toEqual(["'none'"])
  })

  it('takes no policy from what a client calls the host', async () => {
    const { url } = await runningServer({ pageFolder: pageFolder() })
    for (const host of ["a;script-src 'unsafe-inline'", "a 'unsafe-eval'", 'a,b', '*']) {
      const answer = await sendRaw(url, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      const policy = headOf(answer.text).headers.get('content-security-policy')
      if (policy) expect(directivesOf(policy).get('connect-src') ?? ["'self'"]).toEqual(["'self'"])
      expect(policy).not.toContain('unsafe')
    }
  })
})
