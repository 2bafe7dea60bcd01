/** The tokens of the web channel: signed, bound to one conversation, one member and one purpose. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'

/** What a token is for, and for how many seconds; one made for one purpose is good for no other. */
export const tokenLifetimes = { conversation: 30 * 60, stream: 60, transcript: 7 * 24 * 60 * 60 } as const
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
  check(purpose: TokenPurpose, token: string): Promise<TokenCheck>
}

const cacheSize = 2000

/** The last character of a signature has bits that mean nothing: of four spellings, only ours is taken. */
const isCanonical = (token: string) => {
  const signature = token.slice(token.lastIndexOf('.') + 1)
  return Buffer.from(signature, 'base64url').toString('base64url') === signature
}

/** Tokens under one key; `now` tells the time. */
export function makeTokens(key: Uint8Array, now: () => Date): Tokens {
  // Checking a signature costs more than the rest of a request; a token is checked once. Oldest first.
  const checked = new Map<string, z.infer<typeof claimsSchema>>()

  async function verify(purpose: TokenPurpose, token: string): Promise<TokenCheck> {
    if (!isCanonical(token)) return { kind: 'forged' }
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        audience: purpose,
        requiredClaims: ['exp'],
        currentDate: now(),
      })
      const claims = claimsSchema.parse(payload)
      if (checked.size >= cacheSize) checked.delete(checked.keys().next().value!)
      checked.set(`${purpose} ${token}`, claims)
      return { kind: 'good', claims }
    } catch (error) {
      // The signature is checked before the claims are, so this one was ours.
      return { kind: error instanceof errors.JWTExpired ? 'expired' : 'forged' }
    }
  }

  return {
    sign: (purpose, claims) => {
      const seconds = Math.floor(now().getTime() / 1000)
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(purpose)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + tokenLifetimes[purpose])
        .sign(key)
    },
    check: async (purpose, token) => {
      const claims = checked.get(`${purpose} ${token}`)
      if (!claims) return verify(purpose, token)
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

/** Whether a secret is the one whose hash was kept. */
export function isResumeSecret(resume: string, resumeHash: string): boolean {
  const [given, kept] = [Buffer.from(hashOf(resume)), Buffer.from(resumeHash)]
  return given.length === kept.length && timingSafeEqual(given, kept)
}

/** A new conversation's id: 128 random bits. */
export const newConversationId = (): string => randomBytes(16).toString('base64url')
