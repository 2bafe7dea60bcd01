/** The rules, in the domain's words: given what is known, then this is needed, decided, or left to the account. */
import { describe, expect, test } from 'vitest'
import { knownOf } from '../../dialogs/conversation.ts'
import { account, passwordReset } from '../../domain/account.ts'
import { cites, factIds, facts } from '../../domain/facts.ts'
import { migration } from '../../domain/migration.ts'
import { onboarding } from '../../domain/onboarding.ts'
import { expectedDue, payment } from '../../domain/payment.ts'
import { ticks } from '../../domain/points.ts'
import { emptyPolicy, policySchema } from '../../domain/policy.ts'
import { impossible, isOddDate, isOddSerial, registration } from '../../domain/product-data.ts'
import { products } from '../../domain/products.ts'
import { type Decision, type Rule, say } from '../../domain/rule.ts'
import { levelsAt, nextThreshold, tierSelection } from '../../domain/tiers.ts'
import { isReducedDate, isYesNo, parseAddressKey, valueSchema } from '../../domain/values.ts'
import { circumstances, factsFrom } from '../paths/walk.ts'

type Given = Readonly<Record<string, unknown>>

/** Asks a rule with values by address; 'unsure' stands for not knowing. */
const decide = (rule: Rule, given: Given, policy = emptyPolicy): Decision =>
  rule(
    knownOf(
      factsFrom(
        Object.fromEntries(
          Object.entries(given).map(([key, value]) => [
            key,
            value === 'unsure' ? { kind: 'unsure' } : { kind: 'known', value },
          ]),
        ),
      ),
    ),
    { today: circumstances.today, policy },
  )
const outcome = (rule: Rule, given: Given, policy = emptyPolicy) => {
  const decision = decide(rule, given, policy)
  return decision.kind === 'needs'
    ? `needs ${decision.slot}${decision.round && decision.round > 1 ? `@${decision.round}` : ''}`
    : `${decision.kind} ${decision.verdict}`
}
const told = (rule: Rule, given: Given) => decide(rule, given).tells.map(({ says }) => says)

describe('facts', () => {
  test('a statement without facts does not compile', () => {
    // @ts-expect-error nothing is cited
    expect(() => say('account.ready', {}, cites())).not.toThrow()
    // @ts-expect-error no such fact
    cites('tier.gold-at-1000')
  })
  test('every fact has a place in a source', () => {
    expect(factIds.length).toBe(40)
    for (const id of factIds) expect(facts[id].from.length, id).toBeGreaterThan(0)
  })
})

describe('account', () => {
  test.each<[string, Given, string]>([
    ['nothing known', {}, 'needs hasBusinessAccount'],
    ['no account yet', { hasBusinessAccount: false }, 'needs accountCreated'],
    [
      'no account, not made now',
      { hasBusinessAccount: false, accountCreated: false },
      'verdict createAccountFirst',
    ],
    ['unsure: the e-mail tells', { hasBusinessAccount: 'unsure' }, 'needs accountEmailReceived'],
    ['has one', { hasBusinessAccount: true }, 'needs signedIn'],
    ['signed in', { signedIn: true }, 'verdict signedIn'],
    ['cannot sign in', { hasBusinessAccount: true, signedIn: false }, 'needs accountEmailReceived'],
    [
      'the e-mail has not come',
      { hasBusinessAccount: true, signedIn: false, accountEmailReceived: false },
      'needs emailFound',
    ],
    [
      'first password',
      { hasBusinessAccount: true, signedIn: false, accountEmailReceived: true, passwordSet: false },
      'needs firstPasswordWorked',
    ],
    [
      'forgotten password',
      { hasBusinessAccount: true, signedIn: false, accountEmailReceived: true, passwordSet: true },
      'needs resetWorked',
    ],
    [
      'none of it works',
      {
        hasBusinessAccount: true,
        signedIn: false,
        accountEmailReceived: true,
        passwordSet: true,
        resetWorked: false,
      },
      'verdict accountSupport',
    ],
    [
      'it works after the reset',
      {
        hasBusinessAccount: true,
        signedIn: false,
        accountEmailReceived: true,
        passwordSet: true,
        resetWorked: true,
      },
      'verdict signedIn',
    ],
  ])('%s', (_, given, expected) => expect(outcome(account, given)).toBe(expected))

  test('a password that does not work is reset first; then comes what stands in its way', () => {
    expect(told(passwordReset, {})).toEqual(['account.reset'])
    expect(outcome(passwordReset, {})).toBe('needs resetWorked')
    expect(
      outcome(passwordReset, { resetWorked: false, hasBusinessAccount: true, accountEmailReceived: true }),
    ).toBe('needs firstPasswordWorked')
    expect(outcome(passwordReset, { resetWorked: false, hasBusinessAccount: false })).toBe(
      'verdict createAccountFirst',
    )
    expect(
      outcome(passwordReset, {
        resetWorked: false,
        hasBusinessAccount: true,
        accountEmailReceived: false,
        emailFound: false,
      }),
    ).toBe('verdict accountSupport')
  })
})

