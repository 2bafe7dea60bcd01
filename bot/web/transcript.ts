/**
 * The conversation as it is shown: what came from the log, in the log's order and each once, and what the member has
 * said that the log does not have yet. Pure.
 */
import type { Json } from './narrow.ts'
import type { Activity, HandOff } from './protocol.ts'

/** Why something could not be sent; `seconds` is how long to wait. */
export type Failure =
  | { readonly kind: 'failed' | 'long' | 'full' }
  | { readonly kind: 'wait'; readonly seconds: number }

/** One line of the conversation. */
export type Entry =
  | { readonly kind: 'bot'; readonly key: string; readonly talk: number; readonly activity: Activity }
  | {
      readonly kind: 'member'
      readonly key: string
      readonly talk: number
      readonly text: string
      /** What goes along with the text where a card was tapped. */
      readonly value?: Json | undefined
      /** Milliseconds since 1970. */
      readonly at: number | undefined
      /** Its id in the log, once it is there. */
      readonly id: string | undefined
      readonly state: 'sending' | 'sent' | Failure
    }
  | { readonly kind: 'note'; readonly key: string; readonly talk: number; readonly note: 'anew' }

/** The whole conversation. */
export interface Transcript {
  readonly entries: readonly Entry[]
  /** Which conversation is the present one: those that ended stand above it. */
  readonly talk: number
  /** The bot said that it is typing, and nothing since. */
  readonly typing: boolean
  /** Where the member's request for a person stands, and where in the log that was said. */
  readonly handOff?: { readonly is: HandOff; readonly at: number } | undefined
}

/** Before anything was said. */
export const emptyTranscript: Transcript = { entries: [], talk: 0, typing: false }

/** The place of an id in its log: Direct Line numbers them at the end. */
const place = (id: string | undefined): number | undefined => {
  const digits = id === undefined ? null : /(\d+)$/.exec(id)
  return digits ? Number(digits[1]) : undefined
}

const placeOf = (entry: Entry) =>
  entry.kind === 'bot' ? place(entry.activity.id) : entry.kind === 'member' ? place(entry.id) : undefined

/** Puts an entry where its number belongs; without one, and for what is not in the log yet, that is the end. */
function insert(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  const at = placeOf(entry)
  let index = entries.length
  while (index > 0) {
    const before = entries[index - 1]!
    if (before.kind === 'note' || before.talk !== entry.talk) break
    const other = placeOf(before)
    const pending = before.kind === 'member' && before.id === undefined && at !== undefined
    if (!pending && (at === undefined || other === undefined || other <= at)) break
    index--
  }
  return [...entries.slice(0, index), entry, ...entries.slice(index)]
}

/** Takes up where a request for a person stands, from the newest that tells. */
function standing(transcript: Transcript, { id, handOff }: Activity): Transcript {
  const at = place(id) ?? 0
  if (!handOff || at < (transcript.handOff?.at ?? 0)) return transcript
  return { ...transcript, handOff: { is: handOff, at } }
}

function add(before: Transcript, activity: Activity, member: string): Transcript {
  const isBot = activity.role === 'bot'
  const transcript = isBot ? standing(before, activity) : before
  if (activity.kind === 'sign') return transcript
  const { entries, talk } = transcript
  const ours = activity.role === undefined ? activity.from === member : activity.role === 'user'
  if (activity.kind === 'typing') return ours ? transcript : { ...transcript, typing: true }
  if (!ours) {
    if (
      entries.some(
        (entry) => entry.kind === 'bot' && entry.talk === talk && entry.activity.id === activity.id,
      )
    )
      return transcript
    const entry: Entry = { kind: 'bot', key: `${talk}:${activity.id}`, talk, activity }
    return { ...transcript, entries: insert(entries, entry), typing: false }
  }
  const known = entries.find(
    (entry) =>
      entry.kind === 'member' &&
      entry.talk === talk &&
      (entry.id === activity.id || (activity.clientId !== undefined && entry.key === activity.clientId)),
  )
  if (known?.kind === 'member' && known.id === activity.id && known.state === 'sent') return transcript
  const entry: Entry = {
    kind: 'member',
    key: known?.key ?? activity.clientId ?? `${talk}:${activity.id}`,
    talk,
    text: activity.text,
    at: activity.at ?? (known?.kind === 'member' ? known.at : undefined),
    id: activity.id,
    state: 'sent',
  }
  return {
    ...transcript,
    entries: insert(known ? entries.filter((other) => other !== known) : entries, entry),
  }
}

/** Takes up what came from the log; what was there already changes nothing. */
export const merge = (transcript: Transcript, activities: readonly Activity[], member: string): Transcript =>
  activities.reduce((all, activity) => add(all, activity, member), transcript)

