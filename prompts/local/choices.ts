/** Closed lists in members' words: levels, ways of paying, product data, ordinals against what was offered. */
import type { PaymentMethod, ProductField, Tier } from '../../domain/values.ts'
import { editDistance } from './edit-distance.ts'
import { matches, type Span, words } from './text.ts'

/** A value of a closed list and where it stands. */
export interface Choice<T> extends Span {
  readonly value: T
}

const tierWords: readonly (readonly [Tier, RegExp, readonly string[]])[] = [
  [
    'silver',
    /^(zilver|zilveren|silver)(tier|level|niveau|lid|lidmaatschap|pakket)?$/,
    ['zilver', 'silver', 'zilveren'],
  ],
  [
    'gold',
    /^(goud|gouden|gold|golden)(tier|level|niveau|lid|lidmaatschap|pakket)?$/,
    ['goud', 'gold', 'gouden', 'golden'],
  ],
  [
    'platinum',
    /^(platina|platinum|platinium|platin|plat)(tier|level|niveau|lid|lidmaatschap|pakket)?$/,
    ['platina', 'platinum', 'platinium'],
  ],
  [
    'corporate',
    /^(corporate|coporate|corperate|corporat|bedrijfstier|bedrijfsniveau)(tier|level|niveau|lid|lidmaatschap)?$/,
    ['corporate', 'corporaat'],
  ],
]
const notTiers = new Set([
  'goed',
  'good',
  'oud',
  'hold',
  'hout',
  'cold',
  'told',
  'sold',
  'bold',
  'god',
  'gods',
  'woud',
  'zoud',
  'zou',
  'houd',
  'gouda',
  'goods',
  'could',
  'would',
  'gaud',
  'fold',
  'gol',
  'koud',
  'zout',
  'fout',
  'golf',
  'oude',
  'ouden',
  'gooi',
  'gout',
  'houden',
  'wouden',
  'goede',
  'goeden',
  'zouden',
  'sliver',
  'zulver',
  'folder',
  'holder',
  'older',
  'solve',
  'olden',
  'gulden',
  'platform',
])

/** The levels named in a lower-cased text, slips forgiven. */
export function findTiers(low: string): readonly Choice<Tier>[] {
  return words(low).flatMap(({ word, start, end }) => {
    for (const [value, pattern, spellings] of tierWords) {
      if (pattern.test(word)) return [{ value, start, end }]
      if (notTiers.has(word)) continue
      if (
        word.length >= 4 &&
        spellings.some(
          (spelling) =>
            spelling[0] === word[0] && editDistance(word, spelling, 1) <= (spelling.length >= 4 ? 1 : 0),
        )
      )
        return [{ value, start, end }]
      if (
        word.length >= 8 &&
        spellings.some((spelling) => spelling.length >= 8 && editDistance(word, spelling, 2) <= 2)
      )
        return [{ value, start, end }]
    }
    return []
  })
}

const card =
  /(?<!\p{L})(?:(?:met |by |via |per )?(?:(?:mijn |een |de |my |a |the )?(?:credit[ -]?c[ae]rd|credit[ -]?kaart|krediet[ -]?kaart|cre?dit[ -]?car[dt]|credticard|creditcrad|crediticard|creditcar|creditkard|kredietcard|creditcards|visa(?:[ -]?card|kaart)?|master[ -]?card|amex|american express|cc)))(?!\p{L})/gu
const transfer =
  /(?<!\p{L})(?:(?:met |by |via |per )?(?:(?:een |de |a |the )?(?:bank[ -]?overschrijving(?:en)?|over[ -]?schrijving|bank[ -]?overboeking|overboeking|overboeken|overmaken|overmaking|overschrijven|bank ?transfers?|bank ?transfer|wire(?: transfer)?|wiring|banktransfer|sepa|storting|bankgiro|overschrijfing|bankoverschijving|bankoverschrijfing|oversc?hrijvn?ig|overschrijvign|gewoon overmaken)|via de bank|via (?:my|the) bank|per bank|through (?:my|the) bank|op rekening overmaken))(?!\p{L})/gu