describe('products', () => {
  test.each<[string, Given, string]>([
    ['nothing known', {}, 'needs hadCpsAccount'],
    ['never had an account', { hadCpsAccount: false }, 'verdict register'],
    ['had one: the button tells', { hadCpsAccount: true }, 'needs migrateButtonVisible'],
    ['sees the button', { migrateButtonVisible: true }, 'verdict migrate'],
    ['no button', { hadCpsAccount: true, migrateButtonVisible: false }, 'needs wayOut'],
    [
      'registers again',
      { hadCpsAccount: true, migrateButtonVisible: false, wayOut: 'registerAgain' },
      'verdict registerAgain',
    ],
    [
      'asks support',
      { hadCpsAccount: true, migrateButtonVisible: false, wayOut: 'support' },
      'verdict productsSupport',
    ],
    [
      'cannot say about the button',
      { hadCpsAccount: true, migrateButtonVisible: 'unsure' },
      'needs oldEmailGiven',
    ],
    [
      'gave the old address',
      { hadCpsAccount: true, migrateButtonVisible: 'unsure', oldEmailGiven: true },
      'onlyAccount migrateIfButton',
    ],
    [
      'did not give it',
      { hadCpsAccount: true, migrateButtonVisible: 'unsure', oldEmailGiven: false },
      'needs wayOut',
    ],
    [
      'does not know about an account, nor sees a button',
      { hadCpsAccount: 'unsure', migrateButtonVisible: false },
      'verdict register',
    ],
  ])('%s', (_, given, expected) => expect(outcome(products, given)).toBe(expected))

  test('what a missing button means is said only of who had an account before', () => {
    expect(told(products, { hadCpsAccount: true, migrateButtonVisible: false })).toContain(
      'migrate.no-button',
    )
    expect(told(products, { hadCpsAccount: 'unsure', migrateButtonVisible: false })).not.toContain(
      'migrate.no-button',
    )
    expect(told(products, { hadCpsAccount: false, migrateButtonVisible: false })).not.toContain(
      'migrate.no-button',
    )
  })
})

