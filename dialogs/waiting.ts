/** Which question waits: worked out from the facts at every turn, never stored. */
import { parseAddressKey } from '../domain/values.ts'
import type { Waiting } from './answers.ts'
import { isConfirming } from './conversation.ts'
import type { Turn } from './kit/turn.ts'
import type { Stack } from './talk-dialog.ts'
import { questionOf, talks } from './talks.ts'

/** The question that waits for an answer; `undefined` where none does, or where a confirmation stands in front of it. */
export const waitingFor = (turn: Turn, stack: Stack): Waiting | undefined => {
  const { asking } = turn.record.memory
  if (isConfirming(asking)) return undefined
  if (asking?.kind === 'again') {
    const address = parseAddressKey(asking.key)
    return address && { ...address, ...withOptions(questionOf(address.slot)?.options) }
  }
  if (!stack.top) return undefined
  const decision = turn.decide(talks[stack.top])
  if (decision.kind !== 'needs') return undefined
  const { slot, item, round, options = questionOf(slot)?.options } = decision
  return { slot, item, round, ...withOptions(options) }
}

const withOptions = (options: Waiting['options']) => (options ? { options } : {})
