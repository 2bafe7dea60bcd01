/** How often somebody may do something: counted in this process, and with Redis also for all processes together. */
import { createHash } from 'node:crypto'
import Bursty from 'rate-limiter-flexible/lib/BurstyRateLimiter.js'
import Memory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import Redis from 'rate-limiter-flexible/lib/RateLimiterRedis.js'
import Count from 'rate-limiter-flexible/lib/RateLimiterRes.js'

/** How often what may be done; infinity for no limit. */
export interface LimitSettings {
  /** New and resumed conversations of one address (of IPv6 its /64 network) in a minute. */
  readonly startsPerMinute: number
  /** Posts in one conversation in a second, in one process. */
  readonly postsPerSecond: number
  /** Posts beyond those, in one conversation in a minute, in one process. */
  readonly postsBurst: number
  /** Posts in one conversation in 24 hours. */
  readonly postsPerDay: number
  /** Posts of one address (of IPv6 its /64 network) in a minute, in one process. */
  readonly postsPerAddress: number
  /** Calls that read something of one conversation, sockets opened too, in a minute, in one process. */
  readonly readsPerMinute: number
  /** The same of one address. */
  readonly readsPerAddress: number
}

/** What is asked of a Redis client (node-redis's own, or one of a cluster). */
export interface RedisLike {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
}

/** A Redis server that processes count on together, and what its keys begin with. */
export interface SharedCounts {
  readonly client: RedisLike
  readonly prefix: string
}

/** Counts, and resolves with 0 where it may be done, else with the seconds after which it may be tried again. */
export interface Limits {
  /** A new or resumed conversation from this address. */
  mayStart(address: string): Promise<number>
  /** A post in this conversation, from this address where it has one. Never waits for Redis. */
  mayPost(conversation: string, address?: string): Promise<number>
  /** A call from this address that reads something of this conversation. Never waits for Redis. */
  mayRead(conversation: string, address: string): Promise<number>
  /** A place among the large answers that are on their way, to be left when it has gone; `undefined` where there is none. */
  enter(conversation: string, address: string): (() => void) | undefined
}

const dayLength = 24 * 60 * 60
/** Redis may take so long; then this process counts by itself. Milliseconds. */
const answerWithin = 200
/** After a call that failed Redis is left alone for so long, and nobody waits for it. Milliseconds. */
const pauseAfterMiss = 1000
/** A conversation's posts reach the day's count in so many parts of the day's limit: most conversations never do. */
const partsOfDay = 20
/** So many conversations are counted, or known to have had enough, at once; the oldest are let go. */
const conversationsAtMost = 50_000

/** Large answers on their way at once: of one conversation, and of one address where addresses are counted. */
const [readersPerConversation, readersPerAddress] = [4, 32]

/** Counts need not say of whom they are. */
const hidden = (who: string) => createHash('sha256').update(who).digest('base64url').slice(0, 22)

