/** Getting products into the account: migrate them from an older one, or register them. */
import { cites } from './facts.ts'
import { after, type Circumstances, type Known, needs, onlyAccount, say, verdict } from './rule.ts'

const how = say('migrate.how', {}, cites('products.where', 'migrate.button', 'migrate.who'))
const where = say('migrate.where', {}, cites('products.where', 'migrate.button'))

const wayOut = (known: Known, { policy }: Circumstances) => {
  const way = known.get('wayOut')
  const byOperator = policy.support !== undefined
  if (way === undefined) return needs('wayOut')
  if (way === 'registerAgain')
    return verdict('registerAgain', [
      say('products.register-again', {}, cites('migrate.no-button-options', 'products.where')),
    ])
  if (way === 'support')
    return verdict(
      'productsSupport',
      [
        say(
          'products.support',
          { support: policy.support },
          cites('migrate.no-button-options', 'help.priority-support'),
          byOperator,
        ),
      ],
      { toPerson: true },
    )
  return verdict('registerAgain', [
    say(
      'products.either-way',
      { support: policy.support },
      cites('migrate.no-button-options', 'products.where', 'help.priority-support'),
      byOperator,
    ),
  ])
}

/** Whether the member migrates or registers, and where. The button says more than anybody's memory. */
export const products = (known: Known, circumstances: Circumstances) => {
  const button = known.get('migrateButtonVisible')
  if (button === true) return verdict('migrate', [how])
  const had = known.get('hadCpsAccount')
  if (had === undefined) return needs('hadCpsAccount')
  if (had === false)
    return verdict('register', [say('products.register', {}, cites('products.where', 'migrate.who'))])
  if (had === 'unsure') {
    // What a missing button means is said only of members who had an account before.
    if (button === undefined) return needs('migrateButtonVisible', { tells: [where] })
    return after(
      [where],
      verdict('register', [say('products.register-unsure', {}, cites('products.where', 'migrate.who'))]),
    )
  }
  const noButton = say('migrate.no-button', {}, cites('migrate.no-button', 'migrate.no-button-options'))
  if (button === false) return after([noButton], wayOut(known, circumstances))
  const email = known.get('oldEmailGiven')
  const onlyWithEmail = say('migrate.only-with-email', {}, cites('migrate.who', 'migrate.no-button-options'))
  if (button === undefined && email !== false) return needs('migrateButtonVisible')
  if (email === undefined) return needs('oldEmailGiven', { tells: [where] })
  if (email === false) return after([onlyWithEmail], wayOut(known, circumstances))
  return after(
    [where],
    onlyAccount('migrateIfButton', [
      say('migrate.if-button', {}, cites('migrate.who', 'migrate.no-button', 'migrate.no-button-options')),
    ]),
  )
}
