/** Members' calls on their own data: what is known of them, and all of it to take along. */
import type { FastifyInstance } from 'fastify'
import { languageOf } from '../../../dialogs/assistant.ts'
import { ownFacts } from '../../../dialogs/own-data.ts'
import { bearer, type CallChecks } from './call-checks.ts'
import { type ConversationParts, transcriptAddress } from './conversation-calls.ts'
import { type SaidLine, saidIn, transcriptName } from './transcript.ts'

interface OfConversation {
  readonly Params: { readonly id: string }
}

/** Mounts what Direct Line does not have; a client that knows nothing of it misses nothing of the conversation. */
export function mountOwnDataCalls(
  scope: FastifyInstance,
  { store, tokens, addresses, now }: ConversationParts,
  checks: CallChecks,
): void {
  const addressOf = transcriptAddress(tokens)

  scope.get<OfConversation>('/conversations/:id/known', async (request) => {
    const claims = await checks.checked('conversation', bearer(request), request.params.id)
    const conversation = await checks.loaded(claims.conversation)
    return {
      ...ownFacts(conversation.record, languageOf(conversation.locale)),
      transcriptUrl: await addressOf(addresses.base(request), conversation),
    }
  })

  scope.get<OfConversation>('/conversations/:id/everything', async (request, reply) => {
    const claims = await checks.checked('conversation', bearer(request), request.params.id)
    const conversation = await checks.loaded(claims.conversation)
    // It may be long.
    await checks.mayReadMuch(request, reply, claims.conversation)
    const { language, facts } = ownFacts(conversation.record, languageOf(conversation.locale))
    reply.header('content-disposition', `attachment; filename="${transcriptName(now(), 'json')}"`)
    const transcript: SaidLine[] = []
    for await (const line of saidIn(store, conversation.id)) transcript.push(line)
    return {
      conversation: conversation.id,
      member: conversation.userId,
      language,
      lastSaidAt: new Date(conversation.touchedAt).toISOString(),
      keptUntil: new Date(conversation.expiresAt).toISOString(),
      facts: facts.map(({ key, name, value, kept }) => ({ key, name, inWords: value, ...kept })),
      transcript,
    }
  })
}
