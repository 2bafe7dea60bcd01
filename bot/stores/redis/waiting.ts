/**
 * Of which conversations something is outstanding, by when their claims end: written before the save that lets one wait, and removed
 * some time after the one that ends it. One too many is found out when it is looked at; one too few there never is.
 */
import { type Conversation, isOutstanding } from '../store.ts'
import type { RedisClient } from './client.ts'
import { dropWaiting } from './scripts.ts'

const readAtOnce = 100
/** Seconds without anybody who has to wait; who waited longer is served with the next message. */
const keptFor = String(400 * 24 * 60 * 60)
/** Removed together, well before any claim ends. Milliseconds. */
const removeEvery = 500
/** Of more conversations than that, what was written is found out later. */
const rememberedAtMost = 20_000

/** The index of what waits. */
export interface WaitingIndex {
  /** Before a save. Resolves once it is written. */
  before(saved: Conversation): Promise<unknown> | undefined
  /** After a save. */
  after(saved: Conversation): void
  /** The ids whose claims have ended by `now`; `load` tells what waits. */
  due(now: number, load: (id: string) => Promise<Conversation | undefined>): Promise<readonly string[]>
  close(): Promise<void>
}

/** A score that no other save of this conversation has, so that nothing is removed that was written since. */
const scoreOf = (until: number, revision: number): number => until + (revision % 1024) / 1024

/** The index that is kept under this key. */
export function waitingIndex(client: RedisClient, key: string): WaitingIndex {
  const written = new Map<string, number>()
  let toRemove: string[] = []

  async function remove(): Promise<void> {
    if (toRemove.length === 0) return
    const words = toRemove
    toRemove = []
    // Whatever is left there does no harm.
    await client.run('waiting', dropWaiting, { keys: [key], words }).catch(() => {})
  }
  const timer = setInterval(remove, removeEvery)
  timer.unref()

  return {
    before(saved) {
      if (!isOutstanding(saved)) return undefined
      const { id, claim, revision, touchedAt } = saved
      const score = scoreOf(claim?.until ?? touchedAt, revision + 1)
      written.set(id, score)
      if (written.size > rememberedAtMost) written.delete(written.keys().next().value!)
      const write = (...words: string[]) => client.call({ name: 'waiting', key, words, writes: true })
      return Promise.all([write('ZADD', key, String(score), id), write('EXPIRE', key, keptFor)])
    },

    after(saved) {
      const { id } = saved
      const score = written.get(id)
      if (score === undefined || isOutstanding(saved)) return
      written.delete(id)
      toRemove.push(id, String(score))
    },

    async due(now, load) {
      const words = [
        'ZRANGEBYSCORE',
        key,
        '-inf',
        `(${now + 1}`,
        'WITHSCORES',
        'LIMIT',
        '0',
        String(readAtOnce),
      ]
      const reply = (await client.call({ name: 'waiting', key, words })) as readonly (readonly [
        string,
        number,
      ])[]
      const found = await Promise.all(
        reply.map(async ([id, score]) => ({ id, score, conversation: await load(id) })),
      )
      const isWaiting = (conversation: Conversation | undefined) =>
        conversation !== undefined && isOutstanding(conversation)
      for (const { id, score, conversation } of found)
        if (!isWaiting(conversation)) toRemove.push(id, String(score))
      if (toRemove.length > 0) await remove()
      return found
        .filter(({ conversation }) => isWaiting(conversation) && (conversation?.claim?.until ?? 0) <= now)
        .map(({ id }) => id)
    },

    async close() {
      clearInterval(timer)
      await remove()
    },
  }
}
