/** The values that a message asserts: found by the parsers, kept only where they are said of the member's own case. */
import type { Bound, ContractSlot } from '../../domain/values.ts'
import type { PendingQuestion } from '../acts.ts'
import { findFields, findMethods, findTiers } from './choices.ts'
import { type Clause, guesses, isNegated, soundsBelieved } from './clauses.ts'
import { findCountries } from './countries.ts'
import { type FoundDate, findDates } from './dates.ts'
import { type FoundNumber, findNumbers } from './numbers.ts'
import { findDealers, findEmails, findProducts, findSerials, wholeAnswer } from './product-data.ts'
import { overlap, type Span, type Text, words } from './text.ts'

/** A value that a message gives for a slot, where it stands, and in which clause. */
export interface Value extends Span {
  readonly slot: ContractSlot
  readonly value: unknown
  readonly clause: number
  readonly estimate?: true
  readonly bound?: Bound
  readonly item?: number
}

/** Where a message is read: its parts, the question that waits, today. */
export interface Reading {
  readonly text: Text
  readonly clauses: readonly Clause[]
  readonly pending: PendingQuestion | null
  readonly today: string
  /** It is said as a correction. */
  readonly correcting: boolean
}

const productSlots: readonly ContractSlot[] = [
  'productName',
  'serialNumber',
  'purchaseDate',
  'purchaseCountry',
  'dealer',
]
const dateSlots: readonly string[] = ['purchaseDate', 'invoiceDate']
const purchase =
  /(?<!\p{L})(?:gekocht|kocht|koop|aankoop\p{L}*|aangeschaft|aanschaf|bought|purchas\p{L}*|got it|gehaald|besteld|ordered|koopdatum|datum|date)(?!\p{L})/u
const invoice = /(?<!\p{L})(?:factu\p{L}*|invoice\p{L}*|rekening|nota|bill)(?!\p{L})/u
const pointWord =
  /^(?:\s*(?:of so|of zo|ongeveer|canon|cps|mooie|loyalty|such|van die|of those|of the|of my|in totaal|total)?){0,2}[\s-]*(?:p(?:u|o)?n?i?n?t+(?:en|s|jes|ne)?|p[uo][a-z]{0,2}n?t[a-z]{0,2}s?|pts?|ptn|pnt|putnen|pntn|puntn|ponits|poitns|pints|piont(?:s|en))(?![\p{L}])/u
const pointLead =
  /(?:punten(?:totaal|saldo|aantal|stand)?|points?(?: (?:total|balance))?|saldo|balance|totaal|total|teller|stand)(?:\s+\p{L}+){0,4}[\s:=]*$/u
