/** The examples that are nearest to a message: few-shot for the model, picked here and now. */
import type { Act } from '../acts.ts'
import { hashed } from '../local/features.ts'
import { readText, words } from '../local/text.ts'

/** A message and how it is to be understood. */
export interface ShownExample {
  readonly text: string
  readonly acts: readonly Act[]
  readonly pending?: { readonly slot: string } | null | undefined
}

/** Picks the nearest examples, the nearest first. */
export type Nearest = (
  text: string,
  pendingSlot: string | undefined,
  count: number,
) => readonly ShownExample[]

/** Longer examples than this cost more than they show. Characters. */
const longest = 160
/** Of examples that say the same, so many are shown. */
const alikeAtMost = 2

/** Words and letter groups; numbers count as one. */
function featuresOf(text: string): ReadonlySet<number> {
  const features = new Set<number>()
  for (const { word } of words(readText(text).low.replace(/\d[\d.,]*/g, '0'))) {
    features.add(hashed(`w ${word}`))
    const padded = ` ${word} `
    for (let at = 0; at + 3 <= padded.length; at++) features.add(hashed(padded.slice(at, at + 3)))
  }
  return features
}

const meaningOf = (acts: readonly Act[]) =>
  acts
    .map((act) =>
      'slot' in act
        ? `${act.act} ${act.slot}`
        : 'id' in act
          ? `faq ${act.id}`
          : 'dialog' in act
            ? `start ${act.dialog}`
            : act.act,
    )
    .join()

/** Makes the search over a set of examples. Ties go to the example that stands first: the same message gets the same examples. */
export function nearestExamples(examples: readonly ShownExample[]): Nearest {
  const shown = examples.filter(({ text }) => text.length <= longest)
  /** Which examples have a feature. */
  const having = new Map<number, number[]>()
  const sizes = shown.map(({ text }, at) => {
    const features = featuresOf(text)
    for (const feature of features) {
      const list = having.get(feature)
      if (list) list.push(at)
      else having.set(feature, [at])
    }
    return features
  })
  const rarity = (feature: number) => Math.log(1 + shown.length / (1 + (having.get(feature)?.length ?? 0)))
  const lengths = sizes.map(
    (features) => Math.sqrt([...features].reduce((sum, feature) => sum + rarity(feature) ** 2, 0)) || 1,
  )
  return (text, pendingSlot, count) => {
    const scores = new Float64Array(shown.length)
    for (const feature of featuresOf(text)) {
      const weight = rarity(feature) ** 2
      for (const at of having.get(feature) ?? []) scores[at]! += weight
    }
    const ranked = shown
      .map((example, at) => ({
        example,
        score: scores[at]! / lengths[at]! + (example.pending?.slot === pendingSlot ? 0.5 : 0),
      }))
      .sort((one, other) => other.score - one.score)
    const picked: ShownExample[] = []
    const meanings = new Map<string, number>()
    for (const { example, score } of ranked) {
      if (picked.length === count || score <= 0.5) break
      const meaning = meaningOf(example.acts)
      const seen = meanings.get(meaning) ?? 0
      if (seen >= alikeAtMost) continue
      meanings.set(meaning, seen + 1)
      picked.push(example)
    }
    return picked
  }
}
