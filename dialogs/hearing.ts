/** What a message does: its moves, one after the other, to the facts and to the talks on the stack. */

import { addressKey, isYesNo, parseAddressKey, type TalkId } from '../domain/values.ts'
import type { Act } from '../prompts/acts.ts'
import { forgetFact, learn, place, type Said, type Way } from './answers.ts'
import { offerReadings } from './clarify.ts'
import { confirmed } from './confirmations.ts'
import { type ConfirmationSlot, confirmationSlot, isConfirming, latestAddress } from './conversation.ts'
import { withdraw } from './hand-off.ts'
import { helpfulCard } from './kit/cards.ts'
import { faqAnswer } from './kit/faq-answer.ts'
import type { Move } from './kit/taps.ts'
import { isAsked, topicTaps } from './kit/taps.ts'
import { dayOf, type Turn } from './kit/turn.ts'
import { nameOf } from './kit/wording.ts'
import { changeLanguage } from './languages.ts'
import { meant } from './meant.ts'
import { rate, ratingKey } from './rating.ts'
import { change, erase, repairs, revisit } from './repairs.ts'
import type { Scene } from './scene.ts'
import { takeAlong } from './take-along.ts'
import { questionOf, talkFor, talks } from './talks.ts'
import { withoutOvertaken } from './waiting.ts'

const day = 24 * 60 * 60 * 1000

/** Facts whose answer may have changed since they were given are asked again. */
export const dropFaded = ({ record, parts }: Turn): void => {
  for (const [key, fact] of Object.entries(record.facts)) {
    const address = parseAddressKey(key)
    const fades = address && questionOf(address.slot)?.fades
    if (fades !== undefined && parts.now.getTime() - Date.parse(fact.at) >= fades * day)
      delete record.facts[key]
  }
}

/** A way that ended early ('no account yet', 'too few points') is taken up where it ended: things may have changed since. */
const askAgainWhereItEnded = (turn: Turn, id: TalkId): void => {
  const { facts, memory } = turn.record
  const reads = new Set<string>()
  const decision = turn.decide(talks[id], reads)
  if (decision.kind !== 'verdict' || !decision.stops) return
  const last = memory.order.findLast((key) => reads.has(key) && facts[key] !== undefined)
  if (last !== undefined) delete facts[last]
}

/** Starts a talk, or comes back to it. What it asks anew is forgotten, unless a talk below rests on it. */
const start = async ({ turn, stack, waiting }: Scene, id: TalkId): Promise<void> => {
  turn.record.memory.asked = null
  turn.record.memory.asking = null
  if (stack.started.includes(id)) {
    while (stack.top !== id) await stack.end()
    return
  }
  const reads = new Set<string>()
  for (const started of stack.started) turn.decide(talks[started], reads)
  for (const key of Object.keys(turn.record.facts)) {
    const address = parseAddressKey(key)
    if (address && talks[id].forgets.includes(address.slot) && !reads.has(key)) delete turn.record.facts[key]
  }
  askAgainWhereItEnded(turn, id)
  if (stack.top && waiting) turn.note(turn.says.steer.digression(turn.says.topics[id]))
  // Who has been all the way is not told it all again, but what may be changed.
  const done = id === 'onboarding' && turn.decide(talks[id]).kind !== 'needs'
  if (done) turn.offer(turn.says.taps.review, turn.says.taps.restart)
  await stack.begin(id, !done)
}

/** An answer to the question that waits. */
const answer = async ({ turn, stack, waiting }: Scene, said: Said, way: Way): Promise<void> => {
  if (!waiting) return
  const { memory, facts } = turn.record
  const again = memory.asking?.kind === 'again'
  const before = facts[addressKey(waiting)]
  if (!learn(turn, waiting, said, again ? 'correct' : way) || !again) return
  // Where the change takes other answers with it, its confirmation has come instead.
  if (memory.asking?.kind === 'again') memory.asking = null
  // Changed from the receipt, with no talk running: what was concluded from it is said anew.
  const talk = talkFor(waiting.slot, said.kind === 'known' ? said.value : undefined)
  if (talk && !stack.top && facts[addressKey(waiting)] !== before) await stack.begin(talk, false)
}

const said = ({ value, estimate, bound }: Extract<Act, { act: 'inform' | 'correct' }>): Said => ({
  kind: 'known',
  value,
  estimate,
  bound,
})