/** Adds what the member has just said; it counts as being sent. Said again under the same key, it moves to the end. */
export function say(
  transcript: Transcript,
  said: {
    readonly key: string
    readonly text: string
    readonly value?: Json | undefined
    readonly at: number
  },
): Transcript {
  const entry: Entry = { kind: 'member', ...said, talk: transcript.talk, id: undefined, state: 'sending' }
  return { ...transcript, entries: [...transcript.entries.filter(({ key }) => key !== said.key), entry] }
}

/** Marks how sending went; an id says where the log has it. What the log already echoed stays as it is. */
export function settle(
  transcript: Transcript,
  key: string,
  state: 'sent' | Failure,
  id?: string,
): Transcript {
  const settled = (entry: Entry): Entry =>
    entry.key === key && entry.kind === 'member' && entry.state !== 'sent'
      ? { ...entry, state, id: entry.id ?? id }
      : entry
  return { ...transcript, entries: transcript.entries.map(settled) }
}

/** Takes out what was not sent, to be said differently. */
export const withdraw = (transcript: Transcript, key: string): Transcript => ({
  ...transcript,
  entries: transcript.entries.filter(
    (entry) => entry.key !== key || entry.kind !== 'member' || entry.state === 'sent',
  ),
})

/**
 * Begins a new conversation: under the old one, with a note between them, where that one ended; on an empty sheet where
 * another tab has gone on to another.
 */
export function beginAnew(transcript: Transcript, ended: boolean): Transcript {
  const talk = transcript.talk + 1
  const note: Entry = { kind: 'note', key: `note:${talk}`, talk, note: 'anew' }
  return { entries: ended ? [...transcript.entries, note] : [], talk, typing: false }
}

/**
 * Holds the transcript against the log as it is now: what the log once had and has no more was erased, and with it goes
 * everything of earlier conversations. `log` may end before the transcript does.
 */
export function keepOnly(transcript: Transcript, log: readonly Activity[]): Transcript {
  const ids = new Set(log.map(({ id }) => id))
  const end = place(log.at(-1)?.id) ?? 0
  const erased = (entry: Entry) => {
    const at = placeOf(entry)
    const id = entry.kind === 'bot' ? entry.activity.id : entry.kind === 'member' ? entry.id : undefined
    return entry.talk === transcript.talk && id !== undefined && at !== undefined && at <= end && !ids.has(id)
  }
  if (!transcript.entries.some(erased)) return transcript
  const stays = (entry: Entry) => entry.talk === transcript.talk && entry.kind !== 'note' && !erased(entry)
  const entries = transcript.entries.filter(stays)
  return { ...transcript, entries, handOff: undefined }
}

/** The bot's last message in the present conversation. */
export const lastFromBot = (transcript: Transcript): Activity | undefined => {
  for (const entry of [...transcript.entries].reverse()) {
    if (entry.talk !== transcript.talk) return undefined
    if (entry.kind === 'bot') return entry.activity
  }
  return undefined
}

/** The key of the message whose choices can still be tapped: the bot's last, unless the member has answered since. */
export function openQuestion(transcript: Transcript): string | undefined {
  for (const entry of [...transcript.entries].reverse()) {
    if (entry.kind === 'bot' && entry.talk === transcript.talk) return entry.key
    if (entry.kind !== 'member' || entry.state === 'sending' || entry.state === 'sent') return undefined
  }
  return undefined
}

/** Whether something was said that the bot has not answered yet. */
export function awaitsAnswer(transcript: Transcript): boolean {
  // A person answers when they can.
  if (transcript.handOff?.is.state === 'talking') return false
  const last = transcript.entries.at(-1)
  return last?.kind === 'member' && (last.state === 'sending' || last.state === 'sent')
}

/** Where the member is in the onboarding, by the bot's last message that tells. */
export function progressOf(transcript: Transcript) {
  for (const entry of [...transcript.entries].reverse()) {
    if (entry.talk !== transcript.talk) return null
    if (entry.kind === 'bot' && entry.activity.progress !== undefined) return entry.activity.progress
  }
  return null
}

/** What the bot waits for, by the name of the slot; `undefined` where it waits for nothing or has been answered. */
export function waitingSlot(transcript: Transcript): string | undefined {
  const key = openQuestion(transcript)
  const entry = transcript.entries.findLast((one) => one.key === key)
  return entry?.kind === 'bot' ? entry.activity.asks : undefined
}

/** Whether the member has said anything yet in the present conversation. */
export const hasSpoken = (transcript: Transcript): boolean =>
  transcript.entries.some(({ kind, talk }) => kind === 'member' && talk === transcript.talk)
