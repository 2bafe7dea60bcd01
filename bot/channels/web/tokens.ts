/** The tokens of the web channel: signed, bound to one conversation, one member and one purpose. */
import { createHash, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'

/** What a token is for, and for how many seconds; one made for one purpose is good for no other. */
export const tokenLifetimes = {
  conversation: 30 * 60,
  stream: 60,
  transcript: 7 * 24 * 60 * 60,
  /** A way back into a conversation, as it stands in a mail. */
  return: 7 * 24 * 60 * 60,
} as const
export type TokenPurpose = keyof typeof tokenLifetimes

const claimsSchema = z.object({
  conversation: z.string(),
  /** The member's id; `directlinejs` reads this claim. */
  user: z.string(),
  locale: z.string().optional(),
  /** The number after which a stream starts. */
  after: z.number().optional(),
  exp: z.number(),
})

/** What a token says. */
export type TokenClaims = Readonly<Omit<z.infer<typeof claimsSchema>, 'exp'>>

/** A token that is good, has expired, or was never ours. */
export type TokenCheck =
  | { readonly kind: 'good'; readonly claims: TokenClaims }
  | { readonly kind: 'expired' }
  | { readonly kind: 'forged' }

/** Signs and checks tokens. */
export interface Tokens {
  sign(purpose: TokenPurpose, claims: TokenClaims): Promise<string>
  /** At once where the token was seen before, or was signed here. */
  check(purpose: TokenPurpose, token: string): TokenCheck | Promise<TokenCheck>
}

/** So many tokens of each purpose are remembered as good: about as many as a process has connections. */
const rememberedAtMost = 10_000

/** The last character of a signature has bits that mean nothing: of four spellings, only ours is taken. */
const isCanonical = (token: string) => {
  const signature = token.slice(token.lastIndexOf('.') + 1)
  return Buffer.from(signature, 'base64url').toString('base64url') === signature
}

type Remembered = Map<string, z.infer<typeof claimsSchema>>

/** Tokens under keys, the newest first: that one signs, a token of any is good. `now` tells the time. */
export function makeTokens(secrets: readonly Uint8Array[], now: () => Date): Tokens {
  // As bytes a key would be read anew each time that it is used.
  const keys = secrets.map((secret) => createSecretKey(secret))
  const [newest] = keys
  if (!newest) throw new Error('tokens need a key')
  // Checking a signature costs more than the rest of a request; a token is checked once. Oldest first.
  const remembered: Readonly<Record<TokenPurpose, Remembered>> = {
    conversation: new Map(),
    stream: new Map(),
    transcript: new Map(),
    return: new Map(),
  }

  function remember(purpose: TokenPurpose, token: string, claims: z.infer<typeof claimsSchema>): void {
    const good = remembered[purpose]
    if (good.size >= rememberedAtMost) good.delete(good.keys().next().value!)
    good.set(token, claims)
  }

  /** Checks under way: requests that come together with one token go on in the order in which they came. */
  const underWay = new Map<string, Promise<TokenCheck>>()

  async function verifyWith(key: KeyObject, purpose: TokenPurpose, token: string): Promise<TokenCheck> {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        audience: purpose,
        requiredClaims: ['exp'],
        currentDate: now(),
      })
      const claims = claimsSchema.parse(payload)
      remember(purpose, token, claims)
      return { kind: 'good', claims }
    } catch (error) {
      // The signature is checked before the claims are, so this one was ours.
      return { kind: error instanceof errors.JWTExpired ? 'expired' : 'forged' }
    }
  }

  async function verify(purpose: TokenPurpose, token: string): Promise<TokenCheck> {
    if (!isCanonical(token)) return { kind: 'forged' }
    for (const key of keys) {
      const check = await verifyWith(key, purpose, token)
      if (check.kind !== 'forged') return check
    }
    return { kind: 'forged' }
  }

  return {
    sign: async (purpose, claims) => {
      const seconds = Math.floor(now().getTime() / 1000)
      const exp = seconds + tokenLifetimes[purpose]
      const token = await new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(purpose)
        .setIssuedAt(seconds)
        .setExpirationTime(exp)
        .sign(newest)
      // What was just signed need not be checked when it comes back; a transcript's address seldom does, and lasts.
      if (purpose !== 'transcript') remember(purpose, token, { ...claims, exp })
      return token
    },
    check: (purpose, token) => {
      const claims = remembered[purpose].get(token)
      if (!claims) {
        const asked = `${purpose} ${token}`
        const checking = underWay.get(asked) ?? verify(purpose, token).finally(() => underWay.delete(asked))
        underWay.set(asked, checking)
        return checking
      }
      return claims.exp * 1000 > now().getTime() ? { kind: 'good', claims } : { kind: 'expired' }
    },
  }
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url')

/** A new secret with which a member takes up a conversation again, and the hash to keep of it. */
export function makeResumeSecret(conversationId: string): {
  readonly resume: string
  readonly resumeHash: string
} {
  const resume = `${conversationId}.${randomBytes(32).toString('base64url')}`
  return { resume, resumeHash: hashOf(resume) }
}

/** The conversation that a resume secret says it is for; `undefined` where it is no such secret. */
export const conversationOfResume = (resume: string): string | undefined =>
  /^([A-Za-z0-9_-]{22})\.[A-Za-z0-9_-]{43}$/.exec(resume)?.[1]

/** Whether a text is written as the token of a link back is, and not as a secret. */
export const isReturnToken = (resume: string): boolean => resume.split('.').length === 3

/** Whether a secret is the one whose hash was kept. */
export function isResumeSecret(resume: string, resumeHash: string): boolean {
  const [given, kept] = [Buffer.from(hashOf(resume)), Buffer.from(resumeHash)]
  return given.length === kept.length && timingSafeEqual(given, kept)
}

/** A new conversation's id: 128 random bits. */
export const newConversationId = (): string => randomBytes(16).toString('base64url')
