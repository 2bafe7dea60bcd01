/** What the tab is answered about cases: the list with places in the queue, and one case with what was said and what is known. */

import { receiptLines } from '../../../dialogs/kit/wording.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { openConversation } from '../../../dialogs/opening.ts'
import { type Language, parseAddressKey } from '../../../domain/values.ts'
import type { Conversation, Store } from '../../stores/store.ts'
import type { CaseAnswer, CaseLine, CasesAnswer, ReceiptLine, Said } from '../../tab/protocol.ts'
import { plainMarkdown } from '../../web/markdown.ts'
import { saidIn } from '../web/transcript.ts'
import type { CasesToSee, SeenCase } from './cases.ts'

/** What a question is called; one that is asked no longer, by what it was. */
function questionName(key: string, language: Language): string {
  const address = parseAddressKey(key)
  return address ? catalogues[language].names[address.slot] : key
}

/** A case in the list; `waiting` are the ids of those that nobody has, the oldest first. */
function lineOf(seen: SeenCase, waiting: readonly string[], language: Language): CaseLine {
  const { id, state, step } = seen
  const says = catalogues[language]
  const at = waiting.indexOf(id)
  return {
    id,
    state,
    place: at < 0 ? null : at + 1,
    language: seen.language,
    wants: seen.wants,
    reason: seen.reason,
    talk: step.talk && says.topics[step.talk],
    question: step.question && questionName(step.question, language),
    openedAt: seen.openedAt,
    assignee: seen.assignee?.name ?? null,
  }
}

const waitingIn = (open: readonly SeenCase[]): readonly string[] =>
  open.filter(({ state }) => state === 'unassigned').map(({ id }) => id)

/** The open cases, in the words of a language. */
export async function casesIn(cases: CasesToSee, language: Language): Promise<CasesAnswer> {
  const open = await cases.open()
  const waiting = waitingIn(open)
  return { cases: open.map((seen) => lineOf(seen, waiting, language)) }
}

/** No address is relative to the tab: any page serves to judge links by. */
const nowhere = 'http://localhost'

const receiptOf = ({ record, locale }: Conversation, language: Language): readonly ReceiptLine[] => {
  const opened = openConversation(record, locale?.startsWith('en') ? 'en' : 'nl')
  return receiptLines(opened.record, catalogues[language]).map(({ name, value, words }) => ({
    name,
    value: plainMarkdown(value, nowhere),
    words,
  }))
}

async function saidOf(store: Pick<Store, 'read'>, id: string): Promise<readonly Said[]> {
  const lines: Said[] = []
  for await (const { from, name, at, text } of saidIn(store, id)) {
    lines.push({
      who: from === 'member' ? 'member' : name === undefined ? 'assistant' : 'agent',
      name: name ?? null,
      at: at === undefined ? null : Date.parse(at),
      text,
    })
  }
  return lines
}

/** What the answer about a case is made of. */
export interface CaseParts {
  readonly cases: CasesToSee
  readonly store: Pick<Store, 'load' | 'read'>
  /** Milliseconds since 1970. */
  readonly now: number
}

/** One case, in the words of a language; `undefined` where there is none of that id. */
export async function caseIn(
  { cases, store, now }: CaseParts,
  id: string,
  language: Language,
): Promise<CaseAnswer | undefined> {
  const seen = await cases.get(id)
  if (!seen) return undefined
  const waiting = seen.state === 'unassigned' ? waitingIn(await cases.open()) : []
  const conversation = await store.load(seen.conversationId, now)
  return {
    case: lineOf(seen, waiting, language),
    notes: [...seen.notes],
    outcome: seen.outcome,
    rating: seen.rating,
    conversation: conversation
      ? {
          said: [...(await saidOf(store, conversation.id))],
          receipt: [...receiptOf(conversation, language)],
        }
      : null,
  }
}
