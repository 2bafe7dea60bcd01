/** Which membership level: what the points open, and which one the member takes. */
import { tierSelection as rule } from '../domain/tiers.ts'
import { tiers } from '../domain/values.ts'
import { aNumber, choice, fading, mandatory, talk } from './kit/talk.ts'

export const tierQuestions = {
  points: mandatory(fading(30, aNumber('tier.more-points'))),
  tier: choice(tiers, 'tier.names'),
} as const

export const tierSelection = talk('tierSelection', {
  version: 1,
  asks: tierQuestions,
  settles: rule,
  forgets: ['tier'],
})
