/** Paying: card or transfer, when, and what changes for a former member. */
import { paymentChoice } from '../domain/payment.ts'
import { paymentMethods } from '../domain/values.ts'
import { aDate, choice, talk, yesNo } from './kit/talk.ts'

export const paymentQuestions = {
  paymentMethod: choice(paymentMethods, 'pay.methods', 'pay.continue'),
  invoiceReceived: yesNo('pay.invoice'),
  invoiceDate: aDate(),
  hadMembership: yesNo('member.number-changes'),
} as const

export const payment = talk('payment', {
  version: 1,
  asks: paymentQuestions,
  settles: paymentChoice,
  forgets: ['paymentMethod', 'invoiceReceived', 'invoiceDate'],
})
