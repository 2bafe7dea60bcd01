/** Several readings of one message: the member chooses, at most twice in a row; then it counts as not understood. */
import type { FaqBook } from '../domain/faq.ts'
import { type Act, actSchema } from '../prompts/acts.ts'
import type { Conversation } from './conversation.ts'
import { labelOf } from './kit/wording.ts'
import type { Catalogue } from './messages/catalogue.ts'
import type { Scene } from './scene.ts'

/** How often in a row a choice of readings is offered. */
const mostOften = 2

/** A reading in a few words, as its button says it; `undefined` for one that has no words. */
export const readingLabel = (acts: readonly Act[], says: Catalogue, faq: FaqBook): string | undefined => {
  const parts = acts.map((one) => {
    switch (one.act) {
      case 'start':
        return says.topics[one.dialog]
      case 'faq':
        return faq.entry(one.id, says.language)?.question
      case 'inform':
      case 'correct':
        return one.value === undefined
          ? says.names[one.slot]
          : `${says.names[one.slot]}: ${labelOf(one.slot, one.value, says)}`
      default:
        return one.act in says.taps ? String(says.taps[one.act as 'help']) : undefined
    }
  })
  const known = parts.filter((part): part is string => part !== undefined)
  return known.length === 0 ? undefined : known.join(' · ').slice(0, 80)
}

/** Asks which reading was meant; `false` where that was done often enough, or there is nothing to choose between. */
export const offerReadings = (
  { turn, stack, waiting }: Scene,
  readings: readonly (readonly Act[])[],
  contradict = false,
): boolean => {
  const { memory } = turn.record
  const { faq } = turn.parts
  const worded = readings.slice(0, 3).flatMap((acts) => {
    const label = readingLabel(acts, turn.says, faq)
    return label === undefined ? [] : [{ acts, label }]
  })
  if (memory.clarified >= mostOften || new Set(worded.map(({ label }) => label)).size < 2) return false
  memory.clarified++
  memory.asking = { kind: 'clarify', readings: worded.map(({ acts }) => acts.map((act) => ({ ...act }))) }
  turn.note(contradict ? turn.says.steer.contradiction : turn.says.steer.clarify)
  turn.asked = true
  const dialog = stack.top ?? null
  turn.flush({
    taps: [...worded, { label: turn.says.taps.noneOfThese }],
    dialog,
    // The question behind it still waits, and may be answered as well.
    pending: waiting
      ? { dialog, slot: waiting.slot, ...(waiting.item === undefined ? {} : { item: waiting.item }) }
      : null,
  })
  return true
}

/** The acts of a stored choice, as far as they still hold. */
export const storedReadings = ({ memory }: Conversation, faq: FaqBook): readonly (readonly Act[])[] => {
  if (memory.asking?.kind !== 'clarify') return []
  const schema = actSchema(faq.ids)
  return memory.asking.readings.map((acts) =>
    acts.flatMap((act) => {
      const parsed = schema.safeParse(act)
      return parsed.success ? [parsed.data as Act] : []
    }),
  )
}
