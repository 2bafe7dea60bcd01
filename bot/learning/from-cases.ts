/** Answers of cases, proposed for the FAQ: the form for one, and what comes of it when it is sent in. */
import type { Agent, Case } from '../../domain/cases.ts'
import type { FaqBook } from '../../domain/faq.ts'
import type { FaqSearch } from '../../prompts/local/faq-search.ts'
import type { SupportAnswer } from '../channels/teams/port.ts'
import { answeredIn } from './answered-case.ts'
import { proposalForm } from './form.ts'
import { likelyFacts } from './likely-facts.ts'
import type { Learning } from './proposals.ts'

/** What support proposes for the FAQ, as the desk knows it. */
export interface FaqProposals {
  /** The form for the answer that was given in a case, as an Adaptive Card; `undefined` where nobody has answered yet. */
  form(given: Case, locale: string | undefined): Promise<unknown>
  /** Takes in a form that was filled in. */
  submit(data: unknown, by: Agent, locale: string | undefined): Promise<SupportAnswer>
}

/** What proposals are made with. */
export interface FromCasesParts {
  readonly learning: Learning
  /** The FAQ as it is now. */
  readonly faq: () => FaqBook
  readonly searchIn: (faq: FaqBook) => Promise<FaqSearch>
}

/** Proposals out of cases. */
export const proposalsFromCases = ({ learning, faq, searchIn }: FromCasesParts): FaqProposals => ({
  async form(given, locale) {
    const answered = answeredIn(given)
    if (!answered) return undefined
    const book = faq()
    return proposalForm(answered, locale, likelyFacts(answered, book, await searchIn(book)))
  },

  async submit(data, { name }, locale) {
    const outcome = await learning.propose(data, { name }, locale)
    return outcome.kind === 'refused'
      ? { kind: 'message', text: outcome.text }
      : { kind: 'card', card: outcome.card }
  },
})
