/** The data of products: what is missing, what is odd and asked about, what cannot be right; and the sheet it ends on. */
import { cites } from './facts.ts'
import { after, type Circumstances, type Known, needs, type Statement, say, verdict } from './rule.ts'
import type { SheetField, SheetProduct } from './statements.ts'
import type { Slot } from './values.ts'

/** What the form asks of each product, in the order in which we ask it. */
export const sheetFields = [
  'productName',
  'serialNumber',
  'purchaseDate',
  'purchaseCountry',
  'dealer',
] as const

/** More products than this in one sheet are for a second one. */
export const mostProducts = 50

/** A serial number unlike any that we would expect: very short or long, with fewer than four digits, or with signs other than letters, digits, dashes and spaces. It may still be right. */
export const isOddSerial = (serial: string): boolean =>
  !/^[\p{L}\d][\p{L}\d\s./-]{4,23}$/u.test(serial) || serial.replace(/\D/g, '').length < 4

/** A purchase so long ago that the year may be a slip: more than forty years. It may still be right. */
export const isOddDate = (date: string, today: string): boolean =>
  Number(date.slice(0, 4)) < Number(today.slice(0, 4)) - 40

/** Whether a date, reduced or not, lies wholly after today. */
export const isFuture = (date: string, today: string): boolean => date > today.slice(0, date.length)

/** Why a value cannot be right, `undefined` where it can. What cannot be right is not stored, and the question comes again. */
export const impossible = (
  slot: Slot,
  value: unknown,
  { today }: Pick<Circumstances, 'today'>,
): Statement | undefined => {
  if (typeof value !== 'string' || !isFuture(value, today)) return undefined
  if (slot === 'purchaseDate') return say('date.future', { date: value }, cites('points.mandatory'))
  if (slot === 'invoiceDate') return say('date.future', { date: value }, cites('pay.invoice'))
  return undefined
}

const givesNoPoints =
  /\b(accessoires?|accessor(?:y|ies)|merchandise|(?:foto)?papier|(?:photo ?)?paper|inkt\p{L}*|ink|inks|inkjets? cartridges?)\b/iu

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== 'unsure' ? value : undefined

/** The serial number as it stands: the second one where the first was not confirmed. */
const serialOf = (known: Known, item: number) => {
  const again = known.get('serialNumber', { item, round: 2 })
  return again === undefined
    ? { round: 1, value: known.get('serialNumber', { item }) }
    : { round: 2, value: again }
}

const dateOf = (known: Known, item: number) => {
  const again = known.get('purchaseDate', { item, round: 2 })
  return again === undefined
    ? { round: 1, value: known.get('purchaseDate', { item }) }
    : { round: 2, value: again }
}

const field = (
  known: Known,
  slot: Slot,
  item: number,
  { round, value }: { round: number; value: unknown },
): SheetField => {
  const given = text(value)
  if (given === undefined) return {}
  return { value: given, ...(known.manner(slot, { item, round }).estimate ? { estimate: true } : {}) }
}

const sheetProduct = (known: Known, item: number): SheetProduct => {
  const plain = (slot: Slot) => field(known, slot, item, { round: 1, value: known.get(slot, { item }) })
  return {
    name: plain('productName'),
    serialNumber: field(known, 'serialNumber', item, serialOf(known, item)),
    purchaseDate: field(known, 'purchaseDate', item, dateOf(known, item)),
    purchaseCountry: plain('purchaseCountry'),
    dealer: plain('dealer'),
  }
}

const anyGiven = (known: Known, item: number): boolean =>
  sheetFields.some((slot) => known.get(slot, { item }) !== undefined)

/** What one product still needs, `undefined` where it is complete. */
const product = (known: Known, item: number, { today }: Circumstances) => {
  const name = known.get('productName', { item })
  if (name === undefined) return needs('productName', { item })
  const noPoints =
    name !== 'unsure' && givesNoPoints.test(name)
      ? [say('product.no-points', { name }, cites('points.eligible'))]
      : []
  for (const slot of ['serialNumber', 'purchaseDate'] as const) {
    const value = known.get(slot, { item })
    if (value === undefined) return needs(slot, { item, tells: noPoints })
    const odd = value !== 'unsure' && (slot === 'serialNumber' ? isOddSerial(value) : isOddDate(value, today))
    if (!odd) continue
    const confirmSlot = slot === 'serialNumber' ? 'serialConfirmed' : 'dateConfirmed'
    const confirmed = known.get(confirmSlot, { item })
    if (confirmed === undefined) return needs(confirmSlot, { item, tells: noPoints })
    if (confirmed === false && known.get(slot, { item, round: 2 }) === undefined)
      return needs(slot, { item, round: 2, tells: noPoints })
  }
  for (const slot of ['purchaseCountry', 'dealer'] as const)
    if (known.get(slot, { item }) === undefined) return needs(slot, { item, tells: noPoints })
  return noPoints
}

/** The sheet: every field of every product, one at a time, until the member has no more. */
export const productSheet = (known: Known, circumstances: Circumstances) => {
  const tells: Statement[] = [
    say('product.fields', {}, cites('points.mandatory', 'points.best-guess', 'points.eligible')),
  ]
  const products: SheetProduct[] = []
  for (let item = 0; item < mostProducts; item++) {
    const open = product(known, item, circumstances)
    if (!Array.isArray(open)) return after(tells, open)
    tells.push(...open)
    products.push(sheetProduct(known, item))
    if (item === mostProducts - 1) break
    const another = known.get('anotherProduct', { item })
    if (another === undefined && !anyGiven(known, item + 1)) return needs('anotherProduct', { item, tells })
    if (another !== true && !anyGiven(known, item + 1)) break
  }
  return after(
    tells,
    verdict('sheet', [
      say(
        'sheet.ready',
        { products },
        cites('products.where', 'points.best-guess', 'points.fully-registered'),
      ),
    ]),
  )
}

/** Registering products: where, what is needed, and a sheet made together for who wants one. */
export const registration = (known: Known, circumstances: Circumstances) => {
  const where = say('products.register', {}, cites('products.where'))
  const wants = known.get('wantsSheet')
  if (wants !== true && !anyGiven(known, 0)) {
    if (wants === undefined) return needs('wantsSheet', { tells: [where] })
    return after(
      [where],
      verdict('registerYourself', [
        say('product.fields', {}, cites('points.mandatory', 'points.best-guess', 'points.eligible')),
      ]),
    )
  }
  return after([where], productSheet(known, circumstances))
}
