/** Cards and files: the receipt and the product sheet, as Adaptive Cards 1.5 that any client can show, and as files. */
import type { SheetField, SheetProduct } from '../../domain/statements.ts'
import { isReducedDate } from '../../domain/values.ts'
import type { Catalogue, ReceiptLine } from '../messages/catalogue.ts'
import { asTyped, formatOf } from '../messages/format.ts'
import type { Attachment } from './reply.ts'

const card = (body: readonly unknown[], actions: readonly unknown[] = []): Attachment => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    body,
    ...(actions.length > 0 ? { actions } : {}),
  },
})

const textBlock = (text: string, more: object = {}) => ({ type: 'TextBlock', text, wrap: true, ...more })

/** A tap in a card says its label, like any other tap. */
const submit = (label: string, title = label) => ({
  type: 'Action.Submit',
  title,
  data: label,
  tooltip: label,
})

/** The receipt: each fact with the member's own words, to change or erase. */
export const receiptCard = (lines: readonly ReceiptLine[], says: Catalogue): Attachment =>
  card(
    lines.map(({ name, value, words, asked }) => ({
      type: 'Container',
      separator: true,
      items: [
        textBlock(`**${asTyped(name.charAt(0).toUpperCase() + name.slice(1))}**: ${value}`),
        ...(words === ''
          ? []
          : [textBlock(says.steer.receiptWords(asTyped(words)), { isSubtle: true, size: 'Small' })]),
        {
          type: 'ActionSet',
          actions: [
            ...(asked ? [submit(says.taps.change(name), says.taps.change('').trim())] : []),
            submit(says.taps.erase(name), says.taps.erase('').trim()),
          ],
        },
      ],
    })),
  )

/** Whether an answer of the FAQ helped: two taps beside it, never a question that waits. */
export const helpfulCard = (says: Catalogue): Attachment =>
  card([{ type: 'ActionSet', actions: [submit(says.taps.helped), submit(says.taps.notHelped)] }])

/** The rating, beside a question that waits. */
export const ratingCard = (says: Catalogue): Attachment =>
  card([
    {
      type: 'ActionSet',
      actions: [...says.taps.ratings, says.taps.noRating].map((label) => submit(label)),
    },
  ])

const columns = ['name', 'serialNumber', 'purchaseDate', 'purchaseCountry', 'dealer'] as const

/** What to type into the form for one field; `undefined` where it is still to be found. */
const cell = (
  column: (typeof columns)[number],
  { value }: SheetField,
  says: Catalogue,
): string | undefined => {
  if (value === undefined) return undefined
  const format = formatOf(says.language)
  if (column === 'purchaseCountry') return format.country(value)
  if (column === 'purchaseDate' && isReducedDate(value)) return format.date(value)
  return value
}

const shown = (column: (typeof columns)[number], field: SheetField, says: Catalogue): string => {
  const value = cell(column, field, says)
  if (value === undefined) return says.sheet.missing
  return field.estimate ? says.values.estimate(value) : value
}

/** Spreadsheets take a leading sign for a formula; a quote before it keeps it text. */
const csvCell = (value: string): string =>
  `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`

const file = (name: string, contentType: string, text: string): Attachment => ({
  contentType,
  name,
  contentUrl: `data:${contentType};charset=utf-8;base64,${toBase64(text)}`,
})

const toBase64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))

/** The product sheet: a card to read, and the same as text to copy and as a table to download. */
export const sheetAttachments = (
  products: readonly SheetProduct[],
  says: Catalogue,
): readonly Attachment[] => {
  const rows = products.map((product) => columns.map((column) => shown(column, product[column], says)))
  const titles = columns.map((column) => says.sheet.field[column])
  const asText = rows.map((row) => row.map((value, i) => `${titles[i]}: ${value}`).join('\n')).join('\n\n')
  const asCsv = [titles, ...rows].map((row) => row.map(csvCell).join(';')).join('\r\n')
  return [
    card([
      textBlock(says.sheet.title, { weight: 'Bolder', size: 'Medium' }),
      ...products.map((product, index) => ({
        type: 'Container',
        separator: true,
        items: [
          textBlock(`**${asTyped(product.name.value ?? says.product(index))}**`),
          {
            type: 'FactSet',
            facts: columns.slice(1).map((column) => ({
              title: says.sheet.field[column],
              value: asTyped(shown(column, product[column], says)),
            })),
          },
        ],
      })),
    ]),
    file(`${says.sheet.file}.txt`, 'text/plain', asText),
    file(`${says.sheet.file}.csv`, 'text/csv', `\uFEFF${asCsv}`),
  ]
}
