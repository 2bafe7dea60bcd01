/** Documents as the embedded store keeps them: by kind and id, and those that are due by when. */
import type { Database, Key, RootDatabase } from 'lmdb'
import type { DocumentKind, DocumentStore, KeptDocument } from './store.ts'

const dueAtOnce = 100

/** What the embedded store's documents are, beside letting go of them. */
export interface EmbeddedDocuments extends DocumentStore {
  /** Erases what has expired by `now` (milliseconds). */
  sweepDocuments(now: number): Promise<void>
}

/** Runs a work on the store, and says so where the store does not answer. */
type Answer = <T>(work: () => T | Promise<T>) => Promise<T>

const documentOf = (text: string) => JSON.parse(text) as KeptDocument

/** The documents of this lmdb environment. */
export function embeddedDocuments(environment: RootDatabase, answer: Answer): EmbeddedDocuments {
  const kept: Database<string, Key> = environment.openDB({ name: 'documents', encoding: 'string' })
  /** [kind, when, id]. */
  const due: Database<string, Key> = environment.openDB({ name: 'dueDocuments', encoding: 'string' })

  /** Where the index has it. */
  const dueKey = ({ kind, id, dueAt }: KeptDocument): Key | undefined =>
    dueAt === undefined ? undefined : [kind, dueAt, id]

  // These two run inside a write transaction.
  function erase(kind: DocumentKind, id: string): void {
    const stored = kept.get([kind, id])
    if (stored === undefined) return
    const key = dueKey(documentOf(stored))
    if (key) void due.remove(key)
    void kept.remove([kind, id])
  }

  function keep(document: KeptDocument, now: number): 'saved' | 'conflict' {
    const { kind, id, revision } = document
    const stored = kept.get([kind, id])
    const before = stored === undefined ? undefined : documentOf(stored)
    const present = before && before.expiresAt > now ? before.revision : 0
    if (present !== revision) return 'conflict'
    erase(kind, id)
    void kept.put([kind, id], JSON.stringify({ ...document, revision: revision + 1 }))
    const key = dueKey(document)
    if (key) void due.put(key, '')
    return 'saved'
  }

  return {
    document: (kind, id, now) =>
      answer(() => {
        const stored = kept.get([kind, id])
        const document = stored === undefined ? undefined : documentOf(stored)
        return document && document.expiresAt > now ? document : undefined
      }),

    keepDocument: (document, now) =>
      answer(async () => {
        const outcome = await environment.transaction(() => keep(document, now))
        // Another process was first: what this one reads next must not be its older snapshot.
        if (outcome === 'conflict') environment.resetReadTxn()
        return outcome
      }),

    documents: (kind, now) =>
      answer(() =>
        [...kept.getRange({ start: [kind], end: [kind, '\uffff'] })]
          .map(({ value }) => documentOf(value))
          .filter(({ expiresAt }) => expiresAt > now),
      ),

    dueDocuments: (kind, now) =>
      answer(() => {
        const found: KeptDocument[] = []
        for (const key of due.getKeys({ start: [kind], end: [kind, now, '\uffff'] })) {
          const [, , id] = key as unknown as readonly [string, number, string]
          const stored = kept.get([kind, id])
          const document = stored === undefined ? undefined : documentOf(stored)
          if (document && document.expiresAt > now) found.push(document)
          if (found.length >= dueAtOnce) break
        }
        return found
      }),

    eraseDocument: (kind, id) => answer(() => environment.transaction(() => erase(kind, id))),

    async sweepDocuments(now) {
      await environment.transaction(() => {
        for (const { value } of kept.getRange()) {
          const { kind, id, expiresAt } = documentOf(value)
          if (expiresAt <= now) erase(kind, id)
        }
      })
    },
  }
}