describe('product data', () => {
  test('asks each field, and then for another product', () => {
    const given: Record<string, unknown> = { wantsSheet: true }
    for (const [slot, value] of [
      ['productName', 'EOS R5'],
      ['serialNumber', '012345678901'],
      ['purchaseDate', '2023-03'],
      ['purchaseCountry', 'NL'],
      ['dealer', 'unsure'],
    ] as const) {
      expect(outcome(registration, given)).toBe(`needs ${slot}`)
      given[`${slot}#0`] = value
    }
    expect(outcome(registration, given)).toBe('needs anotherProduct')
    expect(outcome(registration, { ...given, 'anotherProduct#0': false })).toBe('verdict sheet')
    expect(decide(registration, { ...given, 'productName#1': 'RF 50mm' })).toMatchObject({
      slot: 'serialNumber',
      item: 1,
    })
  })
  test('an odd serial number is asked about, never refused', () => {
    const given = { 'productName#0': 'EOS R5', 'serialNumber#0': 'abc' }
    expect(outcome(registration, given)).toBe('needs serialConfirmed')
    expect(outcome(registration, { ...given, 'serialConfirmed#0': true })).toBe('needs purchaseDate')
    expect(outcome(registration, { ...given, 'serialConfirmed#0': false })).toBe('needs serialNumber@2')
    expect(outcome(registration, { ...given, 'serialConfirmed#0': false, 'serialNumber#0@2': '?' })).toBe(
      'needs purchaseDate',
    )
  })
  test('which serial numbers and dates are odd', () => {
    expect(['012345678901', 'AB-1234567', '1234 5678'].map(isOddSerial)).toEqual([false, false, false])
    expect(['12', 'EOSR5', 'zie doos!!', '1'.repeat(40)].map(isOddSerial)).toEqual([true, true, true, true])
    expect([isOddDate('1985', '2026-11-22'), isOddDate('1986-01', '2026-11-22')]).toEqual([true, false])
  })
  test('a purchase in the future cannot be right; this month can', () => {
    const { today } = circumstances
    expect(impossible('purchaseDate', '2026-11-23', { today })).toBeDefined()
    expect(impossible('purchaseDate', '2027', { today })).toBeDefined()
    expect(impossible('purchaseDate', '2026-11', { today })).toBeUndefined()
    expect(impossible('purchaseDate', '2026-11-22', { today })).toBeUndefined()
    expect(impossible('invoiceDate', '2026-12', { today })).toBeDefined()
  })
  test('accessories, paper and ink give no points, and the member is told', () => {
    const given = { 'productName#0': 'Fotopapier A4' }
    expect(told(registration, given)).toContain('product.no-points')
    expect(told(registration, { 'productName#0': 'RF 24-70mm' })).not.toContain('product.no-points')
  })
  test('dates that do not exist are no dates', () => {
    expect(['2023', '2023-02', '2024-02-29'].every(isReducedDate)).toBe(true)
    expect(['2023-13', '2023-02-29', '23-01-01', '2023-00', '2023-04-31'].some(isReducedDate)).toBe(false)
  })
})

describe('green ticks', () => {
  test('a tick settles it', () =>
    expect(outcome(ticks, { greenTickVisible: true })).toBe('verdict allPoints'))
  test('who cannot tell is sent to the account', () =>
    expect(outcome(ticks, { greenTickVisible: 'unsure' })).toBe('onlyAccount lookForTick'))
  test('without one: what is missing, for as many products as there are, and then look again', () => {
    expect(outcome(ticks, { greenTickVisible: false })).toBe('needs missingFields')
    const one = { greenTickVisible: false, 'missingFields#0': ['serialNumber'] }
    expect(outcome(ticks, one)).toBe('needs moreWithoutTick')
    expect(decide(ticks, { ...one, 'moreWithoutTick#0': true })).toMatchObject({
      slot: 'missingFields',
      item: 1,
    })
    expect(outcome(ticks, { ...one, 'moreWithoutTick#0': false })).toBe('needs greenTickVisible@2')
  })
  test('after three rounds a person has to look', () => {
    const round = (n: number) => {
      const at = n === 1 ? '' : `@${n}`
      return {
        [`greenTickVisible${at}`]: false,
        [`missingFields#0${at}`]: ['dealer'],
        [`moreWithoutTick#0${at}`]: false,
      }
    }
    expect(outcome(ticks, { ...round(1), ...round(2), ...round(3) })).toBe('verdict pointsSupport')
  })
  test('the trouble with migrating follows from what the member sees', () => {
    expect(outcome(migration, {})).toBe('needs migrationProblem')
    expect(outcome(migration, { migrateButtonVisible: false })).toBe('needs hadCpsAccount')
    expect(outcome(migration, { greenTickVisible: false })).toBe('needs missingFields')
    expect(outcome(migration, { 'missingFields#0': ['serialNumber'] })).toBe('needs moreWithoutTick')
    expect(outcome(migration, { migrationProblem: 'data' })).toBe('needs missingFields')
  })
})

