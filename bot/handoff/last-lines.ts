/** What was said last in a conversation, for who takes it over. */
import type { Activity } from 'botbuilder-core'
import type { Case } from '../../domain/cases.ts'
import type { Conversation, Store } from '../stores/store.ts'

const [linesAtMost, entriesRead, lengthAtMost] = [10, 40, 500]

/** The last messages up to a number of the log, the oldest first. */
export async function lastLines(
  store: Store,
  { id }: Pick<Conversation, 'id'>,
  upTo: number,
): Promise<Case['lines']> {
  const entries = await store.read(id, Math.max(0, upTo - entriesRead), entriesRead)
  return entries
    .filter(({ number }) => number <= upTo)
    .map(({ json }) => JSON.parse(json) as Partial<Activity>)
    .filter(({ type, text }) => type === 'message' && text)
    .slice(-linesAtMost)
    .map(({ from, text = '' }) => ({
      by: from?.role === 'user' ? ('member' as const) : ('assistant' as const),
      text: plain(text).slice(0, lengthAtMost),
    }))
}

/** Markdown as it is read. */
const plain = (text: string): string =>
  text
    .replace(/(?<!\\)\[((?:[^\]\\]|\\.)+)\]\(https?:[^)\s]*\)/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+!|<>~&])/g, '$1')
    .replace(/\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim()
