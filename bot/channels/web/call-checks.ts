/** What every call of the protocol asks first: whose token, from where, how often, of which conversation. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Conversation, Store } from '../../stores/store.ts'
import { faultOf, watermarkShape } from './activity-shape.ts'
import type { Addresses } from './addresses.ts'
import { refusals } from './protocol-error.ts'
import { type Allowance, makeLimit } from './rate-limit.ts'
import type { TokenClaims, TokenPurpose, Tokens } from './tokens.ts'

/** How often what may be done. */
export interface Limits {
  /** New and resumed conversations, by address; `undefined` for no limit. */
  readonly conversations: Allowance | undefined
  /** Posted activities, by conversation. */
  readonly posts: Allowance
}

/** What is checked against. */
export interface CheckParts {
  readonly store: Store
  readonly tokens: Tokens
  readonly addresses: Addresses
  readonly now: () => Date
  readonly limits: Limits
}

/** What a body or query is in a shape; throws the refusal of one that has another. */
export function parse<T extends z.ZodType>(shape: T, given: unknown): z.output<T> {
  const parsed = shape.safeParse(given)
  if (!parsed.success) throw refusals.shape(faultOf(parsed.error))
  return parsed.data
}

/** The watermark of a query, `undefined` where it has none. Throws the refusal of one that is none. */
export const watermarkOf = (query: Readonly<Record<string, unknown>>): number | undefined =>
  query.watermark === undefined ? undefined : parse(watermarkShape, query.watermark)

/** The token that a request carries in its header. */
export const bearer = (request: FastifyRequest): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]

/** The checks; each throws the refusal that is to be answered. */
export interface CallChecks {
  /** What a token says, if it is good for this purpose and, where one is given, this conversation. */
  checked(purpose: TokenPurpose, token: unknown, id?: string): Promise<TokenClaims>
  /** The conversation, as long as it is kept. */
  loaded(id: string): Promise<Conversation>
  fromAllowedOrigin(request: FastifyRequest): void
  /** Counts a new or resumed conversation of this address. */
  mayStart(request: FastifyRequest): void
  /** Counts a post in this conversation. */
  mayPost(conversationId: string): void
}

/** Makes the checks for one server. */
export function makeCallChecks({ store, tokens, addresses, now, limits }: CheckParts): CallChecks {
  const time = () => now().getTime()
  const starts = limits.conversations && makeLimit(limits.conversations, time)
  const posts = makeLimit(limits.posts, time)
  const count = (wait: number) => {
    if (wait > 0) throw refusals.tooMany(wait)
  }
  return {
    async checked(purpose, token, id) {
      if (typeof token !== 'string' || token === '') throw refusals.noToken()
      const check = await tokens.check(purpose, token)
      if (check.kind === 'forged') throw refusals.noToken()
      if (check.kind === 'expired') throw refusals.expired()
      if (id !== undefined && check.claims.conversation !== id) throw refusals.otherConversation()
      return check.claims
    },
    async loaded(id) {
      const conversation = await store.load(id, time())
      if (!conversation) throw refusals.ended()
      return conversation
    },
    fromAllowedOrigin(request) {
      if (!addresses.mayUse(request)) throw refusals.origin()
    },
    mayStart: (request) => count(starts?.(request.ip) ?? 0),
    mayPost: (conversationId) => count(posts(conversationId)),
  }
}
