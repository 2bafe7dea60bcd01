/** Dutch names of things: levels, methods, fields, talks, slots. */
import type { Catalogue } from '../catalogue.ts'
import { asTyped } from '../format.ts'

export const tiers: Catalogue['tiers'] = {
  silver: 'Zilver',
  gold: 'Goud',
  platinum: 'Platinum',
  corporate: 'Corporate Tier',
}

export const methods: Catalogue['methods'] = { creditCard: 'Creditcard', bankTransfer: 'Overschrijving' }

export const fields: Catalogue['fields'] = {
  serialNumber: 'serienummer',
  purchaseDate: 'aankoopdatum',
  purchaseCountry: 'land van aankoop',
  dealer: 'dealer',
  other: 'iets anders',
}

export const waysOut: Catalogue['waysOut'] = {
  registerAgain: 'Opnieuw registreren',
  support: 'Priority support vragen',
}

export const problems: Catalogue['problems'] = {
  button: 'Geen blauwe knop',
  tick: 'Geen groen vinkje',
  data: 'Productgegevens ontbreken',
}

export const parts: Catalogue['parts'] = {
  account: 'account',
  products: 'producten',
  points: 'punten',
  tier: 'niveau',
  payment: 'betaling',
}

export const topics: Catalogue['topics'] = {
  onboarding: 'Lid worden, vanaf het begin',
  passwordReset: 'Wachtwoord of inloggen',
  registration: 'Producten registreren',
  migration: 'Migreren lukt niet',
  tierSelection: 'Welk niveau kan ik kiezen?',
  payment: 'Betalen',
}

export const names: Catalogue['names'] = {
  hasBusinessAccount: 'zakelijk account',
  accountEmailReceived: 'automatische e-mail',
  signedIn: 'ingelogd',
  hadCpsAccount: 'eerder CPS-account',
  oldEmailGiven: 'oude e-mailadres opgegeven',
  migrateButtonVisible: 'blauwe migreerknop',
  greenTickVisible: 'groen vinkje',
  missingFields: 'ontbrekende gegevens',
  productName: 'product',
  serialNumber: 'serienummer',
  dealer: 'dealer',
  purchaseDate: 'aankoopdatum',
  invoiceDate: 'factuurdatum',
  purchaseCountry: 'land van aankoop',
  points: 'punten',
  tier: 'niveau',
  paymentMethod: 'betaalwijze',
  email: 'e-mailadres',
  rating: 'beoordeling',
  accountCreated: 'account aangemaakt',
  emailFound: 'e-mail gevonden',
  passwordSet: 'wachtwoord ingesteld',
  firstPasswordWorked: 'eerste wachtwoord werkt',
  resetWorked: 'nieuw wachtwoord werkt',
  wayOut: 'oplossing zonder knop',
  migrationProblem: 'probleem met migreren',
  wantsSheet: 'productblad gewenst',
  serialConfirmed: 'serienummer bevestigd',
  dateConfirmed: 'aankoopdatum bevestigd',
  anotherProduct: 'nog een product',
  moreWithoutTick: 'nog een product zonder vinkje',
  invoiceReceived: 'factuur ontvangen',
  hadMembership: 'eerder lid',
}

/** How CPS Priority support is reached; honest where nobody has filled it in. */
export const supportLine: Catalogue['support'] = (contact, format) => {
  if (!contact)
    return 'Een telefoonnummer of adres van CPS Priority support staat niet in mijn bronnen; kijk daarvoor in je account of op de site van Canon.'
  const ways = [
    ...(contact.phone ? [`bel ${asTyped(contact.phone)}`] : []),
    ...(contact.email ? [`mail [${contact.email}](mailto:${contact.email})`] : []),
    ...(contact.url ? [`ga naar [de hulppagina](${contact.url})`] : []),
  ]
  return `CPS Priority support bereik je zo: ${format.list(ways, true)}.`
}
