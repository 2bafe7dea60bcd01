/** Membership levels: which are open for a number of points, which are not, and which only the account shows. */
import { type Cited, cites } from './facts.ts'
import type { Policy } from './policy.ts'
import {
  after,
  type Circumstances,
  type Known,
  type Manner,
  needs,
  onlyAccount,
  type Statement,
  say,
  verdict,
} from './rule.ts'
import { type Tier, tiers } from './values.ts'

/** Whether a level can be chosen: yes, no, or only the account shows it. */
export type Openness = 'open' | 'closed' | 'account'

/** A level and whether it is open; `from` is the number of points that opens it, where that is known. */
export interface Level {
  readonly tier: Tier
  readonly openness: Openness
  readonly from?: number | undefined
}

/** Points from which a member is invited to join (tier.minimum). */
export const minimum = 500
/** Points at which, in the guide's example, any of Silver, Gold and Platinum can be chosen (tier.any-at-2000). */
export const anyLevel = 2000
/** Corporate is offered above this many points, not at it (tier.corporate). */
export const corporateAbove = 2500

/** From how many points a level is open, as far as it is known; below `closedBelow` it surely is not. */
const thresholds = (policy: Policy): Readonly<Record<Tier, { openFrom: number; closedBelow: number }>> => {
  const known = policy.thresholds ?? {}
  const span = (from: number | undefined, openFrom: number) =>
    from === undefined ? { openFrom, closedBelow: minimum } : { openFrom: from, closedBelow: from }
  return {
    silver: span(known.silver, minimum),
    gold: span(known.gold, anyLevel),
    platinum: span(known.platinum, anyLevel),
    corporate: { openFrom: corporateAbove + 1, closedBelow: corporateAbove + 1 },
  }
}

const openness = (
  points: number,
  { openFrom, closedBelow }: { openFrom: number; closedBelow: number },
): Openness => (points >= openFrom ? 'open' : points < closedBelow ? 'closed' : 'account')

/** The four levels for an exact number of points. */
export const levelsAt = (points: number, policy: Policy): readonly Level[] => {
  const known = thresholds(policy)
  return tiers.map((tier) => {
    const { openFrom, closedBelow } = known[tier]
    const exact = openFrom === closedBelow
    return { tier, openness: openness(points, known[tier]), ...(exact ? { from: openFrom } : {}) }
  })
}

/** The points that a member may have: both ends count, `atMost` is absent where there is no end. */
export interface Span {
  readonly atLeast: number
  readonly atMost?: number | undefined
}

/** How far 'about' reaches to either side. */
const aboutReaches = 0.15

/** What a number of points may mean, said exactly, about, over or under. 'Over' and 'under' include the number: members say it loosely. */
export const spanOf = (points: number, { bound }: Pick<Manner, 'bound'>): Span => {
  if (bound === 'about')
    return {
      atLeast: Math.floor(points * (1 - aboutReaches)),
      atMost: Math.ceil(points * (1 + aboutReaches)),
    }
  if (bound === 'over') return { atLeast: points }
  if (bound === 'under') return { atLeast: 0, atMost: points }
  return { atLeast: points, atMost: points }
}

/** Where a level changes, for this policy. */
const boundaries = (policy: Policy): readonly number[] =>
  [
    ...new Set([
      minimum,
      anyLevel,
      corporateAbove + 1,
      ...tiers.map((tier) => thresholds(policy)[tier].openFrom),
    ]),
  ].sort((a, b) => a - b)

/** Whether the exact number decides something: a boundary lies within the span. */
export const needsExact = ({ atLeast, atMost = Number.POSITIVE_INFINITY }: Span, policy: Policy): boolean =>
  boundaries(policy).some((boundary) => atLeast < boundary && boundary <= atMost)

/** The levels for a span: open or closed only where every number in it agrees. */
export const levelsIn = (span: Span, policy: Policy): readonly Level[] => {
  const low = levelsAt(span.atLeast, policy)
  const high = levelsAt(span.atMost ?? corporateAbove + 1, policy)
  return low.map((level, index) =>
    level.openness === high[index]?.openness ? level : { ...level, openness: 'account' },
  )
}

/** The facts behind the verdict on the levels. */
const reasons = (span: Span): Cited => {
  const most = span.atMost ?? Number.POSITIVE_INFINITY
  if (most < minimum) return cites('tier.minimum', 'tier.names')
  if (span.atLeast > corporateAbove)
    return cites('tier.corporate', 'tier.any-at-2000', 'tier.names', 'tier.see-available')
  if (span.atLeast >= anyLevel && most <= corporateAbove)
    return cites(
      'tier.any-at-2000',
      'tier.unknown-gold',
      'tier.corporate',
      'tier.names',
      'tier.see-available',
    )
  return cites(
    'tier.minimum',
    'tier.lowest-at-500',
    'tier.unknown-gold',
    'tier.any-at-2000',
    'tier.corporate',
    'tier.names',
    'tier.see-available',
  )
}

