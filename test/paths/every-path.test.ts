/** Every path through every talk. The full count runs with PROVE=1; the same code walks fewer classes of the long talks without. */
import { describe, expect, test } from 'vitest'
import { talks } from '../../dialogs/talks.ts'
import { account } from '../../domain/account.ts'
import { ticks } from '../../domain/points.ts'
import { products } from '../../domain/products.ts'
import type { Needs, Rule } from '../../domain/rule.ts'
import { tierSelection } from '../../domain/tiers.ts'
import { addressKey, type Slot, type TalkId, talkIds } from '../../domain/values.ts'
import { type Answered, classesOf } from './classes.ts'
import { factsFrom, fullPolicy, together, type Walked, walk } from './walk.ts'

const prove = process.env.PROVE === '1'
const number = new Intl.NumberFormat('en')
const report = (what: string, { paths, questions }: Pick<Walked, 'paths' | 'questions'>) =>
  console.log(`paths: ${what}: ${number.format(paths)} paths, ${number.format(questions)} questions`)

/** The first known answer and 'unsure': enough where only being answered matters. */
const fewer = ({ slot }: Pick<Needs, 'slot'>): readonly Answered[] => {
  const all = classesOf(slot)
  return [all[0]!, ...(all[1]!.value === false ? [all[1]!] : []), { kind: 'unsure' }]
}
/** All classes for the first product, fewer for the second. */
const secondProductFewer = (needs: Needs): readonly Answered[] =>
  needs.item !== undefined && needs.item > 0 ? fewer(needs) : classesOf(needs.slot)

describe('every path through a talk ends in an outcome', () => {
  const limits: Partial<Record<TalkId, (needs: Needs) => readonly Answered[]>> = prove
    ? {}
    : { registration: secondProductFewer }
  for (const id of talkIds.filter((one) => one !== 'onboarding'))
    test(id, { timeout: prove ? 1_800_000 : 120_000 }, () => {
      const answers = limits[id]
      const walked = walk(talks[id].settles, {}, answers ? { answers } : {})
      report(id, walked)
      expect(walked.paths).toBeGreaterThan(10)
    })

  test('with an operator’s policy', { timeout: 120_000 }, () => {
    const answers = (needs: Needs) =>
      needs.slot === 'points' || needs.slot === 'tier' ? classesOf(needs.slot) : fewer(needs)
    const walks = talkIds
      .filter((id) => id !== 'onboarding')
      .map((id) => walk(talks[id].settles, {}, { answers, policy: fullPolicy }))
    report('with a policy', together(walks))
  })
})

describe('the onboarding', () => {
  /** One way to each verdict of a part: what the parts after it can build on. */
  const ways = (rule: Rule, answers?: (needs: Needs) => readonly Answered[]) => [
    ...walk(rule, {}, answers ? { answers } : {}).verdicts.values(),
  ]

  test('passes through every verdict of each part, with every verdict of the others', {
    timeout: 1_800_000,
  }, () => {
    const accounts = ways(account)
    const routes = ways(products)
    const sheets = ways(talks.registration.settles, fewer)
    const tickWays = ways(ticks, fewer)
    const levels = ways(tierSelection)
    const walks: Walked[] = []
    for (const inAccount of accounts)
      for (const route of routes)
        for (const sheet of sheets)
          for (const ticked of tickWays)
            for (const level of levels)
              walks.push(
                walk(
                  talks.onboarding.settles,
                  { ...inAccount, ...route, ...sheet, ...ticked, ...level },
                  { answers: prove ? (needs) => classesOf(needs.slot) : fewer },
                ),
              )
    report('onboarding over the verdicts of its parts', together(walks))
    expect(walks.length).toBeGreaterThan(500)
  })

  test('asks every question of each part from nothing known', { timeout: 1_800_000 }, () => {
    // Each part in full while the others go the shortest way.
    const shortest: Readonly<Partial<Record<Slot, Answered>>> = {
      signedIn: { kind: 'known', value: true },
      migrateButtonVisible: { kind: 'known', value: true },
      greenTickVisible: { kind: 'known', value: true },
      points: { kind: 'known', value: 2100 },
      tier: { kind: 'known', value: 'gold' },
      paymentMethod: { kind: 'known', value: 'creditCard' },
      invoiceReceived: { kind: 'known', value: false },
      hadMembership: { kind: 'known', value: false },
    }
    const order = Object.keys(shortest) as Slot[]
    const walks = order.map((free) => {
      const rest = order.filter((slot) => slot !== free)
      const known = factsFrom(Object.fromEntries(rest.map((slot) => [addressKey({ slot }), shortest[slot]!])))
      return walk(talks.onboarding.settles, known, { answers: prove ? secondProductFewer : fewer })
    })
    report('onboarding, each part in full', together(walks))
    expect(together(walks).paths).toBeGreaterThan(200)
  })
})

describe('whatever two facts are known beforehand', () => {
  const askedSlots = Object.keys(talks.onboarding.asks) as Slot[]
  const oneOf = (slot: Slot) =>
    slot in
    {
      productName: 1,
      serialNumber: 1,
      purchaseDate: 1,
      purchaseCountry: 1,
      dealer: 1,
      missingFields: 1,
      anotherProduct: 1,
      moreWithoutTick: 1,
      serialConfirmed: 1,
      dateConfirmed: 1,
    }
      ? { slot, item: 0 }
      : { slot }
  const before = [...askedSlots, 'migrationProblem' as const].flatMap((slot) =>
    (prove ? classesOf(slot) : fewer({ slot })).map(
      (answered) => [addressKey(oneOf(slot)), answered] as const,
    ),
  )
  /** Deterministic: one answer for each question, another one for each pair, so that all classes come by. */
  const oneAnswer = (seed: number) => {
    let turn = seed
    return ({ slot }: Needs) => {
      const classes = classesOf(slot)
      turn = (turn * 1_103_515_245 + 12_345) % 2_147_483_648
      return [classes[turn % classes.length]!]
    }
  }

  for (const id of talkIds)
    test(id, { timeout: prove ? 1_800_000 : 120_000 }, () => {
      const walks: Walked[] = []
      for (const [i, [first, one]] of before.entries())
        for (const [j, [second, other]] of before.entries()) {
          if (j <= i || first === second) continue
          const known = factsFrom({ [first]: one, [second]: other })
          for (let round = 0; round < (prove ? 20 : 3); round++)
            walks.push(walk(talks[id].settles, known, { answers: oneAnswer(i * 7919 + j * 31 + round) }))
        }
      report(`${id}, every pair known beforehand`, together(walks))
      expect(walks.length).toBeGreaterThan(1000)
    })
})
