/** The whole way, from a business account to a paid membership: the same rules in order, over the same facts. */
import { account } from './account.ts'
import { cites } from './facts.ts'
import { payment } from './payment.ts'
import { ticks } from './points.ts'
import { registration } from './product-data.ts'
import { products } from './products.ts'
import {
  after,
  type Circumstances,
  type Decision,
  type Known,
  type Part,
  type Statement,
  say,
  verdict,
} from './rule.ts'
import { tierSelection } from './tiers.ts'
import type { Slot } from './values.ts'

const yourTime = say('products.your-time', {}, cites('points.green-tick'))

/** Migrate, or register; who registers is offered the sheet. Both are done on Canon's pages, and take their time. */
const productsAndSheet = (known: Known, circumstances: Circumstances) => {
  const way = products(known, circumstances)
  if (way.kind === 'needs' || way.verdict === 'productsSupport') return way
  if (way.verdict !== 'register' && way.verdict !== 'registerAgain')
    return { ...way, tells: [...way.tells, yourTime] }
  const sheet = registration(known, circumstances)
  const tells = sheet.kind === 'needs' ? sheet.tells : [...sheet.tells, yourTime]
  // Where products are registered has just been said.
  return after(way.tells, { ...sheet, tells: tells.filter(({ says }) => says !== 'products.register') })
}

/** The first of the parts that still needs something, or that says the way ends here; what each settled part says is told on the way. */
const first = <S extends Slot>(
  ordered: readonly (readonly [Part, (known: Known, circumstances: Circumstances) => Decision<S>])[],
  known: Known,
  circumstances: Circumstances,
): Decision<S> | { readonly kind: 'all'; readonly tells: readonly Statement[] } => {
  const tells: Statement[] = []
  for (const [part, rule] of ordered) {
    const decision = rule(known, circumstances)
    if (decision.kind === 'needs' || decision.stops) return { ...after(tells, decision), part }
    tells.push(...decision.tells)
  }
  return { kind: 'all', tells }
}

/** What comes next on the way to a membership. */
export const onboarding = (known: Known, circumstances: Circumstances) => {
  const way = [
    ['account', account],
    ['products', productsAndSheet],
    ['points', ticks],
    ['tier', tierSelection],
    ['payment', payment],
  ] as const
  const next = first<NeededByWay<(typeof way)[number][1]>>(way, known, circumstances)
  if (next.kind !== 'all') return next
  return {
    ...after(next.tells, verdict('joined', [say('join.done', {}, cites('pay.continue'))])),
    part: 'payment' as const,
  }
}

type NeededByWay<R> = R extends (...given: never[]) => infer D
  ? D extends { kind: 'needs'; slot: infer S extends Slot }
    ? S
    : never
  : never