/** Whoever has an IPv6 address has a whole network of them. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped || !address.includes(':')) return mapped ?? address
  const [head = '', tail] = address.split('::')
  const groups = head ? head.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - groups.length - (tail ? tail.split(':').length : 0)
  return [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...(tail ?? '').split(':')]
    .slice(0, 4)
    .join(':')
}

/** A client that answers in time or not at all: the package waits for a stopped server without end. */
function prompt({ eval: run }: RedisLike): RedisLike {
  let pausedUntil = 0
  return {
    async eval(script, options) {
      if (performance.now() < pausedUntil) throw new Error('Redis did not answer a moment ago')
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('Redis does not answer')), answerWithin)
      })
      try {
        return await Promise.race([run(script, options), late])
      } catch (error) {
        pausedUntil = performance.now() + pauseAfterMiss
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** The seconds to wait for what was counted; 0 for none. */
async function waitOf(counted: Promise<unknown>): Promise<number> {
  try {
    await counted
    return 0
  } catch (refused) {
    if (refused instanceof Count) return Math.max(1, refused.msBeforeNext) / 1000
    throw refused
  }
}

/** Takes one of so many places of somebody, and says how to leave it; `undefined` where all are taken. */
function places(most: number): (who: string) => (() => void) | undefined {
  const taken = new Map<string, number>()
  return (who) => {
    const there = taken.get(who) ?? 0
    if (there >= most) return undefined
    taken.set(who, there + 1)
    return () => {
      const left = (taken.get(who) ?? 1) - 1
      if (left === 0) taken.delete(who)
      else taken.set(who, left)
    }
  }
}

/** Makes the limits of one process; with Redis, those of an address and of a day hold for all processes on it. */
export function makeLimits(settings: LimitSettings, shared?: SharedCounts): Limits {
  const client = shared && prompt({ eval: (script, options) => shared.client.eval(script, options) })
  const counter = (name: string, points: number, duration: number) => {
    if (points === Number.POSITIVE_INFINITY) return undefined
    const own = new Memory({ points, duration, keyPrefix: name })
    if (!client) return own
    return new Redis({
      points,
      duration,
      keyPrefix: `${shared.prefix}limit:${name}`,
      storeClient: client,
      useRedisPackage: true,
      insuranceLimiter: own,
    })
  }
  const { startsPerMinute, postsPerSecond, postsBurst, postsPerDay } = settings
  const { postsPerAddress, readsPerMinute, readsPerAddress } = settings
  const starts = counter('start', startsPerMinute, 60)
  const day = counter('day', postsPerDay, dayLength)
  const pace =
    Number.isFinite(postsPerSecond) && Number.isFinite(postsBurst)
      ? new Bursty(
          new Memory({ points: postsPerSecond, duration: 1, keyPrefix: '' }),
          new Memory({ points: postsBurst, duration: 60, keyPrefix: '' }),
        )
      : undefined

  /** What is counted in this process only: a turn is one round trip to Redis, and stays one. */
  const perMinute = (points: number) =>
    Number.isFinite(points) ? new Memory({ points, duration: 60, keyPrefix: '' }) : undefined
  const addressPosts = perMinute(postsPerAddress)
  const reads = perMinute(readsPerMinute)
  const addressReads = perMinute(readsPerAddress)
  const reading = places(readersPerConversation)
  const addressReading = Number.isFinite(readsPerAddress) ? places(readersPerAddress) : undefined
  const part = Math.max(1, Math.floor(postsPerDay / partsOfDay))
  /** Posts that are not in the day's count yet, always fewer than a part of it. */
  const uncounted = new Map<string, number>()
  /** Conversations that have had their day's posts, and until when (milliseconds since 1970). */
  const full = new Map<string, number>()
  const keepSome = (map: Map<string, number>) => {
    if (map.size > conversationsAtMost) map.delete(map.keys().next().value!)
  }

  async function countForDay(conversation: string): Promise<void> {
    const posts = (uncounted.get(conversation) ?? 0) + 1
    if (posts < part) {
      uncounted.set(conversation, posts)
      keepSome(uncounted)
      return
    }
    uncounted.delete(conversation)
    const count = await day!.consume(hidden(conversation), posts).catch((refused: unknown) => refused)
    if (!(count instanceof Count) || count.consumedPoints < postsPerDay) return
    full.set(conversation, Date.now() + count.msBeforeNext)
    keepSome(full)
  }

  function fullFor(conversation: string): number {
    const until = full.get(conversation)
    if (until === undefined) return 0
    if (until > Date.now()) return (until - Date.now()) / 1000
    full.delete(conversation)
    return 0
  }

  return {
    mayStart: async (address) => (starts ? waitOf(starts.consume(hidden(networkOf(address)))) : 0),
    async mayPost(conversation, address) {
      const enough = fullFor(conversation)
      if (enough > 0) return enough
      const wait =
        (address !== undefined && addressPosts && (await waitOf(addressPosts.consume(networkOf(address))))) ||
        (pace ? await waitOf(pace.consume(conversation)) : 0)
      if (wait > 0 || !day) return wait
      const counted = countForDay(conversation)
      // Redis is not waited for: a turn does not take longer because it is counted.
      if (!client) await counted
      return 0
    },
    mayRead: async (conversation, address) =>
      (addressReads && (await waitOf(addressReads.consume(networkOf(address))))) ||
      (reads ? await waitOf(reads.consume(conversation)) : 0),
    enter(conversation, address) {
      const leave = reading(conversation)
      if (!leave || !addressReading) return leave
      const leaveAddress = addressReading(networkOf(address))
      if (!leaveAddress) {
        leave()
        return undefined
      }
      return () => {
        leave()
        leaveAddress()
      }
    },
  }
}
