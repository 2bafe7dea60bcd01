/** The calls on a conversation: open, take up, post, read, listen, and what is refused. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Caller } from '../../model/budget.ts'
import type { Conversation } from '../../stores/store.ts'
import type { TurnResult, Turns } from '../../turn.ts'
import type { Incoming } from '../../work.ts'
import { activityShape, largestExtras, openingShape, sizeOfExtras } from './activity-shape.ts'
import { bearer, type CallChecks, type CheckParts, parse, watermarkOf } from './call-checks.ts'
import { refusals } from './protocol-error.ts'
import { activitySet, type Streams } from './streams.ts'
import { tokenAnswer } from './token-calls.ts'
import { newConversationId, type TokenClaims, type Tokens } from './tokens.ts'
import { transcriptName, transcriptParts } from './transcript.ts'

/** What these calls work with. */
export interface ConversationParts extends CheckParts {
  readonly turns: Turns
  readonly streams: Streams
  /** Runs a turn so that it is known whose it is, where that matters. */
  readonly asCaller: <T>(caller: Caller, work: () => T) => T
  /** A member types. */
  readonly memberTypes?: ((conversation: Conversation) => void) | undefined
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
  if (result.kind === 'full') throw refusals.full()
  return result.id
}

/** What is no text is for programs, and theirs is small. */
function refuseLarge(activity: z.output<typeof activityShape>): void {
  if (sizeOfExtras(activity) > largestExtras) throw refusals.extrasTooLarge()
}

async function* beginningWith(
  first: IteratorResult<string, void>,
  rest: AsyncGenerator<string, void>,
): AsyncGenerator<string, void> {
  if (!first.done) yield first.value
  yield* rest
}

/** The address of a conversation's transcript, as it is shown to a member who reaches the bot at `base`. */
export const transcriptAddress =
  (tokens: Tokens) =>
  async (base: string, { id, userId }: Pick<Conversation, 'id' | 'userId'>): Promise<string> => {
    const t = await tokens.sign('transcript', { conversation: id, user: userId })
    return `${base}${prefix}/conversations/${id}/transcript?t=${t}`
  }

/** The address that takes a member back into a conversation. What comes after the # stays in the browser. */
export const returnAddress =
  (tokens: Tokens) =>
  async (base: string, { id, userId }: Pick<Conversation, 'id' | 'userId'>): Promise<string> =>
    `${base}/#back=${await tokens.sign('return', { conversation: id, user: userId })}`

/** Mounts the calls on conversations. */
export function mountConversationCalls(
  scope: FastifyInstance,
  parts: ConversationParts,
  checks: CallChecks,
): void {
  const { store, turns, streams, tokens, addresses, now, asCaller } = parts

  async function conversationAnswer(request: FastifyRequest, claims: TokenClaims, after: number) {
    const stream = await tokens.sign('stream', { ...claims, after })
    const base = addresses.base(request).replace(/^http/, 'ws')
    const streamUrl = `${base}${prefix}/conversations/${claims.conversation}/stream?watermark=${after}&t=${stream}`
    return { ...(await tokenAnswer(tokens, claims)), streamUrl }
  }

  scope.post('/conversations', async (request, reply) => {
    const since = performance.now()
    const claims = await checks.checked('conversation', bearer(request))
    await checks.mayRead(request, claims.conversation)
    const { locale } = parse(openingShape, request.body)
    const conversation = await checks.loaded(claims.conversation)
    // An event may have come before; without a turn nothing was said yet.
    const isNew = conversation.record === undefined
    if (isNew)
      accepted(await turns.open(conversation, claims.locale ?? locale, addresses.base(request), since))
    reply.code(isNew ? 201 : 200)
    // From the start: whoever opens, or opens again after a reload, has seen nothing yet.
    return conversationAnswer(request, claims, 0)
  })

  scope.get<InConversation>('/conversations/:id', async (request) => {
    const claims = await checks.checked('conversation', bearer(request), request.params.id)
    await checks.mayRead(request, claims.conversation)
    const after = watermarkOf(request.query)
    const { last } = await checks.loaded(claims.conversation)
    // Without a watermark history is skipped; one from beyond the end would skip what comes.
    return conversationAnswer(request, claims, Math.min(after ?? last, last))
  })

  scope.post<InConversation>('/conversations/:id/activities', async (request) => {
    const claims = await checks.checked('conversation', bearer(request), request.params.id)
    const activity = parse(activityShape, request.body)
    refuseLarge(activity)
    await checks.mayPost(request, claims.conversation)
    return { id: await post(request, claims, activity) }
  })

  async function post(
    request: FastifyRequest,
    claims: TokenClaims,
    activity: z.output<typeof activityShape>,
  ) {
    // Only what is said, or meant for the bot, joins the log; a typing sign is gone when it is read.
    if (activity.type !== 'message' && activity.type !== 'event') {
      const conversation = await checks.loaded(claims.conversation)
      if (activity.type === 'typing') parts.memberTypes?.(conversation)
      return `${claims.conversation}|${newConversationId()}`
    }
    const incoming = {
      ...activity,
      ...(activity.type === 'message' && { text: activity.text ?? '' }),
    } as Incoming
    const caller = { conversation: claims.conversation, address: request.ip }
    const result = asCaller(caller, () => turns.post(claims.conversation, incoming, addresses.base(request)))
    return accepted(await result)
  }

  scope.get<InConversation>('/conversations/:id/activities', async (request, reply) => {
    const claims = await checks.checked('conversation', bearer(request), request.params.id)
    await checks.mayReadMuch(request, reply, claims.conversation)
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
    await checks.mayReadMuch(request, reply, claims.conversation)
    const conversation = await checks.loaded(claims.conversation)
    if (request.query.as === 'pdf') {
      // Making one takes as long as many turns.
      await checks.mayPost(request, claims.conversation)
      // What makes PDFs is loaded when somebody asks for one.
      const { readTranscriptPdf } = await import('./transcript-pdf.ts')
      reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="${transcriptName(now(), 'pdf')}"`)
      return readTranscriptPdf(store, conversation)
    }
    const parts = transcriptParts(store, conversation)
    // As long as nothing was sent it can still be said that it fails.
    const first = await parts.next()
    reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="${transcriptName(now())}"`)
    return reply.send(Readable.from(beginningWith(first, parts)))
  })

  const streamClaims = new WeakMap<FastifyRequest, TokenClaims>()
  scope.get<InConversation>(
    '/conversations/:id/stream',
    {
      websocket: true,
      preValidation: async (request) => {
        checks.fromAllowedOrigin(request)
        const claims = await checks.checked('stream', request.query.t, request.params.id)
        await checks.mayRead(request, claims.conversation)
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
