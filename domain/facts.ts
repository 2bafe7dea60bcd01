/**
 * Every fact about Canon Professional Services that the assistant may state, with its source.
 *
 * What is not in this table is not stated: where the sources are silent, the assistant says that it does not
 * know and where the member can see it. `claim` is our own wording, for people who audit an answer; what members read
 * stands in the message catalogues and names these ids.
 */

import type { Language } from './values.ts'

/** The sources that facts come from. */
export const sources = {
  guide: {
    title: {
      nl: 'Canons aanmeldgids ‘Aanmelden bij CPS’',
      en: 'Canon’s sign-up guide ‘Aanmelden bij CPS’ (in Dutch)',
    },
    section: {
      nl: {
        0: 'opening',
        1: 'deel 1, productregistratie',
        2: 'deel 2, punten',
        3: 'deel 3, aanmelden',
        4: 'deel 4, betaling',
        9: 'slot',
      },
      en: {
        0: 'opening',
        1: 'part 1, products',
        2: 'part 2, points',
        3: 'part 3, joining',
        4: 'part 4, payment',
        9: 'closing line',
      },
    },
  },
  terms: {
    title: { nl: 'Canons CPS-voorwaarden voor Europa', en: 'Canon’s CPS terms and conditions for Europe' },
    section: {
      nl: {
        1: 'artikel 1',
        '2.1': 'artikel 2.1',
        '2.1.1': 'artikel 2.1.1',
        '2.1.2': 'artikel 2.1.2',
        '2.1.3': 'artikel 2.1.3',
        '2.2': 'artikel 2.2',
      },
      en: {
        1: 'section 1',
        '2.1': 'section 2.1',
        '2.1.1': 'section 2.1.1',
        '2.1.2': 'section 2.1.2',
        '2.1.3': 'section 2.1.3',
        '2.2': 'section 2.2',
      },
    },
    url: 'https://www.canon.ie/pro/cps-terms-and-conditions',
  },
} as const satisfies Record<
  string,
  {
    title: Readonly<Record<Language, string>>
    section: Readonly<Record<Language, Readonly<Record<string, string>>>>
    url?: string
  }
>

/** A document that facts are taken from. */
export type Source = keyof typeof sources

/** One place in a source: `section` is the guide's numbered section (0 is its opening, 9 its closing line) or the article of the terms. */
export interface Place {
  readonly source: Source
  readonly section: string
}

/** A fact: our own wording of it, where it stands, and whether it is only inferred from there. */
export interface Fact {
  readonly claim: string
  readonly from: readonly Place[]
  /** `true` where it follows from the source without standing in it: it is said with reserve. */
  readonly inferred?: true
}

const guide = (section: string): Place => ({ source: 'guide', section })
const terms = (section: string): Place => ({ source: 'terms', section })

