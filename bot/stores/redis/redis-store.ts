/**
 * The store of several machines: Redis. Of each conversation there are two keys in one slot, its state and its log, and a
 * channel for those who listen; both expire with it. A save is one script and one round trip.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { SetupFault } from '../../config.ts'
import { emptyPage } from '../log-pages.ts'
import type { Store } from '../store.ts'
import { changed, isOutstanding, pageAtMost, StoreUnavailable } from '../store.ts'
import { type RedisAddress, readRedisUrl } from './address.ts'
import { answeredWithin, type CallListener, openRedisClient, type RedisClient } from './client.ts'
import { redisCounts } from './counts.ts'
import { curated } from './curated.ts'
import { redisDocuments } from './documents.ts'
import { warningsOf } from './durability.ts'
import { refusalOf } from './link.ts'
import { packLog, readElement, writeElement } from './log.ts'
import { type Newsroom, openNewsroom } from './news.ts'
import { create, readFrom, rest, save, tryWriting } from './scripts.ts'
import { isPacked, packState, readState, writeState } from './state.ts'
import { waitingIndex } from './waiting.ts'

/** Where conversations are kept, and how to tell of it. */
export interface RedisStoreSettings {
  /** `redis[s]://[[user]:password@]host[:port][/database]`. */
  readonly url: string
  /** What every key begins with. */
  readonly prefix: string
  readonly cluster?: boolean | undefined
  readonly log: Pick<Logger, 'warn' | 'info'>
  readonly onCall?: CallListener | undefined
  /** How long to wait for a Redis that is not there yet, in milliseconds. */
  readonly patience?: number | undefined
}

/** A store in Redis. */
export interface RedisStore extends Store {
  /** The same Redis, behind the same deadline, for what else is shared between processes. */
  readonly redis: RedisClient
}

/** What was idle for so long by then is nobody's to make small. Milliseconds. */
const forgottenAfter = 60 * 60 * 1000
/** So many steps of a look at all conversations, of 500 keys each, at most at a time. */
const looksAtOnce = 200
const usualPatience = 5_000
/** Redis' clock decides when a key is gone; it is given at least this long, in milliseconds. */
const livesAtLeast = 1

