/** Runs the assistant for one activity: what it says and leaves behind, with nothing stored and nothing sent. */
import { type Activity, ActivityTypes } from 'botbuilder-core'
import type { Logger } from 'pino'
import type { Assistant, TurnOutcome } from '../dialogs/assistant.ts'
import type { DeskState } from '../dialogs/kit/turn.ts'
import { botAccount, type Reply, type WebAdapter } from './channels/web/adapter.ts'
import { framesOf } from './frames.ts'
import { handOffEvent } from './handoff/events.ts'
import { isNotice, isOurs, supportAccount } from './handoff/notice.ts'
import type { JournalTurn } from './journal.ts'
import type { Source } from './seeing/observer.ts'
import type { Conversation } from './stores/store.ts'

/** What the assistant is run with. */
export interface ServingParts {
  readonly assistant: Assistant
  readonly adapter: WebAdapter
  readonly log: Logger
  /** What is said where the assistant itself fails. */
  readonly apology: (locale: string | undefined) => string
  readonly showTyping: (conversationId: string, activity: Partial<Activity>) => void
}

/** One activity to serve. */
export interface ToServe {
  /** As it stood before; its record is not changed. */
  readonly conversation: Conversation
  /** The member's activity as it is in the log, with its id. */
  readonly activity: Activity
  /** The number of the first reply. */
  readonly first: number
  readonly now: Date
  readonly transcriptUrl?: (() => Promise<string>) | undefined
  /** Where the member reaches the bot, and with it the pictures; without it none is shown. */
  readonly base?: string | undefined
  /** Whether people can be asked. */
  readonly desk?: (() => Promise<DeskState | undefined>) | undefined
}

/** What a run left behind. */
export interface Served
  extends Pick<
    TurnOutcome,
    'record' | 'forget' | 'helped' | 'unanswered' | 'chosen' | 'counted' | 'handOff'
  > {
  readonly replies: readonly Reply[]
  /** The record as JSON; `undefined` where it is as it was. */
  readonly recordText?: string | undefined
  readonly locale: string | undefined
  /** What the message was understood by; `undefined` where there was none. */
  readonly understoodBy?: Source | undefined
  /** What the journal keeps of it; `undefined` where the activity was nothing for the assistant. */
  readonly journal: Omit<JournalTurn, 'number' | 'first'> | undefined
}

/** Whether an activity is one that the assistant hears. */
export const isHeard = (activity: Pick<Activity, 'type' | 'from'>): boolean =>
  activity.type === ActivityTypes.Message ||
  activity.type === ActivityTypes.ConversationUpdate ||
  isNotice(activity)

/** Runs the assistant; a fault of its own becomes an apology, with the record as it was. */
export async function runAssistant(
  { assistant, adapter, log, apology, showTyping }: ServingParts,
  { conversation, activity, first, now, transcriptUrl, base, desk }: ToServe,
): Promise<Served> {
  const { id, record, locale, userId } = conversation
  if (!isHeard(activity)) return { record, forget: false, replies: [], locale: undefined, journal: undefined }
  const frame = {
    incoming: activity,
    firstNumber: first,
    locale: activity.locale ?? locale,
    now,
    ...(isNotice(activity) ? { member: userId } : {}),
    onTyping: (sign: Partial<Activity>) => showTyping(id, sign),
  }
  const isOpening = activity.type === ActivityTypes.ConversationUpdate
  const turn = {
    at: now.toISOString(),
    ...(isOpening && activity.locale ? { locale: activity.locale } : {}),
    ...(assistant.edition === undefined ? {} : { edition: assistant.edition }),
  }
  let shownUrl: string | undefined
  let picturesAt: string | undefined
  let deskSeen: DeskState | null | undefined
  const askUrl =
    transcriptUrl &&
    (async () => {
      shownUrl ??= await transcriptUrl()
      return shownUrl
    })
  try {
    const { result, replies } = await adapter.run<TurnOutcome>(frame, async (context) => {
      const outcome = await assistant.turn(context, {
        stored: record,
        now,
        transcriptUrl: askUrl,
        desk:
          desk &&
          (async () => {
            if (deskSeen === undefined) deskSeen = (await desk()) ?? null
            return deskSeen ?? undefined
          }),
        pictureUrl:
          base === undefined
            ? undefined
            : (file) => {
                picturesAt = base
                return `${base}/pictures/${file}`
              },
      })
      const event = await handOffEvent(context, outcome.handOff, askUrl)
      if (event) await context.sendActivity(event)
      return outcome
    })
    // Written here, where what cannot be is still a fault of the assistant.
    const recordText = JSON.stringify(result.record)
    const { heard } = result
    return {
      record: result.record,
      recordText,
      forget: result.forget,
      handOff: result.handOff,
      helped: result.helped,
      unanswered: result.unanswered,
      chosen: result.chosen,
      counted: result.counted,
      replies,
      locale: lastLocale(replies),
      understoodBy:
        isOpening || isNotice(activity)
          ? undefined
          : (heard ?? []).length === 0
            ? 'tap'
            : (heard!.at(-1)!.by ?? 'local'),
      journal: {
        ...turn,
        ...(heard && heard.length > 0 ? { heard: [...heard] } : {}),
        ...(shownUrl === undefined ? {} : { transcriptUrl: shownUrl }),
        ...(picturesAt === undefined ? {} : { picturesAt }),
        ...(deskSeen === undefined ? {} : { desk: deskSeen }),
      },
    }
  } catch (error) {
    log.error({ fault: faultWithoutWords(error), conversation: id }, 'a turn failed')
    const { replies } = await adapter.run(frame, (context) =>
      context.sendActivity(apology(locale ?? activity.locale)),
    )
    return { record, forget: false, replies, locale: undefined, journal: { ...turn, failed: true } }
  }
}

/** An activity of a member's as the log has it. */
export function memberActivity(
  given: Partial<Activity>,
  { id, conversationId, userId, now }: { id: string; conversationId: string; userId: string; now: Date },
): Activity {
  return {
    ...given,
    id,
    timestamp: now,
    channelId: 'directline',
    conversation: { id: conversationId },
    from: isOurs(given) ? supportAccount : { id: userId, role: 'user' },
  } as unknown as Activity
}

/** As the assistant gets it: with what is not the member's to see or to say. */
export const asReceived = (activity: Activity): Activity => ({
  ...activity,
  recipient: botAccount as Activity['recipient'],
  serviceUrl: '',
})

const lastLocale = (replies: readonly Reply[]) =>
  replies.findLast(({ activity }) => activity.locale)?.activity.locale

/** A fault for the log: its kind and where it was thrown. Its message may quote what a member wrote. */
function faultWithoutWords(error: unknown): { readonly kind: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { kind: typeof error, at: [] }
  return { kind: error.constructor.name, at: framesOf(error, 8) }
}
