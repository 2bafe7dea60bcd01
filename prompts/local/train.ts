/** Trains the linear model: one support vector machine per label (dual coordinate descent), deterministic. */
import { isSlot, isYesNo, valueSchema } from '../../domain/values.ts'
import type { Act } from '../acts.ts'
import { featuresOf, kinds } from './features.ts'
import { masked } from './masking.ts'
import { type Model, vectorOf } from './model.ts'
import { withSlip } from './slips.ts'
import { readText, words } from './text.ts'

/** A text and how it is to be understood. */
export interface Example {
  readonly text: string
  readonly acts: readonly Act[]
  readonly pending?:
    | {
        readonly dialog: string | null
        readonly slot: string
        readonly options?: readonly unknown[] | undefined
      }
    | null
    | undefined
  readonly today?: string | undefined
}

/** How training goes; the defaults are what the product uses. */
export interface TrainingOptions {
  /** How much an error costs against a simple model. */
  readonly cost?: number
  readonly epochs?: number
  /** Copies of each example with a slip of the finger in it. */
  readonly slips?: number
}

/** The label under which the classifier knows an act. */
export function labelsOf(acts: readonly Act[]): readonly string[] {
  const labels = acts.flatMap((act): string[] => {
    if (act.act === 'start') return [`start:${act.dialog}`]
    if (act.act === 'faq') return [`faq:${act.id}`]
    if (act.act !== 'inform' && act.act !== 'correct') return [act.act]
    const form = act.act === 'correct' ? ['correct'] : []
    if (act.value === undefined) return [...form, `wrong:${act.slot}`]
    const yesNo = isSlot(act.slot) && isYesNo(act.slot) && valueSchema(act.slot).safeParse(act.value).success
    return [...form, yesNo ? `${act.slot}=${act.value}` : `value:${act.slot}`]
  })
  return [...new Set(labels)]
}

const random = (seed: number) => () => {
  seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
  let mixed = seed
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32
}

/** All texts as the machines see them: one after the other in typed arrays, because they are passed over a thousand times. */
interface Rows {
  /** Where each row begins; one more than there are rows. */
  readonly starts: Int32Array
  readonly indices: Int32Array
  readonly values: Float32Array
  /** Squared lengths. */
  readonly norms: Float64Array
}

/** A row without weight whose gradient is above this is left alone for a few rounds: it is on the right side by far. */
const farRight = 0.2
/** Every so many rounds all rows are looked at again. */
const fullRound = 4

/** Weights of one label: L2-loss support vector machine by dual coordinate descent with shrinking (Hsieh et al., 2008). */
function machine(
  { starts, indices, values, norms }: Rows,
  signs: Int8Array,
  { size, cost, epochs, seed }: { size: number; cost: number; epochs: number; seed: number },
): { weights: Float64Array; bias: number } {
  const count = signs.length
  const weights = new Float64Array(size)
  let bias = 0
  const alphas = new Float64Array(count)
  const positive = signs.reduce((sum, sign) => sum + (sign > 0 ? 1 : 0), 0)
  const lift = Math.min(12, Math.max(1, Math.sqrt((count - positive) / Math.max(1, positive))))
  const [softPositive, softNegative] = [1 / (2 * cost * lift), 1 / (2 * cost)]
  const next = random(seed)
  const order = Int32Array.from(signs, (_, at) => at)
  let active = count
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (epoch % fullRound === 0) active = count
    for (let at = active - 1; at > 0; at--) {
      const other = Math.floor(next() * (at + 1))
      const row = order[at]!
      order[at] = order[other]!
      order[other] = row
    }
    let moved = 0
    for (let at = 0; at < active; at++) {
      const row = order[at]!
      const sign = signs[row]!
      const softness = sign > 0 ? softPositive : softNegative
      const end = starts[row + 1]!
      let margin = bias
      for (let part = starts[row]!; part < end; part++) margin += weights[indices[part]!]! * values[part]!
      const alpha = alphas[row]!
      const gradient = sign * margin - 1 + softness * alpha
      if (alpha === 0 && gradient >= 0) {
        if (gradient > farRight) {
          active--
          order[at] = order[active]!
          order[active] = row
          at--
        }
        continue
      }
      const updated = Math.max(0, alpha - gradient / (norms[row]! + 1 + softness))
      const step = (updated - alpha) * sign
      if (step === 0) continue
      alphas[row] = updated
      moved = Math.max(moved, Math.abs(step))
      for (let part = starts[row]!; part < end; part++) {
        const index = indices[part]!
        weights[index] = weights[index]! + step * values[part]!
      }
      bias += step
    }
    if (moved < 0.01) {
      if (active === count) break
      active = count
    }
  }
  return { weights, bias }
}

