/** Typo tolerance: how many slips of the finger lie between two words. */

/** The number of insertions, deletions, replacements and swaps of neighbours between two words; `limit + 1` where it is more than `limit`. */
export function editDistance(one: string, other: string, limit: number): number {
  if (one === other) return 0
  if (Math.abs(one.length - other.length) > limit) return limit + 1
  let before: number[] = []
  let previous = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      let cost = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        cost = Math.min(cost, before[column - 2]! + 1)
      current.push(cost)
      least = Math.min(least, cost)
    }
    if (least > limit) return limit + 1
    before = previous
    previous = current
  }
  return Math.min(previous[other.length]!, limit + 1)
}

/** How many slips are forgiven in a word of this length. */
export const forgiven = (length: number): number => (length < 5 ? 0 : length < 9 ? 1 : 2)

/** Whether a word is meant to be another: equal, or near enough for its length, beginning alike. */
export const resembles = (word: string, target: string): boolean => {
  const limit = forgiven(Math.min(word.length, target.length))
  return word === target || (limit > 0 && editDistance(word, target, limit) <= limit)
}

/** The nearest of several words, where one is near enough and no other is as near. */
export function nearest<T>(word: string, targets: ReadonlyMap<string, T>): T | undefined {
  const exact = targets.get(word)
  if (exact !== undefined) return exact
  const limit = forgiven(word.length)
  if (limit === 0) return undefined
  let best: T | undefined
  let distance = limit + 1
  let tied = false
  for (const [target, value] of targets) {
    if (forgiven(target.length) === 0) continue
    const found = editDistance(word, target, Math.min(limit, forgiven(target.length)))
    if (found > Math.min(limit, forgiven(target.length))) continue
    if (found < distance) [best, distance, tied] = [value, found, false]
    else if (found === distance && value !== best) tied = true
  }
  return tied ? undefined : best
}
