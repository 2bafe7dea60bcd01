/**
 * What is kept of conversations, whoever keeps it. Whatever changes in a conversation is ONE atomic `save`: the conversation
 * as it now stands (record, marks against duplicates, inbox), the activities that join its log and the line that joins its
 * journal, or nothing at all. A save names the revision that it started from, so that no update is ever lost; everything it
 * needs is in its argument, so that a store can carry it out as a single script or transaction.
 */

/** A member's activity that is in the log, and whose turn has not been served yet. */
export interface Accepted {
  /** Its number in the log. */
  readonly number: number
  /** Where the member reaches the bot, for links that the turn may show: `https://chat.example.org`. */
  readonly base?: string | undefined
}

/** Who serves the inbox, and until when nobody else does. */
export interface Claim {
  readonly owner: string
  /** Milliseconds since 1970; from then on anybody may take over. */
  readonly until: number
}

/** Where in Teams a conversation takes place, and how far its log was delivered there. */
export interface TeamsPlace {
  /** The connector that takes activities for it. */
  readonly serviceUrl: string
  /** Teams' own id, of the thread where it is in a channel. */
  readonly conversationId: string
  readonly kind: 'personal' | 'groupChat' | 'channel'
  readonly tenantId?: string | undefined
  /** The bot as Teams calls it there. */
  readonly botId: string
  /** The person whom the bot talks with. */
  readonly user: {
    readonly id: string
    readonly name?: string | undefined
    readonly oid?: string | undefined
  }
  /** The number of the newest activity of the log that was sent, or needs no sending. */
  readonly delivered: number
  /** How often in a row sending failed. */
  readonly failures?: number | undefined
}

/** Something that a case has to be told; taking it up twice changes nothing, for it is known by its id. */
export interface CaseNews {
  readonly caseId: string
  readonly id: string
  /** What it is, JSON-serialisable: see `bot/handoff`. */
  readonly tell: unknown
}

/** A conversation that was handed to people: what its cases have not been told yet. */
export interface HandOff {
  /** The latest case. */
  readonly caseId: string
  /** `talking`: an agent has it, and what the member says goes to them. `over`: it may still be rated, or emptied. */
  readonly state: 'waiting' | 'talking' | 'over'
  /** Cases before the latest: whoever wants to be forgotten is forgotten there too. */
  readonly earlier?: readonly string[] | undefined
  /** What has to be told, the oldest first. */
  readonly notices: readonly CaseNews[]
}

/** A conversation as it stands. */
export interface Conversation {
  readonly id: string
  /** How many saves there were; 0 as created. */
  readonly revision: number
  /** How many turns were served: the record changes only with it. */
  readonly turns: number
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
  /** The activities that were accepted before, by what their clients called them: see `marks.ts`. Empty for none. */
  readonly served: string
  /** What is accepted and not yet served, oldest first. */
  readonly inbox: readonly Accepted[]
  /** Only of a conversation in Teams. */
  readonly teams?: TeamsPlace | undefined
  /** Only while people have it, or are asked to. */
  readonly handOff?: HandOff | undefined
  /** Set while anything is outstanding: who is at it. */
  readonly claim?: Claim | undefined
  /** Milliseconds since 1970 of the last save. */
  readonly touchedAt: number
  /** Milliseconds since 1970 from which the conversation is gone. */
  readonly expiresAt: number
  /** How much text its log and its journal hold, in characters; absent where nobody has counted yet. */
  readonly size?: number | undefined
}

/**
 * The conversation with some of it changed. Field by field: the engine keeps an object that was spread together again and
 * again as a table, which takes ten times the memory and is slow to read, and a turn makes several.
 */
export const changed = (
  before: Conversation,
  change: { readonly [Field in keyof Conversation]?: Conversation[Field] },
): Conversation => ({
  id: before.id,
  revision: change.revision ?? before.revision,
  turns: change.turns ?? before.turns,
  userId: before.userId,
  resumeHash: before.resumeHash,
  locale: 'locale' in change ? change.locale : before.locale,
  record: 'record' in change ? change.record : before.record,
  last: change.last ?? before.last,
  served: change.served ?? before.served,
  inbox: change.inbox ?? before.inbox,
  teams: 'teams' in change ? change.teams : before.teams,
  handOff: 'handOff' in change ? change.handOff : before.handOff,
  claim: 'claim' in change ? change.claim : before.claim,
  touchedAt: change.touchedAt ?? before.touchedAt,
  expiresAt: change.expiresAt ?? before.expiresAt,
  size: change.size ?? before.size,
})