const table = {
  'cps.what': {
    claim: 'CPS, Canon Professional Services, is Canon’s membership for businesses, run by Canon Europa N.V.',
    from: [terms('1'), terms('2.1')],
  },
  'account.business': {
    claim:
      'Membership runs on a Canon business account, created before signing in to CPS. No page for creating one is given.',
    from: [guide('0'), terms('2.2')],
  },
  'account.email': {
    claim:
      'When the business account is created, an automatic e-mail comes from donotreply@canon-europe.com.',
    from: [guide('0')],
  },
  'account.first-password': {
    claim: 'After that e-mail the member sets a new password and then signs in.',
    from: [guide('0')],
  },
  'account.sign-in': {
    claim: 'The sign-in page is https://businessid.canon-europe.com/b2bcustomers/s/login/?language=en_GB.',
    from: [guide('0')],
  },
  'account.reset': {
    claim:
      'The password can be reset at any time at https://businessid.canon-europe.com/b2bcustomers/s/login/ForgotPassword?language=en_GB.',
    from: [guide('0')],
  },
  'products.where': {
    claim: 'All Canon products are registered under the tab ‘Mijn producten’ in the black bar at the top.',
    from: [guide('1')],
  },
  'migrate.who': {
    claim:
      'Products can be migrated by somebody who had a CPS account before and gave that old e-mail address while registering the business account.',
    from: [guide('1')],
  },
  'migrate.button': {
    claim: 'The button is blue and stands on the right, labelled PRODUCTEN MIGREREN.',
    from: [guide('1')],
  },
  'migrate.no-button': {
    claim:
      'For somebody who had a CPS account before: no blue button means that the old e-mail address was not given while registering the business account.',
    from: [guide('1')],
  },
  'migrate.no-button-options': {
    claim: 'Then there are two ways: register the products again, or contact CPS Priority support.',
    from: [guide('1')],
  },
  'points.green-tick': {
    claim: 'Migrated products that show a green tick have had all their points allocated.',
    from: [guide('2')],
  },
  'points.no-tick': {
    claim: 'Without a green tick: click ‘Product bekijken’ and check the product’s registration.',
    from: [guide('2')],
  },
  'points.mandatory': {
    claim:
      'What may be missing is mandatory product data, for example serial number, purchase date, country of purchase or dealer.',
    from: [guide('2')],
  },
  'points.best-guess': {
    claim: 'Exact data that the member no longer knows may be a best estimate.',
    from: [guide('2')],
  },
  'points.fully-registered': {
    claim: 'Points come from products that are fully registered on the business account.',
    from: [terms('2.1.2')],
  },
  'points.eligible': {
    claim:
      'Eligible products include cameras, video cameras, lenses, printers, projectors, scanners, binoculars and more, and must have a serial number. Some products (accessories, merchandise, paper, ink) cannot be registered or give no points.',
    from: [terms('2.1.2')],
  },
  'points.may-change': {
    claim: 'The points of a product may change without notice, but not retrospectively.',
    from: [terms('2.1.2')],
  },
  'tier.minimum': {
    claim: 'From 500 points (at least 500) the member is invited to join CPS.',
    from: [guide('3')],
  },
  'tier.more-points': { claim: 'The more points, the more membership levels are open.', from: [guide('3')] },
  'tier.names': {
    claim: 'The levels are Silver, Gold, Platinum and Corporate (Zilver, Goud, Platinum, Corporate Tier).',
    from: [guide('3')],
  },
  'tier.any-at-2000': {
    claim: 'With 2,000 points, for example, any level can be chosen (of Silver, Gold and Platinum).',
    from: [guide('3')],
  },
  'tier.see-available': { claim: 'All available levels can be seen in the account.', from: [guide('3')] },
  'tier.lowest-at-500': {
    claim: 'At 500 points the lowest level, Silver, is open, because the member is invited to join.',
    from: [guide('3')],
    inferred: true,
  },
  'tier.corporate': {
    claim:
      'With more than 2,500 points the member chooses between the Corporate Tier and Silver, Gold or Platinum.',
    from: [guide('3')],
  },
  'tier.corporate-switch': {
    claim:
      'That choice is made with the switch AAN/UIT under ‘Beschikbare CPS-categorieën’. Which position stands for which is not said.',
    from: [guide('3')],
  },
  'tier.unknown-gold': {
    claim:
      'No threshold is given for Gold, nor for Silver or Platinum beyond 500 and 2,000: from 500 to 1,999 points only the account shows which levels are open besides the lowest. At 2,500 or fewer Corporate is not offered.',
    from: [guide('3')],
    inferred: true,
  },
  'fee.annual': {
    claim: 'Membership carries an annual fee per term. No amount is given.',
    from: [terms('2.1.3')],
  },
  'eligible.business': {
    claim: 'The applicant is a registered business in a participating country.',
    from: [terms('2.1.1')],
  },
  'eligible.countries': {
    claim:
      'Participating: Austria, Belgium, Czech Republic, Denmark, Finland, France, Germany, Hungary, Ireland, Italy, Luxembourg, the Netherlands, Norway, Poland, Portugal, Slovakia, Spain (mainland), Sweden, the United Kingdom (mainland).',
    from: [terms('2.1.1')],
  },
  'pay.continue': {
    claim: 'After choosing a level the member continues to the purchase and chooses how to pay.',
    from: [guide('4')],
  },
  'pay.methods': { claim: 'Two methods: credit card or bank transfer.', from: [guide('4')] },
  'pay.transfer-costs': { claim: 'A bank transfer may bring local extra costs.', from: [guide('4')] },
  'pay.invoice': { claim: 'The invoice comes within a few hours.', from: [guide('4')] },
  'pay.card-when': {
    claim:
      'With a credit card the fee is not taken at once but on the due date on the invoice, usually 30 days. That they count from the invoice’s date is inferred; the date on the invoice always wins.',
    from: [guide('4')],
  },
  'pay.transfer-when': {
    claim: 'With a bank transfer the member must pay before the due date.',
    from: [guide('4')],
  },
  'member.at-once': { claim: 'The membership can be used at once.', from: [guide('4')] },
  'member.number-changes': {
    claim: 'The CPS membership number changes for whoever had a membership before.',
    from: [guide('4')],
  },
  'help.priority-support': {
    claim: 'CPS Priority support helps. No phone number or address is given.',
    from: [guide('1')],
  },
  'help.faq': { claim: 'A detailed FAQ exists for further questions.', from: [guide('9')] },
} as const satisfies Record<string, Fact>

/** The id of a fact. */
export type FactId = keyof typeof table

/** The facts by id. */
export const facts: Readonly<Record<FactId, Fact>> = table

/** All fact ids, in the order of the table. */
export const factIds = Object.keys(table) as readonly FactId[]

/** Fact ids that something rests on: one at the least, so that what cites nothing does not compile. */
export type Cited = readonly [FactId, ...FactId[]]

/** The facts that a statement rests on; there is no way to call it with none. */
export const cites = (...ids: [FactId, ...FactId[]]): Cited => ids

/** A place in words: the source's title and the section, in a language. */
export const placeName = ({ source, section }: Place, language: Language): string => {
  const sections: Readonly<Record<string, string>> = sources[source].section[language]
  return [sources[source].title[language], sections[section]].filter((part) => part).join(', ')
}

/** Where a source can be read, if it is public. */
export const placeUrl = ({ source }: Place): string | undefined =>
  source === 'terms' ? sources.terms.url : undefined

/** Whether a text is the id of a fact. */
export const isFactId = (id: string): id is FactId => Object.hasOwn(table, id)

/** The two pages of Canon's that the facts name, as the source gives them. */
export const links = {
  signIn: 'https://businessid.canon-europe.com/b2bcustomers/s/login/?language=en_GB',
  resetPassword: 'https://businessid.canon-europe.com/b2bcustomers/s/login/ForgotPassword?language=en_GB',
} as const
