/** Search in the FAQ: the entries that answer what somebody types, the best first, by the local engine's own means. */
import { comparedText, likeness } from './likeness.ts'
import { type Model, scorer } from './model.ts'
import type { Neighbour } from './neighbours.ts'
import { speller } from './spelling.ts'
import { readText } from './text.ts'

/** What a search is made with. */
export interface FaqSearchOptions {
  /** The entries that there are. */
  readonly faqIds: readonly string[]
  /** Their questions and variants, in all languages. */
  readonly phrases: readonly Neighbour[]
}

/** The ids of the entries that answer a text, the best first; none where nothing comes near. */
export type FaqSearch = (text: string) => readonly string[]

/** From here on the classifier's reading counts, and its whole weight from `surely` on. */
const [maybe, surely] = [-0.8, 0.2]
/** An entry with less than this is no result. */
const enough = 0.4

/** What a classifier's margin is worth, from 0 to 1. */
const worth = (margin: number): number => Math.min(1, Math.max(0, (margin - maybe) / (surely - maybe)))

/** Makes a search from a trained model. Deterministic; never throws for what is typed. */
export function faqSearch(model: Model, { faqIds, phrases }: FaqSearchOptions): FaqSearch {
  const score = scorer(model)
  const spell = speller(new Map(Object.entries(model.words)))
  const known = new Set(faqIds)
  const order = new Map(faqIds.map((id, at) => [id, at]))
  const list = phrases
    .filter(({ id }) => known.has(id))
    .map(({ id, text }) => ({ id, phrase: comparedText(text) }))
  return (written) => {
    const original = readText(written)
    if (!/[\p{L}\p{N}]/u.test(original.low)) return []
    const { low } = spell(original, true).text
    const margins = score(low, undefined)
    const own = comparedText(low)
    const near = new Map<string, number>()
    for (const { id, phrase } of list) near.set(id, Math.max(near.get(id) ?? 0, likeness(own, phrase)))
    return faqIds
      .map((id) => {
        const alike = near.get(id) ?? 0
        // What the classifier knows of letters that it has never seen is nothing.
        const read = worth(margins.of(`faq:${id}`)) * margins.coverage
        return { id, found: Math.max(alike, read) + 0.5 * Math.min(alike, read) }
      })
      .filter(({ found }) => found >= enough)
      .sort((one, other) => other.found - one.found || order.get(one.id)! - order.get(other.id)!)
      .map(({ id }) => id)
  }
}
