/** What turns come to is counted beside them: for many at once, and nothing twice. */
import { describe, expect, it } from 'vitest'
import { StoreUnavailable } from '../../bot/stores/store.ts'
import { makeTally } from '../../bot/tally.ts'
import type { Counted } from '../../dialogs/funnel.ts'

const rating = (value: number): Counted => ({ kind: 'rating', value })

/** A tally on a store that answers as it is told to. */
function tallying(faults: (Error | undefined)[] = []) {
  const kept: Readonly<Record<string, number>>[] = []
  const warnings: unknown[] = []
  const store = {
    keepCounts: async (deltas: Readonly<Record<string, number>>) => {
      const fault = faults.shift()
      if (fault) throw fault
      kept.push(deltas)
    },
    counts: async () => [],
  }
  const log = { warn: (about: unknown) => void warnings.push(about) }
  return { kept, warnings, tally: makeTally(store, log as never, () => 0) }
}

describe('a tally', () => {
  it('keeps what many turns came to in one call', async () => {
    const { tally, kept } = tallying()
    for (const value of [5, 4, 5]) tally.add([rating(value)])
    tally.add([])
    await tally.keep()
    await tally.keep()
    expect(kept).toEqual([{ 'rating 5': 2, 'rating 4': 1 }])
  })

  it('keeps by itself what nobody asks for', async () => {
    const { tally, kept } = tallying()
    tally.add([rating(3)])
    await expect.poll(() => kept, { timeout: 10_000 }).toEqual([{ 'rating 3': 1 }])
  })

  it('loses nothing to a store that does not answer, and counts nothing twice that may have been counted', async () => {
    const away = new StoreUnavailable('away')
    const unclear = new StoreUnavailable('unclear', { uncertain: true })
    const { tally, kept, warnings } = tallying([away, undefined, unclear])
    tally.add([rating(1)])
    await tally.keep()
    tally.add([rating(1)])
    await tally.keep()
    tally.add([rating(2)])
    await tally.stop()
    expect(kept).toEqual([{ 'rating 1': 2 }])
    expect(warnings).toHaveLength(2)
  })
})
