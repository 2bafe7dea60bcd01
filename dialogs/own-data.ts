/** What is known of a member, for the member: each fact in words and as it is kept, and what to say to change or erase it. */
import type { Language } from '../domain/values.ts'
import type { MemberFact } from './conversation.ts'
import { receiptLines } from './kit/wording.ts'
import { catalogues } from './messages/index.ts'
import { openConversation } from './opening.ts'

/** One thing that is known. */
export interface OwnFact {
  /** Its address, as records name it. */
  readonly key: string
  readonly name: string
  /** In words; what the member typed is as it stands in Markdown. */
  readonly value: string
  /** What to say to change it; `undefined` where nobody asks for it. */
  readonly change?: string | undefined
  /** What to say to erase it. */
  readonly erase: string
  readonly kept: MemberFact
}

/** What is known in a conversation as it was stored, in the order in which it was told. */
export const ownFacts = (
  stored: unknown,
  otherwise: Language,
): { readonly language: Language; readonly facts: readonly OwnFact[] } => {
  const { record } = openConversation(stored, otherwise)
  const says = catalogues[record.language]
  const facts = receiptLines(record, says).map(({ key, name, value, asked }) => ({
    key,
    name,
    value,
    ...(asked ? { change: says.taps.change(name) } : {}),
    erase: says.taps.erase(name),
    kept: record.facts[key]!,
  }))
  return { language: record.language, facts }
}
