/** The keys that a tenant's tokens are signed with: fetched with a time limit, and again in the background long before they are old. */
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose'
import type { Logger } from 'pino'

/** Keys that are there. */
export interface SigningKeys {
  /** Finds the key of a token; one that is not known may be new, and is asked for. */
  readonly find: JWTVerifyGetKey
  stop(): void
}

/** Milliseconds: how long keys may take to come, how often they are fetched, and how long after that an unknown one is not asked for. */
const usualTimes = { within: 5_000, refreshEvery: 60 * 60_000, restAfter: 30_000 }

/** The keys at an address. Those that are known stay good while their server is away. */
export function signingKeys(
  address: URL,
  log: Pick<Logger, 'warn'>,
  times: Partial<typeof usualTimes> = {},
): SigningKeys {
  const { within, refreshEvery, restAfter } = { ...usualTimes, ...times }
  const find = createRemoteJWKSet(address, {
    timeoutDuration: within,
    cooldownDuration: restAfter,
    cacheMaxAge: Number.POSITIVE_INFINITY,
  })
  const refresh = () =>
    find
      .reload()
      .catch((error: Error) => log.warn({ fault: error.name }, 'the keys of sign-ins could not be fetched'))
  const timer = setInterval(refresh, refreshEvery)
  timer.unref()
  return { find, stop: () => clearInterval(timer) }
}
