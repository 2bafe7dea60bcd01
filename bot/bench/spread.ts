/** Several measures of one thing. */

/** The middle of several measures, and their ends. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/** The spread of these measures; throws where there are none. */
export function spread(measures: readonly number[]): Spread {
  if (measures.length === 0 || measures.some((measure) => !Number.isFinite(measure)))
    throw new Error('nothing was measured')
  const rising = [...measures].sort((one, other) => one - other)
  const middle = rising.length >> 1
  const median = rising.length % 2 ? rising[middle]! : (rising[middle - 1]! + rising[middle]!) / 2
  return { median, least: rising[0]!, most: rising.at(-1)! }
}

/** The spread of one over the other, round by round. */
export const ratio = (ones: readonly number[], others: readonly number[]): Spread =>
  spread(ones.map((one, round) => one / others[round]!))

/** What was measured once. */
export const exactly = (measure: number): Spread => ({ median: measure, least: measure, most: measure })
