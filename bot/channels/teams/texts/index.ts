/** What the Teams channel itself says, by language. */
import type { Language } from '../../../../domain/values.ts'
import { en } from './en.ts'
import { nl, type TeamsTexts } from './nl.ts'

export type { TeamsTexts }

/** All of it. */
export const teamsTexts: Readonly<Record<Language, TeamsTexts>> = { nl, en }