const inform = async (scene: Scene, act: Extract<Act, { act: 'inform' | 'correct' }>): Promise<void> => {
  const { turn, stack, waiting } = scene
  const { memory, facts } = turn.record
  if (act.slot === 'rating') return rate(scene, act.value as number)
  const changing = memory.asking?.kind === 'again'
  // After another product's name, what follows is about that one.
  const isAnswer = act.slot === waiting?.slot && act.item === undefined && turn.firstProduct === undefined
  if (isAnswer && (act.act === 'inform' || changing)) return answer(scene, said(act), 'answer')
  const correcting = act.act === 'correct' && act.slot !== waiting?.slot
  const latest = latestAddress(facts, act.slot)
  const address =
    correcting && latest && act.item === undefined
      ? latest
      : place(turn, waiting, act.slot, act.item, act.act === 'correct')
  if (!stack.top && !memory.asking && isAsked(act.slot)) {
    const talk = talkFor(act.slot, act.value)
    if (talk) await stack.begin(talk, false)
  }
  // What is missing is told of a product without a tick.
  if (act.slot === 'missingFields' && waiting?.slot === 'greenTickVisible')
    learn(turn, waiting, { kind: 'known', value: false }, 'tapped')
  if (!learn(turn, address, said(act), act.act === 'correct' ? 'correct' : 'inform')) return
  if (memory.asking?.kind === 'again' && memory.asking.key === addressKey(address)) memory.asking = null
}

/** The member only says that an answer was wrong: it is forgotten and asked again. */
const wrong = (scene: Scene, act: Extract<Act, { act: 'correct' }>): void => {
  const { turn } = scene
  const address = latestAddress(turn.record.facts, act.slot)
  if (!address) return
  turn.note(turn.says.steer.wrong(nameOf(address, turn.record.facts, turn.says)))
  forgetFact(turn, addressKey(address))
  if (isAsked(act.slot)) change(scene, addressKey(address))
}

const faq = (scene: Scene, id: string): void => {
  const { turn, stack } = scene
  const entry = turn.parts.faq.entry(id, turn.record.language)
  if (!entry) return notUnderstood(scene)
  for (const { text, facts, byOperator } of faqAnswer(entry, turn.says, turn.parts.policy))
    turn.note(text, facts, byOperator)
  turn.record.memory.faq = id
  turn.attach('', [helpfulCard(turn.says)])
  turn.flush({ dialog: stack.top ?? null, ...(stack.top ? {} : { taps: topicTaps(turn.says) }) })
}

/** Whether the last answer of the FAQ helped. */
const helped = ({ turn }: Scene, yes: boolean): void => {
  const { steer, taps } = turn.says
  const { faq: id } = turn.record.memory
  if (id !== null) turn.helped = { faq: id, yes }
  turn.note(yes ? steer.helped : steer.notHelped)
  if (!yes) turn.offer(taps.human)
}

/** Not understood: said differently each time, then with an example and buttons, then with the offer of a person. */
const notUnderstood = ({ turn, waiting }: Scene): void => {
  const { memory } = turn.record
  const step = Math.min(memory.attempts, 2) as 0 | 1 | 2
  memory.attempts++
  const { steer, taps, asks } = turn.says
  // Beside an answer to a question that waits, it may be a question that the FAQ should have.
  if (!waiting || turn.words.includes('?')) turn.unanswered = turn.words
  turn.note((waiting ? steer.notUnderstood : steer.notUnderstoodIdle)[step])
  if (step >= 1 && waiting && isAsked(waiting.slot)) turn.note(steer.example(asks[waiting.slot].example))
  if (step === 2 || !waiting) turn.offer(taps.human)
}

/** Whether words begin as a yes or a no does. What was only taken for one is said back, so that a misreading is seen. */
const isPlainYesNo = (words: string): boolean =>
  words.split(/\s+/).length <= 2 || /^(?:j[aeou]|y[aeu]|n[aeio])/i.test(words)

