/** Which facts an answer may rest on: those of the entries that the FAQ has for the like. */
import type { FactId } from '../../domain/facts.ts'
import type { FaqBook } from '../../domain/faq.ts'
import type { FaqSearch } from '../../prompts/local/faq-search.ts'
import type { AnsweredCase } from './answered-case.ts'

/** How many entries are asked. */
const mostEntries = 3

/** The facts, the likeliest first; none where the FAQ has nothing like it. */
export const likelyFacts = (
  { question, answer, language }: AnsweredCase,
  faq: FaqBook,
  search: FaqSearch,
): readonly FactId[] => {
  const found = [answer, question].flatMap((text) => search(text).slice(0, mostEntries))
  return [...new Set(found.flatMap((id) => faq.entry(id, language)?.facts ?? []))]
}
