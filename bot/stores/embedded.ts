/** The store of one machine: an lmdb file in `DATA_DIR`. Several processes may share it. */
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type Key, open } from 'lmdb'
import { embeddedCounts } from './embedded-counts.ts'
import { embeddedDocuments } from './embedded-documents.ts'
import { emptyPage } from './log-pages.ts'
import { packPage, unpackPage } from './page.ts'
import type { Change, Conversation, KeptOpinion, KeptQuestion, News, SaveOutcome, Store } from './store.ts'
import { changed, isOutstanding, jsonOf, StoreUnavailable } from './store.ts'

const dayLength = 24 * 60 * 60 * 1000
const dayOf = (time: number) => Math.floor(time / dayLength)
const sweepBatch = 100
const waitingAtOnce = 100
/** A question that nobody asks any more is let go, and so is an opinion. Milliseconds. */
const questionsKept = 365 * dayLength
/** How often other processes' saves are looked for, and whether there are other processes. Milliseconds. */
const [lookEvery, censusEvery] = [250, 2000]

/** Questions that differ in case, spaces and marks only are one. */
const plainly = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** A question with the conversation that alone asked it. */
type StoredQuestion = KeptQuestion & { readonly by?: string }
/** An opinion with when somebody had it last; absent of an earlier version. */
type StoredOpinion = KeptOpinion & { readonly lastAt?: number }

/** What every lmdb file has in its first page. */
const signature = Buffer.from([0xde, 0xc0, 0xef, 0xbe])

/** Throws where a file is there and is no lmdb file: opening it would end the process without a word. */
function refuseForeign(path: string): void {
  if (!existsSync(path)) return
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(64)
    const length = readSync(file, head, 0, head.length, 0)
    if (length > 0 && !head.includes(signature)) throw new Error(`${path} is no store, or is damaged`)
  } finally {
    closeSync(file)
  }
}

/** What is looked at in a save, in front of the conversation's JSON, so that the JSON itself is only read to be served. */
interface Head {
  readonly revision: number
  readonly expiresAt: number
  readonly last: number
  readonly waits: boolean
}

/** A part of a sweep: how many conversations it erased, and where the next part starts. */
interface Swept {
  readonly count: number
  readonly next: Key | undefined
}

const asText = (conversation: Conversation, recordText: string | undefined): string => {
  const { revision, expiresAt, last } = conversation
  return `${revision} ${expiresAt} ${last} ${isOutstanding(conversation) ? 1 : 0}\n${jsonOf(conversation, recordText)}`
}

const headOf = (text: string): Head => {
  const [revision = 0, expiresAt = 0, last = 0, waits] = text
    .slice(0, text.indexOf('\n'))
    .split(' ')
    .map(Number)
  return { revision, expiresAt, last, waits: waits === 1 }
}

const conversationOf = (text: string): Conversation =>
  JSON.parse(text.slice(text.indexOf('\n') + 1)) as Conversation

/**
 * When a save is answered. `always`: once it is on disk. `interval`: at once; it is on disk within a second, and a power cut
 * (not a crash of the program) loses what was not. `never`: whenever the system likes; a power cut may lose everything.
 */
export type StoreSync = 'always' | 'interval' | 'never'

