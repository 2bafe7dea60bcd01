/** What must never stand in a log, a metric or an error: what tells who a member is, or what is theirs. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a text was found to hold, named by its kind; the text itself is not repeated. */
export type Kind = 'e-mail address' | 'IBAN' | 'card number' | 'serial number' | 'name'

const luhn = (digits: string): boolean => {
  const sum = [...digits].reverse().reduce((sum, digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1)
    return sum + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const isIban = (text: string): boolean => {
  const moved = text.slice(4) + text.slice(0, 4)
  const digits = [...moved].map((sign) => Number.parseInt(sign, 36)).join('')
  return text.length >= 15 && text.length <= 34 && BigInt(digits) % 97n === 1n
}

const bare = (text: string) => text.replace(/[ -]/g, '')

/** Each kind by how it reads, whoever typed it. */
const patterns: readonly {
  readonly kind: Kind
  readonly reads: RegExp
  readonly is?: (text: string) => boolean
}[] = [
  { kind: 'e-mail address', reads: /[\w.%+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})*\.[a-z]{2,}/gi },
  {
    kind: 'IBAN',
    reads: /(?<![A-Za-z\d_-])[A-Z]{2}\d{2}(?: ?[A-Z\d]{1,4}){3,8}(?![A-Za-z\d_-])/g,
    is: (text) => isIban(bare(text)),
  },
  {
    // Beginning as cards do: a moment in milliseconds begins with 1.
    kind: 'card number',
    reads: /(?<![\w.-])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\w-])/g,
    is: (text) => luhn(bare(text)),
  },
  // No number that a program writes begins with 0; Canon's serial numbers mostly do.
  { kind: 'serial number', reads: /(?<![\w.|-])0\d{8,13}(?![\w-])/g },
]

/** What tests typed: values to look for wherever they may stand. */
export interface Typed {
  readonly kind: Kind
  readonly value: string
}

const introduced =
  /(?:ik heet|mijn naam is|my name is)[ :]+([A-Z][\p{L}’'-]+(?: (?:de|den|der|van|von|’t))*(?: [A-Z][\p{L}’'-]+)*)/giu
const serial = /(?<![\w.|-])(?:\d{9,12}|[A-Z]{2}\d{6,10})(?![\w-])/g

/** What the tests below this folder type as a member's own: names as they are given, serial numbers, addresses. */
export function typedIn(folder: string): readonly Typed[] {
  const found = new Map<string, Typed>()
  const note = (kind: Kind, value: string) => found.set(value, { kind, value })
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(ts|yaml)$/.test(entry.name)) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    for (const [, name = ''] of text.matchAll(introduced)) note('name', name)
    for (const [value] of text.matchAll(serial)) note('serial number', value)
    for (const { kind, reads, is = () => true } of patterns)
      for (const [value] of text.matchAll(reads)) if (is(value)) note(kind, value)
  }
  return [...found.values()]
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Makes a search for all kinds, and for what was typed. */
export function makeFinder(typed: readonly Typed[] = []): (text: string) => readonly Kind[] {
  const kinds = new Map(typed.map(({ kind, value }) => [value, kind]))
  const known =
    typed.length > 0 &&
    new RegExp(`(?<![\\p{L}\\d])(?:${[...kinds.keys()].map(escaped).join('|')})(?![\\p{L}\\d])`, 'gu')
  return (text) => {
    const found = new Set<Kind>()
    for (const { kind, reads, is = () => true } of patterns)
      for (const [value] of text.matchAll(reads)) if (is(value)) found.add(kind)
    if (known) for (const [value] of text.matchAll(known)) found.add(kinds.get(value) ?? 'name')
    return [...found]
  }
}

/** The kinds of personal data in a text, by how they read. */
export const findPersonalData: (text: string) => readonly string[] = makeFinder()
