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
const [shortestIban, longestIban] = [15, 34]
/** How long a country's IBANs are (ISO 13616 registry). */
const ibanLengths: Readonly<Record<string, number>> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18
  FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20
  LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24
  SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

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
    else {
      last = [group]
      runs.push(last)
    }
  }
  return runs
}

function findCards(text: string): readonly Found[] {
  const found: Found[] = []
  for (const run of digitRuns(text))
    for (let first = 0; first < run.length; first++) {
      const { start } = run[first]!
      let digits = ''
      let covered = -1
      // The longest stretch of whole groups from here that passes the check.
      for (let last = first; last < run.length; last++) {
        const group = run[last]!
        digits += text.slice(group.start, group.end)
        if (digits.length > cardLengths.most) break
        if (digits.length >= cardLengths.least && passesLuhn(digits)) covered = last
      }
      // A single group that is longer may hide a card inside it.
      if (covered < 0 && run[first]!.end - start > cardLengths.most) covered = first
      if (covered < 0) continue
      found.push({ start, end: run[covered]!.end, kind: 'card' })
      first = covered
    }
  return found
}

const betweenGroups = new RegExp(`^${gap}{1,3}[A-Za-z0-9]`, 'u')

/** An IBAN begins with its country and two check digits; with a gap between them only where it is written in capitals. */
const ibanOpening = new RegExp(`(?=[A-Za-z]{2}\\d{2}|[A-Z]{2}${gap}\\d{2})`, 'gu')

function findIbans(text: string): readonly Found[] {
  const found: Found[] = []
  for (const { index } of text.matchAll(ibanOpening)) {
    const registered = ibanLengths[text.slice(index, index + 2).toUpperCase()]
    // Characters of the number so far, and whether they stand in one piece.
    let chars = ''
    let whole = true
    let at = index
    while (at < text.length && chars.length < (registered ?? longestIban)) {
      if (/[A-Za-z0-9]/.test(text[at]!)) chars += text[at++]
      else if (betweenGroups.test(text.slice(at, at + 4))) {
        // A country that is not registered: only in one piece, lest any words pass by chance.
        if (registered === undefined) break
        whole = false
        at++
      } else break
    }
    const ends = !/[A-Za-z0-9]/.test(text[at] ?? ' ')
    const complete =
      registered === undefined ? whole && ends && chars.length >= shortestIban : chars.length === registered
    if (complete && passesMod97(chars)) found.push({ start: index, end: at, kind: 'iban' })
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
            /(?<![\p{L}\p{N}-])(?=[\p{L}-]*\d)(?=(?:[\p{L}-]*\d){3})[\p{L}\p{N}-]{4,30}(?![\p{L}\p{N}])/gu,
          ),
        ]
      : []
  const shaped = [...text.matchAll(serialShape), ...asked].flatMap((match): readonly Found[] => {
    const [start, end] = [match.index, match.index + match[0].length]
    const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(match[0])
    const dated = compact !== null && isReducedDate(`${compact[1]}-${compact[2]}-${compact[3]}`)
    const counted =
      countedAs.test(text.slice(end)) || (pending?.slot === 'points' && /^\d{1,7}$/.test(match[0]))
    return dated || counted || /^(?:19|20)\d{2}(?:-\d{2}){0,2}$/.test(match[0])
      ? []
      : [{ start, end, kind: 'serial' }]
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
