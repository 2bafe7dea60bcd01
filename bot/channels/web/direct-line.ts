/** Direct Line 3.0, REST and WebSocket: the calls of the protocol on the store and the turns. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Conversation, Store } from '../../stores/store.ts'
import type { Incoming, TurnResult, Turns } from '../../turn.ts'
import { activityShape, faultOf, openingShape, resumeShape, watermarkShape } from './activity-shape.ts'
import type { Addresses } from './addresses.ts'
import { answerError, refusals } from './protocol-error.ts'
import { type Allowance, makeLimit } from './rate-limit.ts'
import { activitySet, type Streams } from './streams.ts'
import {
  conversationOfResume,
  isResumeSecret,
  makeResumeSecret,
  newConversationId,
  type TokenClaims,
  type TokenPurpose,
  type Tokens,
  tokenLifetimes,
} from './tokens.ts'
import { readTranscript, transcriptName } from './transcript.ts'

/** What the channel works with. */
export interface DirectLineParts {
  readonly store: Store
  readonly turns: Turns
  readonly streams: Streams
  readonly tokens: Tokens
  readonly addresses: Addresses
  readonly now: () => Date
  readonly limits: Limits
}

/** How often what may be done. */
export interface Limits {
  /** New and resumed conversations, by address; `undefined` for no limit. */
  readonly conversations: Allowance | undefined
  /** Posted activities, by conversation. */
  readonly posts: Allowance
}

const prefix = '/v3/directline'
/** A conversation that nobody opened is kept for a day. */
const unopenedFor = 24 * 60 * 60 * 1000
const readAtOnce = 500

interface InConversation {
  readonly Params: { readonly id: string }
  readonly Querystring: Readonly<Record<string, unknown>>
}

