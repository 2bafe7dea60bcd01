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

/** Makes a stored model ready to score texts. */
export function scorer(model: Model): (low: string, pendingSlot: string | undefined) => Margins {
  const bytes = (text: string) => {
    const chars = atob(text)
    const decoded = new Uint8Array(chars.length)
    for (let at = 0; at < chars.length; at++) decoded[at] = chars.charCodeAt(at)
    return decoded
  }
  const hashes = new Uint32Array(bytes(model.features).buffer)
  const frequencies = new Uint16Array(bytes(model.idf).buffer)
  const weights = new Int8Array(bytes(model.weights).buffer)
  const index = new Map<number, number>()
  hashes.forEach((hash, at) => {
    index.set(hash, at)
  })
  const width = model.labels.length
  const position = new Map(model.labels.map((label, at) => [label, at]))
  return (low, pendingSlot) => {
    const { vector, coverage } = vectorOf(
      low,
      pendingSlot,
      (hash) => index.get(hash),
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
