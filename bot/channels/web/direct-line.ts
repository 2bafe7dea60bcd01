/** Direct Line 3.0, REST and WebSocket: the protocol's calls, their headers and their errors. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { makeCallChecks } from './call-checks.ts'
import { type ConversationParts, mountConversationCalls, prefix } from './conversation-calls.ts'
import { answerError, refusals } from './protocol-error.ts'
import { mountTokenCalls } from './token-calls.ts'

/** Mounts the protocol. */
export function mountDirectLine(app: FastifyInstance, parts: ConversationParts): void {
  const { addresses } = parts
  const checks = makeCallChecks(parts)
  app.register(
    async (scope) => {
      scope.setErrorHandler(answerError)
      scope.addHook('onRequest', async (request, reply) => {
        reply.header('cache-control', 'no-store').header('vary', 'Origin')
        const origin = addresses.corsOrigin(request)
        if (origin)
          reply
            .header('access-control-allow-origin', origin)
            .header('access-control-expose-headers', 'Retry-After')
      })
      // A body of another type is none of the protocol's; an empty one with a JSON type is as good as absent.
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser(/^application\/(.+\+)?json/, { parseAs: 'string' }, parseJson(app))
      scope.addContentTypeParser('*', (_request, _payload, done) =>
        done(refusals.shape('The body is not JSON.')),
      )

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

/** No client of the protocol nests deeper; what does could be read, but not written again. */
const deepest = 64

function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return false
}

/** The default JSON parser, which refuses what would poison prototypes, but takes an empty body for none. */
function parseJson(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (request: FastifyRequest, body: string, done: (error: Error | null, value?: unknown) => void) =>
    body.trim() === ''
      ? done(null, undefined)
      : parse(request, body, (error, value) =>
          error === null && isTooDeep(value)
            ? done(refusals.shape('The body is nested too deeply.'))
            : done(error, value),
        )
}
