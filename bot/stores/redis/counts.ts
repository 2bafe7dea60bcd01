/** Daily counts as Redis keeps them: of each day one hash, gone by itself after a year. All days are in one slot. */
import { type CountStore, countsKept, type DayCounts, dayLength, dayName } from '../store.ts'
import type { RedisClient } from './client.ts'
import { countAll, readCounts } from './scripts.ts'

/** A hash in either form in which a script may answer one. */
const fieldsOf = (fields: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (let at = 0; at + 1 < fields.length; at += 2) counts[fields[at]!] = Number(fields[at + 1])
  return counts
}

/** The counts under keys that begin so. */
export function redisCounts(client: RedisClient, prefix: string): CountStore {
  const keyOf = (day: string) => `${prefix}{counts}:${day}`

  return {
    async keepCounts(deltas, now) {
      const words = Object.entries(deltas).flatMap(([name, delta]) => [name, String(delta)])
      if (words.length === 0) return
      // From the day's first moment on, so that every count of it says the same.
      const seconds = Math.ceil((countsKept + dayLength) / 1000)
      const run = { keys: [keyOf(dayName(now))], words: [String(seconds), ...words] }
      await client.run('counts', countAll, run)
    },

    async counts(from, to) {
      const days: string[] = []
      for (let day = Math.floor(from / dayLength); day <= Math.floor(to / dayLength); day++)
        days.push(dayName(day * dayLength))
      if (days.length === 0) return []
      const reply = await client.run('counts', readCounts, { keys: days.map(keyOf), words: [] })
      return (reply as readonly (readonly string[])[])
        .map((fields, index): DayCounts => ({ day: days[index]!, counts: fieldsOf(fields) }))
        .filter(({ counts }) => Object.keys(counts).length > 0)
    },
  }
}
