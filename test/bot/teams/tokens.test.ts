/** Who may send: a battery of tokens and activities against an issuer on this machine. */
import { createPublicKey } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT, UnsecuredJWT } from 'jose'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../../../bot/config.ts'
import type { Server } from '../../../bot/server.ts'
import { runningServer, startedServer } from '../running-server.ts'
import { foreignKey, type LocalIssuer, localIssuer, registration, seconds } from './local-issuer.ts'
import { type Connector, connectorStub, message, post } from './teams-side.ts'

const tenant = registration.MICROSOFT_APP_TENANT_ID
let issuer: LocalIssuer
let connector: Connector
let server: Server
let lines: string[]

beforeAll(async () => {
  issuer = await localIssuer()
})

const registered = () => ({
  environment: { ...registration, TEAMS_LOCAL_ISSUER: issuer.url },
  log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
})

const says = (text = 'hallo', more: object = {}) => ({ ...message(connector.url, text, { tenant }), ...more })
const good = () => issuer.token(connector.url)

/** Nothing came of it: no turn ran, nothing was kept, nothing left. */
async function nothingCameOfIt(): Promise<void> {
  const body = await (await fetch(`${server.url}/metrics`)).text()
  expect(body).toMatch(/^cps_turns_total\{end="served"\} 0$/m)
  expect(body).toMatch(/^cps_turns_total\{end="accepted"\} 0$/m)
  expect(connector.came).toEqual([])
}

/** Refused with this status, and not a word more than that. */
async function refused(answer: Promise<Response>, status: number): Promise<void> {
  const response = await answer
  const body = (await response.json()) as { error: { code: string; message: string } }
  expect(response.status).toBe(status)
  expect(Object.keys(body)).toEqual(['error'])
  expect(JSON.stringify(body).length).toBeLessThan(160)
  await nothingCameOfIt()
}

describe('a good token', () => {
  beforeEach(async () => {
    connector = await connectorStub()
    lines = []
    server = await runningServer(registered())
  })

  test('has its activity served, and the bot shows a token of its own', async () => {
    const response = await post(server.url, says(), await good())
    expect(response.status).toBe(200)
    expect(await connector.took(1)).toMatchObject([{ text: '1: hallo' }])
    expect(connector.came[0]?.authorization).toBe('Bearer the-bots-token')
    expect(lines.join('')).not.toContain('hallo')
  })

  test('is looked at once and good until it ends', async () => {
    const token = await issuer.token(connector.url, { exp: seconds() + 2 })
    expect((await post(server.url, says(), token)).status).toBe(200)
    expect((await post(server.url, says(), token)).status).toBe(200)
    await new Promise((done) => setTimeout(done, 2_100))
    expect((await post(server.url, says(), token)).status).toBe(401)
    expect((await connector.took(2)).length).toBe(2)
  })

  test('sent again with its activity runs no second turn: a channel that lost the answer is answered again', async () => {
    const [token, once] = [await good(), says('once')]
    const statuses = []
    for (let time = 0; time < 3; time++) statuses.push((await post(server.url, once, token)).status)
    const together = await Promise.all([1, 2, 3].map(() => post(server.url, once, token)))
    expect([...statuses, ...together.map(({ status }) => status)]).toEqual(Array(6).fill(200))
    await post(server.url, says('last'), token)
    expect((await connector.took(2)).map(({ text }) => text)).toEqual(['1: once', '2: last'])
  })
})

