/** Counts what turns came to, and keeps it a little later, for all conversations of this process at once: no member waits for it. */
import type { Logger } from 'pino'
import { type Counted, countName } from '../dialogs/funnel.ts'
import { type CountStore, StoreUnavailable } from './stores/store.ts'

/** Counts for this process. */
export interface Tally {
  add(counted: readonly Counted[]): void
  /** Keeps what was counted so far; a store that does not answer is a line in the log, and is asked again the next time. */
  keep(): Promise<void>
  /** Keeps what is left, and counts no more. */
  stop(): Promise<void>
}

/** How long what was counted waits for more. Milliseconds; a process that is killed loses so much. */
const keptAfter = 2_000

/** An empty tally. */
export function makeTally(store: CountStore, log: Pick<Logger, 'warn'>, now: () => number): Tally {
  let counts: Record<string, number> = {}
  let timer: NodeJS.Timeout | undefined
  let keeping: Promise<void> = Promise.resolve()

  function count(name: string, more: number): void {
    counts[name] = (counts[name] ?? 0) + more
  }

  async function keepNow(): Promise<void> {
    const deltas = counts
    if (Object.keys(deltas).length === 0) return
    counts = {}
    try {
      await store.keepCounts(deltas, now())
    } catch (error) {
      log.warn({ fault: (error as Error).name }, 'what turns came to could not be counted')
      // What may have been counted is not counted twice.
      if (!(error instanceof StoreUnavailable) || error.uncertain) return
      for (const [name, delta] of Object.entries(deltas)) count(name, delta)
      wait()
    }
  }

  function keep(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    keeping = keeping.then(keepNow)
    return keeping
  }

  function wait(): void {
    timer ??= setTimeout(keep, keptAfter)
    timer.unref()
  }

  return {
    add: (counted) => {
      for (const one of counted) count(countName(one), 1)
      if (counted.length > 0) wait()
    },
    keep,
    stop: async () => {
      await keep()
      clearTimeout(timer)
    },
  }
}
