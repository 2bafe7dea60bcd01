/** How alike texts are: by the letter groups of their words and by the concepts that they name. */
import { conceptsOf } from './concepts.ts'
import { hashed } from './features.ts'
import { readText, words } from './text.ts'

/** A text as it is compared: what it is made of, how often, and the length of that as a vector. */
export interface Compared {
  readonly groups: ReadonlyMap<number, number>
  readonly length: number
}

/** How texts are compared. */
export interface Comparing {
  /** How much a word counts; 1 unless told otherwise. */
  readonly weigh?: (word: string) => number
  /** Whether different words for one thing count as the same; so unless told otherwise. */
  readonly concepts?: boolean
}

function groupsOf(low: string, { weigh = () => 1, concepts = true }: Comparing): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { word } of words(low)) {
    const padded = ` ${word} `
    const weight = weigh(word)
    for (let size = 3; size <= 4; size++)
      for (let at = 0; at + size <= padded.length; at++) {
        const hash = hashed(padded.slice(at, at + size))
        counts.set(hash, (counts.get(hash) ?? 0) + weight)
      }
  }
  if (concepts) for (const concept of conceptsOf(low)) counts.set(hashed(`k:${concept}`), 2)
  return counts
}

const lengthOf = (groups: ReadonlyMap<number, number>) =>
  Math.sqrt([...groups.values()].reduce((sum, count) => sum + count * count, 0)) || 1

/** Makes a lower-cased text ready to be compared. */
export const compared = (low: string, comparing: Comparing = {}): Compared => {
  const groups = groupsOf(low, comparing)
  return { groups, length: lengthOf(groups) }
}

/** Makes a text ready to be compared as a reader takes it in. */
export const comparedText = (text: string, comparing?: Comparing): Compared =>
  compared(readText(text).low, comparing)

/** How alike two texts are, from 0 (nothing in common) to 1 (the same words). */
export const likeness = (one: Compared, other: Compared): number => {
  const [small, large] = one.groups.size < other.groups.size ? [one, other] : [other, one]
  let product = 0
  for (const [hash, count] of small.groups) product += count * (large.groups.get(hash) ?? 0)
  return product / (one.length * other.length)
}
