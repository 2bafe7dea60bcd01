/** Getting in: a forgotten password, a first one, an e-mail that did not come, or no account yet. */
import { passwordReset as rule } from '../domain/account.ts'
import { mandatory, talk, yesNo } from './kit/talk.ts'

export const accountQuestions = {
  hasBusinessAccount: mandatory(yesNo('account.business')),
  accountEmailReceived: yesNo('account.email'),
  emailFound: yesNo('account.email'),
  firstPasswordWorked: yesNo(),
  resetWorked: yesNo(),
} as const

export const passwordReset = talk('passwordReset', {
  version: 1,
  asks: accountQuestions,
  settles: rule,
  forgets: ['resetWorked', 'firstPasswordWorked', 'emailFound', 'accountEmailReceived', 'signedIn'],
})