describe('refused, and no turn runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cps-tokens-'))
  beforeAll(async () => {
    connector = await connectorStub()
    lines = []
    server = await startedServer(registered(), folder)
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('no token', () => refused(post(server.url, says()), 401))

  test.for(['', 'Bearer', 'x', 'a.b.c', `${'x'.repeat(9_000)}.y.z`])('garbage for a token: %s', (token) =>
    refused(post(server.url, says(), token), 401),
  )

  test('a forged one', async () => {
    const [head, , signature] = (await good()).split('.')
    const claims = { iss: issuer.url, aud: registration.MICROSOFT_APP_ID, serviceurl: connector.url }
    const forged = Buffer.from(JSON.stringify({ ...claims, nbf: 0, exp: seconds() + 9_999 })).toString(
      'base64url',
    )
    await refused(post(server.url, says(), `${head}.${forged}.${signature}`), 401)
  })

  test('one of another key, under a known name and under its own', async () => {
    const key = await foreignKey()
    await refused(post(server.url, says(), await issuer.token(connector.url, {}, { key })), 401)
    await refused(post(server.url, says(), await issuer.token(connector.url, {}, { key, kid: 'other' })), 401)
  })

  test.for<[string, Record<string, unknown>]>([
    ['another audience', { aud: '0b1f6a7e-9999-4222-8333-0123456789ab' }],
    ['no audience', { aud: undefined }],
    ['another issuer', { iss: 'https://api.botframework.com' }],
    ['no issuer', { iss: undefined }],
    ['an end in the past', { exp: seconds() - 1 }],
    ['no end', { exp: undefined }],
    ['a beginning to come', { nbf: seconds() + 120 }],
    ['no beginning', { nbf: undefined }],
    ['no service url', { serviceurl: undefined }],
    ['an end that is none', { exp: 'tomorrow' }],
  ])('one with %s', async ([, claims]) => {
    await refused(post(server.url, says(), await issuer.token(connector.url, claims)), 401)
  })

  test('one without a signature, and one signed with what everybody can know', async () => {
    const usual = { iss: issuer.url, aud: registration.MICROSOFT_APP_ID, serviceurl: connector.url }
    const claims = { ...usual, nbf: seconds() - 60, exp: seconds() + 600 }
    await refused(post(server.url, says(), new UnsecuredJWT(claims).encode()), 401)
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(new TextEncoder().encode(await publicKeyOf(issuer)))
    await refused(post(server.url, says(), confused), 401)
  })

  test.for<[string, Record<string, unknown>]>([
    ['no serviceUrl', { serviceUrl: undefined }],
    ['a foreign serviceUrl', { serviceUrl: 'https://evil.example/' }],
    ['another local serviceUrl', { serviceUrl: 'http://127.0.0.1:9/' }],
    ['another channel', { channelId: 'webchat' }],
    ['another tenant', { channelData: { tenant: { id: 'other' } } }],
    ['another tenant in the conversation', { conversation: { id: 'a:1', tenantId: 'other' } }],
    ['no tenant', { conversation: { id: 'a:1' }, channelData: {} }],
  ])('an activity with %s', async ([, more]) => {
    await refused(post(server.url, says('hallo', more), await good()), 403)
  })

  test('a foreign serviceUrl that its token names too, and a token of another tenant', async () => {
    const evil = 'https://evil.example/'
    await refused(post(server.url, says('hallo', { serviceUrl: evil }), await issuer.token(evil)), 403)
    await refused(post(server.url, says(), await issuer.token(connector.url, { tid: 'other' })), 403)
  })

  test.for([
    '{}',
    '[]',
    'null',
    '7',
    '"text"',
    '{',
    '{"type":"message"}',
    '{"type":7}',
    '{"__proto__":{"type":"message"}}',
    `{"type":"message","value":${'['.repeat(500)}${']'.repeat(500)}}`,
    '',
  ])('a body that is none: %s', async (body) => {
    await refused(post(server.url, body, await good()), 400)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  test('a body without a token, whatever is in it', async () => {
    for (const body of ['{}', '{', '']) await refused(post(server.url, body), 401)
  })

  test('a body that is too large', async () => {
    await refused(post(server.url, says('x'.repeat(300_000)), await good()), 413)
  })
})

test('without Teams there is nothing there', async () => {
  const plain = await runningServer()
  expect((await post(plain.url, says())).status).toBe(404)
})

test('a client on this machine needs no token; a page or a proxy is none', async () => {
  connector = await connectorStub()
  const local = await runningServer({ environment: { TEAMS_LOCAL: 'true' } })
  for (const headers of [{ origin: 'https://evil.example' }, { 'x-forwarded-for': '192.0.2.1' }]) {
    const response = await fetch(`${local.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers } as Record<string, string>,
      body: JSON.stringify(says()),
    })
    expect(response.status).toBe(403)
  }
  expect(
    (await post(local.url, says('hallo', { serviceUrl: 'https://smba.trafficmanager.net/emea/' }))).status,
  ).toBe(403)
  expect((await post(local.url, says('hallo'))).status).toBe(200)
  await connector.took(1)
})

test('an issuer of our own is refused wherever others could reach the bot', () => {
  const local = { ...registration, TEAMS_LOCAL_ISSUER: issuer.url }
  expect(readConfig(local).teams?.localIssuer).toBe(issuer.url)
  for (const beyond of [{ HOST: '0.0.0.0' }, { PUBLIC_URL: 'https://a.example' }, { TRUST_PROXY: '1' }])
    expect(() =>
      readConfig({ ...local, ...beyond, TOKEN_KEY: 'k'.repeat(32), ALLOWED_ORIGINS: 'https://a.example' }),
    ).toThrow(/TEAMS_LOCAL_ISSUER/)
})

/** The issuer's public key, as anybody can fetch it. */
async function publicKeyOf({ url }: LocalIssuer): Promise<string> {
  const { keys } = (await (await fetch(`${url}/keys`)).json()) as { keys: Record<string, string>[] }
  return String(createPublicKey({ key: keys[0]!, format: 'jwk' }).export({ type: 'spki', format: 'pem' }))
}
