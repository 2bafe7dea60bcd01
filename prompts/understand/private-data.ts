/**
 * Private data in a message, replaced by placeholders before anything leaves this machine, and put back afterwards.
 * Card numbers and IBANs are told by their checksums, so every valid one goes; the rest goes by its shape.
 */
import { isReducedDate } from '../../domain/values.ts'
import type { PendingQuestion } from '../acts.ts'

/** What a placeholder can stand for. */
export const privateKinds = ['email', 'iban', 'card', 'phone', 'serial', 'name'] as const
export type PrivateKind = (typeof privateKinds)[number]

/** A message without its private data, and what the placeholders stand for. */
export interface Hidden {
  readonly text: string
  /** By placeholder, in lower case and without brackets: `serial-1`. */
  readonly originals: ReadonlyMap<string, string>
}

interface Found {
  readonly start: number
  readonly end: number
  readonly kind: PrivateKind
}

const letter = '\\p{L}\\p{M}'
/** What people put between the groups of a number. */
const gap = '[ \\t\\u00a0\\u2007\\u2009\\u202f.\\-\\u2010-\\u2015_/]'

/** Whether digits pass the checksum of card numbers (ISO/IEC 7812). */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** Whether a text without spaces passes the checksum of IBANs (ISO 13616: mod 97). */
export function passesMod97(iban: string): boolean {
  let rest = 0
  for (const char of (iban.slice(4) + iban.slice(0, 4)).toUpperCase())
    for (const digit of Number.parseInt(char, 36).toString()) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}

const cardLengths = { least: 13, most: 19 } as const
const ibanLengths = { least: 15, most: 34 } as const

/** Runs of groups of digits with at most one mark between them; a date in between ends a run. */
function digitRuns(text: string): readonly (readonly { readonly start: number; readonly end: number }[])[] {
  const dates =
    /(?<![\d][-/.]?)(?:\d{1,2}([-/.])\d{1,2}\1(?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})(?![-/.]?\d)/g
  const bare = text.replace(dates, (date) => ' '.repeat(date.length).replace(/^ /, '|'))
  const runs: { start: number; end: number }[][] = []
  let last: { start: number; end: number }[] | undefined
  for (const found of bare.matchAll(/\d+/g)) {
    const group = { start: found.index, end: found.index + found[0].length }
    const before = last?.at(-1)
    const between = before && bare.slice(before.end, group.start)
    if (last && between !== undefined && new RegExp(`^${gap}{1,3}$`, 'u').test(between)) last.push(group)
    else runs.push((last = [group]))
  }
  return runs
}

function findCards(text: string): readonly Found[] {
  const found: Found[] = []
  for (const run of digitRuns(text))
    for (let first = 0; first < run.length; first++)
      for (let last = run.length - 1; last >= first; last--) {
        const { start } = run[first]!
        const { end } = run[last]!
        const digits = text.slice(start, end).replace(/\D/g, '')
        const fits = digits.length >= cardLengths.least && digits.length <= cardLengths.most
        // A single group that is longer hides a card inside it.
        const long = first === last && digits.length > cardLengths.most
        if ((fits && passesLuhn(digits)) || long) {
          found.push({ start, end, kind: 'card' })
          first = last
          break
        }
      }
  return found
}

function findIbans(text: string): readonly Found[] {
  const found: Found[] = []
  const opening = new RegExp(`(?=[A-Za-z]{2}${gap}?\\d${gap}?\\d)`, 'gu')
  let from = 0
  for (const { index } of text.matchAll(opening)) {
    if (index < from) continue
    // Characters of the number so far, and where in the text each of them ends.
    let chars = ''
    const ends: number[] = []
    let at = index
    while (at < text.length && chars.length < ibanLengths.most) {
      if (/[A-Za-z0-9]/.test(text[at]!)) {
        chars += text[at]
        ends.push(++at)
      } else if (new RegExp(`^${gap}{1,2}[A-Za-z0-9]`, 'u').test(text.slice(at, at + 3))) at++
      else break
    }
    const lengths = Array.from(
      { length: Math.max(0, chars.length - ibanLengths.least + 1) },
      (_, less) => chars.length - less,
    )
    const valid = lengths.filter((length) => passesMod97(chars.slice(0, length)))
    const length = valid.find((size) => !/[A-Za-z0-9]/.test(text[ends[size - 1]!] ?? ' ')) ?? valid[0]
    if (length === undefined) continue
    from = ends[length - 1]!
    found.push({ start: index, end: from, kind: 'iban' })
  }
  return found
}