/** Opens the store. Throws a `SetupFault` where Redis is not there, refuses, or is something else. */
export async function openRedisStore(settings: RedisStoreSettings): Promise<RedisStore> {
  const { url, prefix, cluster = false, log, onCall, patience = usualPatience } = settings
  const address = readRedisUrl(url)
  const { client, newsroom } = await connectPatiently(address, patience, { address, cluster, log, onCall })
  const stateKey = (id: string) => `${prefix}{${id}}:s`
  const logKey = (id: string) => `${prefix}{${id}}:l`
  const channel = (id: string) => `${prefix}{${id}}:n`
  const waiting = waitingIndex(client, `${prefix}waiting`)
  const { sweep, ...forCurators } = curated(client, prefix)
  const timeToLive = (expiresAt: number, now: number) =>
    String(Math.max(livesAtLeast, Math.ceil(expiresAt - now)))

  async function stateOf(id: string): Promise<Buffer | undefined> {
    const key = stateKey(id)
    const words = ['GET', key]
    return ((await client.call({ name: 'load', key, words, asBuffers: true })) as Buffer | null) ?? undefined
  }

  async function load(id: string) {
    const stored = await stateOf(id)
    return stored && readable(() => readState(id, stored))
  }

  async function logOf(id: string): Promise<readonly Buffer[]> {
    const key = logKey(id)
    const words = ['LRANGE', key, '0', '-1']
    return (await client.call({ name: 'read', key, words, asBuffers: true })) as readonly Buffer[]
  }

  /** Where the next look at all conversations goes on. */
  let cursor = '0'

  /** Makes small what has been idle for long and is not small yet: a process that talked with it has ended since. */
  async function restForgotten(now: number): Promise<void> {
    for (let looks = 0; looks < looksAtOnce; looks++) {
      const words = ['SCAN', cursor, 'MATCH', `${prefix}{*}:s`, 'COUNT', '500']
      const [next, keys] = (await client.call({ name: 'rest', key: '', words })) as [string, string[]]
      for (const key of keys) {
        const id = key.slice(prefix.length + 1, -3)
        const stored = await stateOf(id)
        if (!stored || isPacked(stored)) continue
        const { touchedAt } = await readable(() => readState(id, stored))
        if (touchedAt <= now - forgottenAfter) await store.rest(id)
      }
      cursor = next
      if (cursor === '0') return
    }
  }

  const store: RedisStore = {
    ...forCurators,
    ...redisDocuments(client, prefix),
    ...redisCounts(client, prefix),
    redis: client,

    async create(conversation) {
      const { id, expiresAt, touchedAt } = conversation
      const state = writeState({ ...conversation, revision: 0, turns: 0, last: 0, served: '', inbox: [] })
      const words = [state, timeToLive(expiresAt, touchedAt)]
      const reply = await client.run('create', create, { keys: [stateKey(id)], words })
      if (reply !== 'created') throw new StoreUnavailable('the conversation is there already')
    },

    async load(id, now) {
      const conversation = await load(id)
      return conversation && conversation.expiresAt > now ? conversation : undefined
    },

    async save({ conversation, recordText, append, journal, erase, news, now }) {
      const { id, revision, expiresAt, last } = conversation
      const isPage = append.length > 0 || journal !== undefined
      const words = [
        String(revision),
        String(now),
        timeToLive(expiresAt, now),
        writeState(changed(conversation, { revision: revision + 1 }), recordText),
        erase ? '1' : '0',
        isPage ? writeElement(last, { entries: append, journal }) : '',
      ]
      if (news) {
        const { head, body } = newsroom.dispatch(news, append)
        words.push(channel(id), head)
        if (body !== undefined || !isPage) words.push(body ?? writeElement(last, { entries: [] }))
      }
      const keys = [stateKey(id), logKey(id)]
      const indexed = waiting.before(conversation)
      // On one server what is sent first is done first; in a cluster they go to two, in the time of one call.
      const since = performance.now()
      if (cluster) await indexed
      const within = cluster ? answeredWithin - (performance.now() - since) : answeredWithin
      const saving = client.run('save', save, { keys, words, within })
      const reply = indexed ? await bothOf(saving, indexed) : await saving
      if (reply === 'saved') waiting.after(conversation)
      return reply as 'saved' | 'conflict' | 'gone'
    },

    async read(id, after, limit) {
      const page = emptyPage(after, limit)
      for (let from = after; ; ) {
        const words = [String(from), String(limit), String(pageAtMost)]
        const run = { keys: [logKey(id)], words, asBuffers: true }
        const reply = await client.run('read', readFrom, run)
        const [stored, hasMore] = reply as readonly [readonly Buffer[], number]
        const elements = await readable(() => Promise.all(stored.map((one) => readElement(id, one))))
        for (const { pages } of elements) for (const { entries } of pages) page.take(entries)
        // A saved page without activities is one too. What is large is left to the next call: this one has its time.
        const isLarge = stored.length < limit && page.entries.length > 0
        if (hasMore === 0 || page.isFull || isLarge) return page.entries
        from = elements.at(-1)!.last
      }
    },

    async journal(id) {
      const elements = await readable(async () =>
        Promise.all((await logOf(id)).map((stored) => readElement(id, stored))),
      )
      return elements.flatMap(({ pages }) =>
        pages.flatMap(({ journal }) => (journal === undefined ? [] : [journal])),
      )
    },

    waiting: (now) => waiting.due(now, load),

    listen: (id, hear) => newsroom.listen(channel(id), id, hear),

    async rest(id) {
      const [stored, elements] = await Promise.all([stateOf(id), logOf(id)])
      if (!stored) return
      const conversation = await readable(() => readState(id, stored))
      if (isOutstanding(conversation)) return
      const { revision, userId } = conversation
      const state = isPacked(stored) ? undefined : await packState(id, stored)
      const shorter = await packLog({ id, userId }, elements)
      if (!state && !shorter) return
      const words = [
        String(revision),
        String(elements.length),
        state ?? '',
        String(shorter?.stay ?? 0),
        shorter?.element ?? '',
      ]
      // Where something was saved since, it is not idle.
      await client.run('rest', rest, { keys: [stateKey(id), logKey(id)], words })
    },

    /** Conversations are gone by themselves: of them there is nothing to count. What no process remembers to make small is found. */
    async sweep(now) {
      await sweep(now)
      if (!cluster) await restForgotten(now)
      return 0
    },

    async check() {
      const key = `${prefix}{check}`
      await client.run('check', tryWriting, { keys: [key], words: [] })
      const info = (await client.call({ name: 'check', key, words: ['INFO'] })) as string
      // Rented servers often do not tell their settings.
      const asked = { name: 'check', key, words: ['CONFIG', 'GET', 'appendfsync'] }
      const told = await client.call(asked).catch(() => undefined)
      const settings = told instanceof Map ? Object.fromEntries(told) : (told as object | undefined)
      return warningsOf(info, (settings as { appendfsync?: string } | undefined)?.appendfsync)
    },

    async close() {
      await waiting.close()
      newsroom.close()
      await client.close()
    },
  }
  return store
}

