/** Which question waits: worked out from the facts at every turn. Only where the rule needs another one by now is what was asked last looked at. */
import { type Address, addressKey, parseAddressKey } from '../domain/values.ts'
import type { Waiting } from './answers.ts'
import { isConfirming } from './conversation.ts'
import type { Move } from './kit/taps.ts'
import type { Turn } from './kit/turn.ts'
import { ratingKey } from './rating.ts'
import type { Scene } from './scene.ts'
import type { Stack } from './talk-dialog.ts'
import { questionOf, talks } from './talks.ts'

const withOptions = (options: Waiting['options']) => (options ? { options } : {})

/** A question by its address alone, with the options that its slot has. */
const asItStands = (address: Address): Waiting => ({
  ...address,
  ...withOptions(questionOf(address.slot)?.options),
})

/** What the talk on top needs. */
const neededBy = (turn: Turn, { top }: Stack): Waiting | undefined => {
  const decision = top && turn.decide(talks[top])
  if (decision?.kind !== 'needs') return undefined
  const { slot, item, round, options = questionOf(slot)?.options } = decision
  return { slot, item, round, ...withOptions(options) }
}

/** The question that was put to the member last: its address, or that there is no such question any more. */
const putLast = ({ memory }: Turn['record']): Address | 'gone' | undefined => {
  if (memory.asked === null || memory.asked === ratingKey) return undefined
  const address = parseAddressKey(memory.asked)
  return address && questionOf(address.slot) ? address : 'gone'
}

/**
 * The question that waits for an answer; none where none does, or where a confirmation stands in front of it. An answer
 * belongs to the question that the member saw, also where the rule needs another one by now: because an earlier answer has
 * faded, or because the talk was changed since.
 */
export const waitingFor = (
  turn: Turn,
  stack: Stack,
  questionLost = false,
): Pick<Scene, 'waiting' | 'overtaken'> => {
  const { memory, facts } = turn.record
  const put = putLast(turn.record)
  const nothing = { waiting: undefined, overtaken: false }
  if (isConfirming(memory.asking)) return nothing
  if (memory.asking?.kind === 'again') {
    const address = parseAddressKey(memory.asking.key)
    return address ? { waiting: asItStands(address), overtaken: false } : nothing
  }
  if (questionLost || put === 'gone') {
    memory.asked = null
    return { waiting: undefined, overtaken: true }
  }
  const needed = neededBy(turn, stack)
  const isAnother = put && facts[addressKey(put)] === undefined && !(needed && isSame(put, needed))
  return { waiting: isAnother ? asItStands(put) : needed, overtaken: false }
}

const isSame = (one: Address, other: Address): boolean => addressKey(one) === addressKey(other)

/** Moves that only mean something beside the question that waits. */
const answers: ReadonlySet<Move['act']> = new Set([
  'affirm',
  'deny',
  'unsure',
  'answer',
  'invoiceDay',
  'skip',
  'unknown',
])

/** The moves of a message without what answers a question that is asked no longer; the member is told that it is not needed. */
export const withoutOvertaken = ({ turn, overtaken }: Scene, moves: readonly Move[]): readonly Move[] => {
  const rest = overtaken ? moves.filter(({ act }) => !answers.has(act)) : moves
  if (rest.length < moves.length && rest.length === 0) turn.note(turn.says.steer.noLongerAsked)
  return rest
}
