/** The values that a message asserts: found by the parsers, kept only where they are said of the member's own case. */
import type { Bound, ContractSlot } from '../../domain/values.ts'
import type { PendingQuestion } from '../acts.ts'
import { wholeAnswerOf } from './answers.ts'
import { findMethods, findTiers } from './choices.ts'
import { type Clause, isNegated } from './clauses.ts'
import { findCountries } from './countries.ts'
import { type FoundDate, findDates } from './dates.ts'
import { addFields } from './missing-data.ts'
import { findNumbers } from './numbers.ts'
import { findDealers, findEmails, findProducts, findSerials, wholeAnswer } from './product-data.ts'
import { settle } from './settling.ts'
import { dateSlot, dateSlots, isYearAmended, numberSlot, purchase, ratingCue } from './slot-choice.ts'
import { steeringOf } from './steering-phrases.ts'
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

/** Slots of product data. */
export const productSlots: readonly ContractSlot[] = [
  'productName',
  'serialNumber',
  'purchaseDate',
  'purchaseCountry',
  'dealer',
]
const serialWord = /(?<!\p{L})(?:serie\p{L}*|serial|s\/n|sn)(?!\p{L})/u
const needed =
  /(?<!\p{L})(?:nodig|need|needed|vereist|required|vanaf|drempel|threshold|minimaal nodig|te weinig|short(?! of)|tekort|missing|te kort|kom er)(?!\p{L})/u
const owning =
  /(?<!\p{L})(?:heb|have|i've|got|met|with|my|mijn|m'n|sta|zit|zitten|at|hier|here|kom ik|krijg)(?!\p{L})/u
const aiming =
  /(?<!\p{L})(?:wil (?:graag )?naar|mik|streef|doel|goal|target|aim(?:ing)?|op weg naar|on my way to|hoping for|hoop op|sparen? voor|spaar|saving up|work(?:ing)? towards|droom|dream)(?!\p{L})/u
const rejecting =
  /^\W*(?:nee+n?|welnee|no|nope|nah|nooit|never|liever niet|rather not|dat niet|niet dus|hoeft niet|laat maar)(?!\p{L})/u
const formerly =
  /(?<!\p{L})(?:vorig jaar|vroeger|ooit|toen|destijds|in het verleden|last year|used to|previously|back then|at the time|once|years ago|jaren geleden)(?!\p{L})/u
