/** The question and the answer of a case, for others who will ask the same. */
import type { Language } from '../../domain/values.ts'

/** What a case shows of the question that was answered in it. */
export interface AnsweredCase {
  readonly caseId: string
  /** The language that the member and the agent wrote. */
  readonly language: Language
  /** What the member wanted to know, in their own words; empty where there are none. */
  readonly question: string
  /** What the agent answered. */
  readonly answer: string
}

/** What was said in a case, as far as an answer can be taken from it. */
export interface Talked {
  readonly id: string
  readonly language: Language
  /** What the member wants, in their own words; empty where there are none. */
  readonly wants: string
  /** The oldest first. */
  readonly messages: readonly { readonly by: 'member' | 'agent'; readonly text: string }[]
}

/** Fewer words than this ask nothing that others could ask too. */
const fewestWords = 3
const asks = (text: string): boolean => (text.match(/\p{L}+/gu) ?? []).length >= fewestWords

/**
 * The answer that was given in a case: the longest that an agent wrote, with the last question before it. `undefined` where no
 * agent has written anything.
 */
export const answeredIn = ({ id, language, wants, messages }: Talked): AnsweredCase | undefined => {
  const answers = messages.filter(({ by }) => by === 'agent')
  const answer = answers.toSorted((one, other) => other.text.length - one.text.length)[0]
  if (!answer) return undefined
  const before = messages
    .slice(0, messages.indexOf(answer))
    .filter(({ by, text }) => by === 'member' && asks(text))
  const question =
    before.findLast(({ text }) => text.includes('?'))?.text ??
    (asks(wants) ? wants : (before.at(-1)?.text ?? ''))
  return { caseId: id, language, question, answer: answer.text }
}
