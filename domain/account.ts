/** Getting into the business account: none yet, no e-mail, a first password, a forgotten one, signed in, or none of it works. */
import { cites } from './facts.ts'
import { after, type Circumstances, type Known, needs, type Statement, say, verdict } from './rule.ts'

const ready = say('account.ready', {}, cites('account.business'))
const reset = say('account.reset', {}, cites('account.reset', 'account.sign-in'))
const firstPassword = say(
  'account.first-password',
  {},
  cites('account.first-password', 'account.email', 'account.sign-in'),
)
const lookForEmail = say('account.look-for-email', {}, cites('account.email'))

const create = (policy: Circumstances['policy']) =>
  say(
    'account.create',
    { page: policy.businessAccountUrl },
    cites('account.business', 'eligible.business', 'account.email'),
    policy.businessAccountUrl !== undefined,
  )

const createFirst = verdict(
  'createAccountFirst',
  [say('account.create-first', {}, cites('account.business'))],
  { stops: true },
)

const support = ({ policy }: Circumstances) =>
  verdict(
    'accountSupport',
    [
      say(
        'account.support',
        { support: policy.support },
        cites('help.priority-support'),
        policy.support !== undefined,
      ),
    ],
    { stops: true, toPerson: true },
  )

const afterReset = (known: Known, circumstances: Circumstances, tells: readonly Statement[]) => {
  const told = [...tells, reset]
  const worked = known.get('resetWorked')
  if (worked === undefined) return needs('resetWorked', { tells: told })
  return after(told, worked === true ? verdict('signedIn', [ready]) : support(circumstances))
}

/** Whether the member is in the account, and if not, what to do next. */
export const account = (known: Known, circumstances: Circumstances) => {
  // A password that worked says as much as being signed in.
  const inside = (['signedIn', 'resetWorked', 'firstPasswordWorked'] as const).some(
    (slot) => known.get(slot) === true,
  )
  if (inside) return verdict('signedIn', [ready])
  const email = known.get('accountEmailReceived')
  const has = known.get('hasBusinessAccount')
  const tells: Statement[] = []
  if (has === undefined && email !== true) return needs('hasBusinessAccount')
  if (has === 'unsure') {
    tells.push(say('account.email-shows', {}, cites('account.email')))
    if (email === undefined) return needs('accountEmailReceived', { tells })
  }
  if (has === false || (has === 'unsure' && email !== true)) {
    tells.push(create(circumstances.policy))
    const created = known.get('accountCreated')
    if (created === undefined) return needs('accountCreated', { tells })
    if (created !== true) return after(tells, createFirst)
  }
  if (known.get('signedIn') === undefined) return needs('signedIn', { tells })
  return after(tells, signingIn(known, circumstances))
}

const signingIn = (known: Known, circumstances: Circumstances) => {
  const email = known.get('accountEmailReceived')
  if (email === undefined) return needs('accountEmailReceived')
  const tells: Statement[] = []
  if (email !== true) {
    tells.push(lookForEmail)
    const found = known.get('emailFound')
    if (found === undefined) return needs('emailFound', { tells })
    if (found !== true) return afterReset(known, circumstances, tells)
  }
  const set = known.get('passwordSet')
  if (set === undefined) return needs('passwordSet', { tells })
  if (set === false) {
    tells.push(firstPassword)
    const worked = known.get('firstPasswordWorked')
    if (worked === undefined) return needs('firstPasswordWorked', { tells })
    if (worked === true) return after(tells, verdict('signedIn', [ready]))
  }
  return afterReset(known, circumstances, tells)
}

/** A password that does not work: the reset first, since it is always possible; then what stands in its way. */
export const passwordReset = (known: Known, circumstances: Circumstances) => {
  const tells: Statement[] = []
  const worked = known.get('resetWorked')
  const email = known.get('accountEmailReceived')
  // Who says at once that there is no account, no e-mail or no password yet is not sent to the reset first.
  const resetIsMoot =
    known.get('hasBusinessAccount') === false || email === false || known.get('passwordSet') === false
  if (!resetIsMoot || worked !== undefined) {
    tells.push(reset)
    if (worked === undefined) return needs('resetWorked', { tells })
    if (worked === true) return after(tells, verdict('signedIn', [ready]))
  }
  const has = known.get('hasBusinessAccount')
  if (has === undefined && email !== true) return needs('hasBusinessAccount', { tells })
  if (has === false) return after([...tells, create(circumstances.policy)], createFirst)
  if (email === undefined) return needs('accountEmailReceived', { tells })
  if (email !== true) {
    tells.push(lookForEmail)
    const found = known.get('emailFound')
    if (found === undefined) return needs('emailFound', { tells })
    if (found !== true) return after(tells, support(circumstances))
  }
  tells.push(firstPassword)
  const first = known.get('firstPasswordWorked')
  if (first === undefined) return needs('firstPasswordWorked', { tells })
  return after(tells, first === true ? verdict('signedIn', [ready]) : support(circumstances))
}
