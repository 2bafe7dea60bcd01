/** Numbers, dates, lists, money and countries, written as a language writes them; and members' own words, made harmless for Markdown. */
import type { Language } from '../../domain/values.ts'

/** The locale behind a language. */
export const localeOf: Readonly<Record<Language, string>> = { nl: 'nl-NL', en: 'en-GB' }

/** Not from the domain's values: the page has these words too, and would load all that values are checked with. */
const languages = Object.keys(localeOf) as readonly Language[]

/** The language that a locale stands for; Dutch where there is none, English where we do not speak it. */
export const languageOf = (locale: string | undefined): Language =>
  languages.find((language) => locale?.toLowerCase().startsWith(language)) ?? (locale ? 'en' : 'nl')

/** Ways of writing, for one language. */
export interface Format {
  readonly number: (value: number) => string
  readonly money: (amount: number, currency: string) => string
  /** A date as exact as it is given: a year, a month, a day. */
  readonly date: (reduced: string) => string
  readonly list: (items: readonly string[], or?: boolean) => string
  /** The name of a country by its ISO 3166-1 alpha-2 code. */
  readonly country: (code: string) => string
}

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const made = new Map<Language, Format>()

const make = (language: Language): Format => {
  const locale = localeOf[language]
  // Making these takes longer than a turn: each is made when it is first used.
  const numbers = once(() => new Intl.NumberFormat(locale))
  const countries = once(() => new Intl.DisplayNames(locale, { type: 'region' }))
  const and = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }))
  const or = once(() => new Intl.ListFormat(locale, { type: 'disjunction' }))
  const days = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }))
  const months = once(
    () => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  )
  return {
    number: (value) => numbers().format(value),
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        ...(Number.isInteger(amount) ? { maximumFractionDigits: 0 } : {}),
      }).format(amount),
    date: (reduced) => {
      if (reduced.length === 4) return reduced
      const day = new Date(`${reduced.length === 7 ? `${reduced}-01` : reduced}T00:00:00Z`)
      return (reduced.length === 7 ? months : days)().format(day)
    },
    list: (items, either = false) => (either ? or : and)().format(items),
    country: (code) => countries().of(code) ?? code,
  }
}

/** The ways of writing of a language; made once. */
export const formatOf = (language: Language): Format => {
  const known = made.get(language)
  if (known) return known
  const fresh = make(language)
  made.set(language, fresh)
  return fresh
}

/** A member's own words within Markdown: shown as typed, never as markup. */
export const asTyped = (words: string): string =>
  words
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, (sign) => `\\${sign}`)

/** Lines, one under the other, in Markdown. */
export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n')

/** A label at the end of a sentence: it gets its full stop where it has no mark of its own. */
export const closed = (label: string): string => (/[.?!]$/.test(label) ? label : `${label}.`)
