/** A log in parts: none larger than a reader, or this process, can take at once. */
import { type LogEntry, pageAtMost, type Store } from './store.ts'

/** A part that is being filled. */
export interface LogPage {
  readonly entries: readonly LogEntry[]
  /** Whether it takes no more. */
  readonly isFull: boolean
  /** Takes what belongs in it, as far as there is room. */
  take(entries: readonly LogEntry[]): void
}

/** An empty part for what is numbered above `after`: at most so many activities, and about so much text. */
export function emptyPage(after: number, limit: number): LogPage {
  const entries: LogEntry[] = []
  let [size, isFull] = [0, limit <= 0]
  return {
    entries,
    get isFull() {
      return isFull
    },
    take(more) {
      for (const entry of more) {
        if (entry.number <= after) continue
        // What is larger than all that has room comes alone.
        isFull ||= entries.length > 0 && size + entry.json.length > pageAtMost
        if (isFull) return
        entries.push(entry)
        size += entry.json.length
        isFull = entries.length >= limit
      }
    },
  }
}

/** The activities numbered above `after`, up to `to` at least where there are so many, in the parts in which the store gives them. */
export async function* pagesOfLog(
  store: Pick<Store, 'read'>,
  id: string,
  { after = 0, to = Number.POSITIVE_INFINITY, atOnce = 200 } = {},
): AsyncGenerator<readonly LogEntry[], void> {
  for (let from = after; from < to; ) {
    const entries = await store.read(id, from, atOnce)
    const last = entries.at(-1)
    if (!last) return
    yield entries
    from = last.number
  }
}

/** The same, all together: for parts of a log that are known to be small. */
export async function logBetween(
  store: Pick<Store, 'read'>,
  id: string,
  after: number,
  to: number,
): Promise<readonly LogEntry[]> {
  const all: LogEntry[] = []
  for await (const entries of pagesOfLog(store, id, { after, to })) all.push(...entries)
  return all.filter(({ number }) => number <= to)
}