const cardLoose = /(?<!\p{L})(?:kaart|card|credit|plastic|kaartje)(?!\p{L})/gu
const transferLoose = /(?<!\p{L})(?:bank|transfer|overschrijv\p{L}*|factuur|invoice|iban)(?!\p{L})/gu
const methodSpellings: readonly (readonly [PaymentMethod, readonly string[]])[] = [
  ['creditCard', ['creditcard', 'kredietkaart', 'mastercard']],
  [
    'bankTransfer',
    [
      'bankoverschrijving',
      'overschrijving',
      'overboeking',
      'banktransfer',
      'overschrijven',
      'overboeken',
      'overmaken',
    ],
  ],
]

/** The ways of paying named in a lower-cased text. `expected`: one was asked for, so that 'kaart' and 'bank' count. */
export function findMethods(low: string, expected: boolean): readonly Choice<PaymentMethod>[] {
  const of = (value: PaymentMethod, pattern: RegExp) =>
    matches(low, pattern).map(({ start, end }) => ({ value, start, end }))
  const found: Choice<PaymentMethod>[] = [...of('creditCard', card), ...of('bankTransfer', transfer)]
  for (const { word, start, end } of words(low)) {
    if (word.length < 8 || found.some((other) => start < other.end && other.start < end)) continue
    for (const [value, spellings] of methodSpellings)
      if (spellings.some((spelling) => editDistance(word, spelling, 2) <= 2))
        found.push({ value, start, end })
  }
  if (found.length === 0 && expected)
    found.push(...of('creditCard', cardLoose), ...of('bankTransfer', transferLoose))
  return found.sort((one, other) => one.start - other.start)
}

