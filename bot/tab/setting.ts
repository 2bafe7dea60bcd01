/** What all views share: the language with its texts and its way of writing, and the server. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Format } from './language.ts'
import type { TabLanguage } from './protocol.ts'
import type { Server } from './server.ts'
import type { Texts } from './texts/nl.ts'

/** What views are shown in. */
export interface Setting {
  readonly t: Texts
  readonly language: TabLanguage
  readonly format: Format
  readonly server: Server
}

const context = createContext<Setting | undefined>(undefined)

/** Gives all below it a setting. */
export const { Provider: SettingProvider } = context

/** The setting that is shown in. */
export function useSetting(): Setting {
  const setting = useContext(context)
  if (!setting) throw new Error('a view without a setting')
  return setting
}
