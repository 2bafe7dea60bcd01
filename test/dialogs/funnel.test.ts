/** What turns are counted as: each question that is asked ends once, and nothing of the member is in it. */
import { describe, expect, test } from 'vitest'
import { countName, readCountName } from '../../dialogs/funnel.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { Member } from './member.ts'

const { taps } = catalogues.nl

/** How often each thing was counted, over a whole conversation. */
class Counting {
  readonly counts = new Map<string, number>()
  constructor(readonly member: Member = new Member()) {}

  async says(...said: Parameters<Member['says']>): Promise<void> {
    await this.member.says(...said)
    this.take()
  }
  take(): void {
    for (const one of this.member.outcome?.counted ?? [])
      this.counts.set(countName(one), (this.counts.get(countName(one)) ?? 0) + 1)
  }
  of(name: string): number {
    return this.counts.get(name) ?? 0
  }
}

const arrived = async (topic: string) => {
  const counting = new Counting()
  await counting.member.arrives()
  counting.take()
  expect(counting.counts.size, 'a welcome is nothing to count').toBe(0)
  await counting.says(topic)
  return counting
}

/** A member who is asked for the points. */
const choosing = () => arrived('Welk niveau kan ik kiezen?')

describe('a question is counted', () => {
  test('as asked, answered, and its talk as started and completed', async () => {
    const counting = await choosing()
    expect(counting.of('question tierSelection points asked')).toBe(1)
    expect(counting.of('talk tierSelection started')).toBe(1)
    await counting.says('2100', { act: 'inform', slot: 'points', value: 2100 })
    expect(counting.of('question tierSelection points answered')).toBe(1)
    expect(counting.of('question tierSelection tier asked')).toBe(1)
    await counting.says('Silver')
    expect(counting.of('question tierSelection tier answered')).toBe(1)
    expect(counting.of('talk tierSelection completed')).toBe(1)
  })
  test('as unsure or skipped, where that was the answer', async () => {
    const counting = await choosing()
    await counting.says('Weet ik niet')
    const unsure = counting.of('question tierSelection points unsure')
    const skipping = await choosing()
    await skipping.says('sla over', { act: 'skip' })
    await skipping.says('sla over', { act: 'skip' })
    expect([unsure, skipping.of('question tierSelection points skipped')]).toEqual([1, 1])
  })
  test('as left, where the talk is stopped', async () => {
    const counting = await choosing()
    await counting.says('stop maar', { act: 'cancel' })
    expect(counting.of('question tierSelection points left')).toBe(1)
    expect(counting.of('talk tierSelection cancelled')).toBe(1)
  })
  test('as left, where the member starts again or is forgotten', async () => {
    for (const act of ['restart', 'forgetMe'] as const) {
      const counting = await choosing()
      await counting.says('weg ermee', { act })
      expect(counting.of('question tierSelection points left')).toBe(0)
      await counting.says('ja', { act: 'affirm' })
      expect([act, counting.of('question tierSelection points left')]).toEqual([act, 1])
    }
  })
  test('as missed, for each message to it that was not understood', async () => {
    const counting = await choosing()
    await counting.says('blubber de blub')
    await counting.says('nog meer blub')
    expect(counting.of('question tierSelection points missed')).toBe(2)
    expect(counting.of('question tierSelection points asked')).toBe(1)
  })
  test('once, when something is asked in between and it comes back', async () => {
    const counting = await choosing()
    await counting.says('waarom vraag je dat?', { act: 'why' })
    expect(counting.of('question tierSelection points asked')).toBe(1)
  })
  test('again, when another talk came first; then each time ends once', async () => {
    const counting = await choosing()
    await counting.says('ik wil nu eerst betalen', { act: 'start', dialog: 'payment' })
    expect(counting.of('question tierSelection points aside')).toBe(1)
    await counting.says('stop maar', { act: 'cancel' })
    await counting.says('2100', { act: 'inform', slot: 'points', value: 2100 })
    expect(counting.of('question tierSelection points asked')).toBe(2)
    expect(counting.of('question tierSelection points answered')).toBe(1)
  })
})

test('a rating is counted, and one that was declined', async () => {
  const rates = async (answer: string) => {
    const counting = await choosing()
    await counting.says('2100', { act: 'inform', slot: 'points', value: 2100 })
    await counting.says('Silver')
    await counting.says(answer)
    return counting
  }
  expect((await rates(taps.ratings[3]!)).of('rating 4')).toBe(1)
  const declining = await rates(taps.noRating)
  expect([...declining.counts.keys()].filter((name) => name.startsWith('rating'))).toEqual([
    'rating declined',
  ])
})

test('names are read as what they count, and others as nothing', async () => {
  const counting = await choosing()
  await counting.says('stop maar', { act: 'cancel' })
  for (const name of [...counting.counts.keys(), 'rating 5', 'rating declined'])
    expect(countName(readCountName(name)!)).toBe(name)
  for (const name of ['', 'rating', 'rating 6', 'talk lunch started', 'question payment tier eaten', 'x'])
    expect(readCountName(name)).toBeUndefined()
})
