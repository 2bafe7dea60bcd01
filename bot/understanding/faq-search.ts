/** Search in the FAQ by the trained model: read when somebody first searches. */
import type { FaqBook } from '../../domain/faq.ts'
import { type FaqSearch, faqSearch } from '../../prompts/local/faq-search.ts'
import { phrasesOf } from './faq-phrases.ts'
import { loadModel } from './local.ts'

/** Makes the search in an FAQ from a model's file. Rejects where the file is no model. */
export const loadFaqSearch = async (modelFile: string, faq: FaqBook): Promise<FaqSearch> =>
  faqSearch(await loadModel(modelFile), { faqIds: faq.ids, phrases: phrasesOf(faq) })
