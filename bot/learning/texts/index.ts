/** The texts of search and proposals, by language. */
import type { Language } from '../../../domain/values.ts'
import { en } from './en.ts'
import { type LearningTexts, nl } from './nl.ts'

export type { LearningTexts }
export const learningTexts: Readonly<Record<Language, LearningTexts>> = { nl, en }
