/** Which slot a number or a date fills: by what is said about it and by what was asked. */
import { type ContractSlot, isSlot, isYesNo } from '../../domain/values.ts'
import type { PendingQuestion } from '../acts.ts'
import type { Clause } from './clauses.ts'
import type { FoundNumber } from './numbers.ts'
import { words } from './text.ts'
import { productSlots, type Reading } from './values.ts'

/** Slots that dates fill. */
export const dateSlots: readonly string[] = ['purchaseDate', 'invoiceDate']
/** Words of buying. */
export const purchase =
  /(?<!\p{L})(?:gekocht|kocht|koop|aankoop\p{L}*|aangeschaft|aanschaf|bought|purchas\p{L}*|got it|gehaald|besteld|ordered|koopdatum|datum|date)(?!\p{L})/u
const invoice = /(?<!\p{L})(?:factu\p{L}*|invoice\p{L}*|rekening|nota|bill)(?!\p{L})/u
const pointWord =
  /^(?:\s*(?:of so|of zo|ongeveer|canon|cps|mooie|loyalty|such|van die|of those|of the|of my|in totaal|total)?){0,2}[\s-]*(?:p(?:u|o)?n?i?n?t+(?:en|s|jes|ne)?|p[uo][a-z]{0,2}n?t[a-z]{0,2}s?|pts?|ptn|pnt|putnen|pntn|puntn|ponits|poitns|pints|piont(?:s|en))(?![\p{L}])/u
const pointLead =
  /(?:punten(?:totaal|saldo|aantal|stand)?|points?(?: (?:total|balance))?|saldo|balance|totaal|total|teller|stand)(?:\s+\p{L}+){0,4}[\s:=]*$/u
const counted =
  /^\s*(?:[a-z]+ )?(?:euro|eur|€|%|procent|percent|dag|dagen|days?|weken|weeks?|maand|maanden|months?|jaar|jaren|years?|uur|uren|hours?|keer|times|x(?!\p{L})|product|producten|products|camera|camera's|cameras|lenzen|lenses|lens|objectie|toestel|bodies|minut|sterren|ster|stars?|stuks|kg|mm|megapixel|mp|werkdagen|printers?|mails?|accounts?|items?|pogingen|attempts|mensen|people|personen)/u
/** Words of a rating. */
export const ratingCue =
  /(?<!\p{L})(?:ster(?:ren|retjes)?|stars?|beoordel\p{L}*|rating|rate|score|cijfer|geef|give|krijgt?|gets?|van de 5|uit 5|out of 5|van 5|waardering)(?!\p{L})/u

const aboutPoints =
  /(?<!\p{L})(?:punt\p{L}*|points?|pts?|ptn|pnt|niveau|level|tier|zilver|goud|platina|silver|gold|platinum)(?!\p{L})/u

/** Whether a correction is about a year and nothing else: 'wacht, het was toch 2024'. */
export const isYearAmended = (low: string, pending: PendingQuestion | null): boolean =>
  pending !== null &&
  pending.dialog !== 'tierSelection' &&
  pending.slot !== 'points' &&
  pending.slot !== 'serialNumber' &&
  /(?<![\d.,])(?:19\d\d|20[0-4]\d)(?![\d.,]\d|\d)/.test(low) &&
  /(?<!\p{L})(?:was|toch|niet|not|is|actually|eigenlijk|nope?|nee+n?|wait|wacht)(?!\p{L})/u.test(low) &&
  !aboutPoints.test(low)

/** Which slot a found number fills. */
export function numberSlot(
  found: FoundNumber,
  { text: { low }, pending, correcting }: Reading,
  clause: Clause,
): ContractSlot | undefined {
  const after = low.slice(found.end, found.end + 30)
  const before = low.slice(Math.max(0, found.start - 40), found.start)
  if (
    pending?.slot === 'rating' &&
    found.weak &&
    words(low).length > 1 &&
    !/^\s*(?:ster|star|punt)/.test(after)
  )
    return undefined
  if (pending?.slot === 'rating' && !(pointWord.test(after) && found.value > 5)) {
    const things = counted.test(after.replace(/^\s*(?:ster\p{L}*|stars?)/u, ''))
    return found.value >= 1 && found.value <= 5 && !pointWord.test(after) && !things ? 'rating' : undefined
  }
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
  if (
    correcting &&
    /^(?:19\d|20[0-4])\d$/.test(low.slice(found.start, found.end)) &&
    isYearAmended(low, pending)
  )
    return undefined
  if (correcting || pending?.dialog === 'tierSelection') return 'points'
  // A number alone, to a question for yes or no: nothing else is counted in hundreds.
  if (pending && isSlot(pending.slot) && isYesNo(pending.slot) && /^\W*\d[\d.,]*\W*$/.test(low))
    return found.value >= 100 && found.value < 100_000 && !/^20[12]\d\W*$/.test(low) ? 'points' : undefined
  return /(?<!\p{L})(?:zit op|sit at|sitting (?:on|at)|sta op|i'm (?:on|at)|heb er|waren er|zijn er)(?!\p{L})/u.test(
    clause.low,
  )
    ? 'points'
    : undefined
}

/** Which slot a date fills, by what is said about it and by what was asked. */
export function dateSlot(
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
