/**
 * Runs a conversation again from its journal: the same activities, understood as they were understood, at the same times. The
 * same replies come out, byte for byte, unless the program, the policy or the FAQ is another one.
 */
import type { Activity } from 'botbuilder-core'
import { pino } from 'pino'
import { z } from 'zod'
import type { Assistant } from '../dialogs/assistant.ts'
import type { Understander, Understanding } from '../prompts/acts.ts'
import { activityId, WebAdapter } from './channels/web/adapter.ts'
import { isTurn, type JournalLine, type JournalTurn, readJournalLine } from './journal.ts'
import { asReceived, memberActivity, runAssistant } from './serving.ts'
import { pagesOfLog } from './stores/log-pages.ts'
import type { Conversation, Store } from './stores/store.ts'

/** A conversation as it is taken out of a store to be run again. It holds all that the member said. */
export const keptConversation = z.object({
  id: z.string(),
  userId: z.string(),
  log: z.array(z.object({ number: z.number().int(), json: z.string() })),
  journal: z.array(z.string()),
})
export type KeptConversation = z.infer<typeof keptConversation>

/** Takes a conversation out of a store, whole; `undefined` where there is none. */
export async function takeOut(store: Store, id: string, now: number): Promise<KeptConversation | undefined> {
  const conversation = await store.load(id, now)
  if (!conversation) return undefined
  const log: KeptConversation['log'] = []
  for await (const entries of pagesOfLog(store, id)) log.push(...entries)
  return { id, userId: conversation.userId, log, journal: [...(await store.journal(id))] }
}

/** A reply that came out otherwise; `undefined` stands for none. */
export interface Difference {
  readonly number: number
  readonly before: string | undefined
  readonly now: string | undefined
}

/** How a conversation came out when it was run again. */
export interface Replayed {
  readonly turns: number
  readonly replies: number
  readonly differences: readonly Difference[]
  /** Editions of program, policy and FAQ that the turns were first run with. */
  readonly editions: readonly string[]
}

/** What a replay is run with. */
export interface ReplayParts {
  readonly assistantWith: (understander: Understander) => Assistant
  readonly apology: (locale: string | undefined) => string
}

/** Runs a conversation again. Rejects where the journal cannot be read. */
export async function replay(kept: KeptConversation, parts: ReplayParts): Promise<Replayed> {
  const heard: Understanding[] = []
  const assistant = parts.assistantWith({
    understand: async () => heard.shift() ?? { language: 'nl', acts: [{ act: 'unknown' }] },
  })
  const failing: Assistant = { turn: () => Promise.reject(new Error('as it did then')) }
  const serving = {
    adapter: new WebAdapter(),
    log: pino({ level: 'silent' }),
    apology: parts.apology,
    showTyping: () => {},
  }
  const before = new Map(kept.log.map(({ number, json }) => [number, json]))
  const differences: Difference[] = []
  const editions = new Set<string>()
  let [record, locale, turns, replies]: [unknown, string | undefined, number, number] = [
    undefined,
    undefined,
    0,
    0,
  ]
  const lines = kept.journal.map(readJournalLine)
  for (const [index, line] of lines.entries()) {
    if (!isTurn(line)) {
      record = line.record
      locale = line.locale
      continue
    }
    turns++
    if (line.edition) editions.add(line.edition)
    heard.splice(0, heard.length, ...((line.heard ?? []) as Understanding[]))
    const activity = activityOf(kept, line, before)
    const served = await runAssistant(
      { ...serving, assistant: line.failed ? failing : assistant },
      {
        conversation: { id: kept.id, userId: kept.userId, record, locale } as Conversation,
        activity: asReceived(activity),
        first: line.first,
        now: new Date(line.at),
        transcriptUrl: async () => line.transcriptUrl ?? '',
        base: line.picturesAt,
        desk: async () => line.desk ?? undefined,
      },
    )
    const said = new Map(served.replies.map(({ number, activity }) => [number, JSON.stringify(activity)]))
    replies += said.size
    const others = repliesBefore(kept.log, line.first, lines[index + 1])
    for (const number of new Set([...said.keys(), ...others])) {
      const [once, again] = [before.get(number), said.get(number)]
      if (once !== again) differences.push({ number, before: once, now: again })
    }
    record = served.record
    locale = served.locale ?? locale ?? activity.locale
  }
  return { turns, replies, differences, editions: [...editions] }
}

/** The member's activity that a turn was for. */
function activityOf(
  { id, userId }: KeptConversation,
  { number, locale, at, first }: JournalTurn,
  log: ReadonlyMap<number, string>,
): Activity {
  if (number > 0) {
    const json = log.get(number)
    if (json === undefined) throw new Error(`activity ${number} is in the journal and not in the log`)
    return JSON.parse(json) as Activity
  }
  const opening = {
    type: 'conversationUpdate',
    membersAdded: [{ id: userId, name: '' }],
    ...(locale ? { locale } : {}),
  }
  return memberActivity(opening, {
    id: activityId(id, first - 1),
    conversationId: id,
    userId,
    now: new Date(at),
  })
}

/** The numbers of the bot's activities from `first` on, up to those of the next turn. */
function repliesBefore(
  log: KeptConversation['log'],
  first: number,
  next: JournalLine | undefined,
): readonly number[] {
  const end = next && isTurn(next) ? next.first : Number.POSITIVE_INFINITY
  return log
    .filter(({ number }) => number >= first && number < end)
    .filter(({ json }) => (JSON.parse(json) as Activity).from?.role === 'bot')
    .map(({ number }) => number)
}
