/** An issuer of Teams' tokens on this machine: the keys of a tenant, and tokens of every kind, good and bad. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'

export const appId = '8d1f1d1c-9c0e-4a3e-9a52-5a1f0c2b7e10'
export const tenantId = '3c2b5f0e-6a7d-4e5b-8f3a-0d9c1e2f4a5b'
export const agentOid = '11111111-2222-3333-4444-555555555555'

/** What a token says, in place of what a good one does; `undefined` leaves it out. */
export interface TokenSays {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: { readonly alg?: string; readonly kid?: string }
  readonly key?: CryptoKey | Uint8Array
}

/** An issuer that runs. */
export interface LocalIssuer {
  readonly origin: string
  /** What a program is started with to take this issuer's tokens. */
  readonly environment: Readonly<Record<string, string>>
  /** How often its keys were asked for. */
  asked(): number
  /** What asking for the keys is answered; 200 unless told otherwise. */
  answers(status: number): void
  /** Signs with another key from now on, under another id. */
  rotate(): Promise<void>
  token(says?: TokenSays): Promise<string>
  stop(): Promise<void>
}

const seconds = () => Math.floor(Date.now() / 1000)

/** Starts an issuer. */
export async function startLocalIssuer(): Promise<LocalIssuer> {
  let pair = await generateKeyPair('RS256', { extractable: true })
  let [kid, rounds, asked, status] = ['key-0', 0, 0, 200]
  const server = createServer(async (request, response) => {
    asked++
    const given = { kid, use: 'sig', alg: 'RS256' }
    const isKeys = request.url === `/${tenantId}/discovery/v2.0/keys`
    response.writeHead(isKeys ? status : 404, { 'content-type': 'application/json' })
    const jwk = { ...(await exportJWK(pair.publicKey)), ...given }
    response.end(JSON.stringify({ keys: isKeys ? [jwk] : [] }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    environment: {
      MICROSOFT_APP_ID: appId,
      MICROSOFT_APP_PASSWORD: 'a password of the app’s own',
      MICROSOFT_APP_TENANT_ID: tenantId,
      TEAMS_LOCAL_ISSUER: origin,
    },
    asked: () => asked,
    answers: (given) => {
      status = given
    },
    async rotate() {
      pair = await generateKeyPair('RS256', { extractable: true })
      kid = `key-${++rounds}`
    },
    token({ claims = {}, header = {}, key = pair.privateKey } = {}) {
      const good = {
        aud: appId,
        iss: `${origin}/${tenantId}/v2.0`,
        iat: seconds() - 60,
        nbf: seconds() - 60,
        exp: seconds() + 3600,
        name: 'Sanne de Vries',
        oid: agentOid,
        scp: 'access_as_user',
        tid: tenantId,
        ver: '2.0',
      }
      const said = Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined)
      return new SignJWT(Object.fromEntries(said))
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT', ...header })
        .sign(key)
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
