/** Where the bot is reached and from where it may be used. */
import type { FastifyRequest } from 'fastify'
import { type Config, isLoopback } from '../../config.ts'

/** Questions about origins and addresses, for one configuration. */
export interface Addresses {
  /** Whether a request's origin may use the bot; without an origin only on this machine itself. */
  mayUse(request: FastifyRequest): boolean
  /** The origin to name in CORS headers; `undefined` where none is to be. */
  corsOrigin(request: FastifyRequest): string | undefined
  /** Where this request reached the bot, as the member sees it: `http://127.0.0.1:3978`, without a closing slash. */
  base(request: FastifyRequest): string
}

const nameOf = (host: string) => host.replace(/:\d+$/, '')

/** Answers for this configuration. */
export function makeAddresses({ host, allowedOrigins, publicUrl }: Config): Addresses {
  const publicOrigin = publicUrl && new URL(publicUrl).origin
  const isPublic = !isLoopback(host) || (publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname))

  /** Whether the origin is that of the page that this server itself serves. */
  function isOwn(request: FastifyRequest, origin: string): boolean {
    if (origin === publicOrigin) return true
    const own = request.host
    if (!own || !URL.canParse(origin) || new URL(origin).host !== own) return false
    // A name that somebody points at this machine is not its own: on loopback only loopback's names are.
    return isLoopback(nameOf(own))
      ? isLoopback(host) || isLoopback(request.ip)
      : !isLoopback(host) && !publicOrigin
  }

  const isAllowed = (request: FastifyRequest, origin: string) =>
    allowedOrigins.includes(origin) || isOwn(request, origin)

  return {
    mayUse(request) {
      const { origin } = request.headers
      if (origin !== undefined) return isAllowed(request, origin)
      return (
        !isPublic && allowedOrigins.length === 0 && isLoopback(request.ip) && isLoopback(nameOf(request.host))
      )
    },
    corsOrigin(request) {
      const { origin } = request.headers
      return origin !== undefined && isAllowed(request, origin) ? origin : undefined
    },
    base: (request) => publicUrl ?? `${request.protocol}://${request.host}`,
  }
}
