/** Who signed in to the tab: the token that Teams gives the page for its user, checked. */
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { z } from 'zod'

/** A user of the tenant, signed in by Teams. */
export interface TabUser {
  /** The user's object id in Entra. */
  readonly oid: string
  readonly tenantId: string
}

/** `refused`: no token, or one that is not good. `unknown`: it could not be checked now. */
export type SignIn =
  | { readonly kind: 'good'; readonly user: TabUser }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' }

/** What tokens are checked against. */
export interface SignInParts {
  /** The app's client id. */
  readonly appId: string
  readonly tenantId: string
  /** Where the tokens come from, as they name it. */
  readonly issuers: readonly string[]
  /** The host that the tab is served on, as the app's registration names it. */
  readonly host: string | undefined
  readonly keys: JWTVerifyGetKey
  readonly now: () => Date
}

/** Microsoft's issuers of a tenant's tokens: of version 2 and of version 1. */
export const microsoftIssuers = (tenantId: string): readonly string[] => [
  `https://login.microsoftonline.com/${tenantId}/v2.0`,
  `https://sts.windows.net/${tenantId}/`,
]

/** Where Microsoft keeps the keys of a tenant's tokens. */
export const microsoftKeys = (tenantId: string): URL =>
  new URL(`https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`)

/** What the page may do for its user; the app's registration gives Teams this scope. */
const scope = 'access_as_user'
/** Clocks differ: a token that is not valid yet by so little is. One that has expired never is. Seconds. */
const tolerance = 60
const longest = 16_384

/** Whom the app is called in a token: by its id, or by the address of its registration. */
const audiences = ({ appId, host }: SignInParts): string[] => [
  appId,
  `api://${appId}`,
  ...(host === undefined ? [] : [`api://${host}/${appId}`, `api://${host}/botid-${appId}`]),
]

/** Checks tokens. */
export function makeSignIn(parts: SignInParts): (token: string | undefined) => Promise<SignIn> {
  const { tenantId, issuers, keys, now } = parts
  const claims = z.object({
    tid: z.literal(tenantId),
    oid: z.string().min(1),
    exp: z.number().refine((seconds) => seconds * 1000 > now().getTime()),
    scp: z.string().refine((scopes) => scopes.split(' ').includes(scope)),
  })
  return async (token) => {
    if (token === undefined || token.length > longest) return { kind: 'refused' }
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: [...issuers],
        audience: audiences(parts),
        requiredClaims: ['exp', 'nbf'],
        clockTolerance: tolerance,
        currentDate: now(),
      })
      const checked = claims.safeParse(payload)
      return checked.success
        ? { kind: 'good', user: { oid: checked.data.oid, tenantId } }
        : { kind: 'refused' }
    } catch (error) {
      return { kind: isAboutToken(error) ? 'refused' : 'unknown' }
    }
  }
}

/** Whether a fault is the token's own; an answer that holds no keys comes as a time-out, as no keys, or as jose's plain fault. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
  error.code !== errors.JOSEError.code
