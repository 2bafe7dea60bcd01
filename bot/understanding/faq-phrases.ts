/** How an FAQ puts its questions: what the local engine finds entries by that it was not trained on. */
import type { FaqBook } from '../../domain/faq.ts'
import { languages } from '../../domain/values.ts'
import type { Neighbour } from '../../prompts/local/neighbours.ts'

/** All questions and variants of an FAQ, each with the entry that answers it. */
export const phrasesOf = (faq: FaqBook): readonly Neighbour[] =>
  faq.ids.flatMap((id) =>
    languages
      .map((language) => faq.entry(id, language))
      .flatMap((entry) => (entry ? [entry.question, ...entry.variants].map((text) => ({ id, text })) : [])),
  )
