/** Takes what the member's device kept of a conversation that is gone into the new one; it is checked as if it came from anybody. */
import { z } from 'zod'
import { impossible, mostProducts } from '../domain/product-data.ts'
import { parseAddressKey } from '../domain/values.ts'
import { put } from './answers.ts'
import { factSchema, type MemberFact } from './conversation.ts'
import { topicTaps } from './kit/taps.ts'
import type { Turn } from './kit/turn.ts'
import { receiptLines } from './kit/wording.ts'
import { isSoundFact } from './opening.ts'
import type { Scene } from './scene.ts'

/** What comes with the message: facts by their address, as the member's own data hold them. */
const carried = z.object({ known: z.record(z.string(), z.unknown()) })

/** Characters of the member's words that a fact keeps. */
const longestWords = 300

/** A fact as it may be taken in; `undefined` where it cannot be right, or not any more. */
const taken = (turn: Turn, key: string, given: unknown): MemberFact | undefined => {
  const parsed = factSchema.safeParse(given)
  const address = parseAddressKey(key)
  if (!parsed.success || !address || !isSoundFact(key, parsed.data)) return undefined
  if ((address.item ?? 0) >= mostProducts) return undefined
  const fact = parsed.data
  if (fact.kind === 'known' && impossible(address.slot, fact.value, turn.circumstances)) return undefined
  const now = turn.parts.now.toISOString()
  return { ...fact, words: fact.words.slice(0, longestWords), at: fact.at < now ? fact.at : now }
}

/** Takes in what is not known yet, and says what that was. */
export const takeAlong = ({ turn, stack }: Scene): void => {
  const { record, says } = turn
  const given = carried.safeParse(turn.parts.value)
  const keys: string[] = []
  for (const [key, one] of Object.entries(given.data?.known ?? {})) {
    const fact = record.facts[key] === undefined ? taken(turn, key, one) : undefined
    if (!fact) continue
    put(turn, key, fact)
    keys.push(key)
  }
  const lines = receiptLines(record, says).filter(({ key }) => keys.includes(key))
  turn.note(lines.length > 0 ? says.steer.tookAlong(lines) : says.steer.nothingTakenAlong)
  turn.flush({ dialog: stack.top ?? null, ...(stack.top ? {} : { taps: topicTaps(says) }) })
}
