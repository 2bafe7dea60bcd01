/** Migrating that does not work: no button, no green tick, or data that are missing. */
import { migration as rule } from '../domain/migration.ts'
import { productFields } from '../domain/values.ts'
import { choice, fading, fieldsOf, mandatory, talk, yesNo } from './kit/talk.ts'

export const productsQuestions = {
  hadCpsAccount: yesNo(),
  oldEmailGiven: yesNo('migrate.who'),
  migrateButtonVisible: fading(7, yesNo('products.where', 'migrate.button')),
  wayOut: choice(['registerAgain', 'support'], 'migrate.no-button-options'),
} as const

export const pointsQuestions = {
  greenTickVisible: fading(7, yesNo('points.green-tick')),
  missingFields: fading(7, fieldsOf(productFields, 'points.mandatory')),
  moreWithoutTick: fading(7, yesNo()),
} as const

export const migration = talk('migration', {
  version: 1,
  asks: {
    migrationProblem: mandatory(choice(['button', 'tick', 'data'])),
    ...productsQuestions,
    ...pointsQuestions,
  },
  settles: rule,
  forgets: [
    'migrationProblem',
    'migrateButtonVisible',
    'wayOut',
    'greenTickVisible',
    'missingFields',
    'moreWithoutTick',
  ],
})
