/** The part of Adaptive Cards that the assistant sends, read from an attachment into a tree that can only be shown. */
import { ownPicture, safeLink } from './links.ts'
import { plainMarkdown } from './markdown.ts'
import { each, type Json, list, object, string } from './narrow.ts'

/** What tapping does: says a text (with a value, where the card carries one) or opens an address. */
export type Action =
  | { readonly kind: 'say'; readonly title: string; readonly text: string; readonly value?: Json | undefined }
  | { readonly kind: 'open'; readonly title: string; readonly url: string }

interface Spacing {
  /** A line above it. */
  readonly apart: boolean
}

/** One element of a card. */
export type Element = Spacing &
  (
    | {
        readonly kind: 'text'
        readonly text: string
        readonly heading: boolean
        readonly strong: boolean
        readonly subtle: boolean
      }
    | {
        readonly kind: 'facts'
        readonly facts: readonly { readonly title: string; readonly value: string }[]
      }
    | { readonly kind: 'group'; readonly elements: readonly Element[]; readonly emphasis: boolean }
    | {
        readonly kind: 'columns'
        readonly columns: readonly { readonly elements: readonly Element[]; readonly narrow: boolean }[]
      }
    | {
        readonly kind: 'table'
        readonly header: boolean
        readonly rows: readonly (readonly (readonly Element[])[])[]
      }
    | { readonly kind: 'actions'; readonly actions: readonly Action[] }
    | { readonly kind: 'picture'; readonly url: string; readonly text: string }
  )

/** A card: its elements, and the actions at its foot. */
export interface Card {
  readonly elements: readonly Element[]
  readonly actions: readonly Action[]
}

/** No card of ours nests deeper; what does is left out. */
const deepest = 10

const readAction =
  (page: string) =>
  (value: unknown): Action | undefined => {
    const given = object(value)
    const title = string(given.title)
    if (given.type === 'Action.OpenUrl') {
      const url = safeLink(given.url, page)
      return url === undefined ? undefined : { kind: 'open', title: title ?? url, url }
    }
    if (given.type !== 'Action.Submit' && given.type !== 'Action.Execute') return undefined
    const text = string(given.data) ?? title
    if (text === undefined) return undefined
    const submitted = object(given.data)
    const carries = Object.keys(submitted).length > 0
    return { kind: 'say', title: title ?? text, text, ...(carries ? { value: submitted } : {}) }
  }

const words = (value: unknown) => string(value) ?? (typeof value === 'number' ? String(value) : undefined)

function readElement(value: unknown, page: string, depth: number): Element | undefined {
  const given = object(value)
  if (given.isVisible === false || depth > deepest) return undefined
  const apart = given.separator === true
  const inside = (more: unknown) => each(more, (element) => readElement(element, page, depth + 1))
  switch (given.type) {
    case 'TextBlock': {
      const text = words(given.text)
      if (text === undefined) return undefined
      const size = string(given.size)?.toLowerCase()
      const heading =
        given.style === 'heading' || size === 'large' || size === 'extralarge' || size === 'medium'
      const strong = string(given.weight)?.toLowerCase() === 'bolder'
      return { kind: 'text', apart, text, heading, strong, subtle: given.isSubtle === true }
    }
    case 'FactSet': {
      const facts = each(given.facts, (fact) => {
        const { title, value: content } = object(fact)
        return words(title) === undefined ? undefined : { title: words(title)!, value: words(content) ?? '' }
      })
      return facts.length > 0 ? { kind: 'facts', apart, facts } : undefined
    }
    case 'Container':
      return {
        kind: 'group',
        apart,
        elements: inside(given.items),
        emphasis: given.style !== undefined && given.style !== 'default',
      }
    case 'ColumnSet': {
      const columns = list(given.columns).map((column) => {
        const { items, width } = object(column)
        return { elements: inside(items), narrow: width === 'auto' }
      })
      return { kind: 'columns', apart, columns }
    }
    case 'Table': {
      const rows = list(given.rows).map((row) =>
        list(object(row).cells).map((cell) => inside(object(cell).items)),
      )
      const header = given.firstRowAsHeaders !== false && given.firstRowAsHeader !== false
      return { kind: 'table', apart, rows, header }
    }
    case 'ActionSet': {
      const actions = each(given.actions, readAction(page))
      return actions.length > 0 ? { kind: 'actions', apart, actions } : undefined
    }
    case 'Image': {
      const text = string(given.altText)
      const url = ownPicture(given.url, page)
      if (url !== undefined && text !== undefined) return { kind: 'picture', apart, url, text }
      // No picture is fetched from elsewhere: its description stands for it.
      return text === undefined
        ? undefined
        : { kind: 'text', apart, text, heading: false, strong: false, subtle: true }
    }
    default:
      return given.fallback === undefined ? undefined : readElement(given.fallback, page, depth + 1)
  }
}

/** Reads the content of an Adaptive Card; what is not known of it is left out. */
export function readCard(content: unknown, page: string): Card {
  const given = object(content)
  const elements = each(given.body, (element) => readElement(element, page, 0))
  const actions = each(given.actions, readAction(page))
  const text = string(given.fallbackText)
  const bare = elements.length === 0 && actions.length === 0 && text !== undefined
  return {
    elements: bare
      ? [{ kind: 'text', apart: false, text, heading: false, strong: false, subtle: false }]
      : elements,
    actions,
  }
}

function plainElement(element: Element, page: string): string {
  const all = (elements: readonly Element[], between: string) =>
    elements
      .map((inner) => plainElement(inner, page))
      .filter((text) => text !== '')
      .join(between)
  switch (element.kind) {
    case 'text':
      return plainMarkdown(element.text, page)
    case 'facts':
      return element.facts.map(({ title, value }) => `${title}: ${plainMarkdown(value, page)}`).join('\n')
    case 'group':
      return all(element.elements, '\n')
    case 'columns':
      return element.columns.map((column) => all(column.elements, ' ')).join(' · ')
    case 'table':
      return element.rows.map((row) => row.map((cell) => all(cell, ' ')).join(' · ')).join('\n')
    case 'actions':
      return ''
    case 'picture':
      return `[${element.text}]`
    default:
      return element satisfies never
  }
}

/** The words of a card, for a transcript that is kept as plain text; its buttons are left out. */
export const plainCard = (card: Card, page: string): string =>
  card.elements
    .map((element) => plainElement(element, page))
    .filter((text) => text !== '')
    .join('\n')
