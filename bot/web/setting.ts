/** What every part of the page needs at hand. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Action } from './card.ts'
import { type Language, texts } from './language.ts'
import type { Texts } from './texts/nl.ts'

/** The words and the language of the page, its own address, and what a tap does. */
export interface Setting {
  readonly t: Texts
  readonly language: Language
  readonly page: string
  readonly tap: (action: Extract<Action, { kind: 'say' }>) => void
}

/** Carries the setting to all parts. */
export const SettingContext = createContext<Setting>({ t: texts.nl, language: 'nl', page: '', tap: () => {} })

/** The setting that a part is in. */
export const useSetting = () => useContext(SettingContext)