/** Mounts the protocol's calls. Errors of routes are answered by `answerError`. */
export function mountDirectLine(app: FastifyInstance, parts: DirectLineParts): void {
  const { store, turns, streams, tokens, addresses, now, limits } = parts
  const time = () => now().getTime()
  const conversationsLimit = limits.conversations && makeLimit(limits.conversations, time)
  const postsLimit = makeLimit(limits.posts, time)

  function parse<T extends z.ZodType>(shape: T, given: unknown): z.output<T> {
    const parsed = shape.safeParse(given)
    if (!parsed.success) throw refusals.shape(faultOf(parsed.error))
    return parsed.data
  }

  async function checked(purpose: TokenPurpose, token: unknown, id?: string): Promise<TokenClaims> {
    if (typeof token !== 'string' || token === '') throw refusals.noToken()
    const check = await tokens.check(purpose, token)
    if (check.kind === 'forged') throw refusals.noToken()
    if (check.kind === 'expired') throw refusals.expired()
    if (id !== undefined && check.claims.conversation !== id) throw refusals.otherConversation()
    return check.claims
  }

  const bearer = (request: FastifyRequest) => /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]

  async function loaded(id: string): Promise<Conversation> {
    const conversation = await store.load(id, time())
    if (!conversation) throw refusals.ended()
    return conversation
  }

  const watermarkOf = (query: Readonly<Record<string, unknown>>): number | undefined =>
    query.watermark === undefined ? undefined : parse(watermarkShape, query.watermark)

  function fromAllowedOrigin(request: FastifyRequest): void {
    if (!addresses.mayUse(request)) throw refusals.origin()
  }

  function withinLimit(request: FastifyRequest): void {
    const wait = conversationsLimit?.(request.ip) ?? 0
    if (wait > 0) throw refusals.tooMany(wait)
  }

  async function tokenAnswer(claims: TokenClaims) {
    const { after: _, ...lasting } = claims
    const token = await tokens.sign('conversation', lasting)
    return { conversationId: claims.conversation, token, expires_in: tokenLifetimes.conversation }
  }

  async function conversationAnswer(request: FastifyRequest, claims: TokenClaims, after: number) {
    const stream = await tokens.sign('stream', { ...claims, after })
    const base = addresses.base(request).replace(/^http/, 'ws')
    const streamUrl = `${base}${prefix}/conversations/${claims.conversation}/stream?watermark=${after}&t=${stream}`
    return { ...(await tokenAnswer(claims)), streamUrl }
  }

  const linksFor = (request: FastifyRequest, claims: TokenClaims) => {
    const base = addresses.base(request)
    return {
      transcriptUrl: async () => {
        const { conversation, user } = claims
        const t = await tokens.sign('transcript', { conversation, user })
        return `${base}${prefix}/conversations/${conversation}/transcript?t=${t}`
      },
    }
  }

  function accepted(result: TurnResult): string {
    if (result.kind === 'gone') throw refusals.ended()
    if (result.kind === 'busy') throw refusals.tooMany(1)
    return result.id
  }

  app.register(
    async (scope) => {
      scope.setErrorHandler(answerError)
      scope.addHook('onRequest', async (request, reply) => {
        reply.header('cache-control', 'no-store').header('vary', 'Origin')
        const origin = addresses.corsOrigin(request)
        if (origin) reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', 'Retry-After')
      })
      // A body of another type is none of the protocol's; an empty one with a JSON type is as good as absent.
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser(/^application\/(.+\+)?json/, { parseAs: 'string' }, parseJson(app))
      scope.addContentTypeParser('*', (_request, _payload, done) => done(refusals.shape('The body is not JSON.')))

      scope.options('/*', (_request, reply) =>
        reply
          .code(204)
          .header('access-control-allow-methods', 'GET, POST, OPTIONS')
          .header('access-control-allow-headers', 'Authorization, Content-Type, Accept, X-Requested-With, X-Ms-Bot-Agent')
          .header('access-control-max-age', '600')
          .send(),
      )

      scope.post('/tokens/generate', async (request) => {
        fromAllowedOrigin(request)
        withinLimit(request)
        const { user, locale } = parse(openingShape, request.body)
        const conversation = newConversationId()
        const userId = user?.id || `dl_${newConversationId()}`
        const { resume, resumeHash } = makeResumeSecret(conversation)
        const touchedAt = time()
        await store.create({ id: conversation, userId, resumeHash, touchedAt, expiresAt: touchedAt + unopenedFor })
        return { ...(await tokenAnswer({ conversation, user: userId, ...(locale && { locale }) })), resume }
      })

      scope.post('/tokens/resume', async (request) => {
        fromAllowedOrigin(request)
        withinLimit(request)
        const { resume } = parse(resumeShape, request.body)
        const id = conversationOfResume(resume)
        if (id === undefined) throw refusals.noToken()
        const conversation = await loaded(id)
        if (!isResumeSecret(resume, conversation.resumeHash)) throw refusals.noToken()
        const { userId: user, locale } = conversation
        return tokenAnswer({ conversation: id, user, ...(locale && { locale }) })
      })

      scope.post('/tokens/refresh', async (request) => {
        const claims = await checked('conversation', bearer(request))
        await loaded(claims.conversation)
        return tokenAnswer(claims)
      })

      scope.post('/conversations', async (request, reply) => {
        const claims = await checked('conversation', bearer(request))
        const { locale } = parse(openingShape, request.body)
        const conversation = await loaded(claims.conversation)
        const isNew = conversation.revision === 0
        if (isNew) accepted(await turns.open(conversation, claims.locale ?? locale, linksFor(request, claims)))
        reply.code(isNew ? 201 : 200)
        // From the start: whoever opens, or opens again after a reload, has seen nothing yet.
        return conversationAnswer(request, claims, 0)
      })

      scope.get<InConversation>('/conversations/:id', async (request) => {
        const claims = await checked('conversation', bearer(request), request.params.id)
        const after = watermarkOf(request.query)
        const { last } = await loaded(claims.conversation)
        // Without a watermark history is skipped; one from beyond the end would skip what comes.
        return conversationAnswer(request, claims, Math.min(after ?? last, last))
      })

      scope.post<InConversation>('/conversations/:id/activities', async (request) => {
        const claims = await checked('conversation', bearer(request), request.params.id)
        const activity = parse(activityShape, request.body)
        const wait = postsLimit(claims.conversation)
        if (wait > 0) throw refusals.tooMany(wait)
        return { id: await post(request, claims, activity) }
      })

      async function post(request: FastifyRequest, claims: TokenClaims, activity: z.output<typeof activityShape>) {
        // Only what is said, or meant for the bot, joins the log; a typing sign is gone when it is read.
        if (activity.type !== 'message' && activity.type !== 'event') {
          await loaded(claims.conversation)
          return `${claims.conversation}|${newConversationId()}`
        }
        const incoming = { ...activity, ...(activity.type === 'message' && { text: activity.text ?? '' }) } as Incoming
        return accepted(await turns.post(claims.conversation, incoming, linksFor(request, claims)))
      }

      scope.get<InConversation>('/conversations/:id/activities', async (request, reply) => {
        const claims = await checked('conversation', bearer(request), request.params.id)
        const { last } = await loaded(claims.conversation)
        const after = Math.min(watermarkOf(request.query) ?? 0, last)
        const entries = await store.read(claims.conversation, after, readAtOnce)
        reply.type('application/json; charset=utf-8')
        return activitySet(entries, entries.at(-1)?.number ?? after)
      })

      scope.post<InConversation>(
        '/conversations/:id/upload',
        // Before the body is read: nothing of it is wanted.
        {
          onRequest: async (request) => {
            await checked('conversation', bearer(request), request.params.id)
            throw refusals.attachments()
          },
        },
        async () => {},
      )

      scope.get<InConversation>('/conversations/:id/transcript', async (request, reply: FastifyReply) => {
        const claims = await checked('transcript', request.query.t, request.params.id)
        const conversation = await loaded(claims.conversation)
        reply
          .type('text/plain; charset=utf-8')
          .header('content-disposition', `attachment; filename="${transcriptName(now())}"`)
        return readTranscript(store, conversation)
      })

      const streamClaims = new WeakMap<FastifyRequest, TokenClaims>()
      scope.get<InConversation>(
        '/conversations/:id/stream',
        {
          websocket: true,
          preValidation: async (request) => {
            fromAllowedOrigin(request)
            const claims = await checked('stream', request.query.t, request.params.id)
            await loaded(claims.conversation)
            streamClaims.set(request, claims)
          },
        },
        (socket, request) => {
          const claims = streamClaims.get(request)!
          streams.attach(claims.conversation, socket, claims.after ?? 0)
        },
      )

      // Clients ask, and do without: sessions are a thing of Azure's.
      scope.get('/session/getsessionid', async () => {
        throw refusals.notFound()
      })
      scope.setNotFoundHandler(() => {
        throw refusals.notFound()
      })
    },
    { prefix },
  )
}

/** The default JSON parser, which refuses what would poison prototypes, but takes an empty body for none. */
function parseJson(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (request: FastifyRequest, body: string, done: (error: Error | null, value?: unknown) => void) =>
    body.trim() === '' ? done(null, undefined) : parse(request, body, done)
}
