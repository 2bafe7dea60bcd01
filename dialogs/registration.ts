/** Registering products: where, what is needed, and the product sheet. */
import { registration as rule } from '../domain/product-data.ts'
import { aCountry, aDate, someText, talk, yesNo } from './kit/talk.ts'

export const sheetQuestions = {
  wantsSheet: yesNo('products.where'),
  productName: someText(),
  serialNumber: someText('points.eligible'),
  serialConfirmed: yesNo(),
  purchaseDate: aDate('points.best-guess'),
  dateConfirmed: yesNo(),
  purchaseCountry: aCountry(),
  dealer: someText(),
  anotherProduct: yesNo(),
} as const

export const registration = talk('registration', {
  version: 1,
  asks: sheetQuestions,
  settles: rule,
  forgets: ['wantsSheet'],
})
