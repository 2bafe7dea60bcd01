/** The store of one machine: an lmdb file in `DATA_DIR`. Several processes may share it. */
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type Key, open } from 'lmdb'
import type {
  Commit,
  CommitOutcome,
  Conversation,
  KeptOpinion,
  KeptQuestion,
  LogEntry,
  Store,
} from './store.ts'
import { StoreUnavailable } from './store.ts'

const dayLength = 24 * 60 * 60 * 1000
const dayOf = (time: number) => Math.floor(time / dayLength)
const sweepBatch = 100
/** A question that nobody asks any more is let go. Milliseconds. */
const questionsKept = 365 * dayLength

/** Questions that differ in case, spaces and marks only are one. */
const plainly = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Client ids may be longer than a key may be. */
const markKey = (conversationId: string, clientId: string): Key => [
  conversationId,
  createHash('sha256').update(clientId).digest('base64url'),
]

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

/** Opens the embedded store in a folder, which is made where it is not there. Throws where it cannot be written. */
export function openEmbeddedStore(folder: string): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'conversations.lmdb')
  refuseForeign(path)
  const environment = open({
    path,
    // A commit resolves when it is on disk, not merely visible: with overlapping sync those are two moments.
    overlappingSync: false,
    maxDbs: 12,
  })
  const conversations = environment.openDB<string, string>({ name: 'conversations', encoding: 'string' })
  const log = environment.openDB<string, Key>({ name: 'log', encoding: 'string' })
  const marks = environment.openDB<string, Key>({ name: 'marks', encoding: 'string' })
  /** By the day on which they expire: [day, id]. Written once a day per conversation, not once a turn. */
  const expiry = environment.openDB<string, Key>({ name: 'expiry', encoding: 'string' })
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

  const get = (id: string): Conversation | undefined => {
    const stored = conversations.get(id)
    return stored === undefined ? undefined : (JSON.parse(stored) as Conversation)
  }

  // These three run inside a write transaction. Each put there takes effect at once.
  function put(conversation: Conversation, earlier: Conversation | undefined): void {
    void conversations.put(conversation.id, JSON.stringify(conversation))
    const [day, before] = [dayOf(conversation.expiresAt), earlier && dayOf(earlier.expiresAt)]
    if (day === before) return
    if (before !== undefined) void expiry.remove([before, conversation.id])
    void expiry.put([day, conversation.id], '')
  }

  function eraseLog(id: string): void {
    for (const key of [...log.getKeys({ start: [id, 0], end: [id, Infinity] })]) void log.remove(key)
    // A hash in base64url sorts below '~'.
    for (const key of [...marks.getKeys({ start: [id, ''], end: [id, '~'] })]) void marks.remove(key)
  }

  function carryOut(commit: Commit): CommitOutcome {
    const earlier = get(commit.conversationId)
    if (!earlier || earlier.expiresAt <= commit.now) return { kind: 'gone' }
    const { id } = earlier
    const mark = commit.mark && markKey(id, commit.mark.clientId)
    const activityId = mark === undefined ? undefined : marks.get(mark)
    if (activityId !== undefined) return { kind: 'duplicate', activityId }
    if (earlier.revision !== commit.revision) return { kind: 'conflict' }
    if (commit.erase) eraseLog(id)
    for (const { number, json } of commit.entries) void log.put([id, number], json)
    if (mark !== undefined && commit.mark) void marks.put(mark, commit.mark.activityId)
    put(
      {
        ...earlier,
        revision: earlier.revision + 1,
        record: commit.record,
        locale: commit.locale,
        last: commit.last,
        touchedAt: commit.now,
        expiresAt: commit.expiresAt,
      },
      earlier,
    )
    return { kind: 'committed' }
  }

  /** Erases a part of what is due; how many that were. */
  function sweepSome(now: number): number {
    const due = [...expiry.getKeys({ start: [0], end: [dayOf(now) + 1] })] as unknown as (readonly [
      number,
      string,
    ])[]
    const expired = due.filter(([, id]) => (get(id)?.expiresAt ?? 0) <= now).slice(0, sweepBatch)
    for (const [day, id] of expired) {
      eraseLog(id)
      void conversations.remove(id)
      void expiry.remove([day, id])
    }
    return expired.length
  }

  return {
    create: (conversation) =>
      answer(() =>
        environment.transaction(() => {
          if (get(conversation.id)) throw new Error('the conversation is there already')
          put({ ...conversation, revision: 0, last: 0 }, undefined)
        }),
      ),

    load: (id, now) =>
      answer(() => {
        const conversation = get(id)
        return conversation && conversation.expiresAt > now ? conversation : undefined
      }),

    seen: (id, clientId) => answer(() => marks.get(markKey(id, clientId))),

    commit: (commit) =>
      answer(async () => {
        const outcome = await environment.transaction(() => carryOut(commit))
        // Another process was first: what this one reads next must not be its older snapshot.
        if (outcome.kind === 'conflict') environment.resetReadTxn()
        return outcome
      }),

    read: (id, after, limit) =>
      answer(() => {
        const range = log.getRange({ start: [id, after], exclusiveStart: true, end: [id, Infinity], limit })
        return [...range].map(
          ({ key, value }): LogEntry => ({ number: (key as [string, number])[1], json: value }),
        )
      }),

    sweep: (now) =>
      answer(async () => {
        let swept = 0
        await environment.transaction(() => {
          for (const { key, value } of questions.getRange())
            if ((JSON.parse(value) as KeptQuestion).lastAt <= now - questionsKept) void questions.remove(key)
        })
        for (;;) {
          // In parts, so that turns get their chance in between; looked at inside, for a turn may just have come.
          const count = await environment.transaction(() => sweepSome(now))
          swept += count
          if (count < sweepBatch) return swept
        }
      }),

    keepQuestion: ({ language, text }, now) =>
      answer(() =>
        environment.transaction(() => {
          const key: Key = [language, createHash('sha256').update(plainly(text)).digest('base64url')]
          const stored = questions.get(key)
          const kept = stored === undefined ? undefined : (JSON.parse(stored) as KeptQuestion)
          const { count, firstAt } = kept ?? { count: 0, firstAt: now }
          void questions.put(
            key,
            JSON.stringify({ language, text: kept?.text ?? text, count: count + 1, firstAt, lastAt: now }),
          )
        }),
      ),

    questions: () =>
      answer(() =>
        [...questions.getRange()]
          .map(({ value }) => JSON.parse(value) as KeptQuestion)
          .sort((one, other) => other.count - one.count || other.lastAt - one.lastAt),
      ),

    keepOpinion: (faq, helped) =>
      answer(() =>
        environment.transaction(() => {
          const stored = opinions.get(faq)
          const kept =
            stored === undefined ? { faq, helped: 0, notHelped: 0 } : (JSON.parse(stored) as KeptOpinion)
          const counted = helped
            ? { ...kept, helped: kept.helped + 1 }
            : { ...kept, notHelped: kept.notHelped + 1 }
          void opinions.put(faq, JSON.stringify(counted))
        }),
      ),

    opinions: () =>
      answer(() => [...opinions.getRange()].map(({ value }) => JSON.parse(value) as KeptOpinion)),

    check: () =>
      answer(() => {
        conversations.get('')
      }),

    close: async () => {
      if (closed) return
      closed = true
      await environment.close()
    },
  }
}
