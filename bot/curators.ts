/** What the curators of the FAQ learn from: questions that nobody could answer, and which answers helped. Without personal data. */
import { hash } from 'node:crypto'
import type { Logger } from 'pino'
import type { TurnOutcome } from '../dialogs/assistant.ts'
import { hidePrivateData } from '../prompts/understand/private-data.ts'
import type { Store } from './stores/store.ts'

/** Fewer words than this are no question that an entry could answer. */
const fewestWords = 3

/** A question as curators may see it; `undefined` where it is none. */
export const withoutPersonalData = (text: string): string | undefined => {
  const { text: hidden } = hidePrivateData(text, null)
  return (hidden.match(/\p{L}+/gu) ?? []).length < fewestWords ? undefined : hidden
}

/** Keeps what a turn taught. Nothing that a member waits for: a store that does not answer is a line in the log. */
export const keepForCurators = async (
  store: Store,
  log: Logger,
  { unanswered, helped, forget }: Pick<TurnOutcome, 'unanswered' | 'helped' | 'forget'>,
  { conversationId, now }: { readonly conversationId: string; readonly now: number },
): Promise<void> => {
  const by = hash('sha256', conversationId, 'base64url').slice(0, 16)
  try {
    // What hides as no personal data may be some all the same: what nobody else asked goes with who asked it.
    if (forget) await store.forgetQuestions(by)
    const text = unanswered && withoutPersonalData(unanswered.text)
    if (unanswered && text !== undefined)
      await store.keepQuestion({ language: unanswered.language, text, by }, now)
    if (helped) await store.keepOpinion(helped.faq, helped.yes, now)
  } catch (error) {
    log.warn({ fault: (error as Error).name }, 'a question could not be kept for the curators')
  }
}