const past = /(?<!\p{L})(?:had|hadden|was|waren|were|used to have)(?!\p{L})/u
const others =
  /(?<!\p{L})(?:mijn|m'n|my|onze|our|een|a|zijn|haar|his|her) (?:\p{L}+ )?(?:collega|baas|vriend(?:in)?|partner|man|vrouw|broer|zus|buurman|buurvrouw|zoon|dochter|moeder|vader|ma|pa|klant|assistent|compagnon|maat|kennis|lid|colleague|boss|friend|mate|wife|husband|brother|sister|neighbour|neighbor|son|daughter|mother|father|mum|mom|dad|client|customer|assistant|member|concurrent)(?!\p{L}) (?:\p{L}+ )?(?:heeft|hebben|had|has|have|zit|is|got|gets|kocht|bought|koos|chose|kiest|chooses|zegt|says|met|with|nam|took|neemt|takes|wil|wou|wants|zou|zal|would|will|might|could|betaalt|betaalde|pays|paid|krijgt|kreeg|prefers|ging|gaat|went)|(?:^|\s)(?:iemand(?: anders)?|een ander|someone(?: else)?|somebody(?: else)?|another person|a third person|mensen|people|anderen|others|leden|members|hij|zij|she|he|they) (?:met|with|heeft|has|hebben|have|had|kreeg|got|zit|is op)(?!\p{L})/u
const canI =
  /(?<!\p{L})(?:kan ik|mag ik|kunnen we|mogen we|can i|may i|could i|can we|could we|may we)(?!\p{L})/u
const stars = /^\W*(?:⭐|★|🌟)/u
const diminutives: Readonly<Record<string, number>> = {
  eentje: 1,
  tweetje: 2,
  drietje: 3,
  viertje: 4,
  vijfje: 5,
  vijfke: 5,
  vierke: 4,
}

/** A year long ago or far ahead: a date where one was asked for, for the talk to wonder about. */
const oldYear =
  /^\W*(?:(?:in|uit|from|sinds|since|ongeveer|rond|around|about|about|ergens in)\W+)*(1[89]\d\d|20[5-9]\d|21\d\d)\W*$/

/** A name that Canon stands in front of, or one with marks in it: it is kept as it was typed. */
const namedAsTyped =
  /^(?:een |a |mijn |my )?canon (?=[^?]*$)(?!.*(?:wat|hoe|what|how|niet|not|account|professional|support)(?!\p{L}))|^[^?,]*[*[\]_][^?,]*$/u

/** Dates; where one was asked for, in words too: 'dertien mei tweeduizend twintig'. */
function spelledDates(low: string, today: string, asked: string | undefined): readonly FoundDate[] {
  const found = findDates(low, today)
  if (!dateSlots.includes(asked ?? '')) return found
  const old = found.length === 0 ? oldYear.exec(low) : null
  if (old) return [{ value: old[1]!, weak: true, start: low.indexOf(old[1]!), end: low.indexOf(old[1]!) + 4 }]
  if (/\d/.test(low)) return found
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
      (slot === 'points' && !correcting && formerly.test(part.low) && past.test(part.low)) ||
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
  const plainNumber =
    asked === 'serialNumber' ? /^[\s#.:]*(\d(?:[\d.,/ -]*\d)?)[\s.!]*$/.exec(text.raw) : null
  if (plainNumber) {
    const start = text.raw.indexOf(plainNumber[1]!)
    add('serialNumber', plainNumber[1], { start, end: start + plainNumber[1]!.length })
  }
  const named =
    asked === 'productName' && clauses.length === 1 && namedAsTyped.test(text.low) && words(low).length <= 6
  if (named) {
    const own = wholeAnswer(text, 'productName')
    if (own) add('productName', own.value, own)
  }
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
    if (
      weak &&
      numeric &&
      correcting &&
      dateSlots.every((slot) => slot !== asked) &&
      isYearAmended(low, pending)
    ) {
      add(pending?.dialog === 'payment' ? 'invoiceDate' : 'purchaseDate', value, { start, end })
      continue
    }
    const alone =
      about &&
      numeric &&
      /^\W*(?:(?:in|uit|from|en|and|ongeveer|rond|about|around|circa|ca|ik denk|i think|denk|volgens mij|ergens in|somewhere in|iets van|gok|guess|guessing|schat|schatting|say|zeg|from about)\W+)*\d{4}(?: (?:denk ik|i think|of zo|ofzo|or so|i guess|gok ik|ongeveer|volgens mij))?\W*$/.test(
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
    const branch = /^(?:amazon|media ?markt|fnac|coolblue|saturn|calumet|wex|canon) /i.test(value)
      ? country.at(-1)
      : undefined
    if (branch && branch.end === value.length && branch.start > 0) {
      const name = value.slice(0, branch.start).trim()
      add('dealer', name, { start: span.start, end: span.start + name.length })
      add('purchaseCountry', branch.value, { start: span.start + branch.start, end: span.end })
      continue
    }
    if (country.length === 1 && country[0]!.end - country[0]!.start === value.length) continue
    if (/^canon$/i.test(value) && /account/.test(low)) continue
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
  const listed = clauses.length >= 4 && products.length > 0 && dealers.length === 0
  const left = listed
    ? clauses.findLast(
        (clause) =>
          !found.some(({ start, end }) => start < clause.end && clause.start < end) &&
          !clause.question &&
          /^\W*\p{Lu}[\p{L}&.' -]{1,40}\W*$/u.test(text.raw.slice(clause.start, clause.end)) &&
          words(clause.low).length <= 4 &&
          !wholeAnswerOf(clause.low) &&
          !steeringOf(clause.low),
      )
    : undefined
  if (left) {
    const lead = /^\W*/u.exec(left.low)![0].length
    const name = text.raw.slice(left.start + lead, left.end).replace(/\W+$/u, '')
    add('dealer', name, { start: left.start + lead, end: left.start + lead + name.length })
  }
  addFields(reading, add, clauseAt)
  return settle(
    reading,
    found.sort((one, other) => one.start - other.start),
  )
}
