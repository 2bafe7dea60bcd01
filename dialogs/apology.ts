/** What a member reads when a turn failed through a fault of ours. */
import type { Language } from '../domain/values.ts'
import { catalogues } from './messages/index.ts'

/** The sentence in a language: what happened, what is kept, what to do now. */
export const apology = (language: Language): string => catalogues[language].steer.apology
