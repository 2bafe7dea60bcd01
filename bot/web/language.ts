/** The languages that the page speaks, and which one it begins in. */
import { en } from './texts/en.ts'
import { nl, type Texts } from './texts/nl.ts'

/** The page's texts, by language. */
export const texts = { nl, en } as const satisfies Record<string, Texts>

/** A language that the page speaks. */
export type Language = keyof typeof texts

/** The languages with their own names, which are also what is said to change to them. */
export const languageNames: Readonly<Record<Language, string>> = { nl: 'Nederlands', en: 'English' }

/** The page's language for a locale such as `nl-BE`; `undefined` where the page does not speak it. */
export function languageOf(locale: string | null | undefined): Language | undefined {
  const primary = locale?.toLowerCase().split(/[-_]/)[0]
  return primary !== undefined && Object.hasOwn(texts, primary) ? (primary as Language) : undefined
}

/** The language of a first load: what the address asks for, else the browser's, else Dutch where nothing is known. */
export function firstLanguage(asked: string | null, browser: string | undefined): Language {
  return languageOf(asked) ?? (browser ? (languageOf(browser) ?? 'en') : 'nl')
}

/** How each language writes dates and numbers: as it is done in Europe. */
export const regions: Readonly<Record<Language, string>> = { nl: 'nl-NL', en: 'en-GB' }
