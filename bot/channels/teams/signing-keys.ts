/**
 * The keys that Microsoft signs with, as its metadata names them. Fetched in the background with a time-out and long before
 * they could be out of date; while the metadata cannot be had, the last good ones stay.
 */
import { type CryptoKey, importJWK } from 'jose'
import type { Logger } from 'pino'
import { request } from 'undici'
import { z } from 'zod'

/** A key, and the channels that it may sign for; none where it is good for all. */
export interface SigningKey {
  readonly key: CryptoKey | Uint8Array
  readonly endorsements: readonly string[]
}

/** The keys as they are known. */
export interface SigningKeys {
  /** The key of this id. One that is not known is looked for again, but not more often than once a minute. */
  find(kid: string): Promise<SigningKey | undefined>
  /** Whether a key of this id is among those that are known now. */
  has(kid: string): boolean
  stop(): void
}

/** Where keys come from. */
export interface KeySource {
  /** The address of the OpenID metadata. */
  readonly metadata: string
  /** Whether the metadata may name this address for the keys. */
  readonly mayNameKeys: (url: URL) => boolean
}

/** Milliseconds. */
const within = 5_000
const refreshEvery = 4 * 60 * 60_000
const againAfterFailure = 60_000
const usuallyLookedAgainAfter = 60_000
const answerAtMost = 1024 * 1024

const metadataShape = z.object({ jwks_uri: z.url() })
const keysShape = z.object({
  keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.string() })).max(200),
})
const endorsementsShape = z.array(z.string()).catch([])

async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const { statusCode, body } = await request(url, { signal, headers: { accept: 'application/json' } })
  if (statusCode !== 200) {
    await body.dump()
    throw new Error(`status ${statusCode}`)
  }
  const text = await body.text()
  if (text.length > answerAtMost) throw new Error('too much')
  return JSON.parse(text)
}

async function fetchKeys({ metadata, mayNameKeys }: KeySource): Promise<ReadonlyMap<string, SigningKey>> {
  const signal = AbortSignal.timeout(within)
  const { jwks_uri: uri } = metadataShape.parse(await fetchJson(metadata, signal))
  if (!mayNameKeys(new URL(uri))) throw new Error('keys from elsewhere')
  const { keys } = keysShape.parse(await fetchJson(uri, signal))
  const found = new Map<string, SigningKey>()
  for (const { kid, ...jwk } of keys)
    if (kid !== undefined && jwk.kty === 'RSA')
      found.set(kid, {
        key: await importJWK(jwk, 'RS256'),
        endorsements: endorsementsShape.parse(jwk.endorsements),
      })
  if (found.size === 0) throw new Error('no keys')
  return found
}

/** Keeps the keys of a source, from now on. */
export function keepSigningKeys(
  source: KeySource,
  log: Logger,
  { lookAgainAfter = usuallyLookedAgainAfter }: { readonly lookAgainAfter?: number } = {},
): SigningKeys {
  let known: ReadonlyMap<string, SigningKey> = new Map()
  let underWay: Promise<void> | undefined
  let fetchedAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  function refresh(): Promise<void> {
    underWay ??= (async () => {
      fetchedAt = performance.now()
      clearTimeout(timer)
      let next = refreshEvery
      try {
        known = await fetchKeys(source)
      } catch (error) {
        next = againAfterFailure
        log.warn({ fault: (error as Error).name, known: known.size }, 'signing keys could not be fetched')
      } finally {
        underWay = undefined
        if (!isStopped) timer = setTimeout(() => void refresh(), next).unref()
      }
    })()
    return underWay
  }
  void refresh()

  return {
    async find(kid) {
      // Nobody waits for keys that are known already; a new one may be minutes old.
      if (!known.has(kid)) {
        if (underWay) await underWay
        else if (
          performance.now() - fetchedAt >=
          Math.min(lookAgainAfter, known.size === 0 ? 1_000 : Number.POSITIVE_INFINITY)
        )
          await refresh()
      }
      return known.get(kid)
    },
    has: (kid) => known.has(kid),
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
