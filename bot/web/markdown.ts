/**
 * The little Markdown that the assistant writes, read into a tree: paragraphs, lists, bold, emphasis, links. Everything
 * else is text; nothing in it can become HTML.
 */
import { safeLink } from './links.ts'

/** A piece of running text. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong' | 'em'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }

/** A paragraph or a list. */
export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly items: readonly (readonly Inline[])[]
    }

const bare = (text: string) => text.replace(/\\([!-/:-@[-`{-~])/g, '$1')

// One alternative each: escaped character · bold · emphasis · link · bare address · line break. No look-behind: browsers of 2022 refuse it.
const token =
  /\\([!-/:-@[-`{-~])|\*\*(?!\s)((?:\\.|[^\\])*?(?:\\.|[^\s\\]))\*\*|([*_])(?=[^\s*_])((?:\\.|[^\\*_\n])*?(?:\\.|[^\s\\*_]))\3(?![\w*])|\[((?:\\.|[^\\[\]\n])+)\]\(((?:\\.|[^\\()\s]|\([^()\s]*\))+)\)|(https:\/\/[^\s<>()[\]]*[^\s<>()[\].,;:!?'"’”])|(\n)/g

/** Reads running text; `page` is the page's own address, against which links are judged. */
export function readInline(source: string, page: string): readonly Inline[] {
  const read: Inline[] = []
  const text = (more: string) => {
    const last = read.at(-1)
    if (last?.kind === 'text') read[read.length - 1] = { kind: 'text', text: last.text + more }
    else if (more !== '') read.push({ kind: 'text', text: more })
  }
  const search = new RegExp(token)
  let at = 0
  for (let found = search.exec(source); found; found = search.exec(source)) {
    const [whole, escaped, bold, mark, emphasis, label, target, address, newline] = found
    text(source.slice(at, found.index))
    at = found.index + whole.length
    const href = safeLink(target === undefined ? address : bare(target), page)
    if (escaped !== undefined) text(escaped)
    else if (newline !== undefined) read.push({ kind: 'break' })
    else if (bold !== undefined) read.push({ kind: 'strong', children: readInline(bold, page) })
    else if (emphasis !== undefined && /[\w*]/.test(source[found.index - 1] ?? '')) {
      // In the middle of a word: the mark is only a character, and what follows is read anew.
      text(mark!)
      at = search.lastIndex = found.index + 1
    } else if (emphasis !== undefined) read.push({ kind: 'em', children: readInline(emphasis, page) })
    else if (href === undefined) text(label === undefined ? whole : bare(label))
    else
      read.push({
        kind: 'link',
        href,
        children: [{ kind: 'text', text: label === undefined ? whole : bare(label) }],
      })
  }
  text(source.slice(at))
  return read
}

const bullet = /^\s{0,3}(?:[-*•]|(\d{1,3})[.)])\s+(.*)$/

/** Reads a message's text into blocks. */
export function readMarkdown(source: string, page: string): readonly Block[] {
  const blocks: Block[] = []
  let lines: string[] = []
  let items: { ordered: boolean; start: number; texts: string[] } | undefined
  const close = () => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', children: readInline(lines.join('\n'), page) })
    if (items)
      blocks.push({
        kind: 'list',
        ordered: items.ordered,
        start: items.start,
        items: items.texts.map((item) => readInline(item, page)),
      })
    lines = []
    items = undefined
  }
  for (const line of source.replace(/\r\n?/g, '\n').split('\n')) {
    const point = bullet.exec(line)
    if (point) {
      const ordered = point[1] !== undefined
      if (!items || items.ordered !== ordered) close()
      items ??= { ordered, start: Number(point[1] ?? 1), texts: [] }
      items.texts.push(point[2] ?? '')
    } else if (line.trim() === '') close()
    else if (items && /^\s{2,}/.test(line)) items.texts.push(`${items.texts.pop() ?? ''}\n${line.trim()}`)
    else {
      if (items) close()
      lines.push(line.trim())
    }
  }
  close()
  return blocks
}

/** The words of running text alone, with the address behind each link that does not already show it. */
export function plainInline(children: readonly Inline[]): string {
  return children
    .map((child) => {
      if (child.kind === 'text') return child.text
      if (child.kind === 'break') return '\n'
      const words = plainInline(child.children)
      return child.kind === 'link' && words !== child.href ? `${words} (${child.href})` : words
    })
    .join('')
}

/** A message's text without its marks, for a transcript that is kept as plain text. */
export function plainMarkdown(source: string, page: string): string {
  return readMarkdown(source, page)
    .map((block) =>
      block.kind === 'paragraph'
        ? plainInline(block.children)
        : block.items
            .map((item, at) => `${block.ordered ? `${block.start + at}.` : '-'} ${plainInline(item)}`)
            .join('\n'),
    )
    .join('\n\n')
}