/** Opens the embedded store in a folder, which is made where it is not there. Throws where it cannot be written. */
export function openEmbeddedStore(
  folder: string,
  { sync = 'always' }: { readonly sync?: StoreSync } = {},
): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'conversations.lmdb')
  refuseForeign(path)
  const environment = open({
    path,
    // With overlapping sync a save is visible at once and on disk a moment later: two moments, where one was promised.
    overlappingSync: sync === 'interval',
    noSync: sync === 'never',
    maxDbs: 12,
  })
  const conversations = environment.openDB<string, string>({ name: 'conversations', encoding: 'string' })
  /** Pages of the log: [id, last number in it, revision]. */
  const pages = environment.openDB<string, Key>({ name: 'pages', encoding: 'string' })
  /** By the day on which they expire: [day, id]. Written once a day per conversation, not once a turn. */
  const expiry = environment.openDB<string, Key>({ name: 'expiry', encoding: 'string' })
  /** Conversations of which something is outstanding: until when they are claimed. */
  const inboxes = environment.openDB<string, string>({ name: 'inboxes', encoding: 'string' })
  /** What the curators of the FAQ look at; by language and hash of the text, or by the entry's id. */
  const questions = environment.openDB<string, Key>({ name: 'questions', encoding: 'string' })
  const opinions = environment.openDB<string, string>({ name: 'opinions', encoding: 'string' })
  let closed = false

  async function answer<T>(work: () => T | Promise<T>): Promise<T> {
    if (closed) throw new StoreUnavailable('the store is closed')
    try {
      return await work()
    } catch (cause) {
      throw new StoreUnavailable('the store does not answer', { cause })
    }
  }

  const { sweepDocuments, ...documents } = embeddedDocuments(environment, answer)
  const { sweepCounts, ...counts } = embeddedCounts(environment, answer)

  // These run inside a write transaction. Each put there takes effect at once.
  function put(conversation: Conversation, recordText: string | undefined, earlier: Head | undefined): void {
    const { id, expiresAt, claim } = conversation
    void conversations.put(id, asText(conversation, recordText))
    const [day, before] = [dayOf(expiresAt), earlier && dayOf(earlier.expiresAt)]
    if (day !== before) {
      if (before !== undefined) void expiry.remove([before, id])
      void expiry.put([day, id], '')
    }
    if (isOutstanding(conversation)) void inboxes.put(id, String(claim?.until ?? 0))
    else if (earlier?.waits) void inboxes.remove(id)
  }

  function erasePages(id: string): void {
    for (const key of [...pages.getKeys({ start: [id], end: [id, Infinity] })]) void pages.remove(key)
  }

  function carryOut({ conversation, recordText, append, journal, erase, now }: Change): SaveOutcome {
    const { id, revision, last } = conversation
    const stored = conversations.get(id)
    const earlier = stored === undefined ? undefined : headOf(stored)
    if (!earlier || earlier.expiresAt <= now) return 'gone'
    if (earlier.revision !== revision) return 'conflict'
    if (erase) erasePages(id)
    if (append.length > 0 || journal !== undefined)
      void pages.put([id, last, revision + 1], packPage({ entries: append, journal }))
    put(changed(conversation, { revision: revision + 1 }), recordText, earlier)
    return 'saved'
  }

  /** Erases a part of what is due from `from` on; how many that were, and where to go on. */
  function sweepSome(now: number, from: Key): Swept {
    const due = [
      ...expiry.getKeys({ start: from, end: [dayOf(now) + 1], limit: sweepBatch }),
    ] as unknown as (readonly [number, string])[]
    let count = 0
    for (const [day, id] of due) {
      const stored = conversations.get(id)
      if (stored !== undefined && headOf(stored).expiresAt > now) continue
      count++
      erasePages(id)
      void conversations.remove(id)
      void inboxes.remove(id)
      void expiry.remove([day, id])
    }
    const end = due.at(-1)
    return { count, next: due.length < sweepBatch || !end ? undefined : [end[0], `${end[1]}\0`] }
  }

  /** Who listens to which conversation, and the last number that they were told of or is their own process's. */
  const listeners = new Map<string, { heard: number; readonly ears: Set<(news: News) => void> }>()
  let othersAreThere = false
  let countedAt = 0

  function lookForNews(): void {
    if (closed || listeners.size === 0) return
    if (Date.now() - countedAt >= censusEvery) {
      countedAt = Date.now()
      const processes = [...environment.readerList().matchAll(/^\s*(\d+)\s/gm)].map(([, pid]) => Number(pid))
      othersAreThere = processes.some((pid) => pid !== process.pid)
    }
    if (!othersAreThere) return
    for (const [conversationId, listener] of listeners) {
      const stored = conversations.get(conversationId)
      const last = stored === undefined ? 0 : headOf(stored).last
      if (last === listener.heard) continue
      listener.heard = last
      for (const hear of listener.ears) hear({ conversationId, from: -1, to: -1, entries: [] })
    }
  }
  const looking = setInterval(lookForNews, lookEvery)
  looking.unref()

  return {
    ...documents,
    ...counts,

    create: (conversation) =>
      answer(() =>
        environment.transaction(() => {
          const { id, touchedAt } = conversation
          const stored = conversations.get(id)
          const earlier = stored === undefined ? undefined : headOf(stored)
          if (earlier && earlier.expiresAt > touchedAt) throw new Error('the conversation is there already')
          // What has expired and was not swept yet is as good as gone.
          if (earlier) erasePages(id)
          put({ ...conversation, revision: 0, turns: 0, last: 0, served: '', inbox: [] }, undefined, earlier)
        }),
      ),

    load: (id, now) =>
      answer(() => {
        const stored = conversations.get(id)
        return stored === undefined || headOf(stored).expiresAt <= now ? undefined : conversationOf(stored)
      }),

    save: (change) =>
      answer(async () => {
        const outcome = await environment.transaction(() => carryOut(change))
        const { id, last } = change.conversation
        const listener = outcome === 'saved' && listeners.get(id)
        if (listener) listener.heard = last
        // Another process was first: what this one reads next must not be its older snapshot.
        if (outcome === 'conflict') environment.resetReadTxn()
        return outcome
      }),

    read: (id, after, limit) =>
      answer(() => {
        const page = emptyPage(after, limit)
        for (const { value } of pages.getRange({ start: [id, after + 1], end: [id, Infinity] })) {
          page.take(unpackPage(value).entries)
          if (page.isFull) break
        }
        return page.entries
      }),

    journal: (id) =>
      answer(() =>
        [...pages.getRange({ start: [id], end: [id, Infinity] })].flatMap(({ value }) => {
          const { journal } = unpackPage(value)
          return journal === undefined ? [] : [journal]
        }),
      ),

    waiting: (now) =>
      answer(() =>
        [...inboxes.getRange()]
          .map(({ key, value }) => ({ key, until: Number(value) }))
          .filter(({ until }) => until <= now)
          .sort((one, other) => one.until - other.until)
          .slice(0, waitingAtOnce)
          .map(({ key }) => key),
      ),

    listen: (id, hear) =>
      answer(() => {
        const stored = conversations.get(id)
        const listener = listeners.get(id) ?? {
          heard: stored === undefined ? 0 : headOf(stored).last,
          ears: new Set(),
        }
        listeners.set(id, listener)
        listener.ears.add(hear)
        return () => {
          listener.ears.delete(hear)
          if (listener.ears.size === 0 && listeners.get(id) === listener) listeners.delete(id)
        }
      }),

    // Disks are large, and what is idle is not in memory.
    rest: async () => {},

    sweep: (now) =>
      answer(async () => {
        let swept = 0
        await sweepDocuments(now)
        await sweepCounts(now)
        await environment.transaction(() => {
          for (const { key, value } of questions.getRange())
            if ((JSON.parse(value) as KeptQuestion).lastAt <= now - questionsKept) void questions.remove(key)
          for (const { key, value } of opinions.getRange())
            if (((JSON.parse(value) as StoredOpinion).lastAt ?? now) <= now - questionsKept)
              void opinions.remove(key)
        })
        // In parts, so that turns get their chance in between; looked at inside, for a turn may just have come.
        for (let from: Key | undefined = [0]; from !== undefined; ) {
          const start: Key = from
          const { count, next }: Swept = await environment.transaction(() => sweepSome(now, start))
          swept += count
          from = next
        }
        return swept
      }),

    keepQuestion: ({ language, text, by }, now) =>
      answer(() =>
        environment.transaction(() => {
          const key: Key = [language, createHash('sha256').update(plainly(text)).digest('base64url')]
          const stored = questions.get(key)
          const kept = stored === undefined ? undefined : (JSON.parse(stored) as StoredQuestion)
          const { count, firstAt } = kept ?? { count: 0, firstAt: now }
          const asked = { language, text: kept?.text ?? text, count: count + 1, firstAt, lastAt: now }
          const isOnlyTheirs = by !== undefined && (kept === undefined || kept.by === by)
          void questions.put(key, JSON.stringify(isOnlyTheirs ? { ...asked, by } : asked))
        }),
      ),

    forgetQuestions: (by) =>
      answer(() =>
        environment.transaction(() => {
          for (const { key, value } of [...questions.getRange()])
            if ((JSON.parse(value) as StoredQuestion).by === by) void questions.remove(key)
        }),
      ),

    questions: () =>
      answer(() =>
        [...questions.getRange()]
          .map(({ value }): KeptQuestion => {
            const { by: _, ...kept } = JSON.parse(value) as StoredQuestion
            return kept
          })
          .sort((one, other) => other.count - one.count || other.lastAt - one.lastAt),
      ),

    keepOpinion: (faq, helped, now) =>
      answer(() =>
        environment.transaction(() => {
          const stored = opinions.get(faq)
          const kept =
            stored === undefined ? { faq, helped: 0, notHelped: 0 } : (JSON.parse(stored) as StoredOpinion)
          const counted = helped
            ? { ...kept, helped: kept.helped + 1 }
            : { ...kept, notHelped: kept.notHelped + 1 }
          void opinions.put(faq, JSON.stringify({ ...counted, lastAt: now }))
        }),
      ),

    opinions: () =>
      answer(() =>
        [...opinions.getRange()].map(({ value }): KeptOpinion => {
          const { lastAt: _, ...kept } = JSON.parse(value) as StoredOpinion
          return kept
        }),
      ),

    check: () =>
      answer(() => {
        conversations.get('')
        return sync === 'always' ? [] : ['A power cut may lose the last turns: STORE_SYNC is not `always`.']
      }),

    close: async () => {
      if (closed) return
      closed = true
      clearInterval(looking)
      await environment.close()
    },
  }
}