const fieldWords: readonly (readonly [ProductField, RegExp])[] = [
  [
    'serialNumber',
    /(?<!\p{L})(?:ser+ie ?-?(?:nu?m+er?s?|nr\.?|nummertje|nmr|nummr|numer)|serial(?: ?-?(?:numbers?|nos?\.?|nr))?|s\/n|sn|ser\.? ?nr\.?|snr|nummer van (?:het|de|mijn) (?:toestel|camera|lens|body)|number (?:of|on) the (?:camera|lens|body)|serienumemr|serienumer|serinummer)(?!\p{L})/gu,
  ],
  [
    'purchaseDate',
    /(?<!\p{L})(?:aankoop ?-?datum|datum(?: van (?:de )?aankoop)?|koop ?datum|purchase ?-?date|dates? of purchase|aankoopdag|aankoopmoment|wanneer (?:ik|hij|het|we).{0,24}(?:kocht|gekocht|aangeschaft)|when (?:i|it|we).{0,14}(?:bought|purchased)|date|aanschafdatum|wanneer ik (?:hem|het|'m|ze|die) (?:heb )?(?:kocht|gekocht)|when i bought it|aankoopdtum|aankopdatum)(?!\p{L})/gu,
  ],
  [
    'purchaseCountry',
    /(?<!\p{L})(?:land(?: van (?:de )?aankoop)?|aankoop ?land|country(?: of purchase)?|purchase country|waar (?:ik|hij|het|we).{0,24}(?:kocht|gekocht|aangeschaft)|where (?:i|it|we).{0,14}(?:bought|purchased)|in welk land|which country)(?!\p{L})/gu,
  ],
  [
    'dealer',
    /(?<!\p{L})(?:dealers?(?:naam)?|winkel|verkoper|verkooppunt|shop|store|retailer|seller|handelaar|leverancier|reseller|fotozaak|where i bought it|delaer|deler)(?!\p{L})/gu,
  ],
  [
    'other',
    /(?<!\p{L})(?:iets anders|wat anders|andere gegevens|ander veld|anders|overige|something else|other|another field|else)(?!\p{L})/gu,
  ],
]

/** The product data named in a lower-cased text. */
export const findFields = (low: string): readonly Choice<ProductField>[] =>
  fieldWords
    .flatMap(([value, pattern]) => matches(low, pattern).map(({ start, end }) => ({ value, start, end })))
    .sort((one, other) => one.start - other.start)

const ordinals: readonly RegExp[] = [
  /^(?:eerste|1e|1ste|first|1st|bovenste|top|upper)$/,
  /^(?:tweede|2e|2de|second|2nd)$/,
  /^(?:derde|3e|3de|third|3rd)$/,
  /^(?:vierde|4e|4de|fourth|4th)$/,
  /^(?:vijfde|5e|5de|fifth|5th)$/,
]
const fromEnd: readonly RegExp[] = [/^(?:laatste|last|onderste|bottom)$/, /^(?:een na laatste|voorlaatste)$/]
const fillers =
  /(?<!\p{L})(?:de|het|doe|maar|graag|ik|kies|wil|neem|voor|die|optie|nummer|nr|keuze|antwoord|knop|mogelijkheid|the|one|option|number|no|choice|please|i|i'll|i'd|take|want|choose|pick|go|with|let's|for|would|like|that|would be|is|dan|then|geef|mij|me|van|a|b|c|ga|heb|liever|want|maar|toch|prefer|hoor|aub|hm+|oke?|ok|ja|yes|nou|well|of|met|doen|hebben|have|lijst|list|rij|goed|prima|beide|twee|drie|two|three|both|vier|four)(?!\p{L})/gu
const numbered: Readonly<Record<string, number>> = {
  een: 1,
  one: 1,
  twee: 2,
  two: 2,
  drie: 3,
  three: 3,
  vier: 4,
  four: 4,
  vijf: 5,
  five: 5,
}

/** Which of `count` things offered a lower-cased text points at (from 0); 'none' where it points past them or at nothing; `undefined` where it is no ordinal. */
export function findOrdinal(low: string, count: number): number | 'none' | undefined {
  const kept =
    /^(.*?(?:niet|not|nie)\s.*?(?:eerste|tweede|derde|laatste|first|second|third|last|\d).*?)(?:maar|but|wel|,)\s/u.exec(
      low,
    )
  if (kept) return findOrdinal(low.slice(kept[0].length), count)
  if (
    /(?:niet|not|geen|nie)\s+(?:de |het |the )?(?:eerste|tweede|derde|laatste|first|second|third|last)/u.test(
      low,
    )
  )
    return undefined
  const list = words(low).map(({ word }) => word)
  if (list.length > 9) return undefined
  const rest = low
    .replace(fillers, ' ')
    .replace(/[^\p{L}\p{N} ]/gu, ' ')
    .trim()
  const pointed = ordinals.findIndex((pattern) => list.some((word) => pattern.test(word)))
  const at = (index: number) => (index >= 0 && index < count ? index : 'none')
  const leftover = rest.split(/\s+/).filter(Boolean)
  if (pointed >= 0 && leftover.length <= 1) return at(pointed)
  if (leftover.length === 1 && fromEnd[0]!.test(leftover[0]!)) return at(count - 1)
  if (leftover.length === 1 && /^(?:middelste|middle)$/.test(leftover[0]!)) return count === 3 ? 1 : 'none'
  const cued =
    /(?<!\p{L})(?:optie|nummer|nr\.?|option|number|no\.?|keuze|choice)\s?(\d|een|twee|drie|vier|vijf|one|two|three|four|five|[abc])(?!\p{L}|\d)/u.exec(
      low,
    )
  if (cued && leftover.length <= 1)
    return at(
      'abc'.includes(cued[1]!) ? 'abc'.indexOf(cued[1]!) : (numbered[cued[1]!] ?? Number(cued[1])) - 1,
    )
  const bare = /^\W*(\d)\W*$/.exec(low) ?? /^\W*(een|twee|drie|one|two|three)\W*$/.exec(low)
  if (bare && count > 0) return at((numbered[bare[1]!] ?? Number(bare[1])) - 1)
  return undefined
}
