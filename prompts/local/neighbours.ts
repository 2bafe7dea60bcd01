/** Nearest phrase by letter groups: for FAQ entries that came after training. */
import { conceptsOf } from './concepts.ts'
import { hashed } from './features.ts'
import { readText, words } from './text.ts'

/** A phrase and the FAQ entry that answers it. */
export interface Neighbour {
  readonly id: string
  readonly text: string
}

function groupsOf(low: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { word } of words(low)) {
    const padded = ` ${word} `
    for (let size = 3; size <= 4; size++)
      for (let at = 0; at + size <= padded.length; at++) {
        const hash = hashed(padded.slice(at, at + size))
        counts.set(hash, (counts.get(hash) ?? 0) + 1)
      }
  }
  for (const concept of conceptsOf(low)) counts.set(hashed(`k:${concept}`), 2)
  return counts
}

const lengthOf = (groups: ReadonlyMap<number, number>) =>
  Math.sqrt([...groups.values()].reduce((sum, count) => sum + count * count, 0)) || 1

/** Makes a search for the entry whose phrase is nearest to a lower-cased text; `undefined` where none is near enough. */
export function neighbours(
  phrases: readonly Neighbour[],
  enough = 0.55,
): (low: string) => string | undefined {
  const list = phrases.map(({ id, text }) => {
    const groups = groupsOf(readText(text).low)
    return { id, groups, length: lengthOf(groups) }
  })
  return (low) => {
    if (list.length === 0) return undefined
    const own = groupsOf(low)
    const length = lengthOf(own)
    let best: string | undefined
    let similarity = enough
    for (const { id, groups, length: other } of list) {
      let product = 0
      for (const [hash, count] of own) product += count * (groups.get(hash) ?? 0)
      const found = product / (length * other)
      if (found > similarity) [best, similarity] = [id, found]
    }
    return best
  }
}
