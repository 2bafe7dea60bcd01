/**
 * The assistant as a channel sees it: one turn in, replies and a record out. Nothing here touches the network or the disk;
 * whoever calls keeps the record, delivers the replies and sees to it that a conversation has one turn at a time.
 */
import type { FaqBook } from '../domain/faq.ts'
import type { Policy } from '../domain/policy.ts'
import { isYesNo, type Language, languages, parseAddressKey } from '../domain/values.ts'
import type { PendingQuestion, Understander, Understanding, Utterance } from '../prompts/acts.ts'
import { confirmCorrection } from './answers.ts'
import { readingLabel, storedReadings } from './clarify.ts'
import { type Conversation, closeConversation, confirmationSlot, isConfirming } from './conversation.ts'
import { type Counted, countedIn, standingOf } from './funnel.ts'
import { handOffSeen, hearNotice, isForAgent, tellEmail } from './hand-off.ts'
import { dropFaded, hear } from './hearing.ts'
import { activityOf, seenOnly } from './kit/reply.ts'
import { type Move, tapped, topicTaps } from './kit/taps.ts'
import type { CaseTell, HandOffStatus } from './kit/telling.ts'
import { type DeskState, Turn } from './kit/turn.ts'
import { offerLanguage } from './languages.ts'
import { soothe, welcomeBack } from './manners.ts'
import { languageOf } from './messages/format.ts'
import { catalogues } from './messages/index.ts'
import { openConversation } from './opening.ts'
import { ratingKey, wrapUp } from './rating.ts'
import type { Scene } from './scene.ts'
import { openStack, type Stack, type TurnContext } from './talk-dialog.ts'
import { waitingFor } from './waiting.ts'

export { languageOf }

/** What the assistant works with. */
export interface AssistantParts {
  readonly policy: Policy
  readonly faq: FaqBook
  readonly understander: Understander
  /** A short text that changes with the program, the policy and the FAQ. */
  readonly edition?: string | undefined
}

/** What a turn needs to know from outside. */
export interface TurnSetting {
  /** The record that the last turn returned, as it was stored; `undefined` for a new conversation. May be of an older version, or garbage. */
  readonly stored: unknown
  readonly now: Date
  /** Where the member can fetch this conversation's transcript; asked only when it is shown. */
  readonly transcriptUrl?: (() => Promise<string>) | undefined
  /** Where the member can fetch a picture, by the name of its file; without it none is shown. */
  readonly pictureUrl?: ((file: string) => string) | undefined
  /** Whether people can be asked; asked only when the member wants one. Absent where there is no way to any. */
  readonly desk?: (() => Promise<DeskState | undefined>) | undefined
}

/** Where a request for a person stands, what of it the people of support have to be told, and how it went on. */
export interface HandOffOutcome {
  readonly state: 'waiting' | 'talking' | 'over'
  readonly tells: readonly CaseTell[]
  readonly status?: HandOffStatus | undefined
}

/** What a turn leaves behind. */
export interface TurnOutcome {
  /** To be stored, whole, instead of the previous one. JSON-serialisable. */
  readonly record: unknown
  /** What the member asked and nobody could answer, in the member's words: for the curators, once personal data are out of it. */
  readonly unanswered?: { readonly text: string; readonly language: Language } | undefined
  /** What the member thought of an answer of the FAQ. */
  readonly helped?: { readonly faq: string; readonly yes: boolean } | undefined
  /** The language that the member asked for in this turn. */
  readonly chosen?: Language | undefined
  /** What the turn is counted as: where members get stuck, and how they rate it. Nothing of the member is in it. */
  readonly counted?: readonly Counted[] | undefined
  /** What the member's message was read as, each time that it was read: with it the same turn can be run again. */
  readonly heard?: readonly Understanding[] | undefined
  /** Where the request for a person stands then, and what it is told; absent where there is none. */
  readonly handOff?: HandOffOutcome | undefined
  /** The member asked to be forgotten: everything of the conversation before this turn's replies is to be erased. */
  readonly forget: boolean
}

