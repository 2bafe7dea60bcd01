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

/** How much better an example is where the same question waits. */
const samePlaceFactor = 1.4
/** So many of the nearest are looked at. */
const considered = 60

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

/** A feature that more of the examples have than this says nothing about any of them. */
const commonFrom = 0.1

/** Makes the search over a set of examples. Ties go to the example that stands first: the same message gets the same examples. */
export function nearestExamples(examples: readonly ShownExample[]): Nearest {
  const shown = examples.filter(({ text }) => text.length <= longest)
  const listed = new Map<number, number[]>()
  const features = shown.map(({ text }) => featuresOf(text))
  for (const [at, own] of features.entries())
    for (const feature of own) {
      const list = listed.get(feature)
      if (list) list.push(at)
      else listed.set(feature, [at])
    }
  /** Which examples have a feature, and what it counts for. */
  const telling = new Map<number, { readonly weight: number; readonly having: Int32Array }>()
  for (const [feature, having] of listed)
    if (having.length <= shown.length * commonFrom || shown.length < 50)
      telling.set(feature, {
        weight: Math.log(1 + shown.length / (1 + having.length)) ** 2,
        having: Int32Array.from(having),
      })
  const lengths = Float64Array.from(features, (own) =>
    Math.sqrt([...own].reduce((sum, feature) => sum + (telling.get(feature)?.weight ?? 0), 1)),
  )
  return (text, pendingSlot, count) => {
    const scores = new Float64Array(shown.length)
    for (const feature of featuresOf(text)) {
      const found = telling.get(feature)
      if (!found) continue
      const { weight, having } = found
      for (let index = 0; index < having.length; index++) {
        const at = having[index]!
        scores[at] = scores[at]! + weight
      }
    }
    const place = pendingSlot ?? null
    const ranked: { readonly at: number; readonly score: number }[] = []
    for (let at = 0; at < shown.length; at++) {
      const samePlace = (shown[at]!.pending?.slot ?? null) === place
      const score = (scores[at]! / lengths[at]!) * (samePlace ? samePlaceFactor : 1)
      // Kept in order, the best first; only the best few can be picked.
      if (score <= 0 || score <= (ranked[considered - 1]?.score ?? 0)) continue
      let spot = ranked.length
      while (spot > 0 && ranked[spot - 1]!.score < score) spot--
      ranked.splice(spot, 0, { at, score })
      if (ranked.length > considered) ranked.pop()
    }
    const picked: ShownExample[] = []
    const meanings = new Map<string, number>()
    for (const { at } of ranked) {
      const example = shown[at]!
      if (picked.length === count) break
      const meaning = meaningOf(example.acts)
      const seen = meanings.get(meaning) ?? 0
      if (seen >= alikeAtMost) continue
      meanings.set(meaning, seen + 1)
      picked.push(example)
    }
    return picked
  }
}
