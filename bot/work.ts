/** An activity at work: what a turn is about, how it is numbered, and what it leaves to be saved. */
import { type Activity, ActivityTypes } from 'botbuilder-core'
import { activityId, type Reply } from './channels/web/adapter.ts'
import { handOffAfter } from './handoff/tellings.ts'
import { memberActivity, type Served } from './serving.ts'
import { withMark } from './stores/marks.ts'
import { type Change, type Conversation, changed, type LogEntry } from './stores/store.ts'

/** What a turn is about: a member's activity as it was checked, without what the channel fills in. */
export type Incoming = Partial<Activity> & Pick<Activity, 'type'>

/** An activity at work. */
export interface Work {
  /** Its number in the log. */
  readonly number: number
  readonly activity: Activity
  readonly at: Date
  /** Where the member reaches the bot. */
  readonly base: string | undefined
}

/** The work that an activity makes, next in its conversation. */
export function workOf(
  { id, userId, last }: Conversation,
  given: Incoming,
  base: string | undefined,
  at: Date,
): Work {
  const number = last + 1
  const known = { id: activityId(id, number), conversationId: id, userId, now: at }
  return { number, activity: memberActivity(given, known), at, base }
}

/** Whether an activity opens the conversation. */
export const isOpening = ({ type }: Pick<Activity, 'type'>): boolean =>
  type === ActivityTypes.ConversationUpdate

/** How the client calls an activity; `undefined` where it does not. */
export function clientIdOf({ channelData }: Incoming): string | undefined {
  const id: unknown = channelData?.clientActivityID
  return typeof id === 'string' && id ? id : undefined
}

/** The marks against duplicates, with that of this activity. */
export function markedWith({ served }: Conversation, { number, activity }: Work): string {
  const clientId = clientIdOf(activity)
  return clientId === undefined ? served : withMark(served, clientId, number)
}

/** What the member's activity adds to the log. The opening is nothing that a member said: nobody needs to see it. */
export const entriesOf = ({ number, activity }: Work): readonly LogEntry[] =>
  isOpening(activity) ? [] : [{ number, json: JSON.stringify(activity) }]

const asEntry = ({ number, activity }: Reply): LogEntry => ({ number, json: JSON.stringify(activity) })

/** Replies as they are numbered once it is known what came before them. */
const numberedFrom = (first: number, conversationId: string, replies: readonly Reply[]): readonly Reply[] => {
  if (replies.length === 0 || replies[0]?.number === first) return replies
  const shift = first - replies[0]!.number
  return replies.map(({ number, activity }) => ({
    number: number + shift,
    activity: { ...activity, id: activityId(conversationId, number + shift) },
  }))
}

/** The conversation as a save leaves it: touched at this time, kept so many milliseconds from then on. */
export const touched = (conversation: Conversation, time: number, keep: number): Conversation =>
  changed(conversation, { touchedAt: time, expiresAt: time + keep })

/** Whether a turn erases the conversation, or asks whether it shall. */
export const isAboutForgetting = ({ forget, replies }: Served): boolean =>
  forget || replies.some(({ activity }) => activity.channelData?.cps?.pending?.slot === 'confirmForget')

/** How much text that is, in characters. */
export const textSize = (entries: readonly LogEntry[], journal?: string): number =>
  entries.reduce((size, { json }) => size + json.length, journal?.length ?? 0)

/** What a change of a turn is made of, beside what was served. */
export interface Placing {
  /** The number of the first reply. */
  readonly first: number
  /** What joins the log in front of the replies. */
  readonly appends?: readonly LogEntry[]
  /** What is in the log already and stays where all else is erased. */
  readonly waiting?: readonly LogEntry[]
  /** The time of the save, in milliseconds, and how long the conversation is kept from then on. */
  readonly time: number
  readonly keep: number
}

/** The change that keeps a turn in `conversation` as it stands now. */
export function changeOf(
  conversation: Conversation,
  work: Work,
  served: Served,
  { first, appends = [], waiting = [], time, keep }: Placing,
): Change {
  const { id } = conversation
  const replies = numberedFrom(first, id, served.replies).map(asEntry)
  const shown = [...appends, ...replies]
  const last = shown.at(-1)?.number ?? Math.max(conversation.last, work.number)
  const locale = served.locale ?? conversation.locale ?? work.activity.locale
  const number = isOpening(work.activity) ? 0 : work.number
  const handOff = handOffAfter(conversation, work, served)
  const append = served.forget ? [...waiting, ...replies] : shown
  const journal = served.forget
    ? JSON.stringify({ record: served.record, locale })
    : served.journal && JSON.stringify({ number, first, ...served.journal })
  const added = textSize(append, journal)
  const after = changed(conversation, {
    size: served.forget ? added : (conversation.size ?? 0) + added,
    turns: conversation.turns + 1,
    record: served.record,
    locale,
    last,
    touchedAt: time,
    expiresAt: time + keep,
    ...(handOff ? { handOff } : {}),
  })
  return {
    conversation: after,
    recordText: served.recordText,
    append,
    journal,
    erase: served.forget,
    news: { conversationId: id, from: conversation.last, to: last, entries: shown },
    now: time,
  }
}
