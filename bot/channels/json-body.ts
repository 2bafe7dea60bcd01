/** Bodies as JSON: what would poison prototypes, or is nested so deeply that it could be read but not written again, is refused. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refusals } from './web/protocol-error.ts'

/** No client of ours nests deeper. */
const deepest = 64

function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth >= deepest) return true
  for (const name in value) if (isTooDeep((value as Record<string, unknown>)[name], depth + 1)) return true
  return false
}

/** The default JSON parser, made stricter, but an empty body is taken for none. */
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

/** Has this scope take JSON and nothing else. */
export function takeJsonOnly(app: FastifyInstance, scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(/^application\/(.+\+)?json/, { parseAs: 'string' }, parseJson(app))
  scope.addContentTypeParser('*', (_request, _payload, done) => done(refusals.shape('The body is not JSON.')))
}
