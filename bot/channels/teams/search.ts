/** Search in the FAQ from Teams: what support types finds the entries that answer it, as cards with answer and sources. */

import { faqAnswer } from '../../../dialogs/kit/faq-answer.ts'
import { sourceLines } from '../../../dialogs/kit/reply.ts'
import { languageOf } from '../../../dialogs/messages/format.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import type { FaqBook, FaqEntry } from '../../../domain/faq.ts'
import type { Policy } from '../../../domain/policy.ts'
import { type Language, languages } from '../../../domain/values.ts'
import type { FaqSearch } from '../../../prompts/local/faq-search.ts'
import { detectLanguage } from '../../../prompts/local/language.ts'
import { readText } from '../../../prompts/local/text.ts'
import { learningTexts } from '../../learning/texts/index.ts'
import type { KeptOpinion } from '../../stores/store.ts'

/** What a search works with. */
export interface SearchParts {
  /** The operator's files as they are now. */
  readonly files: () => { readonly faq: FaqBook; readonly policy: Policy }
  /** Makes the search for an FAQ; called once for each. */
  readonly searchIn: (faq: FaqBook) => Promise<FaqSearch>
  /** What members thought of the answers. */
  readonly opinions: () => Promise<readonly KeptOpinion[]>
}

/** What was typed, and which part of what is found is wanted. */
export interface Searched {
  readonly text: string
  /** The locale of who searches: its language is taken where the text does not tell. */
  readonly locale?: string | undefined
  readonly skip: number
  readonly count: number
}

/** One entry that was found: for the list, and as an Adaptive Card to put into a message. */
export interface Found {
  readonly title: string
  readonly text: string
  readonly card: unknown
}

/** A search in the FAQ. Never rejects for what is typed; without a text, the answers that helped most come first. */
export interface TeamsFaqSearch {
  search(query: Searched): Promise<readonly Found[]>
}

/** More Teams does not show at once. */
const mostResults = 25
/** Characters of an answer in the list of results. */
const previewLength = 140

const whole = (value: number, otherwise: number): number =>
  Number.isFinite(value) ? Math.max(0, Math.trunc(value)) : otherwise

const textBlock = (text: string, more: object = {}) => ({ type: 'TextBlock', text, wrap: true, ...more })

/** An entry as a card: the question, what the assistant would answer, and what that rests on. */
export const faqCard = (entry: FaqEntry, policy: Policy): unknown => {
  const { language, question, facts: ids } = entry
  const passages = faqAnswer(entry, catalogues[language], policy)
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      textBlock(question, { weight: 'Bolder', size: 'Medium', style: 'heading' }),
      ...passages.flatMap(({ text, byOperator }) => [
        textBlock(text),
        ...(byOperator
          ? [
              textBlock(catalogues[language].steer.byOperator, {
                isSubtle: true,
                size: 'Small',
                spacing: 'None',
              }),
            ]
          : []),
      ]),
      textBlock(learningTexts[language].sources, { weight: 'Bolder', size: 'Small', separator: true }),
      {
        type: 'FactSet',
        spacing: 'Small',
        facts: ids.map((id) => ({
          title: id,
          value: sourceLines([id], false, language).join('; ') || '–',
        })),
      },
    ],
  }
}

/** The beginning of an answer, without its marks. */
const preview = (text: string): string => {
  const plain = text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length <= previewLength ? plain : `${plain.slice(0, previewLength - 1).trimEnd()}…`
}

const found = (entry: FaqEntry, policy: Policy): Found => ({
  title: entry.question,
  text: preview(faqAnswer(entry, catalogues[entry.language], policy)[0]!.text),
  card: faqCard(entry, policy),
})

/** The language to answer in: the one that is typed in where that tells, else that of the locale. */
const languageFor = (text: string, locale: string | undefined): Language => {
  const own = languageOf(locale)
  const typed = detectLanguage(readText(text).low, own)
  return languages.find((language) => language === typed) ?? own
}

/** Makes the search. */
export function teamsFaqSearch({ files, searchIn, opinions }: SearchParts): TeamsFaqSearch {
  let ready: { readonly faq: FaqBook; readonly search: Promise<FaqSearch> } | undefined

  /** One for each FAQ: files may be read again while the server runs. One that could not be made is made anew. */
  const searchOf = (faq: FaqBook): Promise<FaqSearch> => {
    if (ready?.faq !== faq) {
      const search = searchIn(faq)
      ready = { faq, search }
      search.catch(() => {
        if (ready?.search === search) ready = undefined
      })
    }
    return ready!.search
  }

  /** All entries, those that helped most often first; as they stand in the FAQ where nobody has said anything. */
  const mostHelpful = async (faq: FaqBook): Promise<readonly string[]> => {
    const said = await opinions().catch((): readonly KeptOpinion[] => [])
    const score = new Map(said.map(({ faq: id, helped, notHelped }) => [id, helped - notHelped]))
    return [...faq.ids].sort((one, other) => (score.get(other) ?? 0) - (score.get(one) ?? 0))
  }

  return {
    search: async ({ text, locale, skip, count }) => {
      const { faq, policy } = files()
      const ids = text.trim() === '' ? await mostHelpful(faq) : (await searchOf(faq))(text)
      const language = languageFor(text, locale)
      const from = whole(skip, 0)
      return ids
        .slice(from, from + Math.min(whole(count, mostResults), mostResults))
        .map((id) => found(faq.entry(id, language)!, policy))
    },
  }
}