describe('levels', () => {
  const at = (points: number, policy = emptyPolicy) =>
    levelsAt(points, policy)
      .map(({ openness }) => openness)
      .join(' ')
  test.each([
    [0, 'closed closed closed closed'],
    [499, 'closed closed closed closed'],
    [500, 'open account account closed'],
    [1999, 'open account account closed'],
    [2000, 'open open open closed'],
    [2500, 'open open open closed'],
    [2501, 'open open open open'],
  ])('%i points', (points, expected) => expect(at(points)).toBe(expected))

  test('an operator who knows the thresholds makes the verdicts definite', () => {
    const policy = policySchema.parse({ thresholds: { silver: 500, gold: 1000, platinum: 1500 } })
    expect(at(999, policy)).toBe('open closed closed closed')
    expect(at(1000, policy)).toBe('open open closed closed')
    expect(at(1999, policy)).toBe('open open open closed')
    expect(nextThreshold(999, policy)).toEqual({ at: 1000, missing: 1, opens: ['gold'] })
  })
  test('what is missing to the next threshold', () => {
    expect(nextThreshold(499, emptyPolicy)).toEqual({ at: 500, missing: 1, opens: ['silver'] })
    expect(nextThreshold(500, emptyPolicy)).toEqual({ at: 2000, missing: 1500, opens: ['gold', 'platinum'] })
    expect(nextThreshold(2500, emptyPolicy)).toEqual({ at: 2501, missing: 1, opens: ['corporate'] })
    expect(nextThreshold(2501, emptyPolicy)).toBeUndefined()
  })
  test('too few points end the way, with what is missing', () => {
    expect(decide(tierSelection, { points: 499 })).toMatchObject({ verdict: 'notEnoughPoints', stops: true })
    expect(decide(tierSelection, { points: 499 }).tells.at(-1)?.about).toMatchObject({ missing: 1 })
  })
  test('only levels that may be open are offered', () => {
    expect(decide(tierSelection, { points: 500 })).toMatchObject({ options: ['silver', 'gold', 'platinum'] })
    expect(decide(tierSelection, { points: 2501 })).toMatchObject({
      options: ['silver', 'gold', 'platinum', 'corporate'],
    })
  })
  test('a level that is closed is said so, and asked once more', () => {
    expect(outcome(tierSelection, { points: 2500, tier: 'corporate' })).toBe('needs tier@2')
    expect(outcome(tierSelection, { points: 2500, tier: 'corporate', 'tier@2': 'corporate' })).toBe(
      'verdict tierNotOpen',
    )
    expect(outcome(tierSelection, { points: 1999, tier: 'gold' })).toBe('onlyAccount tierChosen')
    expect(outcome(tierSelection, { points: 2000, tier: 'gold' })).toBe('verdict tierChosen')
  })
  test('the switch is mentioned above 2,500 only', () => {
    expect(told(tierSelection, { points: 2501 })).toContain('tiers.switch')
    expect(told(tierSelection, { points: 2500 })).not.toContain('tiers.switch')
  })
  test('who does not know the points is sent to the account', () =>
    expect(outcome(tierSelection, { points: 'unsure' })).toBe('onlyAccount tierInAccount'))
  test.each([
    ['about', 1800, true],
    ['about', 1000, false],
    ['over', 2500, true],
    ['over', 2600, false],
    ['under', 500, true],
    ['under', 400, false],
    ['over', 499, true],
  ] as const)('%s %i: the exact number is needed: %s', (bound, points, needed) => {
    const known = knownOf(factsFrom({ points: { kind: 'known', value: points, bound } }))
    const decision = tierSelection(known, circumstances)
    expect(decision.kind === 'needs' && decision.slot === 'points' && decision.round === 2).toBe(needed)
  })
})

