/** What people read of the app in Teams, in both languages. English is what Teams shows where it has no other. */

/** The languages of the package; the first is the default. */
export const packageLanguages = ['en', 'nl'] as const
export type PackageLanguage = (typeof packageLanguages)[number]

/** A command that Teams suggests: choosing it sends its title to the bot. */
export interface Command {
  readonly title: string
  readonly description: string
}

/** What members' talks and steering are called. */
export const talkCommands = [
  'onboarding',
  'registration',
  'migration',
  'tierSelection',
  'payment',
  'passwordReset',
  'human',
] as const
/** What a support channel hears besides. */
export const deskCommands = ['support', 'supportStop'] as const

/** All texts of one language. */
export interface PackageTexts {
  readonly name: { readonly short: string; readonly full: string }
  readonly description: { readonly short: string; readonly full: string }
  readonly tab: string
  readonly commands: Readonly<Record<(typeof talkCommands)[number] | (typeof deskCommands)[number], Command>>
  readonly search: Command & { readonly question: Command }
}

const en: PackageTexts = {
  name: { short: 'CPS Assistant', full: 'CPS Assistant, for Canon Professional Services' },
  description: {
    short: 'The way into Canon Professional Services, and support’s side of it.',
    full: 'Walks photographers and film makers with a business into Canon Professional Services (CPS): account, products, points, level and payment. Members who ask for a person are handed to the channel that your team chose; agents claim the case, answer in its thread and close it. The FAQ can be searched from any conversation, and the tab shows what is open and where members get stuck. In Dutch and English.',
  },
  tab: 'Support',
  commands: {
    onboarding: { title: 'Become a member', description: 'The whole way into CPS, step by step' },
    registration: { title: 'Register products', description: 'Put cameras and lenses on the account' },
    migration: {
      title: 'Migrating doesn’t work',
      description: 'No blue button, no green tick, data missing',
    },
    tierSelection: { title: 'Which level can I choose?', description: 'What your points open up' },
    payment: { title: 'Paying', description: 'Credit card or bank transfer, and when' },
    passwordReset: { title: 'Reset my password', description: 'When signing in does not work' },
    human: { title: 'I want to talk to a person', description: 'Hands the conversation to support' },
    support: { title: 'support', description: 'Cases from members come to this channel from now on' },
    supportStop: { title: 'support stop', description: 'No more new cases in this channel' },
  },
  search: {
    title: 'Search the FAQ',
    description: 'Finds answers about CPS, with their sources',
    question: { title: 'Question', description: 'What somebody wants to know' },
  },
}

const nl: PackageTexts = {
  name: { short: 'CPS-assistent', full: 'CPS-assistent, voor Canon Professional Services' },
  description: {
    short: 'De weg naar Canon Professional Services, en de kant van support.',
    full: 'Helpt fotografen en filmers met een bedrijf bij Canon Professional Services (CPS) te komen: account, producten, punten, niveau en betaling. Wie naar een medewerker vraagt, komt in het kanaal dat je team heeft gekozen; medewerkers nemen de vraag aan, antwoorden in de thread en ronden af. De FAQ is vanuit elk gesprek te doorzoeken, en het tabblad laat zien wat er openstaat en waar leden vastlopen. In het Nederlands en het Engels.',
  },
  tab: 'Support',
  commands: {
    onboarding: { title: 'Lid worden', description: 'De hele weg naar CPS, stap voor stap' },
    registration: { title: 'Producten registreren', description: 'Camera’s en lenzen op het account zetten' },
    migration: {
      title: 'Migreren lukt niet',
      description: 'Geen blauwe knop, geen groen vinkje, gegevens weg',
    },
    tierSelection: { title: 'Welk niveau kan ik kiezen?', description: 'Wat er met je punten kan' },
    payment: { title: 'Betalen', description: 'Creditcard of overschrijving, en wanneer' },
    passwordReset: { title: 'Wachtwoord vergeten', description: 'Als inloggen niet lukt' },
    human: { title: 'Ik wil een medewerker spreken', description: 'Geeft het gesprek door aan support' },
    support: { title: 'support', description: 'Vragen van leden komen voortaan in dit kanaal' },
    supportStop: { title: 'support stop', description: 'Geen nieuwe vragen meer in dit kanaal' },
  },
  search: {
    title: 'Zoeken in de FAQ',
    description: 'Vindt antwoorden over CPS, met hun bronnen',
    question: { title: 'Vraag', description: 'Wat iemand wil weten' },
  },
}

/** The texts by language. */
export const packageTexts: Readonly<Record<PackageLanguage, PackageTexts>> = { en, nl }
