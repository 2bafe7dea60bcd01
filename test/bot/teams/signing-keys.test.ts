/** The keys that others sign with: there when they are needed, whatever becomes of where they come from. */
import { decodeProtectedHeader } from 'jose'
import { pino } from 'pino'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { makeIdentities } from '../../../bot/channels/teams/identity.ts'
import { keepSigningKeys, type SigningKeys } from '../../../bot/channels/teams/signing-keys.ts'
import { type LocalIssuer, localIssuer, registration } from './local-issuer.ts'
import { json, stubServer } from './stub-server.ts'

let issuer: LocalIssuer
const open: SigningKeys[] = []

beforeAll(async () => {
  issuer = await localIssuer()
})
afterEach(() => {
  for (const keys of open.splice(0)) keys.stop()
})

const log = pino({ level: 'silent' })
const serviceUrl = 'http://127.0.0.1:1/'

function kept(metadata = `${issuer.url}/.well-known/openid-configuration`) {
  const keys = keepSigningKeys({ metadata, mayNameKeys: ({ origin }) => origin === issuer.url }, log, {
    lookAgainAfter: 0,
  })
  open.push(keys)
  const expected = { issuer: issuer.url, audience: registration.MICROSOFT_APP_ID }
  return { keys, identities: makeIdentities(keys, expected, () => new Date()) }
}

test('the last good keys stay while the metadata are away; a new one is found once they are back', async () => {
  const { identities } = kept()
  const before = await issuer.token(serviceUrl)
  expect(await identities.check(before)).toMatchObject({ serviceUrl, endorsements: ['msteams'] })
  issuer.setAway(true)
  expect(await identities.check(await issuer.token(serviceUrl, { jti: '2' }))).toBeDefined()
  await issuer.turnOver(true)
  const after = await issuer.token(serviceUrl)
  expect(await identities.check(after)).toBeUndefined()
  issuer.setAway(false)
  expect(await identities.check(after)).toBeDefined()
  expect(await identities.check(before)).toBeDefined()
})

test('a key that is taken back takes the tokens with it that were good before', async () => {
  const { keys, identities } = kept()
  const before = await issuer.token(serviceUrl)
  expect(await identities.check(before)).toBeDefined()
  await issuer.turnOver(false)
  const { kid } = decodeProtectedHeader(await issuer.token(serviceUrl))
  await keys.find(kid!)
  expect(await identities.check(before)).toBeUndefined()
})

test('nobody waits for metadata that hang, whose key is known', async () => {
  let hangs = false
  const { url } = await stubServer(async (request, _, response) => {
    if (!hangs) json(response, 200, await (await fetch(`${issuer.url}${request.url}`)).json())
  })
  const { keys } = kept(`${url}/.well-known/openid-configuration`)
  const { kid } = decodeProtectedHeader(await issuer.token(serviceUrl))
  expect(await keys.find(kid!)).toBeDefined()
  hangs = true
  const unknown = keys.find('unknown')
  const since = performance.now()
  expect(await keys.find(kid!)).toBeDefined()
  expect(performance.now() - since).toBeLessThan(1_000)
  expect(await unknown).toBeUndefined()
})

test('keys from elsewhere are none', async () => {
  const { url } = await stubServer((_, __, response) =>
    json(response, 200, { jwks_uri: 'https://evil.example/keys' }),
  )
  expect(await kept(url).keys.find('key-1')).toBeUndefined()
})
