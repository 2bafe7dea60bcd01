/**
 * The assistant as a channel sees it: one turn in, replies and a record out. Nothing here touches the network or the disk;
 * whoever calls keeps the record, delivers the replies and sees to it that a conversation has one turn at a time.
 */
import type { FaqBook } from '../domain/faq.ts'
import type { Policy } from '../domain/policy.ts'
import { isYesNo, type Language, languages, parseAddressKey } from '../domain/values.ts'
import type { PendingQuestion, Understander } from '../prompts/acts.ts'
import { confirmCorrection } from './answers.ts'
import { readingLabel, storedReadings } from './clarify.ts'
import {
  type Conversation,
  confirmationSlot,
  freshConversation,
  isConfirming,
  openConversation,
} from './conversation.ts'
import { dropFaded, hear } from './hearing.ts'
import { activityOf } from './kit/reply.ts'
import { type Move, tapped, topicTaps } from './kit/taps.ts'
import { Turn } from './kit/turn.ts'
import { offerLanguage } from './languages.ts'
import { soothe, welcomeBack } from './manners.ts'
import { catalogues } from './messages/index.ts'
import { ratingKey, wrapUp } from './rating.ts'
import type { Scene } from './scene.ts'
import { openStack, type Stack, type TurnContext } from './talk-dialog.ts'
import { waitingFor } from './waiting.ts'

/** What the assistant works with. */
export interface AssistantParts {
  readonly policy: Policy
  readonly faq: FaqBook
  readonly understander: Understander
}

/** What a turn needs to know from outside. */
export interface TurnSetting {
  /** The record that the last turn returned, as it was stored; `undefined` for a new conversation. May be of an older version, or garbage. */
  readonly stored: unknown
  readonly now: Date
  /** Where the member can fetch this conversation's transcript; asked only when it is shown. */
  readonly transcriptUrl?: (() => Promise<string>) | undefined
}

/** What a turn leaves behind. */
export interface TurnOutcome {
  /** To be stored, whole, instead of the previous one. JSON-serialisable. */
  readonly record: unknown
  /** What the member asked and nobody could answer, in the member's words: for the curators, once personal data are out of it. */
  readonly unanswered?: { readonly text: string; readonly language: Language } | undefined
  /** What the member thought of an answer of the FAQ. */
  readonly helped?: { readonly faq: string; readonly yes: boolean } | undefined
  /** The member asked to be forgotten: everything of the conversation before this turn's replies is to be erased. */
  readonly forget: boolean
}

/** Runs turns. One instance serves all conversations. */
export interface Assistant {
  /**
   * Runs one turn for `context.activity` (`message`, or `conversationUpdate` for the welcome; others change nothing).
   * Replies go out through `context.sendActivities`. Never throws for what a member writes.
   */
  turn(context: TurnContext, setting: TurnSetting): Promise<TurnOutcome>
}

/** A message longer than this is read up to here. Characters. */
const longest = 4000
/** A member's words are kept up to here. Characters. */
const longestWords = 300
/** After so long a silence the member is welcomed back. Milliseconds. */
const longSilence = 12 * 60 * 60 * 1000

/** The language that a locale stands for; Dutch where it says nothing that we speak. */
export const languageOf = (locale: string | undefined): Language =>
  languages.find((language) => locale?.toLowerCase().startsWith(language)) ?? (locale ? 'en' : 'nl')

/** Control characters and lone surrogates have no meaning, and break what shows them. */
const readable = (text: unknown): string =>
  typeof text === 'string'
    ? text
        .slice(0, longest)
        .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
        .trim()
    : ''

const welcome = ({ turn }: Scene): void => {
  turn.record.memory.welcomed = true
  turn.note(turn.says.steer.welcome)
  turn.flush({ taps: topicTaps(turn.says) })
}

/** Lets the talk on top go on, or asks what there is to do. */
const goOn = async ({ turn, stack }: Scene): Promise<void> => {
  const { asking } = turn.record.memory
  if (turn.asked) return turn.flush()
  if (asking?.kind === 'correction') return confirmCorrection(turn, asking.key, asking.fact)
  if (asking?.kind === 'confirm') {
    const { steer } = turn.says
    const text = asking.what === 'restart' ? steer.confirmRestart([]) : steer.confirmForget
    return turn.confirm(text, asking)
  }
  if (asking?.kind === 'again') return turn.ask(parseAddressKey(asking.key)!, stack.top ?? null)
  await stack.proceed()
  if (stack.top === undefined) {
    if (
      turn.concluded ||
      turn.replies.some(({ outcome }) => outcome === 'completed' || outcome === 'handedOff')
    )
      wrapUp(turn)
    else if (turn.replies.length === 0) {
      turn.note(turn.says.steer.choose)
      turn.flush({ taps: topicTaps(turn.says) })
    } else turn.flush({ taps: topicTaps(turn.says) })
  }
}