describe('payment', () => {
  test('30 days from the invoice date, over months and leap years', () => {
    expect(expectedDue('2026-11-22')).toBe('2026-12-22')
    expect(expectedDue('2024-01-31')).toBe('2024-03-01')
    expect(expectedDue('2026-12-15')).toBe('2027-01-14')
    expect(expectedDue('2026-11')).toBeUndefined()
  })
  const rule: Rule = (known) => payment(known)
  test('a transfer names its extra costs, a card when it is charged', () => {
    expect(told(rule, { paymentMethod: 'bankTransfer' })).toEqual(['pay.transfer'])
    expect(told(rule, { paymentMethod: 'creditCard' })).toEqual(['pay.card'])
  })
  test('who does not know gets the difference, once', () => {
    expect(outcome(rule, { paymentMethod: 'unsure' })).toBe('needs paymentMethod@2')
    expect(outcome(rule, { paymentMethod: 'unsure', 'paymentMethod@2': 'unsure' })).toBe(
      'needs invoiceReceived',
    )
  })
  test('the number changes for former members only', () => {
    const given = { paymentMethod: 'creditCard', invoiceReceived: false }
    expect(told(rule, { ...given, hadMembership: true })).toContain('pay.number-changes')
    expect(told(rule, { ...given, hadMembership: false })).not.toContain('pay.number-changes')
    expect(told(rule, { ...given, hadMembership: false }).at(-1)).toBe('pay.at-once')
  })
})

describe('onboarding', () => {
  const settled = {
    signedIn: true,
    migrateButtonVisible: true,
    greenTickVisible: true,
    points: 2100,
    tier: 'gold',
    paymentMethod: 'creditCard',
    invoiceReceived: false,
    hadMembership: false,
  }
  test('skips what is known, and says which part it is in', () => {
    expect(decide(onboarding, {})).toMatchObject({ slot: 'hasBusinessAccount', part: 'account' })
    expect(decide(onboarding, { signedIn: true })).toMatchObject({ slot: 'hadCpsAccount', part: 'products' })
    expect(decide(onboarding, settled)).toMatchObject({ verdict: 'joined' })
  })
  test('a correction reroutes by itself', () =>
    expect(decide(onboarding, { ...settled, points: 499 })).toMatchObject({
      verdict: 'notEnoughPoints',
      part: 'tier',
    }))
})

describe('the edges of the domain', () => {
  test('values that a slot does not take', () => {
    expect(valueSchema('points').safeParse(-5).success).toBe(false)
    expect(valueSchema('points').safeParse(12.5).success).toBe(false)
    expect(valueSchema('tier').safeParse('diamond').success).toBe(false)
    expect(valueSchema('purchaseCountry').safeParse('Nederland').success).toBe(false)
    expect(isYesNo('signedIn')).toBe(true)
    expect(isYesNo('points')).toBe(false)
  })
  test('an address that is none', () => {
    expect(parseAddressKey('serialNumber#1@2')).toEqual({ slot: 'serialNumber', item: 1, round: 2 })
    expect(parseAddressKey('__proto__')).toBeUndefined()
    expect(parseAddressKey('points#x')).toBeUndefined()
  })
  test('a policy that contradicts the facts is refused', () => {
    const refused = (policy: unknown) => policySchema.safeParse(policy).success
    expect(refused({ thresholds: { gold: 400 } })).toBe(false)
    expect(refused({ thresholds: { platinum: 2400 } })).toBe(false)
    expect(refused({ thresholds: { silver: 900, gold: 700 } })).toBe(false)
    expect(refused({ fees: { gold: { amount: 10, currency: 'euro' } } })).toBe(false)
    expect(refused({ suport: {} })).toBe(false)
    expect(refused({ businessAccountUrl: 'http://x.org' })).toBe(false)
  })
})