const counted =
  /^\s*(?:[a-z]+ )?(?:euro|eur|€|%|procent|percent|dag|dagen|days?|weken|weeks?|maand|maanden|months?|jaar|jaren|years?|uur|uren|hours?|keer|times|x(?!\p{L})|product|producten|products|camera|camera's|cameras|lenzen|lenses|lens|objectie|toestel|bodies|minut|sterren|ster|stars?|stuks|kg|mm|megapixel|mp|werkdagen|printers?|mails?|accounts?|items?|pogingen|attempts|mensen|people|personen)/u
const serialWord = /(?<!\p{L})(?:serie\p{L}*|serial|s\/n|sn)(?!\p{L})/u
const lacking =
  /(?<!\p{L})(?:ontbre\p{L}+|mis|mist|missen|missing|leeg|lege|empty|blank|niet ingevuld|not filled|lacking|lacks|staat niet|staan niet|niet ingegeven|incomplete|onvolledig|isn't there|not there|aren't there|absent|gemist|moet nog|moeten nog|still needs?|vergeten in te vullen|wil(?:t|len)? (?:het|hij|ze)|vraagt om|asks for|rood|red|ingevuld worden|niet bij|vergeten|left out|not in)(?!\p{L})/u
const needed =
  /(?<!\p{L})(?:nodig|need|needed|vereist|required|vanaf|drempel|threshold|minimaal nodig|te weinig|short|tekort|missing|te kort|kom er)(?!\p{L})/u
const owning =
  /(?<!\p{L})(?:heb|have|i've|got|met|with|my|mijn|m'n|sta|zit|zitten|at|hier|here|kom ik|krijg)(?!\p{L})/u
const aiming =
  /(?<!\p{L})(?:wil (?:graag )?naar|mik|streef|doel|goal|target|aim(?:ing)?|op weg naar|on my way to|hoping for|hoop op|sparen? voor|spaar|saving up|work(?:ing)? towards|droom|dream)(?!\p{L})/u
const rejecting =
  /^\W*(?:nee+n?|welnee|no|nope|nah|nooit|never|liever niet|rather not|dat niet|niet dus|hoeft niet|laat maar)(?!\p{L})/u
const others =
  /(?<!\p{L})(?:mijn|m'n|my|onze|our|een|a|zijn|haar|his|her) (?:\p{L}+ )?(?:collega|baas|vriend(?:in)?|partner|man|vrouw|broer|zus|buurman|zoon|dochter|colleague|boss|friend|wife|husband|brother|sister|neighbour|son|daughter|concurrent)(?!\p{L}) (?:heeft|had|has|zit|is|got|kocht|bought|koos|chose|zegt|says|met|with|nam|took|wil|wants)|(?:^|\s)(?:iemand|someone|somebody|mensen|people|anderen|others|leden|members|hij|zij|she|he|they) (?:met|with|heeft|has|hebben|have|had|kreeg|got|zit|is op)(?!\p{L})/u
const canI =
  /(?<!\p{L})(?:kan ik|mag ik|kunnen we|mogen we|can i|may i|could i|can we|could we|may we)(?!\p{L})/u
const every = /(?<!\p{L})(?:allebei|beide|beiden|both|allemaal|alle twee|alletwee|all of them)(?!\p{L})/u
const allFields =
  /^\W*(?:(?:eigenlijk|nou|well|ze|they're|it's|gewoon|basically|alle (?:vier|velden|gegevens)|all (?:four|of (?:it|them|those)|fields)|everything|alles|allemaal|zowat|pretty much|is|ontbreekt|ontbreken|missing|mist|leeg|empty|are|staat|ontbrekend)\W*)+$/u
const stars = /^\W*(?:⭐|★|🌟)/u
const ratingCue =
  /(?<!\p{L})(?:ster(?:ren|retjes)?|stars?|beoordel\p{L}*|rating|rate|score|cijfer|geef|give|krijgt?|gets?|van de 5|uit 5|out of 5|van 5|waardering)(?!\p{L})/u
const diminutives: Readonly<Record<string, number>> = {
  eentje: 1,
  tweetje: 2,
  drietje: 3,
  viertje: 4,
  vijfje: 5,
  vijfke: 5,
  vierke: 4,
}

/** Dates; where one was asked for, in words too: 'dertien mei tweeduizend twintig'. */
function spelledDates(low: string, today: string, asked: string | undefined): readonly FoundDate[] {
  const found = findDates(low, today)
  if (!dateSlots.includes(asked ?? '') || /\d/.test(low)) return found
  const numbers = findNumbers(low)
  if (numbers.length === 0) return found
  let digits = low
  for (const { start, end, value } of [...numbers].reverse())
    digits = `${digits.slice(0, start)}${value}${digits.slice(end)}`
  const spelled = findDates(digits, today)
  const longest = spelled.reduce<FoundDate | undefined>(
    (best, date) => (!best || date.value.length > best.value.length ? date : best),
    undefined,
  )
  return longest && longest.value.length > (found[0]?.value.length ?? 0)
    ? [{ ...longest, start: 0, end: low.length }]
    : found
}

/** Which slot a found number fills. */
function numberSlot(
  found: FoundNumber,
  { text: { low }, pending, correcting }: Reading,
  clause: Clause,
): ContractSlot | undefined {
  const after = low.slice(found.end, found.end + 30)
  const before = low.slice(Math.max(0, found.start - 40), found.start)
  if (pending?.slot === 'rating' && found.weak && words(low).length > 1) return undefined
  if (pending?.slot === 'rating')
    return found.value >= 1 && found.value <= 5 && !pointWord.test(after) ? 'rating' : undefined
  if (pointWord.test(after) && !(found.weak && pending?.slot !== 'points')) return 'points'
  if (
    !pending &&
    ratingCue.test(clause.low) &&
    found.value >= 1 &&
    found.value <= 5 &&
    !found.weak &&
    !counted.test(after.replace(/^\s*ster\p{L}*|^\s*stars?/u, ''))
  )
    return 'rating'
  if (counted.test(after) || found.weak)
    return pending?.slot === 'points' && found.weak && clause.low.length < 12 ? 'points' : undefined
  if (pending?.slot === 'points') return 'points'
  if (
    pointLead.test(before) ||
    /^\s+(?:op de teller|bij elkaar|in totaal|in total|altogether|to spend|verzameld|collected)/.test(after)
  )
    return 'points'
  if (
    found.value < 50 ||
    (pending &&
      (dateSlots.includes(pending.slot) || ['serialNumber', 'productName', 'email'].includes(pending.slot)))
  )
    return undefined
  if (
    /^(?:19[89]|20[0-4])\d$/.test(low.slice(found.start, found.end)) &&
    (purchase.test(low) || invoice.test(low))
  )
    return undefined
  if (correcting || pending?.dialog === 'tierSelection') return 'points'
  return /(?<!\p{L})(?:zit op|sit at|sitting (?:on|at)|sta op|i'm (?:on|at)|heb er|waren er|zijn er)(?!\p{L})/u.test(
    clause.low,
  )
    ? 'points'
    : undefined
}

/** Which slot a date fills, by what is said about it and by what was asked. */
function dateSlot(
  clause: Clause,
  near: string,
  pending: PendingQuestion | null,
  hasProduct: boolean,
  weak: boolean,
): ContractSlot | undefined {
  const own = invoice.test(clause.low)
    ? 'invoiceDate'
    : purchase.test(clause.low) && /gekocht|kocht|koop|bought|purchas|aangeschaft|aanschaf/.test(clause.low)
      ? 'purchaseDate'
      : undefined
  if (pending?.slot === 'invoiceDate') return own === 'purchaseDate' ? own : 'invoiceDate'
  if (pending?.slot === 'purchaseDate') return own === 'invoiceDate' ? own : 'purchaseDate'
  if (own) return own
  if (weak && !hasProduct) return undefined
  if (hasProduct || (pending && productSlots.includes(pending.slot as ContractSlot))) return 'purchaseDate'
  return invoice.test(near) ? 'invoiceDate' : purchase.test(near) ? 'purchaseDate' : undefined
}

/** Finds every value that a message asserts, in order. */
export function findValues(reading: Reading): readonly Value[] {
  const { text, clauses, pending, today, correcting } = reading
  const { low } = text
  const found: Value[] = []
  const clauseAt = (at: number) => {
    const index = clauses.findIndex(({ start, end }) => at >= start && at < end)
    return index >= 0
      ? index
      : Math.max(
          0,
          clauses.findLastIndex(({ start }) => start <= at),
        )
  }
  const add = (slot: ContractSlot, value: unknown, span: Span, extra: { bound?: Bound | undefined } = {}) => {
    const clause = clauseAt(span.start)
    const part = clauses[clause]
    const offered = slot === 'tier' || slot === 'paymentMethod' || slot === 'productName'
    const wished = offered && part?.question && canI.test(low.slice(part.start, span.start))
    if (
      !part ||
      (slot === 'points' && aiming.test(part.low)) ||
      others.test(part.low) ||
      (part.conditional && !wished) ||
      found.some((other) => overlap(other, span))
    )
      return
    const next = clauses[clause + 1]?.low
    if (next !== undefined && words(part.low).length <= 2 && part.question && rejecting.test(next)) {
      found.push({ slot, value: undefined, clause, start: span.start, end: span.end })
      return
    }
    const inClause = { start: span.start - part.start, end: span.end - part.start }
    if (
      slot !== 'missingFields' &&
      slot !== 'email' &&
      !('bound' in extra) &&
      isNegated(part.low, inClause)
    ) {
      found.push({ slot, value: undefined, clause, start: span.start, end: span.end })
      return
    }
    found.push({
      slot,
      value,
      clause,
      start: span.start,
      end: span.end,
      ...(extra.bound ? { bound: extra.bound } : {}),
    })
  }
  const asked = pending?.slot
  for (const { value, ...span } of findEmails(text))
    if (!/@canon-europe\.com$/i.test(value)) add('email', value, span)
  const typed = asked === 'serialNumber' ? wholeAnswer(text, 'serialNumber') : undefined
  if (
    typed &&
    words(typed.value.toLowerCase()).every(({ word }) => /\d/.test(word) || word.length <= 3) &&
    !/^(?:canon |eos|rf|ef|r\d)/i.test(typed.value)
  )
    add('serialNumber', typed.value, typed)
  const products = findProducts(text)
  const about = products.length > 0 || (asked !== undefined && productSlots.includes(asked as ContractSlot))
  for (const { value, ...span } of findSerials(
    text,
    asked === 'serialNumber' ||
      products.length > 0 ||
      (serialWord.test(low) && !/(?:punten|points)/.test(low)),
  ))
    add('serialNumber', value, span)
  for (const { value, ...span } of products) add('productName', value, span)
  for (const { value, weak, start, end } of spelledDates(low, today, asked)) {
    const clause = clauses[clauseAt(start)]
    if (!clause) continue
    const numeric = /^\d{4}$/.test(low.slice(start, end))
    if (weak && numeric && asked === 'points') continue
    const alone =
      about &&
      numeric &&
      /^\W*(?:(?:in|uit|from|en|and|ongeveer|rond|about|around|circa|ca|ik denk|i think|denk|volgens mij|ergens in|somewhere in|iets van|gok|from about)\W+)*\d{4}(?: (?:denk ik|i think|of zo|ofzo|or so|i guess|gok ik|ongeveer|volgens mij))?\W*$/.test(
        clause.low,
      ) &&
      clauses.length > 1
    if (
      weak &&
      !alone &&
      !dateSlots.includes(asked ?? '') &&
      !(
        (products.length > 0 || purchase.test(clause.low)) &&
        (/^\d{4}$/.test(value)
          ? /(?:in|sinds|uit|from|since|van|begin|eind|half|medio|rond|around|about|year|jaar|ergens in) $/.test(
              low.slice(0, start),
            )
          : !/vandaag|today/.test(low.slice(start, end)) || purchase.test(clause.low))
      )
    )
      continue
    if (!alone && asked === 'serialNumber' && numeric && !purchase.test(clause.low)) continue
    const slot = dateSlot(clause, low, pending, products.length > 0 || about, weak === true)
    if (slot) add(slot, value, { start, end })
  }
  const dealers = findDealers(text, correcting || about)
  for (const { value, ...span } of dealers) {
    const country = findCountries(value.toLowerCase(), false)
    if (country.length === 1 && country[0]!.end - country[0]!.start === value.length) continue
    add('dealer', value, span)
  }
  const purchaseTold = about || purchase.test(low)
  for (const { value, start, end } of findCountries(low, asked === 'purchaseCountry')) {
    const lead = low.slice(Math.max(0, start - 40), start)
    const cued =
      /(?:gekocht|bought|aangeschaft|purchased|aankoop|kocht|got it)(?:\s\p{L}+){0,4}\s(?:in|uit|from|te)\s(?:the |het )?$|(?:land|country)(?:\s\p{L}+){0,4}[\s:]*$|aankoopland\W*$/u.test(
        lead,
      )
    const alone =
      about &&
      /^\W*(?:in |uit |from )?$/.test(low.slice(clauses[clauseAt(start)]!.start, start)) &&
      end >= clauses[clauseAt(start)]!.end - 1
    const phrased =
      purchaseTold &&
      (/(?:^|\s)(?:in|uit|from|te)\s(?:the |het )?$/.test(lead) ||
        (products.length > 0 && /[,;:]\s*$/.test(lead)) ||
        correcting)
    if (asked === 'purchaseCountry' || cued || phrased || alone || (correcting && clauses.length <= 3))
      add('purchaseCountry', value, { start, end })
  }
  if (stars.test(text.raw) && asked === 'rating')
    add('rating', Math.min(5, text.raw.match(/⭐|★|🌟/gu)!.length), { start: 0, end: low.length })
  if (asked === 'rating' || ratingCue.test(low))
    for (const match of low.matchAll(
      /(?<!\p{L})(eentje|tweetje|drietje|viertje|vijf(?:je|ke)|vierke)(?!\p{L})|(\d)\s?(?:\/|van de|van|uit|out of|of)\s?(?:de )?(?:5|vijf|five)(?!\d)/gu,
    )) {
      const value = match[1] ? diminutives[match[1]]! : Number(match[2])
      if (value >= 1 && value <= 5)
        add('rating', value, { start: match.index, end: match.index + match[0].length })
    }
  if (asked === 'rating')
    for (const match of low.matchAll(/^\W*(?:een |a )?(een|one)\W*(?=$|[,.!;])/gu))
      add('rating', 1, { start: match.index, end: match.index + match[0].length })
  for (const number of findNumbers(low)) {
    const clause = clauses[clauseAt(number.start)]
    if (!clause) continue
    const slot = numberSlot(number, reading, clause)
    if (
      !slot ||
      (slot === 'points' &&
        (number.value > 1_000_000 ||
          ((needed.test(clause.low) ||
            (clause.question &&
              (asked !== 'points' || /\?\s*$/.test(clause.low)) &&
              !owning.test(clause.low))) &&
            !/(?:heb|have)(?: er| al| nu| ongeveer| about| ruim| bijna| almost| over)* $/.test(
              low.slice(0, number.start),
            ))))
    )
      continue
    const bound = slot === 'points' && number.bound ? { bound: number.bound } : {}
    add(slot, number.value, number, bound)
  }
  if (asked === 'points' && !found.some(({ slot }) => slot === 'points'))
    for (const match of low.matchAll(
      /(?<!\p{L})(?:(?:nog )?geen (?:enkele? )?punt(?:en)?|(?:no|zero) points|not a single point|not any points|geen enkel punt)(?!\p{L})/gu,
    ))
      if (!/(?:zie|see|krijg|get|waarom|why|weet|know)/.test(low))
        add('points', 0, { start: match.index, end: match.index + match[0].length }, { bound: undefined })
  for (const { value, ...span } of findTiers(low)) add('tier', value, span)
  for (const { value, ...span } of findMethods(low, asked === 'paymentMethod'))
    add('paymentMethod', value, span)
  addFields(reading, add, clauseAt)
  return withItems(
    reading,
    withEstimates(
      reading,
      settled(
        reading,
        found.sort((one, other) => one.start - other.start),
      ),
    ),
  )
}

/** Product data that the member says is missing: one list. */
function addFields(
  { text: { low }, clauses, pending }: Reading,
  add: (slot: ContractSlot, value: unknown, span: Span) => void,
  clauseAt: (at: number) => number,
) {
  const asked = pending?.slot === 'missingFields'
  if (asked && !/behalve|except|but /.test(low) && allFields.test(low) && /alle|all|every/.test(low))
    return add('missingFields', ['serialNumber', 'purchaseDate', 'purchaseCountry', 'dealer'], {
      start: 0,
      end: low.length,
    })
  const found = findFields(low).filter(({ start, end, value }) => {
    const clause = clauses[clauseAt(start)]
    if (!clause || clause.conditional) return false
    const rest = clause.low.slice(end - clause.start)
    const complete =
      /(?:ingevuld|filled|compleet|complete|aanwezig|staat erin|is goed|klopt|in orde|there|fine)/u.test(low)
    if (
      complete &&
      /(?:behalve|except(?: for)?|but|buiten|op na|alleen|only|just) (?:nog )?(?:het |de |the |my |mijn )?$/u.test(
        clause.low.slice(0, start - clause.start),
      )
    )
      return true
    const kept =
      /^\s*(?:(?:wel|staat er wel|is er wel|heb ik(?: wel)?|is there|is fine|klopt(?: wel)?|is ingevuld|staat er|does show|is ok\p{L}*)(?!\p{L}))(?!.*niet)/u.test(
        rest,
      ) ||
      /(?:niet|not|behalve|except(?: for)?|but|buiten|op na|wel) (?:het |de |the |my |mijn )?$/u.test(
        clause.low.slice(0, start - clause.start),
      )
    if (kept) return false
    if (asked) return value !== 'other' || !/(?:^|\s)(?:geen|no|none)\s/.test(clause.low)
    return value !== 'other' && lacking.test(clause.low)
  })
  const excepted =
    asked &&
    found.length === 0 &&
    /(?:alles|alle|everything|all)(?: \p{L}+)? (?:behalve|except|but|buiten|op)/u.test(low)
      ? findFields(low).map(({ value }) => value)
      : []
  if (excepted.length > 0) {
    const left = (['serialNumber', 'purchaseDate', 'purchaseCountry', 'dealer'] as const).filter(
      (field) => !excepted.includes(field),
    )
    return add('missingFields', left, { start: 0, end: 1 })
  }
  const fields = [...new Set(found.map(({ value }) => value))]
  if (fields.length > 0) add('missingFields', fields, { start: found[0]!.start, end: found[0]!.start + 1 })
}

const single: readonly ContractSlot[] = ['points', 'tier', 'paymentMethod', 'rating', 'invoiceDate', 'email']

/** One value per slot: 'zilver of goud' says neither, 'eerst zilver, nu goud' says gold. Denied values are gone. */
function settled({ text: { low } }: Reading, found: readonly Value[]): readonly Value[] {
  const asserted = found.filter(({ value }) => value !== undefined)
  const products = new Set(
    asserted.filter(({ slot }) => slot === 'productName').map(({ value }) => String(value).toLowerCase()),
  )
  const serials = asserted.filter(({ slot }) => slot === 'serialNumber').length
  return asserted.filter((value, at) => {
    const same = asserted.filter(({ slot }) => slot === value.slot)
    if (same.length === 1) return true
    if (value.slot === 'productName')
      return (
        same.findIndex((other) => String(other.value).toLowerCase() === String(value.value).toLowerCase()) ===
        same.indexOf(value)
      )
    if (!single.includes(value.slot) && (products.size > 1 || serials > 1))
      return (
        asserted.findIndex(
          (other) => other.slot === value.slot && other.value === value.value && other.start === value.start,
        ) === at
      )
    if (same.every((other) => other.value === value.value)) return same[0] === value
    const between = same.slice(1).map((other, index) => low.slice(same[index]!.end, other.start))
    const offered = between.some((gap) =>
      /^[\s,'"]*(?:of|or|en|and|\/|en ook|as well as|\+|dan wel|versus|vs)[\s'"]*(?:toch |voor |met |de |een |the |a |by |via |with )*$/.test(
        gap,
      ),
    )
    const torn =
      /(?<!\p{L})(?:tussen|between|twijfel|allebei|beide|both|torn|kiezen|choose)(?!\p{L})/u.test(low) &&
      same.length === 2
    if ((offered || torn) && (value.slot === 'tier' || value.slot === 'paymentMethod')) return false
    if (offered && value.slot === 'purchaseCountry' && products.size <= 1) return false
    return same.at(-1) === value
  })
}

/** Marks product data as estimates: a hedge belongs to the value after it in its clause, else to the one before it. */
function withEstimates({ text: { low }, clauses }: Reading, values: readonly Value[]): readonly Value[] {
  const data = values.filter(({ slot }) => productSlots.includes(slot))
  const guessed = new Set<Value>()
  for (const { start, end } of guesses(low)) {
    const home = clauses.find((clause) => start >= clause.start && start < clause.end)
    if (!home || data.length === 0) continue
    const next = data.find((value) => value.start >= start && value.start < home.end)
    const before = data.findLast((value) => value.end <= start)
    const wide = values.length === 1 ? data[0] : undefined
    const near = next ?? before ?? wide
    if (near && (near.slot !== 'productName' || soundsBelieved(low.slice(start, end)))) guessed.add(near)
  }
  return values.map((value) => (guessed.has(value) ? { ...value, estimate: true } : value))
}

/** Several products: what belongs together carries the same item. */
function withItems({ text: { low }, clauses }: Reading, values: readonly Value[]): readonly Value[] {
  const heads = values.filter(({ slot }) => slot === 'productName')
  const serials = values.filter(({ slot }) => slot === 'serialNumber')
  const anchors = heads.length > 1 ? heads : heads.length === 0 && serials.length > 1 ? serials : []
  if (anchors.length < 2) return values
  return values.flatMap((value): Value[] => {
    if (!productSlots.includes(value.slot)) return [value]
    const part = low.slice(Math.max(0, value.start - 40), clauses[value.clause]!.end)
    if (!anchors.includes(value) && every.test(part) && value.start > anchors.at(-1)!.start)
      return anchors.map((_, item) => ({ ...value, item }))
    const before = anchors.findLastIndex(({ start }) => start <= value.start)
    return [{ ...value, item: Math.max(0, before) }]
  })
}
