/** Trouble with migrating: no button, no green tick, or product data that are missing. */
import { missingData, ticks } from './points.ts'
import { products } from './products.ts'
import { type Circumstances, type Known, needs } from './rule.ts'

/** What the trouble is, as the member said it or as it follows from what the member sees. */
const problemOf = (known: Known) => {
  const said = known.get('migrationProblem')
  if (said !== undefined) return said
  if (known.get('greenTickVisible') !== undefined) return 'tick'
  if (known.get('missingFields', { item: 0 }) !== undefined) return 'data'
  if (known.get('migrateButtonVisible') !== undefined) return 'button'
  return undefined
}

/** What to do about it. Who cannot tell what is wrong starts at the button, where migrating starts. */
export const migration = (known: Known, circumstances: Circumstances) => {
  const problem = problemOf(known)
  if (problem === undefined) return needs('migrationProblem')
  if (problem === 'tick') return ticks(known, circumstances)
  if (problem === 'data') return missingData(known, circumstances)
  return products(known, circumstances)
}