/** Whether somebody outside is still owed something of what was saved: replies in Teams, or what a case has to be told. */
export const isOwing = ({ last, teams, handOff }: Conversation): boolean =>
  (teams !== undefined && teams.delivered < last) || (handOff !== undefined && handOff.notices.length > 0)

/** Whether a process has to be at this conversation: to serve its inbox, or to bring what is owed. */
export const isOutstanding = (conversation: Conversation): boolean =>
  conversation.inbox.length > 0 || isOwing(conversation)

/** One numbered activity of the log, as its JSON text, on one line. */
export interface LogEntry {
  readonly number: number
  readonly json: string
}

/** So much of a log is read at once: who asks for more gets it in parts. Characters. */
export const pageAtMost = 256 * 1024

/** What a save added to the log, for those who listen. */
export interface News {
  readonly conversationId: string
  /** The log's last number before and after. */
  readonly from: number
  readonly to: number
  /** What came in between, also where a 'forget me' kept part of it out of the log. */
  readonly entries: readonly LogEntry[]
}

/** What a save changes, all at once. */
export interface Change {
  /** The conversation as it shall stand, with the revision that it was loaded with; it is kept with the next one. */
  readonly conversation: Conversation
  /** Its record as JSON, where somebody has written that already. */
  readonly recordText?: string | undefined
  /** The activities that join the log, numbers rising, all above the last number before. */
  readonly append: readonly LogEntry[]
  /** A line for the journal: what the turn worked with. */
  readonly journal?: string | undefined
  /** Erases the log and the journal as they were before, in the same stroke. */
  readonly erase: boolean
  /** What listeners in other processes get to see. */
  readonly news?: News | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * `conflict`: another save came first, load again. `gone`: there is no such conversation (any more). In both nothing was
 * changed.
 */
export type SaveOutcome = 'saved' | 'conflict' | 'gone'

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

/** What is kept beside conversations: cases and what belongs to them, each kind by ids of its own. */
export type DocumentKind = 'case' | 'supportChannel' | 'thread' | 'proposal' | 'mute' | 'language'

/** One thing that is kept beside conversations, as a whole. */
export interface KeptDocument {
  readonly kind: DocumentKind
  readonly id: string
  /** How many times it was kept; 0 for one that is not kept yet. */
  readonly revision: number
  /** What it says, as its JSON text. */
  readonly json: string
  /** Milliseconds since 1970 from which somebody has to be at it; `undefined` where nobody has. */
  readonly dueAt?: number | undefined
  /** Milliseconds since 1970 from which it is gone. */
  readonly expiresAt: number
}

/** Keeps documents. Every call rejects with `StoreUnavailable` where the store does not answer. */
export interface DocumentStore {
  /** The document as last kept; `undefined` where there is none or it has expired by `now` (milliseconds). */
  document(kind: DocumentKind, id: string, now: number): Promise<KeptDocument | undefined>
  /**
   * Keeps a document, with the next revision, if it is kept with the revision that is named (0: if there is none); `conflict`
   * where somebody else came first, and nothing was changed.
   */
  keepDocument(document: KeptDocument, now: number): Promise<'saved' | 'conflict'>
  /** All documents of a kind, by their ids. */
  documents(kind: DocumentKind, now: number): Promise<readonly KeptDocument[]>
  /** The documents of a kind that are due by `now`, the longest due first, at most 100. */
  dueDocuments(kind: DocumentKind, now: number): Promise<readonly KeptDocument[]>
  /** Erases a document, whatever its revision. */
  eraseDocument(kind: DocumentKind, id: string): Promise<void>
}

/** What was counted on one day: how often, by names of the caller's. */
export interface DayCounts {
  /** ISO 8601, the day in UTC. */
  readonly day: string
  readonly counts: Readonly<Record<string, number>>
}

/** Milliseconds in a day. */
export const dayLength = 24 * 60 * 60 * 1000

/** Counts of a day are kept so long. Milliseconds. */
export const countsKept = 365 * dayLength

/** The day of a time (milliseconds since 1970), in UTC. */
export const dayName = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** Keeps daily counts. Every call rejects with `StoreUnavailable` where the store does not answer. */
export interface CountStore {
  /** Adds to the counts of the day of `now` (milliseconds). Names come from a closed set, and say nothing about a member. */
  keepCounts(deltas: Readonly<Record<string, number>>, now: number): Promise<void>
  /** The counts of the days from that of `from` to that of `to` (milliseconds), both included, the first day first; days without any are left out. */
  counts(from: number, to: number): Promise<readonly DayCounts[]>
}

/**
 * The store does not answer, or could not write. Nothing was done, or (`uncertain`) it is not known whether it was; either
 * way the same call may be made again: a save names its revision, so it takes effect once.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly uncertain: boolean
  constructor(
    message: string,
    { uncertain = false, ...options }: ErrorOptions & { uncertain?: boolean } = {},
  ) {
    super(message, options)
    this.uncertain = uncertain
  }
}

/** A conversation, or part of one, as JSON; its record is not written again where its text is there. */
export function jsonOf(part: object, recordText: string | undefined): string {
  if (recordText === undefined) return JSON.stringify(part)
  const rest = JSON.stringify({ ...part, record: undefined })
  return `${rest.slice(0, -1)}${rest === '{}' ? '' : ','}"record":${recordText}}`
}

/** A new conversation: what a store needs to know of it. */
export type NewConversation = Pick<
  Conversation,
  'id' | 'userId' | 'resumeHash' | 'touchedAt' | 'expiresAt' | 'teams' | 'locale'
>

/** Keeps conversations. Every call rejects with `StoreUnavailable` where the store does not answer. */
export interface Store extends DocumentStore, CountStore {
  /** Keeps a new conversation, at revision 0; resolves once it is safe. Its id must be new, or that of one that has expired by `touchedAt`. */
  create(conversation: NewConversation): Promise<void>
  /** The conversation as last saved; `undefined` where there is none or it has expired by `now` (milliseconds). */
  load(conversationId: string, now: number): Promise<Conversation | undefined>
  /** Carries out a change, whole or not at all; resolves with `saved` once it is safe. */
  save(change: Change): Promise<SaveOutcome>
  /**
   * The activities numbered above `after`, oldest first, at most `limit`, and at most `pageAtMost` of text, but one at least.
   * There may be more as long as there are any.
   */
  read(conversationId: string, after: number, limit: number): Promise<readonly LogEntry[]>
  /** The journal's lines since the last erasure, oldest first. */
  journal(conversationId: string): Promise<readonly string[]>
  /** Conversations of which something is outstanding and whose claim has ended by `now` (milliseconds), the longest waiting first, at most 100. */
  waiting(now: number): Promise<readonly string[]>
  /**
   * Calls `hear` for what other processes save in this conversation, as far as they are heard, until the returned function is
   * called. From and to -1, without entries, where something may have been missed: the log has it.
   */
  listen(conversationId: string, hear: (news: News) => void): Promise<() => void>
  /** Makes small what is kept of a conversation that has been idle; what can be read of it stays the same. */
  rest(conversationId: string): Promise<void>
  /** Erases what has expired by `now` (milliseconds), log and all, documents too, and what was asked, thought or counted a year ago; how many conversations that were. */
  sweep(now: number): Promise<number>
  /**
   * Keeps a question for the curators. The text must be free of personal data as far as can be seen; `by` names the conversation
   * without saying which, so that what nobody else asked can go with it.
   */
  keepQuestion(
    question: Pick<KeptQuestion, 'language' | 'text'> & { readonly by?: string },
    now: number,
  ): Promise<void>
  /** Lets go of the questions that only this conversation asked. */
  forgetQuestions(by: string): Promise<void>
  /** The questions that were kept, the most asked first. */
  questions(): Promise<readonly KeptQuestion[]>
  /** Counts what a member thought of an entry of the FAQ. */
  keepOpinion(faq: string, helped: boolean, now: number): Promise<void>
  /** What members thought of the FAQ's entries, by id. */
  opinions(): Promise<readonly KeptOpinion[]>
  /** Resolves, with what an operator should know (one sentence each), if the store can be read and written at this moment. */
  check(): Promise<readonly string[]>
  /** Finishes what is under way and lets go. */
  close(): Promise<void>
}
