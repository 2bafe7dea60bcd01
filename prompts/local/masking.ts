/** Values taken out of a text, so that the classifier learns from what is said about them. */
import { findDates } from './dates.ts'
import { findNumbers } from './numbers.ts'
import { findEmails, findProducts, findSerials } from './product-data.ts'
import { overlap, readText, type Span, type Text } from './text.ts'

/** A value in a text and the word that stands for it. */
export interface Mask extends Span {
  readonly mask: string
}

/** Finds what is to be masked in a text. */
export function masksOf(text: Text, today: string): readonly Mask[] {
  const masks: Mask[] = []
  const add = (mask: string, found: readonly Span[]) => {
    for (const { start, end } of found)
      if (!masks.some((other) => overlap(other, { start, end }))) masks.push({ start, end, mask })
  }
  add('emailaddress', findEmails(text))
  add('productname', findProducts(text))
  add('serialcode', findSerials(text, true))
  add(
    'somedate',
    findDates(text.low, today).filter(({ weak }) => !weak),
  )
  add(
    'somenumber',
    findNumbers(text.low).filter(({ weak }) => !weak),
  )
  return masks.sort((one, other) => one.start - other.start)
}

/** A part of a lower-cased text with its values replaced by words that stand for them. */
export function maskedPart(whole: string, masks: readonly Mask[], { start, end }: Span): string {
  let low = ''
  let from = start
  for (const mask of masks) {
    if (mask.start < from || mask.end > end) continue
    low += `${whole.slice(from, mask.start)} ${mask.mask} `
    from = mask.end
  }
  return (low + whole.slice(from, end)).replace(/ +/g, ' ').trim()
}

/** A message made ready for the classifier. */
export function masked(message: string, today = '2026-01-01'): string {
  const text = readText(message)
  return maskedPart(text.low, masksOf(text, today), { start: 0, end: text.low.length })
}
