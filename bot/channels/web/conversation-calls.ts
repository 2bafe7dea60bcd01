/** The calls on a conversation: open, take up, post, read, listen, and what is refused. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { callers } from '../../model/budget.ts'
import type { Incoming, TurnResult, Turns } from '../../turn.ts'
import { activityShape, openingShape } from './activity-shape.ts'
import { bearer, type CallChecks, type CheckParts, parse, watermarkOf } from './call-checks.ts'
import { refusals } from './protocol-error.ts'
import { activitySet, type Streams } from './streams.ts'
import { tokenAnswer } from './token-calls.ts'
import { newConversationId, type TokenClaims } from './tokens.ts'
import { readTranscript, transcriptName } from './transcript.ts'

/** What these calls work with. */
export interface ConversationParts extends CheckParts {
  readonly turns: Turns
  readonly streams: Streams
}

/** Where the protocol's calls are mounted. */
export const prefix = '/v3/directline'

/** The one route that sockets are for. */
export const streamRoute = `${prefix}/conversations/:id/stream`

const readAtOnce = 500

interface InConversation {
  readonly Params: { readonly id: string }
  readonly Querystring: Readonly<Record<string, unknown>>
}

function accepted(result: TurnResult): string {
  if (result.kind === 'gone') throw refusals.ended()
  if (result.kind === 'busy') throw refusals.tooMany(1)
  return result.id
}

/** Mounts the calls on conversations. */
export function mountConversationCalls(
  scope: FastifyInstance,
  parts: ConversationParts,
  checks: CallChecks,
): void {
  const { store, turns, streams, tokens, addresses, now } = parts

  async function conversationAnswer(request: FastifyRequest, claims: TokenClaims, after: number) {
    const stream = await tokens.sign('stream', { ...claims, after })
    const base = addresses.base(request).replace(/^http/, 'ws')
    const streamUrl = `${base}${prefix}/conversations/${claims.conversation}/stream?watermark=${after}&t=${stream}`
    return { ...(await tokenAnswer(tokens, claims)), streamUrl }
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

  scope.post('/conversations', async (request, reply) => {
    const claims = await checks.checked('conversation', bearer(request))
    const { locale } = parse(openingShape, request.body)
    const conversation = await checks.loaded(claims.conversation)
    // An event may have come before; without a turn nothing was said yet.
    const isNew = conversation.record === undefined
    if (isNew) accepted(await turns.open(conversation, claims.locale ?? locale, linksFor(request, claims)))
    reply.code(isNew ? 201 : 200)
    // From the start: whoever opens, or opens again after a reload, has seen nothing yet.
    return conversationAnswer(request, claims, 0)
  })

  scope.get<InConversation>('/conversations/:id', async (request) => {
    const claims = await checks.checked('conversation', bearer(request), request.params.id)
    const after = watermarkOf(request.query)
    const { last } = await checks.loaded(claims.conversation)
    // Without a watermark history is skipped; one from beyond the end would skip what comes.
    return conversationAnswer(request, claims, Math.min(after ?? last, last))
  })

  scope.post<InConversation>('/conversations/:id/activities', async (request) => {
    const claims = await checks.checked('conversation', bearer(request), request.params.id)
    const activity = parse(activityShape, request.body)
    checks.mayPost(claims.conversation)
    return { id: await post(request, claims, activity) }
  })

  async function post(
    request: FastifyRequest,
    claims: TokenClaims,
    activity: z.output<typeof activityShape>,
  ) {
    // Only what is said, or meant for the bot, joins the log; a typing sign is gone when it is read.
    if (activity.type !== 'message' && activity.type !== 'event') {
      await checks.loaded(claims.conversation)
      return `${claims.conversation}|${newConversationId()}`
    }
    const incoming = {
      ...activity,
      ...(activity.type === 'message' && { text: activity.text ?? '' }),
    } as Incoming
    const caller = { conversation: claims.conversation, address: request.ip }
    const result = callers.run(caller, () =>
      turns.post(claims.conversation, incoming, linksFor(request, claims)),
    )
    return accepted(await result)
  }

  scope.get<InConversation>('/conversations/:id/activities', async (request, reply) => {
    const claims = await checks.checked('conversation', bearer(request), request.params.id)
    const { last } = await checks.loaded(claims.conversation)
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
        await checks.checked('conversation', bearer(request), request.params.id)
        throw refusals.attachments()
      },
    },
    async () => {},
  )

  scope.get<InConversation>('/conversations/:id/transcript', async (request, reply: FastifyReply) => {
    const claims = await checks.checked('transcript', request.query.t, request.params.id)
    const conversation = await checks.loaded(claims.conversation)
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
        checks.fromAllowedOrigin(request)
        const claims = await checks.checked('stream', request.query.t, request.params.id)
        await checks.loaded(claims.conversation)
        streamClaims.set(request, claims)
      },
    },
    (socket, request) => {
      const claims = streamClaims.get(request)!
      streams.attach(claims.conversation, socket, claims.after ?? 0)
    },
  )
}
