/** The questions, in English: short, one thing at a time. */
import type { Asked, Catalogue } from '../catalogue.ts'
import { asTyped } from '../format.ts'

const of = ({ item, product }: Asked) =>
  product !== undefined
    ? ` of your **${asTyped(product)}**`
    : item === undefined
      ? ''
      : ` of product ${item + 1}`
const at = ({ item, product }: Asked) =>
  product !== undefined
    ? ` for your **${asTyped(product)}**`
    : item === undefined || item === 0
      ? ''
      : ` for product ${item + 1}`

export const asks: Catalogue['asks'] = {
  hasBusinessAccount: {
    ask: () => 'Do you have a Canon business account already?',
    short: () => 'Do you have a Canon business account?',
    why: 'Your membership runs on a Canon business account. Without it you can’t go on.',
    example: '‘yes’, ‘no’ or ‘I don’t know’',
    yes: 'Yes, I do',
    no: 'No, not yet',
  },
  accountCreated: {
    ask: () => 'Have you created the account now?',
    short: () => 'Is your business account there now?',
    why: 'As soon as the account is there, we go on to signing in.',
    example: '‘yes, it’s there’ or ‘not yet’',
    yes: 'Yes, it’s there',
    no: 'Not yet',
  },
  accountEmailReceived: {
    ask: () => 'Did you get an e-mail from donotreply@canon-europe.com?',
    short: () => 'Did an e-mail from donotreply@canon-europe.com arrive?',
    why: 'That e-mail comes automatically once your business account is created. After it you set your password.',
    example: '‘yes’, ‘no’ or ‘I don’t know’',
  },
  emailFound: {
    ask: () => 'Did you find it?',
    short: () => 'Did you find the e-mail from donotreply@canon-europe.com?',
    why: 'After that e-mail you set your password. If it really isn’t there, we try another way.',
    example: '‘yes, found it’ or ‘no’',
    yes: 'Yes, found it',
    no: 'No, nowhere',
  },
  signedIn: {
    ask: () => 'Can you sign in?',
    short: () => 'Can you sign in to your business account?',
    why: 'Everything that follows happens in your account. So first: can you get in?',
    example: '‘yes’ or ‘no, it doesn’t work’',
    yes: 'Yes, I’m in',
    no: 'No, it doesn’t work',
  },
  passwordSet: {
    ask: () => 'Have you ever set a password for this account?',
    short: () => 'Have you set a password yet?',
    why: 'A first password is set in another way than a forgotten one.',
    example: '‘yes’, ‘no’ or ‘I don’t know’',
  },
  firstPasswordWorked: {
    ask: () => 'Could you sign in that way?',
    short: () => 'Could you sign in with your first password?',
    why: 'If it doesn’t work, there is another way.',
    example: '‘yes, it worked’ or ‘no’',
    yes: 'Yes, it worked',
    no: 'No, it didn’t',
  },
  resetWorked: {
    ask: () => 'Give it a try. Could you sign in?',
    short: () => 'Could you sign in with your new password?',
    why: 'If it worked, we’re done here. If not, we look further.',
    example: '‘yes, it worked’ or ‘no’',
    yes: 'Yes, it worked',
    no: 'No, it didn’t',
  },
  hadCpsAccount: {
    ask: () => 'Did you have a CPS account before?',
    short: () => 'Did you have a CPS account before?',
    why: 'If you had a CPS account before, you may be able to move your products instead of registering them again.',
    example: '‘yes’, ‘no’ or ‘I don’t remember’',
  },
  oldEmailGiven: {
    ask: () => 'Did you give your old e-mail address when you registered the business account?',
    short: () => 'Did you give your old e-mail address while registering?',
    why: 'Only then can you migrate products.',
    example: '‘yes’, ‘no’ or ‘I don’t know’',
  },
  migrateButtonVisible: {
    ask: () =>
      'Under **‘Mijn producten’**, do you see a blue button on the right? In Dutch it reads **PRODUCTEN MIGREREN**.',
    short: () => 'Do you see the blue button **PRODUCTEN MIGREREN** on the right?',
    why: 'That button tells whether you can migrate.',
    example: '‘yes, I see it’ or ‘no, no button’',
    yes: 'Yes, I see it',
    no: 'No, no button',
  },
  wayOut: {
    ask: () => 'Which would you like: register your products again, or ask CPS Priority support?',
    short: () => 'Register again, or ask CPS Priority support?',
    why: 'Without the blue button these are the two ways.',
    example: '‘register again’ or ‘support’',
  },
  migrationProblem: {
    ask: () => 'Where are you stuck?',
    short: () => 'Where are you stuck with migrating?',
    why: 'Each of these three has its own solution.',
    example: '‘I see no button’, ‘no green tick’ or ‘data are missing’',
  },
  greenTickVisible: {
    ask: ({ round }) =>
      round === undefined || round === 1
        ? 'Do all your products show a green tick?'
        : 'Look again now: do all your products show a green tick?',
    short: () => 'Do all your products show a green tick?',
    why: 'The green tick tells that the points of a migrated product have been allocated.',
    example: '‘yes, all of them’ or ‘no, not all’',
    yes: 'Yes, all of them',
    no: 'No, not all',
  },
  missingFields: {
    ask: (asked) => `What is missing${at(asked)}? You can name several.`,
    short: (asked) => `What is missing${at(asked)}?`,
    why: 'Then you know exactly what to fill in to get the points.',
    example: '‘serial number and dealer’',
  },
  moreWithoutTick: {
    ask: () => 'Is there another product without a tick?',
    short: () => 'Another product without a tick?',
    why: 'Then we go through that one too.',
    example: '‘yes’ or ‘no’',
    yes: 'Yes, another',
    no: 'No, that’s all',
  },
  wantsSheet: {
    ask: () =>
      'Shall we make a product sheet together? You name your products, and you get a list to copy from.',
    short: () => 'Shall we make a product sheet together?',
    why: 'With such a sheet you have everything at hand when you fill in Canon’s form. You don’t have to.',
    example: '‘yes, please’ or ‘no, I’ll do it myself’',
    yes: 'Yes, please',
    no: 'No, I’ll do it myself',
  },
  productName: {
    ask: ({ item }) =>
      item === undefined || item === 0
        ? 'Which product is it? You can also put it all in one message, with serial number, date, country and dealer.'
        : 'Which product is next?',
    short: ({ item }) =>
      item === undefined || item === 0 ? 'Which product is it?' : 'Which product is next?',
    why: 'So that you can tell which line of your sheet belongs to which product.',
    example: '‘EOS R5’ or ‘RF 24-70mm f/2.8’',
  },
  serialNumber: {
    ask: (asked) =>
      asked.round === 2
        ? `What is the serial number${of(asked)}, then?`
        : `What is the serial number${of(asked)}?`,
    short: (asked) => `The serial number${of(asked)}?`,
    why: 'A product must have a serial number to give points.',
    example: 'the number as it stands on your product or receipt, or ‘I don’t know’',
  },
  serialConfirmed: {
    ask: ({ value }) => `I read **${value ?? ''}** as the serial number. That looks unusual – is it right?`,
    short: ({ value }) => `Is the serial number **${value ?? ''}** right?`,
    why: 'A slip in a serial number is easily overlooked. I refuse nothing; I only ask.',
    example: '‘yes, that’s right’ or ‘no’',
    yes: 'Yes, that’s right',
    no: 'No, change it',
  },
  purchaseDate: {
    ask: ({ round }) =>
      round === 2
        ? 'When did you buy it, then? An estimate will do.'
        : 'When did you buy it? A month or a year will do.',
    short: (asked) => `The purchase date${of(asked)}?`,
    why: 'The purchase date is one of the data that may be mandatory.',
    example: '‘14 March 2023’, ‘some time in 2022’ or ‘I don’t know’',
  },
  dateConfirmed: {
    ask: ({ value }) => `Bought in ${value ?? ''}: that is long ago. Is it right?`,
    short: ({ value }) => `Is the purchase date ${value ?? ''} right?`,
    why: 'A year is easily mistyped. I refuse nothing; I only ask.',
    example: '‘yes, that’s right’ or ‘no’',
    yes: 'Yes, that’s right',
    no: 'No, change it',
  },
  purchaseCountry: {
    ask: () => 'In which country did you buy it?',
    short: (asked) => `The country of purchase${of(asked)}?`,
    why: 'The country of purchase is one of the data that may be mandatory.',
    example: '‘the Netherlands’ or ‘Belgium’',
  },
  dealer: {
    ask: () => 'From which shop or dealer?',
    short: (asked) => `The dealer${of(asked)}?`,
    why: 'The dealer is one of the data that may be mandatory.',
    example: 'the name of the shop, or ‘I don’t know’',
  },
  anotherProduct: {
    ask: () => 'Noted. Do you have another product?',
    short: () => 'Do you have another product?',
    why: 'Then it goes onto your sheet as well.',
    example: '‘yes’, ‘no’, or simply the next product’s name',
    yes: 'Yes, another',
    no: 'No, that’s all',
  },
  points: {
    ask: ({ round }) =>
      round === 2 ? 'How many points is it exactly?' : 'How many points are on your account?',
    short: ({ round }) => (round === 2 ? 'How many points exactly?' : 'How many points do you have?'),
    why: 'The more points, the more levels are open. One point can make the difference.',
    example: '‘1,850’ or ‘I don’t know’',
  },
  tier: {
    ask: ({ round }) => (round === 2 ? 'Which level will it be, then?' : 'Which level would you like?'),
    short: () => 'Which level would you like?',
    why: 'With your choice you go on to the purchase. You can also decide later.',
    example: '‘Silver’ or ‘I don’t know yet’',
    unsure: 'I don’t know yet',
  },
  paymentMethod: {
    ask: ({ round }) =>
      round === 2
        ? 'Which of the two suits you?'
        : 'How would you like to pay: by credit card or by bank transfer?',
    short: () => 'Credit card or bank transfer?',
    why: 'It decides when you pay, and whether there may be extra costs.',
    example: '‘credit card’ or ‘bank transfer’',
    unsure: 'What’s the difference?',
  },
  invoiceReceived: {
    ask: () => 'Do you have the invoice yet?',
    short: () => 'Do you have the invoice yet?',
    why: 'With its date I can work out when payment is roughly due.',
    example: '‘yes’ or ‘not yet’',
    yes: 'Yes',
    no: 'Not yet',
  },
  invoiceDate: {
    ask: () => 'What is the date on the invoice?',
    short: () => 'The date on the invoice?',
    why: 'I use it to work out the expected due date. The date on the invoice itself always wins.',
    example: '‘14 March’ or ‘yesterday’',
  },
  hadMembership: {
    ask: () => 'One more thing: were you a CPS member before?',
    short: () => 'Were you a CPS member before?',
    why: 'For former members the membership number changes. An old account alone is not a membership.',
    example: '‘yes’, ‘no’ or ‘I don’t know’',
  },
}
