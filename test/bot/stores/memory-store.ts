/** A store in memory for tests that need thousands of them, with several processes at it. It keeps the same contract as the real ones. */
import { emptyPage } from '../../../bot/stores/log-pages.ts'
import { packPage, unpackPage } from '../../../bot/stores/page.ts'
import {
  type Change,
  type Conversation,
  isOutstanding,
  type KeptDocument,
  type News,
  type Store,
} from '../../../bot/stores/store.ts'

/** What the processes share. */
export class SharedMemory {
  /** Conversations as text: what is read is a copy, as from a disk. */
  readonly conversations = new Map<string, string>()
  readonly pages = new Map<string, readonly string[]>()
  /** Documents as text, by kind and id. */
  readonly documents = new Map<string, string>()
  readonly listeners = new Set<{
    readonly by: object
    readonly id: string
    readonly hear: (news: News) => void
  }>()

  get(id: string): Conversation | undefined {
    const text = this.conversations.get(id)
    return text === undefined ? undefined : (JSON.parse(text) as Conversation)
  }

  documentsOf(kind: string, now: number): readonly KeptDocument[] {
    return [...this.documents.values()]
      .map((text) => JSON.parse(text) as KeptDocument)
      .filter((document) => document.kind === kind && document.expiresAt > now)
      .sort((one, other) => (one.id < other.id ? -1 : 1))
  }

  remove(id: string): void {
    this.conversations.delete(id)
    this.pages.delete(id)
  }
}

/** One process's opening of the shared memory. */
export function openMemoryStore(memory: SharedMemory): Store {
  const own = {}
  const pagesOf = (id: string) => (memory.pages.get(id) ?? []).map(unpackPage)
  return {
    create: async (conversation) => {
      const there = memory.get(conversation.id)
      if (there && there.expiresAt > conversation.touchedAt)
        throw new Error('the conversation is there already')
      memory.pages.delete(conversation.id)
      const created: Conversation = { ...conversation, revision: 0, turns: 0, last: 0, served: '', inbox: [] }
      memory.conversations.set(conversation.id, JSON.stringify(created))
    },
    load: async (id, now) => {
      const conversation = memory.get(id)
      return conversation && conversation.expiresAt > now ? conversation : undefined
    },
    save: async ({ conversation, append, journal, erase, news, now }: Change) => {
      const { id, revision } = conversation
      const stored = memory.get(id)
      if (!stored || stored.expiresAt <= now) return 'gone'
      if (stored.revision !== revision) return 'conflict'
      memory.conversations.set(id, JSON.stringify({ ...conversation, revision: revision + 1 }))
      const before = erase ? [] : (memory.pages.get(id) ?? [])
      const isEmpty = append.length === 0 && journal === undefined
      memory.pages.set(id, isEmpty ? before : [...before, packPage({ entries: append, journal })])
      for (const { by, id: heard, hear } of memory.listeners)
        if (news && by !== own && heard === id) hear(news)
      return 'saved'
    },
    read: async (id, after, limit) => {
      const page = emptyPage(after, limit)
      for (const { entries } of pagesOf(id)) page.take(entries)
      return page.entries
    },
    journal: async (id) => pagesOf(id).flatMap(({ journal }) => (journal === undefined ? [] : [journal])),
    waiting: async (now) =>
      [...memory.conversations.keys()].filter((id) => {
        const conversation = memory.get(id)!
        return isOutstanding(conversation) && (conversation.claim?.until ?? 0) <= now
      }),
    listen: async (id, hear) => {
      const listener = { by: own, id, hear }
      memory.listeners.add(listener)
      return () => void memory.listeners.delete(listener)
    },
    rest: async () => {},
    sweep: async (now) => {
      const gone = [...memory.conversations.keys()].filter((id) => memory.get(id)!.expiresAt <= now)
      for (const id of gone) memory.remove(id)
      for (const [key, text] of memory.documents)
        if ((JSON.parse(text) as KeptDocument).expiresAt <= now) memory.documents.delete(key)
      return gone.length
    },
    document: async (kind, id, now) => memory.documentsOf(kind, now).find((one) => one.id === id),
    keepDocument: async (document, now) => {
      const { kind, id, revision } = document
      const present = memory.documentsOf(kind, now).find((one) => one.id === id)
      if ((present?.revision ?? 0) !== revision) return 'conflict'
      memory.documents.set(`${kind} ${id}`, JSON.stringify({ ...document, revision: revision + 1 }))
      return 'saved'
    },
    documents: async (kind, now) => memory.documentsOf(kind, now),
    dueDocuments: async (kind, now) =>
      memory
        .documentsOf(kind, now)
        .filter(({ dueAt }) => dueAt !== undefined && dueAt <= now)
        .sort((one, other) => one.dueAt! - other.dueAt!)
        .slice(0, 100),
    eraseDocument: async (kind, id) => void memory.documents.delete(`${kind} ${id}`),
    keepCounts: async () => {},
    counts: async () => [],
    keepQuestion: async () => {},
    forgetQuestions: async () => {},
    questions: async () => [],
    keepOpinion: async () => {},
    opinions: async () => [],
    check: async () => [],
    close: async () => {
      for (const listener of memory.listeners) if (listener.by === own) memory.listeners.delete(listener)
    },
  }
}
