/** The message catalogues by language. */
import type { Language } from '../../domain/values.ts'
import type { Catalogue } from './catalogue.ts'
import { en } from './en/index.ts'
import { nl } from './nl/index.ts'

export const catalogues: Readonly<Record<Language, Catalogue>> = { nl, en }