/** The next boundary above an exact number of points, and what it opens. */
export const nextThreshold = (points: number, policy: Policy) => {
  const at = boundaries(policy).find((boundary) => boundary > points)
  if (at === undefined) return undefined
  const now = levelsAt(points, policy)
  const opens = levelsAt(at, policy).filter(
    (level, i) => level.openness === 'open' && now[i]?.openness !== 'open',
  )
  return { at, missing: at - points, opens: opens.map(({ tier }) => tier) }
}

/** The annual fees, where the operator has filled them in. */
export const fees = (policy: Policy): readonly Statement[] => {
  const known = tiers.flatMap((tier) => {
    const fee = policy.fees?.[tier]
    return fee ? [{ tier, ...fee }] : []
  })
  return known.length > 0 ? [say('tiers.fees', { fees: known }, cites('fee.annual'), true)] : []
}

/** Which level the member may take and which one it becomes. */
export const tierSelection = (known: Known, circumstances: Circumstances) => {
  const { policy } = circumstances
  const byOperator = policy.thresholds !== undefined
  const first = known.get('points')
  if (first === undefined) return needs('points')
  const tells: Statement[] = []
  let span: Span | undefined = first === 'unsure' ? undefined : spanOf(first, known.manner('points'))
  let said = { points: first === 'unsure' ? 0 : first, bound: known.manner('points').bound }
  if (span && first !== 'unsure' && said.bound && needsExact(span, policy)) {
    tells.push(
      say('tiers.exact', { points: first }, cites('tier.minimum', 'tier.any-at-2000', 'tier.corporate')),
    )
    const exact = known.get('points', { round: 2 })
    if (exact === undefined) return needs('points', { round: 2, tells })
    if (exact !== 'unsure') {
      said = { points: exact, bound: known.manner('points', { round: 2 }).bound }
      span = spanOf(exact, said)
    }
  }
  if (span === undefined) {
    const levels = levelsIn({ atLeast: 0 }, policy)
    const cited = cites(
      'tier.see-available',
      'tier.minimum',
      'tier.any-at-2000',
      'tier.corporate',
      'tier.more-points',
    )
    return onlyAccount('tierInAccount', [
      ...fees(policy),
      say('tiers.without-points', { levels }, cited, byOperator),
    ])
  }
  const levels = levelsIn(span, policy)
  const exactly = span.atLeast === span.atMost ? span.atLeast : undefined
  tells.push(say('tiers.levels', { ...said, levels }, reasons(span), byOperator))
  if ((span.atMost ?? minimum) < minimum) {
    const missing = exactly === undefined ? undefined : minimum - exactly
    return after(
      tells,
      verdict(
        'notEnoughPoints',
        [
          say(
            'tiers.too-few',
            { missing, at: minimum },
            cites('tier.minimum', 'tier.more-points', 'points.fully-registered'),
          ),
        ],
        { stops: true },
      ),
    )
  }
  const next = exactly === undefined ? undefined : nextThreshold(exactly, policy)
  if (next)
    tells.push(
      say('tiers.next', next, cites('tier.more-points', 'tier.any-at-2000', 'tier.corporate'), byOperator),
    )
  if (span.atLeast > corporateAbove)
    tells.push(say('tiers.switch', {}, cites('tier.corporate', 'tier.corporate-switch')))
  tells.push(...fees(policy))
  return after(tells, chosen(known, levels, exactly, byOperator))
}

const chosen = (known: Known, levels: readonly Level[], points: number | undefined, byOperator: boolean) => {
  const options = levels.filter(({ openness }) => openness !== 'closed').map(({ tier }) => tier)
  const tells: Statement[] = []
  for (const round of [1, 2]) {
    const tier = known.get('tier', { round })
    if (tier === undefined) return needs('tier', { round, options, tells })
    if (tier === 'unsure')
      return after(tells, verdict('tierOpen', [say('tier.later', {}, cites('tier.see-available'))]))
    const level = levels.find((one) => one.tier === tier)!
    if (level.openness !== 'closed')
      return after(
        tells,
        (level.openness === 'open' ? verdict : onlyAccount)('tierChosen', [
          say(
            'tier.chosen',
            { tier, surely: level.openness === 'open' },
            cites('tier.see-available', 'pay.continue', 'tier.names'),
          ),
        ]),
      )
    const missing = level.from === undefined || points === undefined ? undefined : level.from - points
    tells.push(
      say(
        'tier.not-open',
        { tier, missing, at: level.from },
        tier === 'corporate'
          ? cites('tier.corporate', 'tier.unknown-gold')
          : cites('tier.minimum', 'tier.names'),
        byOperator,
      ),
    )
  }
  return verdict('tierNotOpen', tells as [Statement])
}
