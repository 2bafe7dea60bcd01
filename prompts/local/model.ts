/** The linear model: which readings ('labels') a text has, each with a margin. JSON in, margins out. */
import { z } from 'zod'
import { featuresOf, kinds, kindWeights } from './features.ts'

/** A trained model as it is stored. */
export const modelSchema = z.strictObject({
  version: z.literal(1),
  labels: z.array(z.string()).min(1),
  /** Features' hashes, ascending, as base64 of little-endian unsigned 32-bit numbers. */
  features: z.string(),
  /** Their inverse document frequencies in hundredths, unsigned 16-bit. */
  idf: z.string(),
  /** Weights, one signed byte per feature and label, feature by feature. */
  weights: z.string(),
  /** Words of the examples and how often each occurs, for putting slips right. */
  words: z.record(z.string(), z.number()),
  /** What a byte of a label is worth. */
  scales: z.array(z.number()),
  biases: z.array(z.number()),
})

/** A trained model. */
export type Model = z.infer<typeof modelSchema>

/** A weighted feature: its index in the model and its weight in the text's unit vector. */
export interface Weighted {
  readonly index: number
  readonly weight: number
}

/** Makes a text's vector: each kind of unit length, then weighted, then all of unit length. */
export function vectorOf(
  low: string,
  pendingSlot: string | undefined,
  indexOf: (hash: number) => number | undefined,
  idf: (index: number) => number,
): { readonly vector: readonly Weighted[]; readonly coverage: number } {
  const features = featuresOf(low, pendingSlot)
  const vector: { index: number; weight: number }[] = []
  let total = 0
  let known = 0
  for (const kind of kinds) {
    const from = vector.length
    let sum = 0
    for (const hash of features[kind]) {
      const index = indexOf(hash)
      if (index === undefined) continue
      const weight = idf(index)
      vector.push({ index, weight })
      sum += weight * weight
    }
    if (kind === 'letters')
      known = features.letters.length === 0 ? 0 : (vector.length - from) / features.letters.length
    if (sum === 0) continue
    const factor = kindWeights[kind] / Math.sqrt(sum)
    for (let at = from; at < vector.length; at++) vector[at]!.weight *= factor
    total += kindWeights[kind] ** 2
  }
  const length = Math.sqrt(total) || 1
  for (const feature of vector) feature.weight /= length
  return { vector, coverage: known }
}

/** Margins of a text, by label: above 0 is 'yes' to the classifier. */
export interface Margins {
  readonly of: (label: string) => number
  /** Labels from the greatest margin down. */
  readonly ranked: readonly (readonly [label: string, margin: number])[]
  /** Which share of the text's letter groups was seen in training, 0–1. */
  readonly coverage: number
}

/** The bytes of base64, in a buffer of their own. */
function bytesOf(text: string): ArrayBuffer {
  const decoded = Buffer.from(text, 'base64')
  return decoded.buffer.slice(decoded.byteOffset, decoded.byteOffset + decoded.length) as ArrayBuffer
}

/** Where a number stands among ascending ones. */
function placeOf(sought: number, ascending: Uint32Array): number | undefined {
  let [from, to] = [0, ascending.length - 1]
  while (from <= to) {
    const middle = (from + to) >> 1
    const found = ascending[middle]!
    if (found === sought) return middle
    if (found < sought) from = middle + 1
    else to = middle - 1
  }
  return undefined
}

/** Makes a stored model ready to score texts. */
export function scorer(model: Model): (low: string, pendingSlot: string | undefined) => Margins {
  const hashes = new Uint32Array(bytesOf(model.features))
  const frequencies = new Uint16Array(bytesOf(model.idf))
  const weights = new Int8Array(bytesOf(model.weights))
  const width = model.labels.length
  const position = new Map(model.labels.map((label, at) => [label, at]))
  return (low, pendingSlot) => {
    const { vector, coverage } = vectorOf(
      low,
      pendingSlot,
      (hash) => placeOf(hash, hashes),
      (at) => frequencies[at]! / 100,
    )
    const sums = new Float64Array(width)
    for (const { index: row, weight } of vector) {
      const from = row * width
      for (let label = 0; label < width; label++) sums[label] = sums[label]! + weight * weights[from + label]!
    }
    const margins = sums.map((sum, label) => sum * model.scales[label]! + model.biases[label]!)
    const ranked = model.labels
      .map((label, at) => [label, margins[at]!] as const)
      .sort((one, other) => other[1] - one[1])
    return { of: (label) => margins[position.get(label) ?? -1] ?? -9, ranked, coverage }
  }
}
