/** English names of things: levels, methods, fields, talks, slots. */
import type { Catalogue } from '../catalogue.ts'
import { asTyped } from '../format.ts'

export const tiers: Catalogue['tiers'] = {
  silver: 'Silver',
  gold: 'Gold',
  platinum: 'Platinum',
  corporate: 'Corporate',
}

export const methods: Catalogue['methods'] = { creditCard: 'Credit card', bankTransfer: 'Bank transfer' }

export const fields: Catalogue['fields'] = {
  serialNumber: 'serial number',
  purchaseDate: 'purchase date',
  purchaseCountry: 'country of purchase',
  dealer: 'dealer',
  other: 'something else',
}

export const waysOut: Catalogue['waysOut'] = {
  registerAgain: 'Register again',
  support: 'Ask Priority support',
}

export const problems: Catalogue['problems'] = {
  button: 'No blue button',
  tick: 'No green tick',
  data: 'Product data are missing',
}

export const parts: Catalogue['parts'] = {
  account: 'account',
  products: 'products',
  points: 'points',
  tier: 'level',
  payment: 'payment',
}

export const topics: Catalogue['topics'] = {
  onboarding: 'Become a member, from the beginning',
  passwordReset: 'Password or signing in',
  registration: 'Register products',
  migration: 'Migrating doesn’t work',
  tierSelection: 'Which level can I choose?',
  payment: 'Paying',
}

export const names: Catalogue['names'] = {
  hasBusinessAccount: 'business account',
  accountEmailReceived: 'automatic e-mail',
  signedIn: 'signed in',
  hadCpsAccount: 'earlier CPS account',
  oldEmailGiven: 'old e-mail address given',
  migrateButtonVisible: 'blue migrate button',
  greenTickVisible: 'green tick',
  missingFields: 'missing data',
  productName: 'product',
  serialNumber: 'serial number',
  dealer: 'dealer',
  purchaseDate: 'purchase date',
  invoiceDate: 'invoice date',
  purchaseCountry: 'country of purchase',
  points: 'points',
  tier: 'level',
  paymentMethod: 'way of paying',
  email: 'e-mail address',
  rating: 'rating',
  accountCreated: 'account created',
  emailFound: 'e-mail found',
  passwordSet: 'password set',
  firstPasswordWorked: 'first password works',
  resetWorked: 'new password works',
  wayOut: 'way without the button',
  migrationProblem: 'trouble with migrating',
  wantsSheet: 'product sheet wanted',
  serialConfirmed: 'serial number confirmed',
  dateConfirmed: 'purchase date confirmed',
  anotherProduct: 'another product',
  moreWithoutTick: 'another product without a tick',
  invoiceReceived: 'invoice received',
  hadMembership: 'earlier membership',
}

/** How CPS Priority support is reached; honest where nobody has filled it in. */
export const supportLine: Catalogue['support'] = (contact, format) => {
  if (!contact)
    return 'My sources give no phone number or address of CPS Priority support; please look in your account or on Canon’s site.'
  const ways = [
    ...(contact.phone ? [`call ${asTyped(contact.phone)}`] : []),
    ...(contact.email ? [`mail [${contact.email}](mailto:${contact.email})`] : []),
    ...(contact.url ? [`go to [the help page](${contact.url})`] : []),
  ]
  return `To reach CPS Priority support, ${format.list(ways, true)}.`
}
