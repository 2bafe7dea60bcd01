/**
 * Text as the parsers read it: `raw` keeps the member's own spelling, `low` is its lower-case twin without accents, of the
 * same length, so that what is found in one can be cut out of the other.
 */

import { remembering } from './remembering.ts'

/** A message made ready for reading. */
export interface Text {
  readonly raw: string
  readonly low: string
}

/** A stretch of a text, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A word and where it stands. */
export interface Word extends Span {
  readonly word: string
}

/** How many characters are read at most; of what is longer the beginning and the end are kept. */
const longest = 1600

const cut = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 400)} … ${text.slice(-400)}`

const lowered = (char: string): string => {
  const low = char.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return low.length === char.length ? low : char
}

const plain = /^[\n\x20-\x7e]*$/

/** Cleans a message: no control or zero-width characters, no tags, straight quotes, single spaces, at most some 1,600 characters. */
export function readText(message: string): Text {
  const raw = cut(
    cut(message.slice(0, 8000) + (message.length > 8000 ? message.slice(-400) : ''))
      .replace(/(?<=\d) ?½/gu, ',5')
      .normalize('NFKC'),
  )
    .replace(/[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]/gu, '')
    .replace(/[‘’‚‛`´′]/gu, "'")
    .replace(/[“”„‟″«»]/gu, '"')
    .replace(/[‐‑‒–—―−]/gu, '-')
    .replace(/…/gu, '...')
    .replace(/<\/?[a-z][^<>]{0,200}>/giu, ' ')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/[^\P{C}\n]/gu, ' ')
    .replace(/ *\n[\n ]*/g, '\n')
    .trim()
  return { raw, low: plain.test(raw) ? raw.toLowerCase() : [...raw].map(lowered).join('') }
}

/** A part of a text. */
export const slice = ({ raw, low }: Text, { start, end }: Span): Text => ({
  raw: raw.slice(start, end),
  low: low.slice(start, end),
})

/** A text in which stretches are replaced by spaces, so that positions stay. */
export function blank(text: Text, spans: readonly Span[]): Text {
  let { raw, low } = text
  for (const { start, end } of spans) {
    const gap = ' '.repeat(end - start)
    raw = raw.slice(0, start) + gap + raw.slice(end)
    low = low.slice(0, start) + gap + low.slice(end)
  }
  return { raw, low }
}

/** The words of a lower-cased text. */
export const words = remembering(
  (low: string): readonly Word[] =>
    [...low.matchAll(/[\p{L}\p{N}]+(?:'\p{L}+)*/gu)].map((found) => ({
      word: found[0],
      start: found.index,
      end: found.index + found[0].length,
    })),
  64,
)

/** Whether two stretches share a character. */
export const overlap = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end

/** All matches of a pattern (with the `g` flag) as stretches with their groups. */
export const matches = (
  low: string,
  pattern: RegExp,
): readonly (Span & { readonly groups: RegExpMatchArray })[] => {
  const found: (Span & { readonly groups: RegExpMatchArray })[] = []
  // Not `matchAll`: it compiles the pattern anew each time.
  pattern.lastIndex = 0
  for (let groups = pattern.exec(low); groups; groups = pattern.exec(low)) {
    const start = groups.index
    found.push({ start, end: start + groups[0].length, groups })
    if (groups[0] === '') pattern.lastIndex = start + (low.codePointAt(start)! > 0xffff ? 2 : 1)
  }
  return found
}