/** What the save was answered, once the index is answered too. Where only that fails, the save may have been done. */
async function bothOf(saving: Promise<unknown>, indexed: Promise<unknown>): Promise<unknown> {
  const [saved, index] = await Promise.allSettled([saving, indexed])
  if (saved.status === 'rejected') throw saved.reason
  if (index.status === 'rejected')
    throw new StoreUnavailable('what waits could not be noted', { cause: index.reason, uncertain: true })
  return saved.value
}

/** What cannot be read is no reason to end the process. */
async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause
    throw new StoreUnavailable('what is stored cannot be read', { cause })
  }
}

type Settings = Parameters<typeof openRedisClient>[0]

/** Connects, again and again where Redis is not there yet. Throws a `SetupFault`. */
async function connectPatiently(
  address: RedisAddress,
  patience: number,
  settings: Settings,
): Promise<{ client: RedisClient; newsroom: Newsroom }> {
  for (const until = performance.now() + patience; ; await sleep(250)) {
    let client: RedisClient | undefined
    try {
      client = await openRedisClient(settings)
      return { client, newsroom: await openNewsroom(settings) }
    } catch (fault) {
      await client?.close()
      const refused = refusedBecause(fault)
      if (refused !== undefined) throw new SetupFault([`REDIS_URL: ${address.shown} ${refused}.`])
      if (performance.now() < until) continue
      const { code } = fault as { code?: unknown }
      throw new SetupFault([
        `REDIS_URL: ${address.shown} does not answer${typeof code === 'string' ? ` (${code})` : ''}.`,
      ])
    }
  }
}

const authentication = ['WRONGPASS', 'NOAUTH', 'NOPERM']

/** Why waiting would not help; `undefined` where it may. */
function refusedBecause(fault: unknown): string | undefined {
  const refusal = refusalOf(fault)
  const message = fault instanceof Error ? fault.message : ''
  if (message.startsWith('Unknown RESP type')) return "does not speak Redis' protocol"
  if (refusal === undefined || refusal === 'LOADING' || refusal === 'BUSY') return undefined
  if (authentication.includes(refusal) || /AUTH|password/i.test(message))
    return `refuses the user or password (${refusal})`
  if (/HELLO|unknown command/i.test(message)) return 'is older than Redis 6'
  if (/DB index|SELECT/i.test(message)) return 'has no such database'
  return `refuses the connection (${refusal})`
}
