/** Words that cannot be said without a fact. The FAQ and the message catalogues are both held to it. */
import type { FactId } from '../../domain/facts.ts'

type Telling = readonly (readonly [RegExp, ...FactId[]])[]

/** Numbers, addresses and Canon's labels: whoever says one states a fact, in a question too. One of the facts behind it is then cited. */
export const tellingLabels: Telling = [
  [/(?<![\d.,])500(?!\d)/, 'tier.minimum'],
  [/2[.,]000/, 'tier.any-at-2000'],
  [/2[.,]500/, 'tier.corporate'],
  [/1[.,]999/, 'tier.unknown-gold'],
  [/(?<![\d.,])30(?!\d)/, 'pay.card-when'],
  [/[\w.-]+@[\w.-]+/, 'account.email'],
  [/\{signIn\}/, 'account.sign-in'],
  [/\{resetPassword\}/, 'account.reset'],
  [/\{support\}|Priority support/i, 'help.priority-support', 'migrate.no-button-options'],
  [/Mijn producten/i, 'products.where'],
  [/PRODUCTEN MIGREREN/i, 'migrate.button'],
  [/Product bekijken/i, 'points.no-tick'],
  [/AAN\/UIT/i, 'tier.corporate-switch'],
  [/Beschikbare CPS-categorieën/i, 'tier.corporate-switch'],
]

/** What gives away that a fact is stated, in a sentence that is no question. */
export const telling: Telling = [
  ...tellingLabels,
  [/\bSilver\b|\bZilver\b/, 'tier.names', 'tier.lowest-at-500', 'tier.corporate'],
  [/\bGold\b|\bGoud\b|\bPlatinum\b/, 'tier.names', 'tier.any-at-2000', 'tier.corporate'],
  [/\bCorporate\b/, 'tier.names', 'tier.corporate'],
  [/serienummer|serial number/i, 'points.mandatory', 'points.eligible'],
  [/schatting|estimate/i, 'points.best-guess'],
  [/in je account zie|in your account you see|je account toont|your account shows/i, 'tier.see-available'],
  [
    /zakelijke? (Canon-)?account|business account/i,
    'account.business',
    'account.email',
    'migrate.who',
    'points.fully-registered',
    'migrate.no-button',
  ],
  [/vervaldatum|due date/i, 'pay.card-when', 'pay.transfer-when'],
  [/extra kosten|extra costs/i, 'pay.transfer-costs'],
  [/Canon Europa/, 'cps.what'],
]
