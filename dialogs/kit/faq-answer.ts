/** What the assistant says where an entry of the FAQ answers, to whoever asks: a member in a talk, or support in a search. */
import { type FactId, links } from '../../domain/facts.ts'
import type { FaqEntry } from '../../domain/faq.ts'
import type { Policy } from '../../domain/policy.ts'
import { fees } from '../../domain/tiers.ts'
import type { Catalogue } from '../messages/catalogue.ts'
import { formatOf } from '../messages/format.ts'
import { spoken } from './spoken.ts'

/** A part of an answer, and what it rests on. */
export interface Passage {
  readonly text: string
  readonly facts: readonly FactId[]
  /** It was filled in by the operator. */
  readonly byOperator: boolean
}

/** An answer with its links and the way to support filled in. */
const filled = (answer: string, says: Catalogue, policy: Policy): string => {
  const places: Readonly<Record<string, string>> = {
    signIn: links.signIn,
    resetPassword: links.resetPassword,
    support: says.support(policy.support, formatOf(says.language)),
  }
  return answer.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole)
}

/** The entry's answer, and beside what the sources leave open what the operator filled in. */
export const faqAnswer = (
  { answer, facts }: Pick<FaqEntry, 'answer' | 'facts'>,
  says: Catalogue,
  policy: Policy,
): readonly Passage[] => [
  { text: filled(answer, says, policy), facts, byOperator: false },
  ...(facts.includes('fee.annual') ? fees(policy) : []).map((statement) => ({
    text: spoken(statement, says),
    facts: statement.cites,
    byOperator: statement.byOperator ?? false,
  })),
]
