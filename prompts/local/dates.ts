/** Dates as members write them, as exact as they were: '14-3-23', 'vorig jaar maart', 'two weeks ago', 'in 2021'. Day before month. */
import { isReducedDate } from '../../domain/values.ts'
import { nearest } from './edit-distance.ts'
import { remembering } from './remembering.ts'
import { matches, overlap, type Span } from './text.ts'

/** A date (ISO 8601, reduced) and where it stands; `weak` where it is a date only if one is expected ('2021', '3/5'). */
export interface FoundDate extends Span {
  readonly value: string
  readonly weak?: true
  /** The member named a part of it only roughly ('begin 2023', 'zomer 2021'). */
  readonly rough?: true
}

const monthNames: readonly string[] = [
  'januari january jan',
  'februari february feb febr',
  'maart march mrt mar maa',
  'april apr',
  'mei may',
  'juni june jun',
  'juli july jul',
  'augustus august aug',
  'september sept sep',
  'oktober october okt oct',
  'november nov',
  'december dec',
]
const months = new Map(
  monthNames.flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
)
const notMonths = new Set([
  'maar',
  'made',
  'much',
  'many',
  'marc',
  'match',
  'watch',
  'maak',
  'januarie',
  'punt',
  'decent',
  'octopus',
  'members',
  'member',
  'number',
  'nummer',
  'remember',
  'marta',
  'maarten',
])
const monthOf = remembering(
  (word: string): number | undefined =>
    months.get(word) ?? (word.length >= 5 && !notMonths.has(word) ? nearest(word, months) : undefined),
  4000,
)

const counts: Readonly<Record<string, number>> = {
  een: 1,
  "'n": 1,
  n: 1,
  a: 1,
  an: 1,
  one: 1,
  twee: 2,
  two: 2,
  drie: 3,
  three: 3,
  vier: 4,
  four: 4,
  vijf: 5,
  five: 5,
  zes: 6,
  six: 6,
  zeven: 7,
  seven: 7,
  acht: 8,
  eight: 8,
  negen: 9,
  nine: 9,
  tien: 10,
  ten: 10,
  elf: 11,
  eleven: 11,
  twaalf: 12,
  twelve: 12,
}
const weekdays: readonly string[] = [
  'zondag sunday',
  'maandag monday',
  'dinsdag tuesday',
  'woensdag wednesday',
  'donderdag thursday',
  'vrijdag friday',
  'zaterdag saturday',
]

const patterns = new Map<string, RegExp>()
const compiled = (source: string): RegExp => {
  const known = patterns.get(source) ?? new RegExp(source, 'gu')
  patterns.set(source, known)
  return known
}

const two = (number: number) => String(number).padStart(2, '0')
const iso = (year: number, month?: number, day?: number): string =>
  `${year}${month === undefined ? '' : `-${two(month)}`}${day === undefined ? '' : `-${two(day)}`}`

/** Finds dates in a lower-cased text, relative to `today` (ISO 8601). A message is looked through more than once. */
export const findDates = remembering(datesIn, 16)

