/** Nearest phrase by likeness: for FAQ entries that came after training. */
import { compared, comparedText, likeness } from './likeness.ts'

/** A phrase and the FAQ entry that answers it. */
export interface Neighbour {
  readonly id: string
  readonly text: string
}

/** Makes a search for the entry whose phrase is nearest to a lower-cased text; `undefined` where none is near enough. */
export function neighbours(
  phrases: readonly Neighbour[],
  enough = 0.55,
): (low: string) => string | undefined {
  const list = phrases.map(({ id, text }) => ({ id, phrase: comparedText(text) }))
  return (low) => {
    if (list.length === 0) return undefined
    const own = compared(low)
    let best: string | undefined
    let similarity = enough
    for (const { id, phrase } of list) {
      const found = likeness(own, phrase)
      if (found > similarity) [best, similarity] = [id, found]
    }
    return best
  }
}
