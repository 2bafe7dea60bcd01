/** What every rival is: something that answers a member's activity, behind the HTTP server that ours has too. */
import type { Activity } from 'botbuilder-core'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { newConversationId } from '../../channels/web/tokens.ts'

/** A member's message as it came, checked as far as a rival needs it. */
export type Posted = Partial<Activity> & { readonly type: string; readonly text: string }

/** What holds the talk. */
export interface Rival {
  /** The bot's messages in answer to a member's; `undefined` where `reply` was answered by the rival itself. */
  answer(
    conversationId: string,
    posted: Posted,
    call: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  ): Promise<readonly Partial<Activity>[] | undefined>
}

const message = z.looseObject({ type: z.literal('message'), text: z.string() })

interface InConversation {
  readonly Params: { readonly id: string }
}

/** Serves a rival on a free port of loopback. Its conversations need no opening and no token. */
export async function serveRival(
  rival: Rival,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const app = fastify({ logger: false, bodyLimit: 32 * 1024 })
  app.post('/v3/directline/tokens/generate', async () => ({
    conversationId: newConversationId(),
    token: newConversationId(),
  }))
  app.post('/v3/directline/conversations', async (request, reply) => {
    const id = request.headers.authorization?.replace('Bearer ', '') ?? ''
    return reply.code(201).send({ conversationId: id, token: id })
  })
  app.post<InConversation>('/v3/directline/conversations/:id/activities', async (request, reply) => {
    const posted = message.parse(request.body) as Posted
    const { id } = request.params
    const activities = await rival.answer(id, posted, { request, reply })
    return activities ? { id: `${id}|${newConversationId()}`, activities } : reply
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { url, close: () => app.close() }
}