/** The question as understanding sees it: free text is read against it. */
const pendingOf = (
  record: Conversation,
  waiting: ReturnType<typeof waitingFor>,
  stack: Stack,
): PendingQuestion | null => {
  const { asking } = record.memory
  if (isConfirming(asking)) return { dialog: stack.top ?? null, slot: confirmationSlot(asking) }
  if (!waiting) return record.memory.asked === ratingKey ? { dialog: null, slot: ratingKey } : null
  const { slot, item, options } = waiting
  return {
    dialog: stack.top ?? null,
    slot,
    ...(item === undefined ? {} : { item }),
    ...(options && !isYesNo(slot) ? { options } : {}),
  }
}

/** Makes an assistant. */
export const createAssistant = ({ policy, faq, understander }: AssistantParts): Assistant => {
  /** The reading that a member chose, by its label in any language. */
  const chosenReading = (text: string, record: Conversation): readonly Move[] | undefined =>
    storedReadings(record, faq).find((acts) =>
      Object.values(catalogues).some(
        (says) => readingLabel(acts, says, faq)?.toLowerCase() === text.trim().toLowerCase(),
      ),
    )

  const understand = async (text: string, scene: Scene): Promise<readonly Move[]> => {
    const { turn, stack, waiting } = scene
    const byTap = tapped(text, turn.record, waiting) ?? chosenReading(text, turn.record)
    if (byTap) return byTap
    const pending = pendingOf(turn.record, waiting, stack)
    // The language is detected for each message: members switch without saying so.
    const reading = { text, language: null, today: turn.today }
    let understood = await understander.understand({ ...reading, pending })
    // The rating stands beside the conversation: what is none is read as if it had not been asked.
    const isRating = understood.acts.some((act) => act.act === 'inform' && act.slot === ratingKey)
    const isBrief = text.split(/\s+/).length <= 2
    if (pending?.slot === ratingKey && !isRating && !(isBrief && understood.acts[0]?.act !== 'unknown'))
      understood = await understander.understand({ ...reading, pending: null })
    const { acts, language, mood, readings = [] } = understood
    if (mood) soothe(turn, mood)
    if (readings.length > 1) return [{ act: 'clarify', readings }]
    const spoken = languages.find((one) => one === language)
    const says = acts.some(({ act }) => act !== 'unknown' && act !== 'inform' && act !== 'changeLanguage')
    if (spoken && says && text.split(/\s+/).length >= 4) offerLanguage(turn, spoken)
    return acts
  }

  return {
    async turn(context, { stored, now, transcriptUrl }) {
      const { activity } = context
      const opened = openConversation(stored)
      const record = opened ?? freshConversation(languageOf(activity.locale))
      const isMessage = activity.type === 'message'
      // A card's button may come as a value without words.
      const raw: unknown = activity.text?.trim() ? activity.text : (activity.value ?? activity.text)
      const text = readable(raw)
      const turn = new Turn(record, text.slice(0, longestWords), { policy, faq, now, transcriptUrl })
      dropFaded(turn)
      const stack = openStack(context, turn)
      const scene: Scene = { turn, stack, waiting: waitingFor(turn, stack) }
      if (stored !== undefined && stored !== null && !opened) turn.note(turn.says.steer.freshStart)

      if (activity.type === 'conversationUpdate') {
        if (!record.memory.welcomed) welcome(scene)
      } else if (isMessage) {
        record.memory.welcomed = true
        const silence = record.memory.lastAt === null ? 0 : now.getTime() - Date.parse(record.memory.lastAt)
        if (silence > longSilence && stack.top) welcomeBack(turn)
        if (typeof raw === 'string' && raw.length > longest) turn.note(turn.says.steer.tooLong)
        if (text === '' && (activity.attachments?.length ?? 0) > 0) turn.note(turn.says.steer.onlyText)
        else await hear(scene, text === '' ? [{ act: 'unknown' }] : await understand(text, scene))
        if (record.memory.asked === ratingKey) record.memory.asked = null
        await goOn(scene)
      }
      if (isMessage) record.memory.lastAt = now.toISOString()
      const replies = turn.finish()
      if (replies.length > 0) await context.sendActivities(replies.map(activityOf))
      const { forget, helped, unanswered: asked } = turn
      const unanswered = asked === undefined ? undefined : { text: asked, language: record.language }
      return { record, forget, helped, unanswered }
    },
  }
}
