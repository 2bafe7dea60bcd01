/** Repairs, once for all talks: back, why, repeat, skip, cancel, restart, help, undo, language, a person, the receipt, being forgotten. */
import { type FactId, facts as factTable } from '../domain/facts.ts'
import {
  type Address,
  addressKey,
  type Language,
  languages,
  parseAddressKey,
  type TalkId,
} from '../domain/values.ts'
import type { PlainAct } from '../prompts/acts.ts'
import { forgetFact, learn, type Said, type Waiting } from './answers.ts'
import { type Confirming, citedFacts, freshConversation } from './conversation.ts'
import { receiptCard } from './kit/cards.ts'
import { placesOf } from './kit/reply.ts'
import { isAsked, ratingTaps, topicTaps } from './kit/taps.ts'
import type { Turn } from './kit/turn.ts'
import { nameOf, readValue, receiptLines } from './kit/wording.ts'
import { formatOf } from './messages/format.ts'
import { catalogues } from './messages/index.ts'
import type { Stack } from './talk-dialog.ts'
import { questionOf } from './talks.ts'

/** What a repair works on. */
export interface Scene {
  readonly turn: Turn
  readonly stack: Stack
  /** The question that waited when the message came. */
  readonly waiting: Waiting | undefined
}

/** What was asked last, where that was the rating: it is beside the conversation, so that only the next message is read as one. */
export const ratingKey = 'rating'

type Repair = (scene: Scene) => void | Promise<void>

/** Leaves a question that stands in front of the talks; `false` where there is none. */
const leave = (turn: Turn): boolean => {
  const { memory } = turn.record
  if (!memory.asking) return false
  memory.asking = null
  turn.note(turn.says.steer.kept)
  return true
}

const back: Repair = ({ turn }) => {
  const { memory, facts } = turn.record
  memory.asked = null
  if (leave(turn)) return
  const last = memory.order.filter((key) => facts[key] !== undefined).at(-1)
  if (last === undefined) return turn.note(turn.says.steer.atBeginning)
  forgetFact(turn, last)
  turn.note(turn.says.steer.goneBack)
}

const skip: Repair = (scene) => {
  const { turn, waiting } = scene
  if (!waiting && turn.record.memory.asked === ratingKey) return rate(scene, null)
  if (leave(turn)) return
  if (!waiting) return turn.note(turn.says.steer.noQuestion)
  const { memory } = turn.record
  const key = addressKey(waiting)
  if (questionOf(waiting.slot)?.mandatory && isAsked(waiting.slot) && memory.putOff !== key) {
    // Who insists is not held up: the second time it is skipped.
    memory.putOff = key
    turn.note(turn.says.steer.mandatory(turn.says.asks[waiting.slot].why))
    turn.offer(turn.says.taps.later, turn.says.taps.skip)
    return
  }
  memory.putOff = null
  learn(turn, waiting, { kind: 'skipped' }, 'tapped')
}

const cancel: Repair = async ({ turn, stack }) => {
  const { memory } = turn.record
  const top = stack.top
  memory.asked = null
  if (leave(turn)) return
  if (!top) return turn.note(turn.says.steer.nothingRunning)
  await stack.end()
  turn.note(turn.says.steer.cancelled(turn.says.topics[top]))
  turn.flush({
    dialog: top,
    outcome: 'cancelled',
    ...(stack.top ? {} : { taps: topicTaps(turn.says) }),
  })
}

const restart: Repair = ({ turn }) => {
  const names = receiptLines(turn.record, turn.says).map(({ name }) => name)
  turn.confirm(turn.says.steer.confirmRestart(names), { kind: 'confirm', what: 'restart' })
}

const forgetMe: Repair = ({ turn }) =>
  turn.confirm(turn.says.steer.confirmForget, { kind: 'confirm', what: 'forgetMe' })

const help: Repair = ({ turn, waiting }) => {
  const words = waiting && isAsked(waiting.slot) ? turn.says.asks[waiting.slot] : undefined
  if (words) turn.note(turn.says.steer.helpQuestion(words.why, words.example))
  turn.note(turn.says.steer.help)
}

