/** A load: so many conversations at once, each saying its lines one after the other. */
import type { DirectLineClient } from './direct-line.ts'
import { type BenchTalk, linesOf } from './talks.ts'

/** What a load came to. */
export interface Load {
  readonly turns: number
  readonly seconds: number
  /** Milliseconds, of each turn, rising. */
  readonly latencies: Float64Array
}

/** Does the work for each item, so many at once. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}

/** Opens so many conversations, which is no part of any measure. */
export async function openMany(client: DirectLineClient, count: number) {
  const opened: Awaited<ReturnType<DirectLineClient['open']>>[] = []
  await inParallel(Array.from({ length: count }), 32, async () => {
    opened.push(await client.open())
  })
  return opened
}

/** Holds the talk in each of these fresh conversations, so many at once. */
export async function holdTalks(
  client: DirectLineClient,
  talk: BenchTalk,
  conversations: Awaited<ReturnType<typeof openMany>>,
  atOnce: number,
): Promise<Load> {
  const lines = linesOf(talk)
  const latencies = new Float64Array(conversations.length * lines.length)
  let turns = 0
  const from = performance.now()
  await inParallel(conversations, atOnce, async (conversation) => {
    for (const [index, line] of lines.entries()) {
      const asked = performance.now()
      await client.say(conversation, line, String(index))
      latencies[turns++] = performance.now() - asked
    }
  })
  return { turns, seconds: (performance.now() - from) / 1000, latencies: latencies.sort() }
}

/** The value below which this part (0 to 1) of rising values lies. */
export const quantile = (rising: ArrayLike<number>, part: number): number =>
  rising[Math.min(rising.length - 1, Math.floor(rising.length * part))] ?? Number.NaN
