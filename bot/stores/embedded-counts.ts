/** Daily counts as the embedded store keeps them: by day and name. */
import type { Database, Key, RootDatabase } from 'lmdb'
import { type CountStore, countsKept, type DayCounts, dayName } from './store.ts'

/** What the embedded store's counts are, beside letting go of them. */
export interface EmbeddedCounts extends CountStore {
  /** Erases what is older than a year at `now` (milliseconds). */
  sweepCounts(now: number): Promise<void>
}

/** Runs a work on the store, and says so where the store does not answer. */
type Answer = <T>(work: () => T | Promise<T>) => Promise<T>

/** The counts of this lmdb environment. */
export function embeddedCounts(environment: RootDatabase, answer: Answer): EmbeddedCounts {
  /** [day, name]. */
  const kept: Database<string, Key> = environment.openDB({ name: 'counts', encoding: 'string' })

  return {
    keepCounts: (deltas, now) =>
      answer(() =>
        environment.transaction(() => {
          for (const [name, delta] of Object.entries(deltas)) {
            const key: Key = [dayName(now), name]
            void kept.put(key, String(Number(kept.get(key) ?? 0) + delta))
          }
        }),
      ),

    counts: (from, to) =>
      answer(() => {
        const days = new Map<string, Record<string, number>>()
        for (const { key, value } of kept.getRange({
          start: [dayName(from)],
          end: [dayName(to), '\uffff'],
        })) {
          const [day, name] = key as unknown as readonly [string, string]
          const counts = days.get(day) ?? {}
          counts[name] = Number(value)
          days.set(day, counts)
        }
        return [...days].map(([day, counts]): DayCounts => ({ day, counts }))
      }),

    async sweepCounts(now) {
      await environment.transaction(() => {
        const old = kept.getKeys({ end: [dayName(now - countsKept)] })
        for (const key of [...old]) void kept.remove(key)
      })
    },
  }
}
