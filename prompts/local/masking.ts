/** Values taken out of a text, so that the classifier learns from what is said about them. */
import { findDates } from './dates.ts'
import { findNumbers } from './numbers.ts'
import { findEmails, findProducts, findSerials } from './product-data.ts'
import { overlap, readText, type Span, type Text } from './text.ts'

/** A text's lower-case twin with values replaced by words that stand for them. */
export function maskedText(text: Text, today: string): string {
  const spans: (Span & { mask: string })[] = []
  const add = (mask: string, found: readonly Span[]) => {
    for (const { start, end } of found) if (!spans.some((other) => overlap(other, { start, end }))) spans.push({ start, end, mask })
  }
  add('emailaddress', findEmails(text))
  add('productname', findProducts(text))
  add('serialcode', findSerials(text, true))
  add('somedate', findDates(text.low, today).filter(({ weak }) => !weak))
  add('somenumber', findNumbers(text.low).filter(({ weak }) => !weak))
  spans.sort((one, other) => one.start - other.start)
  let low = ''
  let from = 0
  for (const { start, end, mask } of spans) {
    low += `${text.low.slice(from, start)} ${mask} `
    from = end
  }
  return (low + text.low.slice(from)).replace(/ +/g, ' ').trim()
}

/** A message made ready for the classifier. */
export const masked = (message: string, today = '2026-01-01'): string => maskedText(readText(message), today)
