/** Which language is spoken: changed when asked, offered once where a member seems to write another. */
import { type Language, languages } from '../domain/values.ts'
import type { Turn } from './kit/turn.ts'
import { catalogues } from './messages/index.ts'
import type { Scene } from './scene.ts'

/** Goes on in another language, where it is spoken. */
export const changeLanguage = ({ turn }: Scene, wanted: string): void => {
  const language = languages.find((spoken) => spoken === wanted)
  if (!language) {
    const spoken = languages.map((one) => catalogues[one].name)
    turn.note(turn.says.steer.languageUnknown(spoken))
    return
  }
  turn.chosen = language
  if (language === turn.record.language) return turn.note(turn.says.steer.languageAlready)
  turn.speak(language)
  turn.note(turn.says.steer.languageChanged)
}

/** Offers once to go on in the language that the member seems to write. */
export const offerLanguage = (turn: Turn, language: Language): void => {
  const { memory } = turn.record
  if (memory.languageOffered || language === turn.record.language) return
  memory.languageOffered = true
  turn.note(catalogues[language].steer.languageOffer)
  turn.offer(catalogues[language].name)
}
