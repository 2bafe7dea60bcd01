/** The calls that give tokens: for a new conversation, for one to take up again, for one that goes on. */
import type { FastifyInstance } from 'fastify'
import { openingShape, resumeShape } from './activity-shape.ts'
import { bearer, type CallChecks, type CheckParts, parse } from './call-checks.ts'
import { refusals } from './protocol-error.ts'
import {
  conversationOfResume,
  isResumeSecret,
  isReturnToken,
  makeResumeSecret,
  newConversationId,
  type TokenClaims,
  type Tokens,
  tokenLifetimes,
} from './tokens.ts'

/** A conversation that nobody opened is kept for a day. */
const unopenedFor = 24 * 60 * 60 * 1000

/** What a client gets with a token: a fresh one of these claims. */
export async function tokenAnswer(tokens: Tokens, claims: TokenClaims) {
  const { after: _, ...lasting } = claims
  const token = await tokens.sign('conversation', lasting)
  return { conversationId: claims.conversation, token, expires_in: tokenLifetimes.conversation }
}

/** Mounts `tokens/generate`, `tokens/resume` and `tokens/refresh`. */
export function mountTokenCalls(
  scope: FastifyInstance,
  { store, tokens, now }: CheckParts,
  checks: CallChecks,
): void {
  scope.post('/tokens/generate', async (request) => {
    checks.fromAllowedOrigin(request)
    await checks.mayStart(request)
    const { user, locale } = parse(openingShape, request.body)
    const conversation = newConversationId()
    const userId = user?.id || `dl_${newConversationId()}`
    const { resume, resumeHash } = makeResumeSecret(conversation)
    const touchedAt = now().getTime()
    await store.create({
      id: conversation,
      userId,
      resumeHash,
      touchedAt,
      expiresAt: touchedAt + unopenedFor,
    })
    return {
      ...(await tokenAnswer(tokens, { conversation, user: userId, ...(locale && { locale }) })),
      resume,
    }
  })

  scope.post('/tokens/resume', async (request) => {
    checks.fromAllowedOrigin(request)
    await checks.mayStart(request)
    const { resume } = parse(resumeShape, request.body)
    if (isReturnToken(resume)) {
      const { conversation, user } = await checks.checked('return', resume)
      const { locale } = await checks.loaded(conversation)
      return tokenAnswer(tokens, { conversation, user, ...(locale && { locale }) })
    }
    const id = conversationOfResume(resume)
    if (id === undefined) throw refusals.noToken()
    const conversation = await checks.loaded(id)
    if (!isResumeSecret(resume, conversation.resumeHash)) throw refusals.noToken()
    const { userId: user, locale } = conversation
    return tokenAnswer(tokens, { conversation: id, user, ...(locale && { locale }) })
  })

  scope.post('/tokens/refresh', async (request) => {
    const claims = await checks.checked('conversation', bearer(request))
    await checks.mayRead(request, claims.conversation)
    await checks.loaded(claims.conversation)
    return tokenAnswer(tokens, claims)
  })
}
