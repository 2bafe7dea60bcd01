/** Measures an understander against examples: which messages come out whole, by language and by act. */
import type { Act, Understander } from '../../prompts/acts.ts'
import type { FiledExample } from './examples.ts'

/** One message that was measured. */
export interface Measured {
  readonly example: FiledExample
  readonly given: readonly Act[]
  readonly right: boolean
}

const canonical = (value: unknown): unknown =>
  Array.isArray(value) ? [...value].map(canonical).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
  : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, part]) => [key, canonical(part)]))
  : value // biome-ignore format: a table

/** Two readings as sets: the order does not matter. */
export const sameActs = (one: readonly Act[], other: readonly Act[]): boolean => JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))

/** The day that examples without one are read on. */
export const measuringDay = '2026-11-22'

/** Runs examples through an understander. `change` may alter the text (slips of the finger). */
export async function measure(understander: Understander, examples: readonly FiledExample[], change: (text: string) => string = (text) => text): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  for (const example of examples) {
    const { acts } = await understander.understand({ text: change(example.text), language: null, pending: example.pending ?? null, today: example.today ?? measuringDay })
    measured.push({ example, given: acts, right: sameActs(acts, example.acts) })
  }
  return measured
}

/** The share of right ones, 0–1. */
export const share = (measured: readonly Measured[]): number => (measured.length === 0 ? 0 : measured.filter(({ right }) => right).length / measured.length)
