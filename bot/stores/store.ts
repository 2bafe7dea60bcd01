/**
 * What is kept of conversations, whoever keeps it. A turn ends in ONE atomic `commit`: the new record, the activities that
 * join the log and the mark against duplicates, or nothing at all. Everything a commit needs is in its argument, so that a
 * store can carry it out as a single script or transaction.
 */

/** A conversation as it stands between two turns. */
export interface Conversation {
  readonly id: string
  /** How many turns were committed; 0 until the conversation is opened. The next commit has to name it. */
  readonly revision: number
  /** The member, as the tokens name them. */
  readonly userId: string
  /** SHA-256, base64url, of the secret with which the member takes the conversation up again. */
  readonly resumeHash: string
  /** BCP 47: the language last spoken, for what is said outside a turn. */
  readonly locale?: string | undefined
  /** What the assistant left behind, JSON-serialisable; `undefined` before the first turn. */
  readonly record?: unknown
  /** The number of the newest activity ever logged; numbers only go up, also past an erasure. 0 for none. */
  readonly last: number
  /** Milliseconds since 1970 of the last commit. */
  readonly touchedAt: number
  /** Milliseconds since 1970 from which the conversation is gone. */
  readonly expiresAt: number
}

/** One numbered activity of the log, as its JSON text. */
export interface LogEntry {
  readonly number: number
  readonly json: string
}

/** What a turn changes, all at once. */
export interface Commit {
  readonly conversationId: string
  /** The revision that the turn started from. */
  readonly revision: number
  readonly record: unknown
  readonly locale?: string | undefined
  /** The activities of this turn, numbers rising, all above the conversation's `last`. */
  readonly entries: readonly LogEntry[]
  /** The conversation's new `last`: at least the number of the last entry. */
  readonly last: number
  /** Marks the member's activity as served: the client's own id for it, and the id that it was given. */
  readonly mark?: { readonly clientId: string; readonly activityId: string } | undefined
  /** Erases all earlier activities and marks in the same stroke. */
  readonly erase: boolean
  /** Milliseconds since 1970. */
  readonly now: number
  readonly expiresAt: number
}

/**
 * `conflict`: another turn came first, load again. `duplicate`: this activity was served before, under that id.
 * `gone`: there is no such conversation (any more). In all three nothing was changed.
 */
export type CommitOutcome =
  | { readonly kind: 'committed' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'duplicate'; readonly activityId: string }
  | { readonly kind: 'gone' }

/** A question that nobody could answer, without personal data; the same one asked again counts up. */
export interface KeptQuestion {
  readonly language: string
  readonly text: string
  readonly count: number
  /** Milliseconds since 1970. */
  readonly firstAt: number
  readonly lastAt: number
}

/** How an entry of the FAQ was found: how often it helped, and how often not. */
export interface KeptOpinion {
  readonly faq: string
  readonly helped: number
  readonly notHelped: number
}

/** The store does not answer, or could not write: nothing was done, and the same call may be made again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** Keeps conversations. Every call rejects with `StoreUnavailable` where the store does not answer. */
export interface Store {
  /** Keeps a new conversation, at revision 0; resolves once it is safe on disk. Its id must be new. */
  create(
    conversation: Pick<Conversation, 'id' | 'userId' | 'resumeHash' | 'touchedAt' | 'expiresAt'>,
  ): Promise<void>
  /** The conversation as last committed; `undefined` where there is none or it has expired by `now` (milliseconds). */
  load(conversationId: string, now: number): Promise<Conversation | undefined>
  /** The id that an activity of the client's was given before; `undefined` where it is new. */
  seen(conversationId: string, clientId: string): Promise<string | undefined>
  /** Carries out a turn, whole or not at all; resolves with `committed` once it is safe on disk. */
  commit(commit: Commit): Promise<CommitOutcome>
  /** The activities numbered above `after`, oldest first, at most `limit`. */
  read(conversationId: string, after: number, limit: number): Promise<readonly LogEntry[]>
  /** Erases what has expired by `now` (milliseconds), marks, log and all, and questions that nobody asked for a year; how many conversations that were. */
  sweep(now: number): Promise<number>
  /** Keeps a question for the curators. The text must be free of personal data. */
  keepQuestion(question: Pick<KeptQuestion, 'language' | 'text'>, now: number): Promise<void>
  /** The questions that were kept, the most asked first. */
  questions(): Promise<readonly KeptQuestion[]>
  /** Counts what a member thought of an entry of the FAQ. */
  keepOpinion(faq: string, helped: boolean): Promise<void>
  /** What members thought of the FAQ's entries, by id. */
  opinions(): Promise<readonly KeptOpinion[]>
  /** Resolves if the store can be read at this moment. */
  check(): Promise<void>
  /** Finishes what is under way and lets go. */
  close(): Promise<void>
}