const why: Repair = ({ turn, waiting }) => {
  const words = waiting && isAsked(waiting.slot) ? turn.says.asks[waiting.slot] : undefined
  if (words) turn.note(words.why)
  // A confirmation gives its reason itself when it is asked again.
  else if (!turn.record.memory.asking) turn.note(turn.says.steer.noQuestion)
}

const source: Repair = ({ turn }) => {
  const { record, says } = turn
  const ids = citedFacts(record).filter((id) => id in factTable)
  const lines = placesOf(ids, record.language).map(({ name, url, inferred }) => {
    const shown = url ? `[${name}](${url})` : name
    return inferred ? `${shown} – ${says.steer.inferred}` : shown
  })
  if (record.memory.citedByOperator) lines.push(says.steer.byOperator)
  turn.note(
    lines.length > 0 ? says.steer.sources(lines) : says.steer.noSources,
    ids,
    record.memory.citedByOperator,
  )
}

const human: Repair = async ({ turn, stack }) => {
  const { record, says } = turn
  const { support } = turn.parts.policy
  const supportFacts: FactId[] = ['help.priority-support']
  turn.note(says.steer.person(support, formatOf(record.language)), supportFacts, support !== undefined)
  const lines = receiptLines(record, says)
  if (lines.length > 0) turn.note(says.steer.personSummary(lines))
  await turn.offerTranscript()
  turn.flush({ dialog: stack.top ?? null, ...(stack.top ? {} : { taps: topicTaps(says) }) })
}

const review: Repair = ({ turn, stack }) => {
  const lines = receiptLines(turn.record, turn.says)
  if (lines.length === 0) return turn.note(turn.says.steer.receiptEmpty)
  turn.attach(turn.says.steer.receipt, [receiptCard(lines, turn.says)])
  turn.flush({ dialog: stack.top ?? null, ...(stack.top ? {} : { taps: topicTaps(turn.says) }) })
}

const undo: Repair = ({ turn }) => {
  const { memory, facts } = turn.record
  const changed = Object.entries(memory.undo ?? {})
  memory.asked = null
  if (changed.length === 0) return turn.note(turn.says.steer.nothingToUndo)
  const names: string[] = []
  for (const [key, old] of changed) {
    const address = parseAddressKey(key)
    if (!address) continue
    const name = nameOf(address, facts, turn.says)
    if (old === null) delete facts[key]
    else facts[key] = old
    memory.order = memory.order.filter((other) => other !== key)
    if (old !== null) memory.order.push(key)
    names.push(old === null ? name : `${name} (${readValue(address.slot, old, turn.says)})`)
  }
  memory.undo = null
  turn.note(turn.says.steer.undone(names))
}

const repeat: Repair = ({ turn, waiting }) => {
  if (!waiting && !turn.record.memory.asking) turn.note(turn.says.steer.noQuestion)
  const { memory } = turn.record
  // Said in full the first time; who asks again gets it short.
  turn.inFull = memory.repeated === 0
  memory.repeated++
}

const greet: Repair = ({ turn }) => turn.note(turn.says.steer.greeting)
const thanks: Repair = ({ turn }) => turn.note(turn.says.steer.thanks)
const goodbye: Repair = ({ turn, stack }) => turn.note(turn.says.steer.goodbye(stack.top !== undefined))

/** The repairs by their act. */
export const repairs: Partial<Record<PlainAct, Repair>> = {
  back,
  skip,
  cancel,
  restart,
  forgetMe,
  help,
  why,
  source,
  human,
  review,
  undo,
  repeat,
  greet,
  thanks,
  goodbye,
}

