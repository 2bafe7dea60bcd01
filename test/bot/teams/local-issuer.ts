/** An issuer on this machine: what Microsoft's metadata and keys are to the bot, and a hand to sign whatever a test wants. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { json, stubServer } from './stub-server.ts'

/** The bot that tests register. */
export const registration = {
  MICROSOFT_APP_ID: '0b1f6a7e-1111-4222-8333-0123456789ab',
  MICROSOFT_APP_PASSWORD: 'a-secret-of-the-tests',
  MICROSOFT_APP_TENANT_ID: '9c2f6a7e-1111-4222-8333-0123456789ab',
} as const

/** What the issuer's tokens say unless a test wants it otherwise; `undefined` takes a claim away. */
export type Claims = Readonly<Record<string, unknown>>

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey']

/** An issuer that runs. */
export interface LocalIssuer {
  readonly url: string
  /** A token for the bot, with these claims in place of the usual ones. */
  token(
    serviceUrl: string,
    claims?: Claims,
    by?: { readonly key?: PrivateKey; readonly kid?: string },
  ): Promise<string>
  /** From now on neither metadata nor keys can be had, or they can again. */
  setAway(away: boolean): void
  /** From now on it signs with another key; `keep` leaves the old one among those that it names. */
  turnOver(keep: boolean): Promise<void>
  /** What the bot has asked it for. */
  readonly asked: string[]
}

const pair = () => generateKeyPair('RS256', { extractable: true })

/** Seconds since 1970. */
export const seconds = (): number => Math.floor(Date.now() / 1000)

/** A key that no issuer names. */
export const foreignKey = async (): Promise<PrivateKey> => (await pair()).privateKey

/** Starts one. */
export async function localIssuer(): Promise<LocalIssuer> {
  let [number, away] = [1, false]
  let current = await pair()
  let named = [{ kid: 'key-1', publicKey: current.publicKey }]
  const asked: string[] = []
  const { url } = await stubServer(async (request, body, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url === '/oauth2/v2.0/token') {
      const given = new URLSearchParams(body)
      const isOurs = given.get('client_secret') === registration.MICROSOFT_APP_PASSWORD
      return json(response, isOurs ? 200 : 401, { access_token: 'the-bots-token', expires_in: 3600 })
    }
    if (away) return json(response, 503, {})
    if (request.url === '/.well-known/openid-configuration')
      return json(response, 200, { issuer: url, jwks_uri: `${url}/keys` })
    const keys = named.map(async ({ kid, publicKey }) => ({
      ...(await exportJWK(publicKey)),
      ...{ kid, use: 'sig', endorsements: ['msteams'] },
    }))
    json(response, 200, { keys: await Promise.all(keys) })
  })
  return {
    url,
    asked,
    setAway: (isAway) => {
      away = isAway
    },
    turnOver: async (keep) => {
      current = await pair()
      named = [...(keep ? named : []), { kid: `key-${++number}`, publicKey: current.publicKey }]
    },
    token: (serviceUrl, claims = {}, { key = current.privateKey, kid = `key-${number}` } = {}) => {
      const usual = {
        iss: url,
        aud: registration.MICROSOFT_APP_ID,
        serviceurl: serviceUrl,
        nbf: seconds() - 60,
        exp: seconds() + 3600,
      }
      const all = Object.entries({ ...usual, ...claims }).filter(([, value]) => value !== undefined)
      return new SignJWT(Object.fromEntries(all) as JWTPayload)
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(key)
    },
  }
}