const base64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

/** Trains a model. The same examples give the same model. */
export function train(
  examples: readonly Example[],
  { cost = 0.6, epochs = 12, slips = 1 }: TrainingOptions = {},
): Model {
  const next = random(20_260)
  const copies = examples.flatMap((example) => [
    example,
    ...Array.from({ length: slips }, () => ({ ...example, text: withSlip(example.text, next) })).filter(
      ({ text }) => text !== example.text,
    ),
  ])
  const texts = copies.map(({ text, acts, pending, today }) => ({
    low: masked(text, today),
    slot: pending?.slot,
    labels: new Set(labelsOf(acts)),
  }))
  const counts = new Map<number, number>()
  for (const { low, slot } of texts) {
    const features = featuresOf(low, slot)
    for (const kind of kinds) for (const hash of features[kind]) counts.set(hash, (counts.get(hash) ?? 0) + 1)
  }
  const hashes = Uint32Array.from([...counts].filter(([, count]) => count >= 2).map(([hash]) => hash)).sort()
  const index = new Map<number, number>()
  hashes.forEach((hash, at) => {
    index.set(hash, at)
  })
  const idf = Uint16Array.from(hashes, (hash) =>
    Math.round(100 * (1 + Math.log(texts.length / (1 + counts.get(hash)!)))),
  )
  const vectors = texts.map(
    ({ low, slot }) =>
      vectorOf(
        low,
        slot,
        (hash) => index.get(hash),
        (at) => idf[at]! / 100,
      ).vector,
  )
  const starts = new Int32Array(vectors.length + 1)
  vectors.forEach((vector, at) => {
    starts[at + 1] = starts[at]! + vector.length
  })
  const rows: Rows = {
    starts,
    indices: Int32Array.from(vectors.flatMap((vector) => vector.map(({ index }) => index))),
    values: Float32Array.from(vectors.flatMap((vector) => vector.map(({ weight }) => weight))),
    norms: Float64Array.from(vectors, (vector) => vector.reduce((sum, { weight }) => sum + weight ** 2, 0)),
  }
  const labels = [...new Set(texts.flatMap((text) => [...text.labels]))].sort()
  const weights = new Int8Array(hashes.length * labels.length)
  const scales: number[] = []
  const biases: number[] = []
  labels.forEach((label, column) => {
    const signs = Int8Array.from(texts, (text) => (text.labels.has(label) ? 1 : -1))
    const seed = label.length * 7919 + texts.length
    const trained = machine(rows, signs, { size: hashes.length, cost, epochs, seed })
    const scale = Math.max(
      1e-6,
      trained.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127,
    )
    trained.weights.forEach((weight, row) => {
      weights[row * labels.length + column] = Math.round(weight / scale)
    })
    scales.push(scale)
    biases.push(trained.bias)
  })
  const vocabulary: Record<string, number> = {}
  for (const { text } of examples)
    for (const { word } of words(readText(text).low))
      if (/^[a-z']{2,24}$/.test(word)) vocabulary[word] = (vocabulary[word] ?? 0) + 1
  return {
    version: 1,
    words: vocabulary,
    labels,
    features: base64(new Uint8Array(hashes.buffer)),
    idf: base64(new Uint8Array(idf.buffer)),
    weights: base64(new Uint8Array(weights.buffer)),
    scales,
    biases,
  }
}