/** The member answered a confirmation. */
export const confirmed = ({ turn, stack }: Scene, asking: Confirming, yes: boolean): void => {
  const { record } = turn
  record.memory.asking = null
  record.memory.asked = null
  if (!yes) return turn.note(turn.says.steer.kept)
  if (asking.kind === 'correction') {
    const { kind, value, estimate, bound, words } = asking.fact
    const said: Said = kind === 'known' ? { kind, value, estimate, bound, words } : { kind, words }
    learn(turn, parseAddressKey(asking.key)!, said, 'confirmed')
    return
  }
  const { what } = asking
  const { memory } = freshConversation(record.language)
  record.facts = {}
  record.stack.length = 0
  // Who has rated is not asked again; who wants to be forgotten leaves not even that.
  record.memory = {
    ...memory,
    welcomed: true,
    ...(what === 'restart' ? { rating: record.memory.rating } : {}),
  }
  turn.replaced = undefined
  turn.forget = what === 'forgetMe'
  turn.note(what === 'restart' ? turn.says.steer.restarted : turn.says.steer.forgotten)
  turn.note(turn.says.steer.choose)
  turn.flush({ taps: topicTaps(turn.says), dialog: stack.top ?? null })
}

/** Goes on in another language, where it is spoken. */
export const changeLanguage = ({ turn }: Scene, wanted: string): void => {
  const language = languages.find((spoken) => spoken === wanted)
  if (!language) {
    const spoken = languages.map((one) => catalogues[one].name)
    turn.note(turn.says.steer.languageUnknown(spoken))
    return
  }
  if (language === turn.record.language) return turn.note(turn.says.steer.languageAlready)
  turn.speak(language)
  turn.note(turn.says.steer.languageChanged)
}

/** Offers once to go on in the language that the member seems to write. */
export const offerLanguage = (turn: Turn, language: Language): void => {
  const { memory } = turn.record
  if (memory.languageOffered || language === turn.record.language) return
  memory.languageOffered = true
  turn.note(catalogues[language].steer.languageOffer)
  turn.offer(catalogues[language].name)
}

/** A word for a member who is angry or at a loss; once, and briefly, with a person to turn to. */
export const soothe = (turn: Turn, mood: 'angry' | 'distressed'): void => {
  const { memory } = turn.record
  turn.offer(turn.says.taps.human)
  if (memory.soothed) return
  memory.soothed = true
  turn.note(turn.says.steer.moods[mood])
}

/** After days: what was known, and that it can be changed or begun anew. */
export const welcomeBack = (turn: Turn): void => {
  const { steer, taps } = turn.says
  const lines = receiptLines(turn.record, turn.says)
  turn.note(steer.resumed)
  if (lines.length > 0) turn.note(steer.recap(lines.slice(-mostRecapped)))
  turn.offer(taps.review, taps.restart)
}

/** Facts that a recap names at most; the receipt has them all. */
const mostRecapped = 5

/** Asks again for a fact that the member wants to change. */
export const change = ({ turn }: Scene, key: string): void => {
  const address = parseAddressKey(key)
  if (!address || !isAsked(address.slot)) return turn.note(turn.says.steer.noQuestion)
  turn.record.memory.asking = { kind: 'again', key }
  turn.record.memory.asked = null
}

/** Erases one fact. */
export const erase = ({ turn }: Scene, address: Address): void => {
  const name = nameOf(address, turn.record.facts, turn.says)
  forgetFact(turn, addressKey(address))
  turn.record.memory.asked = null
  turn.note(turn.says.steer.erased(name))
  turn.offer(turn.says.taps.undo)
}

/** Takes the rating, or that there will be none. */
export const rate = ({ turn, stack }: Scene, value: number | null): void => {
  turn.record.memory.rating = value ?? 'declined'
  turn.note(value === null ? turn.says.steer.notRated : turn.says.steer.rated(value))
  if (stack.top) return
  turn.note(turn.says.steer.anythingElse)
  turn.flush({ taps: topicTaps(turn.says) })
}

/** After the last talk: the rating, once; then what else there is. */
export const wrapUp = (turn: Turn): void => {
  const { memory } = turn.record
  if (memory.rating === null && turn.concluded) {
    memory.rating = 'offered'
    turn.note(turn.says.steer.askRating)
    turn.flush({ taps: ratingTaps(turn.says) })
    memory.asked = ratingKey
    return
  }
  turn.note(turn.says.steer.anythingElse)
  turn.flush({ taps: topicTaps(turn.says) })
}

/** Where a talk stands among those that are started. */
export const isStarted = (stack: Stack, id: TalkId): boolean => stack.started.includes(id)
