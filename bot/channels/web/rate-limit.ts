/** A limit on how often somebody may do something, kept in memory. */

/** How many at once, and how many come back per second. */
export interface Allowance {
  readonly burst: number
  readonly perSecond: number
}

const bucketsAtMost = 50_000

/** Takes one from somebody's allowance: 0 if there was one, else in how many seconds there is one again. */
export type Limit = (who: string) => number

/** A limit of this allowance for each; `now` in milliseconds. */
export function makeLimit({ burst, perSecond }: Allowance, now: () => number): Limit {
  /** What is left of each one's allowance at a moment; the longest unused first. Who is not in it has it whole. */
  const buckets = new Map<string, { readonly left: number; readonly at: number }>()
  return (who) => {
    const time = now()
    const bucket = buckets.get(who)
    const left = bucket
      ? Math.min(burst, bucket.left + (Math.max(0, time - bucket.at) / 1000) * perSecond)
      : burst
    buckets.delete(who)
    buckets.set(who, { left: left >= 1 ? left - 1 : left, at: time })
    if (buckets.size > bucketsAtMost) buckets.delete(buckets.keys().next().value!)
    return left >= 1 ? 0 : (1 - left) / perSecond
  }
}
