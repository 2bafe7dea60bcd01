/** Who sent an activity: the connector's token, checked in all that can be checked before the activity itself is read. */
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { z } from 'zod'
import type { SigningKeys } from './signing-keys.ts'

/** What a token says that was found good. */
export interface Identity {
  /** Where its bearer takes answers. */
  readonly serviceUrl: string
  /** The tenant that it was issued in; the connector's own tokens have none. */
  readonly tenantId: string | undefined
  /** The channels that its key may sign for; none for all. */
  readonly endorsements: readonly string[]
  /** All that it says. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** Who may send. */
export interface Expected {
  readonly issuer: string
  /** The bot's app id. */
  readonly audience: string
}

/** Checks tokens. */
export interface Identities {
  /** What the token says; `undefined` where it is not good, whatever is wrong with it. */
  check(token: string): Promise<Identity | undefined>
}

const claimsShape = z.looseObject({
  exp: z.number(),
  nbf: z.number(),
  serviceurl: z.string().min(1),
  tid: z.string().optional(),
})

/** Clocks differ; a token that is not valid yet by so little is. One that has expired is never taken. Seconds. */
const clockDifference = 30
const rememberedAtMost = 2_000
const longest = 8_192

interface Remembered {
  readonly identity: Identity
  readonly kid: string
  /** Seconds since 1970. */
  readonly exp: number
}

/** Checks tokens against these keys. */
export function makeIdentities(keys: SigningKeys, expected: Expected, now: () => Date): Identities {
  // A connector sends the same token for an hour, and checking one costs more than the rest of a request. Oldest first.
  const remembered = new Map<string, Remembered>()
  const seconds = () => now().getTime() / 1000

  async function verify(token: string): Promise<Identity | undefined> {
    try {
      const { kid } = decodeProtectedHeader(token)
      const key = kid === undefined ? undefined : await keys.find(kid)
      if (kid === undefined || !key) return undefined
      const { payload } = await jwtVerify(token, key.key, {
        algorithms: ['RS256'],
        issuer: expected.issuer,
        audience: expected.audience,
        requiredClaims: ['exp', 'nbf'],
        clockTolerance: clockDifference,
        currentDate: now(),
      })
      const { exp, serviceurl: serviceUrl, tid: tenantId } = claimsShape.parse(payload)
      if (exp <= seconds()) return undefined
      const identity = { serviceUrl, tenantId, endorsements: key.endorsements, claims: payload }
      if (remembered.size >= rememberedAtMost) remembered.delete(remembered.keys().next().value!)
      remembered.set(token, { identity, kid, exp })
      return identity
    } catch {
      return undefined
    }
  }

  return {
    async check(token) {
      if (token.length > longest) return undefined
      const before = remembered.get(token)
      if (!before) return verify(token)
      // A key that was taken back takes its tokens with it.
      if (before.exp > seconds() && keys.has(before.kid)) return before.identity
      remembered.delete(token)
      return before.exp > seconds() ? verify(token) : undefined
    },
  }
}
