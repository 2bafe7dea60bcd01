/** `GET /metrics`, for who may see it: this machine itself, or the bearer of the token that is configured. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bearer } from '../channels/web/call-checks.ts'
import { refusals } from '../channels/web/protocol-error.ts'
import { type Config, isLoopback } from '../config.ts'
import { isReachedByOthers } from '../setup-warnings.ts'
import type { Metrics } from './metrics.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** A proxy on this machine asks for others: then the address says nothing. */
const cameByProxy = ({ headers }: FastifyRequest) =>
  ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined)

/** A page in a browser on this machine may ask by a name of its own that leads here. */
const isAskedByOwnName = ({ headers }: FastifyRequest) =>
  isLoopback((headers.host ?? '').replace(/:\d+$/, ''))

/** Mounts it. Whoever may not see it is told that there is nothing. */
export function mountMetrics(app: FastifyInstance, metrics: Metrics, config: Config): void {
  const expected = config.metricsToken === undefined ? undefined : digest(config.metricsToken)
  // A proxy need not say that it asks for others, and may call the server by any name.
  const isOwnOnly = !isReachedByOthers(config)
  const maySee = (request: FastifyRequest) =>
    expected
      ? timingSafeEqual(digest(bearer(request) ?? ''), expected)
      : isOwnOnly &&
        isLoopback(request.socket.remoteAddress ?? '') &&
        isAskedByOwnName(request) &&
        !cameByProxy(request)
  app.get('/metrics', async (request, reply) => {
    if (!maySee(request)) throw refusals.notFound()
    const { type, body } = await metrics.text()
    reply.header('content-type', type).header('cache-control', 'no-store')
    return body
  })
}