const email = /[^\s<>(),;:"[\]\\@]{1,128}@(?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]{2,63}/gu
const spelledEmail =
  /[\p{L}\p{N}._%+-]{2,64} ?(?:\(at\)|\[at\]|\{at\}| apenstaartje | at (?=[\p{L}\p{N}-]+ ?(?:\.|dot|punt|\(dot\)|\(punt\))))[ ]?[\p{L}\p{N}-]{1,63}(?: ?(?:\.|\bdot\b|\bpunt\b|\(dot\)|\[dot\]|\(punt\)) ?[\p{L}\p{N}-]{2,63}){1,3}/giu
const phone = new RegExp(
  `(?<![\\p{L}\\d@.-])(?:(?:\\+|00)\\d{1,3}${gap}{0,2}(?:\\(0\\)${gap}?)?(?:\\(?\\d{1,4}\\)?${gap}{0,2}){2,5}\\d{2,4}|\\(?0\\d{1,3}\\)?(?:${gap}{0,2}\\d{1,8}){1,5})(?![\\d@])`,
  'gu',
)
const serialCue =
  /(?:serie\s?-?\s?(?:nummer|nr|no)|serienummer|serial(?:\s?(?:number|no|nr))?|s\/n|(?<!\p{L})sn)\.?(?:tje)?\s*(?:is|luidt|=|:|was|#)?\s*((?=[\p{L}\d-]*\d)[\p{L}\d-]{3,30})/giu
const serialShape =
  /(?<![\p{L}\p{N}@.,/-])(?=(?:[a-z-]*\d){5})(?:[a-z]{0,4}-?\d{6,18}[a-z]{0,3}|\d{2,5}[a-z]{1,3}\d{3,12}[a-z]?|[a-z]{2,4}-?\d{5,14})(?![\p{L}\p{N}@-]|[.,/]\d)/giu
const countedAs = /^\s*(?:punten|punte|pt|pts|ptn|points|euro|eur|€|mm)(?!\p{L})/iu
const person = `\\p{Lu}[${letter}'’-]+(?:\\s+(?:(?:van|de|der|den|ter|ten|te|von|di|da|la|le|el|al|bin)\\s+){0,3}\\p{Lu}[${letter}'’-]+){0,3}`
const names: readonly RegExp[] = [
  new RegExp(
    `(?:[Ii]k heet|[Mm](?:ijn|'n|n) (?:volledige |voor|achter)?naam is|[Nn]aam\\s?:|[Mm]y (?:full |first |last )?name(?:'s| is)|[Nn]ame\\s?:|[Jj]e spreekt met|[Uu] spreekt met|[Hh]ier (?:is|spreekt)|[Tt]his is|[Yy]ou're speaking (?:to|with)|[Jj]e m'appelle|[Ii]ch hei(?:ß|ss)e)\\s+(${person})`,
    'gu',
  ),
  new RegExp(
    `(?<!\\p{L})(?:[Ii]k ben|[Ii]'m|[Ii] am|[Dd]it is|[Mm]et)\\s+(${person})(?=\\s*(?:[,.!;\\n]|$|en (?:ik|wij)|and (?:i|I|we)|van|from|hier|here))`,
    'gu',
  ),
  new RegExp(
    `(?:[Gg]roet(?:en|jes)?|[Gg]r\\.?|[Mm]vg|MVG|[Hh]oogachtend|[Rr]egards|[Ss]incerely|[Cc]heers|[Tt]hanks|[Bb]edankt|[Dd]ank je wel)[,.!]?[ \\t]*(?:\\n\\s*|,\\s*|van\\s+|\\s)(${person})\\s*[.!]?\\s*$`,
    'gmu',
  ),
]
/** Words with a capital that are nobody's name. */
const nobody =
  /^(?:Canon|CPS|EOS|RF|EF|Nederland|België|Belgie|Belgium|The|De|Het|Een|Ik|I|Silver|Gold|Platinum|Corporate|Zilver|Goud|Professional|Priority|Mijn)(?!\p{L})/u

function findPhones(text: string): readonly Found[] {
  return [...text.matchAll(phone)].flatMap((match): readonly Found[] => {
    const digits = match[0].replace(/\D/g, '').length
    return digits < 9 || digits > 15
      ? []
      : [{ start: match.index, end: match.index + match[0].trimEnd().length, kind: 'phone' }]
  })
}

function findSerials(text: string, pending: PendingQuestion | null): readonly Found[] {
  const cued = [...text.matchAll(serialCue)].map((match): Found => {
    const end = match.index + match[0].length
    return { start: end - match[1]!.length, end, kind: 'serial' }
  })
  const asked =
    pending?.slot === 'serialNumber'
      ? [
          ...text.matchAll(
            /(?<![\p{L}\p{N}-])(?=[\p{L}-]*\d)(?=(?:[^\s]*\d){4})[\p{L}\p{N}-]{4,30}(?![\p{L}\p{N}])/gu,
          ),
        ]
      : []
  const shaped = [...text.matchAll(serialShape), ...asked].flatMap((match): readonly Found[] => {
    const [start, end] = [match.index, match.index + match[0].length]
    const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(match[0])
    const dated = compact !== null && isReducedDate(`${compact[1]}-${compact[2]}-${compact[3]}`)
    const counted =
      countedAs.test(text.slice(end)) || (pending?.slot === 'points' && /^\d{1,7}$/.test(match[0]))
    return dated || counted || isReducedDate(match[0]) ? [] : [{ start, end, kind: 'serial' }]
  })
  return [...cued, ...shaped]
}

function findNames(text: string): readonly Found[] {
  return names.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match): readonly Found[] => {
      const start = match.index + match[0].lastIndexOf(match[1]!)
      return nobody.test(match[1]!) ? [] : [{ start, end: start + match[1]!.length, kind: 'name' }]
    }),
  )
}