const yesOrNo = (scene: Scene, yes: boolean): void | Promise<void> => {
  const { turn, waiting } = scene
  const { memory } = turn.record
  const { asking, asked } = memory
  if (isConfirming(asking)) return confirmed(scene, asking, yes)
  if (waiting && isYesNo(waiting.slot)) {
    const plain = isPlainYesNo(turn.words)
    if (!plain) turn.offer(turn.says.taps.undo)
    return answer(scene, { kind: 'known', value: yes }, plain ? 'tapped' : 'inform')
  }
  if (!waiting && asked === ratingKey && !yes) return rate(scene, null)
  if (!waiting) return
  turn.note(turn.says.steer.notAnAnswer)
  if (isAsked(waiting.slot)) turn.note(turn.says.steer.example(turn.says.asks[waiting.slot].example))
  memory.attempts++
  if (memory.attempts > 2) turn.offer(turn.says.taps.human)
}

/** A confirmation's button. One that is tapped after its time changes nothing; what it stood for is asked anew. */
const confirm = (scene: Scene, what: ConfirmationSlot | 'keep'): void | Promise<void> => {
  const { turn } = scene
  const { asking } = turn.record.memory
  if (isConfirming(asking) && (what === 'keep' || what === confirmationSlot(asking)))
    return confirmed(scene, asking, what !== 'keep')
  if (what === 'confirmRestart') return repairs.restart?.(scene)
  if (what === 'confirmForget') return repairs.forgetMe?.(scene)
  if (what === 'confirmHandOff') return repairs.human?.(scene)
  turn.note(turn.says.steer.kept)
}

const move = async (scene: Scene, one: Move): Promise<void> => {
  const { turn } = scene
  switch (one.act) {
    case 'start':
      return start(scene, one.dialog)
    case 'inform':
      return inform(scene, one)
    case 'correct':
      return one.value === undefined ? wrong(scene, one) : inform(scene, one)
    case 'answer':
      return answer(scene, { kind: 'known', value: one.value }, 'tapped')
    case 'invoiceDay': {
      const value = dayOf(new Date(turn.parts.now.getTime() - one.daysAgo * day))
      return answer(scene, { kind: 'known', value }, 'answer')
    }
    case 'affirm':
      return yesOrNo(scene, true)
    case 'deny':
      return yesOrNo(scene, false)
    case 'unsure':
      return answer(scene, { kind: 'unsure' }, 'tapped')
    case 'faq':
      return faq(scene, one.id)
    case 'changeLanguage':
      return changeLanguage(scene, one.language)
    case 'change':
      return change(scene, one.key)
    case 'erase':
      return erase(scene, parseAddressKey(one.key)!)
    case 'revisit':
      return revisit(scene, one.part)
    case 'takeAlong':
      return takeAlong(scene)
    case 'rate':
      return rate(scene, one.value)
    case 'clarify':
      if (!offerReadings(scene, one.readings, one.contradict)) notUnderstood(scene)
      return
    case 'confirm':
      return confirm(scene, one.what)
    case 'noneOfThese':
      return turn.note(turn.says.steer.noneOfThese)
    case 'helped':
      return helped(scene, one.yes)
    case 'withdraw':
      return withdraw(scene)
    case 'goOn':
      return
    case 'unknown':
      return notUnderstood(scene)
    default:
      return repairs[one.act]?.(scene)
  }
}

/** What may be said while a confirmation waits, without taking it off the table. */
const leavesAConfirmation: ReadonlySet<string> = new Set([
  'unknown',
  'unsure',
  'repeat',
  'help',
  'why',
  'source',
  'changeLanguage',
  'confirm',
])

/** Lets a message do what it asks. */
export const hear = async (scene: Scene, moves: readonly Move[]): Promise<void> => {
  const { waiting } = scene
  const { memory } = scene.turn.record
  const asking = memory.asking
  // 'Yes' to 'which product is it?' helps as little as what is not understood.
  const missesTheQuestion = waiting !== undefined && !isYesNo(waiting.slot)
  const helps = ({ act }: Move) =>
    act !== 'unknown' && !(missesTheQuestion && (act === 'affirm' || act === 'deny'))
  if (moves.some(helps)) memory.attempts = 0
  if (!moves.some(({ act }) => act === 'clarify')) memory.clarified = 0
  if (!moves.some(({ act }) => act === 'repeat')) memory.repeated = 0
  // A choice of readings is answered with this message, one way or the other.
  if (asking?.kind === 'clarify') memory.asking = null
  for (const one of meant(scene, withoutOvertaken(scene, moves))) await move(scene, one)
  // A confirmation that is answered with something else is off the table.
  if (
    isConfirming(asking) &&
    memory.asking === asking &&
    moves.some(({ act }) => !leavesAConfirmation.has(act))
  )
    memory.asking = null
}