/** Runs turns. One instance serves all conversations. */
export interface Assistant {
  /** Which program, policy and FAQ speak, as a short text: with another one the same turn may come out otherwise. */
  readonly edition?: string | undefined
  /**
   * Runs one turn for `context.activity` (`message`, `conversationUpdate` for the welcome, or `event` for a notice of the member's
   * case, which must not come from anybody else; others change nothing).
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

/** The language that a channel says is to be spoken from this message on, because the member chose it elsewhere or writes it. */
const toSpeakIn = ({ channelData }: { readonly channelData?: unknown }): Language | undefined => {
  const { cps } = (channelData ?? {}) as { readonly cps?: { readonly language?: unknown } | null }
  return languages.find((language) => language === cps?.language)
}

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
    const texts = {
      restart: () => steer.confirmRestart([]),
      forgetMe: () => steer.confirmForget,
      handOff: () => turn.says.handOff.confirmAgain,
    }
    const text = texts[asking.what]()
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
const pendingOf = (record: Conversation, waiting: Scene['waiting'], stack: Stack): PendingQuestion | null => {
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
export const createAssistant = ({ policy, faq, understander, edition }: AssistantParts): Assistant => {
  /** The reading that a member chose, by its label in any language. */
  const chosenReading = (text: string, record: Conversation): readonly Move[] | undefined =>
    storedReadings(record, faq).find((acts) =>
      Object.values(catalogues).some(
        (says) => readingLabel(acts, says, faq)?.toLowerCase() === text.trim().toLowerCase(),
      ),
    )

  const understand = async (text: string, scene: Scene, heard: Understanding[]): Promise<readonly Move[]> => {
    const { turn, waiting } = scene
    const byTap = tapped(text, turn.record, waiting) ?? chosenReading(text, turn.record)
    if (byTap) return byTap
    const acts = await read(text, scene, heard)
    // What was asked, or not understood: what a person would be asked.
    const isMatter = ({ act }: Move) =>
      act === 'unknown' || act === 'faq' || act === 'start' || act === 'clarify'
    if (acts.some(isMatter) && !acts.some(({ act }) => act === 'human'))
      scene.turn.record.memory.typed = scene.turn.words
    return acts
  }

  const read = async (text: string, scene: Scene, heard: Understanding[]): Promise<readonly Move[]> => {
    const { turn, stack, waiting } = scene
    const pending = pendingOf(turn.record, waiting, stack)
    // The language is detected for each message: members switch without saying so.
    const reading = { text, language: null, today: turn.today }
    const readOnce = async (utterance: Utterance) => {
      const understanding = await understander.understand(utterance)
      heard.push(understanding)
      return understanding
    }
    let understood = await readOnce({ ...reading, pending })
    // The rating stands beside the conversation: what is none is read as if it had not been asked.
    const isRating = understood.acts.some((act) => act.act === 'inform' && act.slot === ratingKey)
    const isBrief = text.split(/\s+/).length <= 2
    if (pending?.slot === ratingKey && !isRating && !(isBrief && understood.acts[0]?.act !== 'unknown'))
      understood = await readOnce({ ...reading, pending: null })
    const { acts, language, mood, readings = [] } = understood
    if (mood) soothe(turn, mood)
    if (readings.length > 1) return [{ act: 'clarify', readings }]
    const spoken = languages.find((one) => one === language)
    const says = acts.some(({ act }) => act !== 'unknown' && act !== 'inform' && act !== 'changeLanguage')
    if (spoken && says && text.split(/\s+/).length >= 4) offerLanguage(turn, spoken)
    return acts
  }

  return {
    edition,
    async turn(context, { stored, now, transcriptUrl, pictureUrl, desk }) {
      const { activity } = context
      const { record, lost, questionLost } = openConversation(stored, languageOf(activity.locale))
      record.language = toSpeakIn(activity) ?? record.language
      const before = standingOf(record)
      const isMessage = activity.type === 'message'
      // A card's button may come as a value without words.
      const raw: unknown = activity.text?.trim() ? activity.text : (activity.value ?? activity.text)
      const text = readable(raw)
      const { value } = activity
      const turn = new Turn(record, text.slice(0, longestWords), {
        policy,
        faq,
        now,
        transcriptUrl,
        pictureUrl,
        value,
        desk,
      })
      dropFaded(turn)
      const stack = openStack(context, turn)
      const scene: Scene = { turn, stack, ...waitingFor(turn, stack, questionLost) }
      const heard: Understanding[] = []
      const stateBefore = record.memory.handOff?.state
      if (lost === 'everything') turn.note(turn.says.steer.freshStart)
      if (lost === 'some') turn.note(turn.says.steer.partlyKept)

      if (activity.type === 'conversationUpdate') {
        if (!record.memory.welcomed) welcome(scene)
      } else if (activity.type === 'event') {
        if (hearNotice(scene, activity.value) === 'goOn') await goOn(scene)
      } else if (isMessage && isForAgent(scene, text)) {
        if (text !== '') turn.tells.push({ kind: 'said', text })
        if ((activity.attachments?.length ?? 0) > 0) turn.note(turn.says.steer.onlyText)
      } else if (isMessage) {
        record.memory.welcomed = true
        const silence = record.memory.lastAt === null ? 0 : now.getTime() - Date.parse(record.memory.lastAt)
        if (silence > longSilence && stack.top) welcomeBack(turn)
        if (typeof raw === 'string' && raw.length > longest) turn.note(turn.says.steer.tooLong)
        if (text === '' && (activity.attachments?.length ?? 0) > 0) turn.note(turn.says.steer.onlyText)
        else await hear(scene, text === '' ? [{ act: 'unknown' }] : await understand(text, scene, heard))
        if (record.memory.asked === ratingKey) record.memory.asked = null
        tellEmail(turn)
        if (record.memory.handOff?.state !== 'talking') await goOn(scene)
      }
      if (isMessage) record.memory.lastAt = now.toISOString()
      const replies = turn.finish()
      const seen = handOffSeen(turn, stateBefore)
      const last = replies.length - 1
      if (replies.length > 0)
        await context.sendActivities(
          replies.map((reply, index) => activityOf(reply, index === last ? seen : undefined)),
        )
      // The place in the queue changes without a word.
      else if (seen && activity.type === 'event') await context.sendActivities([seenOnly(seen)])
      const { forget, helped, chosen, unanswered: asked, tells, handOffStatus: status } = turn
      const { state } = record.memory.handOff ?? {}
      const handOff = state === undefined ? undefined : { state, tells, status }
      const unanswered = asked === undefined ? undefined : { text: asked, language: record.language }
      const counted = countedIn(before, turn.record, turn.ended)
      return {
        record: closeConversation(record),
        forget,
        helped,
        unanswered,
        chosen,
        counted,
        heard,
        handOff,
      }
    },
  }
}