const byShape = (text: string, pattern: RegExp, kind: PrivateKind): readonly Found[] =>
  [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind,
  }))

/** Hides the private data of a message. The pending question tells what a bare number is. The same data gets the same placeholder. */
export function hidePrivateData(text: string, pending: PendingQuestion | null): Hidden {
  const taken: Found[] = []
  const all = [
    ...findIbans(text),
    ...findCards(text),
    ...byShape(text, email, 'email'),
    ...byShape(text, spelledEmail, 'email'),
    ...findSerials(text, pending),
    ...findPhones(text),
    ...findNames(text),
  ]
  for (const one of all) {
    const crossed = taken.filter((other) => one.start < other.end && other.start < one.end)
    // What reaches over the edge of something already hidden is hidden with it.
    const start = Math.min(one.start, ...crossed.map((other) => other.start))
    const end = Math.max(one.end, ...crossed.map((other) => other.end))
    for (const other of crossed) taken.splice(taken.indexOf(other), 1)
    taken.push({ start, end, kind: crossed[0]?.kind ?? one.kind })
  }
  const originals = new Map<string, string>()
  let hidden = ''
  let from = 0
  for (const { start, end, kind } of taken.sort((one, other) => one.start - other.start)) {
    const original = text.slice(start, end)
    const same = [...originals].find(([key, value]) => value === original && key.startsWith(kind))?.[0]
    const count = [...originals.keys()].filter((key) => key.startsWith(`${kind}-`)).length
    const key = same ?? `${kind}-${count + 1}`
    originals.set(key, original)
    hidden += `${text.slice(from, start)}[${key}]`
    from = end
  }
  return { text: hidden + text.slice(from), originals }
}

/** Puts back what placeholders stand for; one that stands for nothing stays as it is. */
export const showPrivateData = (text: string, originals: ReadonlyMap<string, string>): string =>
  text.replace(
    new RegExp(`\\[?\\b((?:${privateKinds.join('|')})-\\d{1,3})\\b\\]?`, 'gi'),
    (placeholder, key: string) => originals.get(key.toLowerCase()) ?? placeholder,
  )
