/** The whole way: account, products, points, level, payment – the questions of all the others, in order. */
import { onboarding as rule } from '../domain/onboarding.ts'
import { talk, yesNo } from './kit/talk.ts'
import { pointsQuestions, productsQuestions } from './migration.ts'
import { accountQuestions } from './password-reset.ts'
import { paymentQuestions } from './payment.ts'
import { sheetQuestions } from './registration.ts'
import { tierQuestions } from './tier-selection.ts'

export const onboarding = talk('onboarding', {
  version: 1,
  asks: {
    ...accountQuestions,
    accountCreated: yesNo('account.business'),
    signedIn: yesNo(),
    passwordSet: yesNo(),
    ...productsQuestions,
    ...sheetQuestions,
    ...pointsQuestions,
    ...tierQuestions,
    ...paymentQuestions,
  },
  settles: rule,
})
