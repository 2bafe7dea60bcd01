/** The conversations that this process served last, so that the next turn need not read them. A save names the revision, so a stale one does no harm. */
import {
  closeConversation,
  isVouchedFor,
  type Conversation as MemberRecord,
} from '../dialogs/conversation.ts'
import { type Conversation, changed } from './stores/store.ts'

/** Remembers conversations as they stood after this process's own save. */
export interface RecentConversations {
  get(id: string): Conversation | undefined
  /** Its record comes as JSON, where somebody has written that already. */
  keep(conversation: Conversation, recordText: string | undefined): void
  drop(id: string): void
  /** Lets go of what has expired by `now` (milliseconds), and of what was served half an hour ago: another process may have erased it since. */
  dropOld(now: number): void
}

/** A conversation with its record as JSON: a record as objects, kept from turn to turn, keeps the collector of garbage busy. */
interface Kept {
  readonly conversation: Conversation
  /** `undefined` where there is no record yet. */
  readonly recordText: string | undefined
  /** A turn of this process left the record behind; one that was only loaded may be of any version. */
  readonly isOurs: boolean
}

/** Milliseconds. */
const keptFor = 30 * 60_000

/** An empty memory for so many conversations; what is untouched the longest goes first. */
export function recentConversations(atMost = 2_000): RecentConversations {
  const memory = new Map<string, Kept>()
  return {
    get: (id) => {
      const kept = memory.get(id)
      if (kept?.recordText === undefined) return kept?.conversation
      const read: unknown = JSON.parse(kept.recordText)
      const record = kept.isOurs ? closeConversation(read as MemberRecord) : read
      return changed(kept.conversation, { record })
    },
    keep: (conversation, recordText = JSON.stringify(conversation.record)) => {
      // Taken out and put in again, so that the map stays in the order of use.
      memory.delete(conversation.id)
      memory.set(conversation.id, {
        conversation: changed(conversation, { record: undefined }),
        recordText,
        isOurs: isVouchedFor(conversation.record),
      })
      if (memory.size > atMost) memory.delete(memory.keys().next().value!)
    },
    drop: (id) => void memory.delete(id),
    dropOld: (now) => {
      for (const [id, { conversation }] of memory) {
        if (conversation.touchedAt + keptFor > now && conversation.expiresAt > now) break
        memory.delete(id)
      }
    },
  }
}