function datesIn(low: string, today: string): readonly FoundDate[] {
  const [thisYear, thisMonth, thisDay] = today.split('-').map(Number) as [number, number, number]
  const found: FoundDate[] = []
  /** Where a day stands that does not exist: no part of it is a date either. */
  const impossible: Span[] = []
  const add = (span: Span, value: string | undefined, extra: { weak?: true; rough?: true } = {}) => {
    if (value === undefined || [...found, ...impossible].some((other) => overlap(other, span))) return
    if (!isReducedDate(value)) {
      impossible.push(span)
      return
    }
    found.push({ start: span.start, end: span.end, value, ...extra })
  }
  const fullYear = (text: string): number => {
    const year = Number(text.replace(/\D/g, ''))
    return year >= 100 ? year : year <= (thisYear % 100) + 1 ? 2000 + year : 1900 + year
  }
  const daysBack = (days: number): string => {
    const day = new Date(Date.UTC(thisYear, thisMonth - 1, thisDay))
    day.setUTCDate(day.getUTCDate() - days)
    return day.toISOString().slice(0, 10)
  }
  const monthsBack = (count: number): string => {
    const index = thisYear * 12 + thisMonth - 1 - count
    return iso(Math.floor(index / 12), (index % 12) + 1)
  }
  const recent = (month: number, day?: number): string =>
    iso(
      month < thisMonth || (month === thisMonth && (day ?? 1) <= thisDay) ? thisYear : thisYear - 1,
      month,
      day,
    )
  const dayMonth = (one: number, other: number): readonly [number, number] =>
    other > 12 && one <= 12 ? [other, one] : [one, other]
  const yearWord = (text: string): number | undefined =>
    /vorig|verleden|afgelopen|last/.test(text)
      ? thisYear - 1
      : /dit|this|van 't/.test(text)
        ? thisYear
        : /voorvorig|year before last/.test(text)
          ? thisYear - 2
          : undefined

  const edge = '(?<![\\p{L}\\p{N}.,/-])'
  const stop = '(?![\\p{L}\\p{N}]|[./-]\\d)'
  for (const m of matches(low, compiled(`${edge}(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${stop}`)))
    add(m, iso(Number(m.groups[1]), Number(m.groups[2]), Number(m.groups[3])))
  for (const m of matches(
    low,
    compiled(`${edge}(\\d{1,2})(?: ?[-/.] ?| )(\\d{1,2})(?: ?[-/.] ?| )'?(\\d{4}|\\d{2})${stop}`),
  )) {
    const [day, month] = dayMonth(Number(m.groups[1]), Number(m.groups[2]))
    add(m, iso(fullYear(m.groups[3]!), month, day))
  }
  const yearRef =
    '(?:van )?(?:vorig jaar|verleden jaar|afgelopen jaar|dit jaar|of last year|last year|of this year|this year)'
  const monthWord = '(\\p{L}{3,10})\\.?'
  const year4 = `(?:'?(\\d{4}|\\d{2})(?!\\d|[.,]\\d|\\s?(?:punten|points|e\\b|th\\b|euro))|(${yearRef}))`
  // 3 mei 2022 · 3rd of May, 2022 · 3 mei vorig jaar
  for (const m of matches(
    low,
    compiled(
      `${edge}(?:the )?(\\d{1,2})(?:e|ste|de|st|nd|rd|th)? ?-?(?:of )?(?:van )?${monthWord},?(?:[ -]${year4})?${stop}`,
    ),
  )) {
    const month = monthOf(m.groups[2]!)
    if (!month) continue
    const year = m.groups[3] ? fullYear(m.groups[3]) : m.groups[4] ? yearWord(m.groups[4]) : undefined
    const day = Number(m.groups[1])
    add(m, year === undefined ? recent(month, day) : iso(year, month, day))
  }
  // May 3rd, 2022
  for (const m of matches(
    low,
    compiled(`${edge}${monthWord} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4})|,? (${yearRef}))?${stop}`),
  )) {
    const month = monthOf(m.groups[1]!)
    const day = Number(m.groups[2])
    if (!month || day < 1 || day > 31) continue
    const year = m.groups[3] ? Number(m.groups[3]) : m.groups[4] ? yearWord(m.groups[4]) : undefined
    if (
      year === undefined &&
      /^(may|mar|jan)$/.test(m.groups[1]!) &&
      !/(st|nd|rd|th)/.test(m.groups[0]!) &&
      /\bi $/.test(low.slice(0, m.start))
    )
      continue
    add(m, year === undefined ? recent(month, day) : iso(year, month, day))
  }
  // vorig jaar maart · last year in March · dit jaar in mei
  for (const m of matches(
    low,
    compiled(
      `${edge}(vorig jaar|verleden jaar|last year|dit jaar|this year|(\\d{4}|'\\d{2})),? ?(?:in |ergens in |rond |around )?(?:de maand )?${monthWord}${stop}`,
    ),
  )) {
    const month = monthOf(m.groups[3]!)
    if (month) add(m, iso(m.groups[2] ? fullYear(m.groups[2]) : yearWord(m.groups[1]!)!, month))
  }
  // maart 2023 · March '23 · maart vorig jaar
  for (const m of matches(
    low,
    compiled(`${edge}${monthWord}(?: ?[-/,] ?| of | van | in | )${year4}${stop}`),
  )) {
    const month = monthOf(m.groups[1]!)
    if (month) add(m, iso(m.groups[2] ? fullYear(m.groups[2]) : yearWord(m.groups[3]!)!, month))
  }
  for (const m of matches(low, compiled(`${edge}(0?[1-9]|1[0-2])[-/.](\\d{4})${stop}`)))
    add(m, iso(Number(m.groups[2]), Number(m.groups[1])))
  for (const m of matches(low, compiled(`${edge}((?:19|20)\\d{2})[-/.](0?[1-9]|1[0-2])${stop}`)))
    add(m, iso(Number(m.groups[1]), Number(m.groups[2])))
  // afgelopen maart · in maart · last March
  for (const m of matches(
    low,
    compiled(
      `${edge}(afgelopen|vorige|in|sinds|since|last|this past|rond|around|begin|eind|half|early|late|mid|ergens in|ongeveer|about)[ -]${monthWord}${stop}`,
    ),
  )) {
    const month = monthOf(m.groups[2]!)
    if (month) add({ start: m.end - m.groups[2]!.length, end: m.end }, recent(month))
  }
  // relative
  for (const m of matches(
    low,
    compiled(
      `${edge}(?:een )?(paar |couple of |half |anderhal(?:f|ve) |twee en een half |\\d{1,3} ?|\\p{L}+ |'n )(?:of |a )?(dagen|dag|weken|week|weekjes|weekje|maanden|maandjes|maand|jaar|jaren|days?|weeks?|months?|years?|mnd|wk|yrs?)(?: en een half)? (?:terug|geleden|ago|back)${stop}`,
    ),
  )) {
    const amount = m.groups[1]!.trim()
    const unit = m.groups[2]!
    const monthly = /^(jaar|jaren|year|yr)/.test(unit) ? 12 : /^(maand|month|mnd)/.test(unit) ? 1 : 0
    const count = counts[amount] ?? (/^\d+$/.test(amount) ? Number(amount) : undefined)
    if (amount === 'half' && monthly === 12) add(m, monthsBack(6))
    else if (amount.startsWith('anderhal') && monthly === 12) add(m, monthsBack(18))
    else if (count === undefined) continue
    else if (monthly === 12) add(m, iso(thisYear - count))
    else if (monthly === 1) add(m, monthsBack(count))
    else add(m, daysBack(/^(dag|day)/.test(unit) ? count : 7 * count))
  }
  for (const m of matches(
    low,
    compiled(`${edge}(a year and a half ago|half a year ago|six months back)${stop}`),
  ))
    add(m, monthsBack(m.groups[1]!.startsWith('a') ? 18 : 6))
  for (const m of matches(
    low,
    /(?<!\p{L})(eergisteren|day before yesterday|gisteren|gister|gisterenavond|yesterday|vandaag|today|vanmorgen|vanochtend|vanmiddag|this morning|net pas)(?!\p{L})/gu,
  )) {
    const word = m.groups[1]!
    if (word !== 'net pas')
      add(
        m,
        daysBack(/eergister|before/.test(word) ? 2 : /gister|yester/.test(word) ? 1 : 0),
        /vandaag|today|vanm|this/.test(word) ? { weak: true } : {},
      )
  }
  for (const m of matches(
    low,
    /(?<!\p{L})(?:(?:afgelopen|vorige|verleden|last|this past) )?(zondag|sunday|maandag|monday|dinsdag|tuesday|woensdag|wednesday|donderdag|thursday|vrijdag|friday|zaterdag|saturday)(?!\p{L})/gu,
  )) {
    const weekday = weekdays.findIndex((names) => names.split(' ').includes(m.groups[1]!))
    const now = new Date(Date.UTC(thisYear, thisMonth - 1, thisDay)).getUTCDay()
    add(m, daysBack((now - weekday + 7) % 7 || 7), / /.test(m.groups[0]!) ? {} : { weak: true })
  }
  for (const m of matches(
    low,
    /(?<!\p{L})(?:de )?(vorige maand|afgelopen maand|verleden maand|last month|deze maand|this month)(?!\p{L})/gu,
  ))
    add(m, monthsBack(/deze|this/.test(m.groups[1]!) ? 0 : 1))
  for (const m of matches(low, /(?<!\p{L})(vorige week|afgelopen week|verleden week|last week)(?!\p{L})/gu))
    add(m, daysBack(7).slice(0, 7))
  for (const m of matches(
    low,
    /(?<!\p{L})(voorvorig jaar|het jaar daarvoor|(?:the )?year before last|eerverleden jaar|vorig jaar|verleden jaar|afgelopen jaar|last year|dit jaar|this year)(?!\p{L})/gu,
  ))
    add(
      m,
      iso(/voorvorig|daarvoor|before|eerver/.test(m.groups[1]!) ? thisYear - 2 : yearWord(m.groups[1]!)!),
    )
  for (const m of matches(
    low,
    compiled(`${edge}(?:nieuwjaarsdag|nieuwjaar|new year'?s(?: day)?) ((?:19|20)\\d{2})${stop}`),
  ))
    add(m, `${m.groups[1]}-01-01`)
  for (const m of matches(low, compiled(`${edge}(?:kerst|kerstmis|christmas|xmas) (\\d{4})${stop}`)))
    add(m, `${m.groups[1]}-12`, { rough: true })
  for (const m of matches(
    low,
    compiled(
      `${edge}((?:in|sinds|uit|from|since|van|jaar|year|begin|begin van|eind|eind van|half|medio|early|late|mid|zomer|zomer van|winter|winter van|voorjaar|herfst|najaar|lente|spring|summer|autumn|fall|end of|start of|beginning of|rond|around|ergens in|of|ongeveer|about|circa)[ -])((?:19[89]\\d|20[0-4]\\d)|'\\d{2})${stop}(?!\\s?(?:punten|points|pt))`,
    ),
  ))
    add(
      { start: m.end - m.groups[2]!.length, end: m.end },
      iso(fullYear(m.groups[2]!)),
      /^(in|sinds|uit|from|since|van|jaar|year|of)/.test(m.groups[1]!)
        ? { weak: true }
        : { weak: true, rough: true },
    )
  for (const m of matches(
    low,
    compiled(`${edge}((?:19[89]\\d|20[0-4]\\d)|'\\d{2})${stop}(?!\\s?(?:punten|points|pt))`),
  ))
    add(m, iso(fullYear(m.groups[1]!)), { weak: true })
  for (const m of matches(low, compiled(`${edge}(\\d{1,2}) ?[-/.] ?(\\d{1,2})${stop}`))) {
    const [day, month] = dayMonth(Number(m.groups[1]), Number(m.groups[2]))
    if (month >= 1 && month <= 12) add(m, recent(month, day), { weak: true })
  }
  for (const m of matches(low, compiled(`${edge}(\\d{2})(\\d{2})((?:19|20)\\d{2})${stop}`)))
    add(m, iso(Number(m.groups[3]), Number(m.groups[2]), Number(m.groups[1])), { weak: true })
  for (const m of matches(low, compiled(`${edge}((?:19|20)\\d{2})(\\d{2})(\\d{2})${stop}`)))
    add(m, iso(Number(m.groups[1]), Number(m.groups[2]), Number(m.groups[3])), { weak: true })
  for (const m of matches(low, /(?<!\p{L})(\p{L}{3,10})(?!\p{L})/gu)) {
    const month = m.groups[1] === 'maar' || m.groups[1] === 'mar' ? undefined : months.get(m.groups[1]!)
    if (month) add(m, recent(month), { weak: true })
  }
  return found.sort((one, other) => one.start - other.start)
}
