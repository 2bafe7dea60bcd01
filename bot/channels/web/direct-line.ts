/** Direct Line 3.0, REST and WebSocket: the protocol's calls, their headers and their errors. */
import type { FastifyInstance } from 'fastify'
import { takeJsonOnly } from '../json-body.ts'
import { makeCallChecks } from './call-checks.ts'
import { type ConversationParts, mountConversationCalls, prefix } from './conversation-calls.ts'
import { mountOwnDataCalls } from './own-data-calls.ts'
import { answerError, refusals } from './protocol-error.ts'
import { mountTokenCalls } from './token-calls.ts'

/** Mounts the protocol. */
export function mountDirectLine(app: FastifyInstance, parts: ConversationParts): void {
  const { addresses } = parts
  const checks = makeCallChecks(parts)
  app.register(
    async (scope) => {
      scope.setErrorHandler(answerError)
      scope.addHook('onRequest', (request, reply, done) => {
        reply.header('cache-control', 'no-store').header('vary', 'Origin')
        const origin = addresses.corsOrigin(request)
        if (origin)
          reply
            .header('access-control-allow-origin', origin)
            .header('access-control-expose-headers', 'Retry-After')
        done()
      })
      // A body of another type is none of the protocol's; an empty one with a JSON type is as good as absent.
      takeJsonOnly(app, scope)

      scope.options('/*', (_request, reply) =>
        reply
          .code(204)
          .header('access-control-allow-methods', 'GET, POST, OPTIONS')
          .header(
            'access-control-allow-headers',
            'Authorization, Content-Type, Accept, X-Requested-With, X-Ms-Bot-Agent',
          )
          .header('access-control-max-age', '600')
          .send(),
      )

      mountTokenCalls(scope, parts, checks)
      mountConversationCalls(scope, parts, checks)
      mountOwnDataCalls(scope, parts, checks)

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
