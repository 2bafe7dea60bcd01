/** What every call of the protocol asks first: whose token, from where, how often, of which conversation. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Conversation, Store } from '../../stores/store.ts'
import { faultOf, watermarkShape } from './activity-shape.ts'
import type { Addresses } from './addresses.ts'
import { refusals } from './protocol-error.ts'
import type { Limits } from './rate-limit.ts'
import type { TokenClaims, TokenPurpose, Tokens } from './tokens.ts'

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
  mayStart(request: FastifyRequest): Promise<void>
  /** Counts a post in this conversation, of this address. */
  mayPost(request: FastifyRequest, conversationId: string): Promise<void>
  /** Counts a call that reads something of this conversation, of this address. */
  mayRead(request: FastifyRequest, conversationId: string): Promise<void>
  /** The same for one whose answer may be large: few of them are on their way at once. */
  mayReadMuch(request: FastifyRequest, reply: FastifyReply, conversationId: string): Promise<void>
}

/** Makes the checks for one server. */
export function makeCallChecks({ store, tokens, addresses, now, limits }: CheckParts): CallChecks {
  const time = () => now().getTime()
  const count = async (counted: Promise<number>) => {
    const wait = await counted
    if (wait > 0) throw refusals.tooMany(wait)
  }
  const mayRead = (request: FastifyRequest, conversationId: string) =>
    count(limits.mayRead(conversationId, request.ip))
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
    mayStart: (request) => count(limits.mayStart(request.ip)),
    mayPost: (request, conversationId) => count(limits.mayPost(conversationId, request.ip)),
    mayRead,
    async mayReadMuch(request, reply, conversationId) {
      await mayRead(request, conversationId)
      const leave = limits.enter(conversationId, request.ip)
      if (!leave) throw refusals.tooMany(1)
      // However it ends, and when the last of it has left this process.
      if (reply.raw.closed) leave()
      else reply.raw.once('close', leave)
    },
  }
}
