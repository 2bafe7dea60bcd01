/** The languages that the tab speaks, and which one a user gets: the one chosen here before, else that of the user's own Teams. */
import type { TabLanguage } from './protocol.ts'
import { en } from './texts/en.ts'
import { nl, type Texts } from './texts/nl.ts'

/** The tab's texts, by language. */
export const texts: Readonly<Record<TabLanguage, Texts>> = { nl, en }

/** How each language writes dates and numbers: as it is done in Europe. */
const regions: Readonly<Record<TabLanguage, string>> = { nl: 'nl-NL', en: 'en-GB' }

/** The language of a locale such as `nl-be`; English for what the tab does not speak. */
export const languageOf = (locale: string | undefined): TabLanguage =>
  locale?.toLowerCase().split(/[-_]/)[0] === 'nl' ? 'nl' : 'en'

const name = 'cps.tab.language'

/** The language that was chosen on this device; `undefined` where none was, or nothing may be kept here. */
export function chosenLanguage(): TabLanguage | undefined {
  try {
    const kept = localStorage.getItem(name)
    return kept === 'nl' || kept === 'en' ? kept : undefined
  } catch {
    return undefined
  }
}

/** Keeps a choice of language, where something may be kept. */
export function keepLanguage(language: TabLanguage): void {
  try {
    localStorage.setItem(name, language)
  } catch {
    // Teams in a browser may keep frames from keeping anything: then the choice holds until the tab is closed.
  }
}

/** How a language writes what the tab shows. */
export interface Format {
  number(value: number): string
  /** One digit after the comma. */
  average(value: number): string
  /** A part of a whole, as a percentage. */
  share(value: number): string
  /** A time of day, with the day where that is not today. Milliseconds since 1970, as all others. */
  moment(time: number, now: number): string
  day(time: number): string
  /** How long ago; `undefined` for less than a minute. */
  age(time: number, now: number): string | undefined
}

const dayLength = 86_400_000

/** Makes a language's way of writing. */
export function formatOf(language: TabLanguage): Format {
  const region = regions[language]
  const plain = new Intl.NumberFormat(region)
  const oneDigit = new Intl.NumberFormat(region, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(region, { style: 'percent' })
  const time = new Intl.DateTimeFormat(region, { timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short', year: 'numeric' })
  const dayAndTime = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' })
  const unit = (kind: string, value: number) =>
    new Intl.NumberFormat(region, { style: 'unit', unit: kind, unitDisplay: 'long' }).format(value)
  return {
    number: (value) => plain.format(value),
    average: (value) => oneDigit.format(value),
    share: (value) => percent.format(value),
    moment: (at, now) =>
      new Date(at).toDateString() === new Date(now).toDateString() ? time.format(at) : dayAndTime.format(at),
    day: (at) => day.format(at),
    age: (at, now) => {
      const minutes = Math.floor((now - at) / 60_000)
      if (minutes < 1) return undefined
      if (minutes < 60) return unit('minute', minutes)
      if (minutes * 60_000 < dayLength) return unit('hour', Math.floor(minutes / 60))
      return unit('day', Math.floor((now - at) / dayLength))
    },
  }
}
