/** Repairs, once for all talks: back, why, repeat, skip, cancel, restart, help, undo, language, a person, the receipt, being forgotten. */
import { type FactId, facts as factTable } from '../domain/facts.ts'
import type { Part } from '../domain/rule.ts'
import { type Address, addressKey, parseAddressKey, type Slot } from '../domain/values.ts'
import type { PlainAct } from '../prompts/acts.ts'
import { forgetFact, learn } from './answers.ts'
import { citedFacts, latestAddress } from './conversation.ts'
import { offerPerson } from './hand-off.ts'
import { receiptCard } from './kit/cards.ts'
import { sourceLines } from './kit/reply.ts'
import { isAsked, topicTaps } from './kit/taps.ts'
import type { Turn } from './kit/turn.ts'
import { nameOf, readValue, receiptLines } from './kit/wording.ts'
import { formatOf } from './messages/format.ts'
import { rate, ratingKey } from './rating.ts'
import type { Scene } from './scene.ts'
import { questionOf } from './talks.ts'

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
  turn.ended.push({ talk: top, step: 'cancelled' })
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
  const lines = sourceLines(ids, record.memory.citedByOperator, record.language)
  turn.note(
    lines.length > 0 ? says.steer.sources(lines) : says.steer.noSources,
    ids,
    record.memory.citedByOperator,
  )
}

const human: Repair = async (scene) => {
  const { turn, stack } = scene
  if (await offerPerson(scene)) return
  turn.handedOver = true
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
/** Who leaves is not asked anything more; what waited can still be answered. */
const goodbye: Repair = ({ turn, stack, waiting }) => {
  turn.note(turn.says.steer.goodbye(stack.top !== undefined))
  if (waiting && !turn.record.memory.asking) return turn.leaveOpen(waiting, stack.top ?? null)
  if (!stack.top) turn.flush({ taps: topicTaps(turn.says) })
}

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

/** Asks again for a fact that the member wants to change. */
export const change = ({ turn }: Scene, key: string): void => {
  const address = parseAddressKey(key)
  if (!address || !isAsked(address.slot)) return turn.note(turn.says.steer.noQuestion)
  turn.record.memory.asking = { kind: 'again', key }
  turn.record.memory.asked = null
}

/** What each part of the onboarding is about, what decides most in it first. */
const about: Readonly<Record<Part, readonly Slot[]>> = {
  account: ['hasBusinessAccount', 'signedIn', 'accountCreated', 'passwordSet', 'accountEmailReceived'],
  products: ['hadCpsAccount', 'migrateButtonVisible', 'oldEmailGiven', 'wayOut', 'wantsSheet', 'productName'],
  points: ['greenTickVisible', 'missingFields'],
  tier: ['tier', 'points'],
  payment: ['paymentMethod', 'invoiceReceived', 'invoiceDate', 'hadMembership'],
}

/** As many other facts of a part are offered beside the one that is asked again. */
const othersAtMost = 3

/** Goes back to a part that is done: asks again for what it is about, and offers its other facts to change. */
export const revisit = (scene: Scene, part: Part): void => {
  const { turn } = scene
  const { record, says } = turn
  const known = about[part].flatMap((slot) => latestAddress(record.facts, slot) ?? [])
  const [first, ...others] = known.filter(({ slot }) => isAsked(slot))
  if (!first) return turn.note(says.steer.nothingThere(says.parts[part]))
  change(scene, addressKey(first))
  turn.offer(
    ...others.slice(0, othersAtMost).map((other) => says.taps.change(nameOf(other, record.facts, says))),
  )
}

/** Erases one fact. */
export const erase = ({ turn }: Scene, address: Address): void => {
  const name = nameOf(address, turn.record.facts, turn.says)
  forgetFact(turn, addressKey(address))
  turn.record.memory.asked = null
  turn.note(turn.says.steer.erased(name))
  turn.offer(turn.says.taps.undo)
}
