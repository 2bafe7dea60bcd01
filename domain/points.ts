/** Points: whether products show a green tick, and what to fill in where they do not. */
import { cites } from './facts.ts'
import { mostProducts } from './product-data.ts'
import {
  after,
  type Circumstances,
  type Known,
  needs,
  onlyAccount,
  type Statement,
  say,
  verdict,
} from './rule.ts'

/** After so many tries without a tick a person has to look. */
export const mostRounds = 3

const nameOf = (known: Known, item: number) => {
  const name = known.get('productName', { item })
  return name === 'unsure' ? undefined : name
}

/** What is missing of each product without a tick, in one round; the answer once all are known. */
const missing = (known: Known, round: number) => {
  const tells: Statement[] = []
  for (let item = 0; item < mostProducts; item++) {
    const fields = known.get('missingFields', { item, round })
    if (fields === undefined) return needs('missingFields', { item, round, tells })
    const product = nameOf(known, item)
    tells.push(
      fields === 'unsure'
        ? say('points.check-all', { product, item }, cites('points.mandatory', 'points.best-guess'))
        : say('points.fill-in', { fields, product, item }, cites('points.mandatory', 'points.best-guess')),
    )
    const more = known.get('moreWithoutTick', { item, round })
    if (more === undefined && known.get('missingFields', { item: item + 1, round }) === undefined)
      return needs('moreWithoutTick', { item, round, tells })
    if (more !== true && known.get('missingFields', { item: item + 1, round }) === undefined) break
  }
  return tells
}

/** Looks for the green tick, round by round. `dataMissing`: the member came because product data are missing. */
const lookForTicks = (known: Known, { policy }: Circumstances, dataMissing: boolean) => {
  const tells: Statement[] = []
  for (let round = 1; round <= mostRounds; round++) {
    const assumed = dataMissing && round === 1
    const tick = assumed ? false : known.get('greenTickVisible', { round })
    if (tick === undefined) return needs('greenTickVisible', { round, tells })
    if (tick === true)
      return after(
        tells,
        verdict('allPoints', [
          say(
            'points.all',
            { migrated: known.get('hadCpsAccount') !== false },
            cites('points.green-tick', 'points.fully-registered'),
          ),
        ]),
      )
    if (tick === 'unsure')
      return after(
        tells,
        onlyAccount('lookForTick', [
          say('points.look', {}, cites('products.where', 'points.green-tick', 'points.no-tick')),
        ]),
      )
    tells.push(
      assumed
        ? say('points.data-missing', {}, cites('points.no-tick', 'points.best-guess'))
        : say('points.open-product', {}, cites('points.no-tick', 'points.mandatory')),
    )
    const open = missing(known, round)
    if (!Array.isArray(open)) return after(tells, open)
    tells.push(...open)
  }
  return after(
    tells,
    verdict(
      'pointsSupport',
      [
        say(
          'points.support',
          { support: policy.support },
          cites('help.priority-support'),
          policy.support !== undefined,
        ),
      ],
      { toPerson: true },
    ),
  )
}

/** Whether all points are there, and what to fill in where not. */
export const ticks = (known: Known, circumstances: Circumstances) => lookForTicks(known, circumstances, false)

/** The same for a member who says that product data are missing. */
export const missingData = (known: Known, circumstances: Circumstances) =>
  lookForTicks(known, circumstances, true)
