/** Measures an understander against examples: which messages come out whole, by language and by act. */
import type { Act, Understander } from '../../prompts/acts.ts'
import { withSlip } from '../../prompts/local/slips.ts'
import type { FiledExample } from './examples.ts'

/** One message that was measured. */
export interface Measured {
  readonly example: FiledExample
  /** The text as it was put to the understander. */
  readonly text: string
  readonly given: readonly Act[]
  readonly right: boolean
}

const canonical = (value: unknown): unknown =>
  Array.isArray(value)
    ? [...value].map(canonical).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
    : value && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([key, part]) => [key, canonical(part)]),
        )
      : value

/** Two readings as sets: the order does not matter. */
export const sameActs = (one: readonly Act[], other: readonly Act[]): boolean =>
  JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))

/** The day that examples without one are read on. */
export const measuringDay = '2026-11-22'

const texts = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(texts)
      : []

/** An example's text with slips of the finger in it, but not in what it gives letter by letter (a dealer, a product's name). */
export function slipped(example: FiledExample, next: () => number, count: number): string {
  const spared = texts(example.acts)
  let text = example.text
  for (let slip = 0; slip < count; slip++) text = withSlip(text, next, spared)
  return text
}

/** Runs examples through an understander, with `slips` slips of the finger in each where `next` gives chance. */
export async function measure(
  understander: Understander,
  examples: readonly FiledExample[],
  next?: () => number,
  slips = 0,
): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  for (const example of examples) {
    const text = next ? slipped(example, next, slips) : example.text
    const { acts } = await understander.understand({
      text,
      language: null,
      pending: example.pending ?? null,
      today: example.today ?? measuringDay,
    })
    measured.push({ example, text, given: acts, right: sameActs(acts, example.acts) })
  }
  return measured
}

/** The share of right ones, 0–1. */
export const share = (measured: readonly Measured[]): number =>
  measured.length === 0 ? 0 : measured.filter(({ right }) => right).length / measured.length

/** Chance that comes out the same every time: numbers from 0 up to 1. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x80000000
  }
}
