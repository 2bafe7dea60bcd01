/** The last turns of conversations, for the model to read a message in its place. Only in memory, without private data, for half an hour. */
import type { Assistant } from '../../dialogs/assistant.ts'
import type { EarlierTurn } from '../../prompts/understand/prompt.ts'

/** Remembers turns. */
export interface RecentTurns {
  of(conversation: string): readonly EarlierTurn[]
  add(conversation: string, turn: EarlierTurn): void
  forget(conversation: string): void
}

const turnsKept = 2
const conversationsKept = 5_000
const kept = 30 * 60_000
/** Characters. */
const longest = 200

/** Makes an empty memory. */
export function recentTurns(now: () => number = Date.now): RecentTurns {
  const memory = new Map<string, { readonly turns: readonly EarlierTurn[]; readonly at: number }>()
  const of = (conversation: string) => {
    const found = memory.get(conversation)
    return found && now() - found.at <= kept ? found.turns : []
  }
  return {
    of,
    add: (conversation, { asked, text }) => {
      const turns = [...of(conversation), { asked, text: text.slice(0, longest) }].slice(-turnsKept)
      // Taken out and put in again, so that the map stays in the order of use.
      memory.delete(conversation)
      memory.set(conversation, { turns, at: now() })
      for (const [oldest, { at }] of memory) {
        if (memory.size <= conversationsKept && now() - at <= kept) break
        memory.delete(oldest)
      }
    },
    forget: (conversation) => void memory.delete(conversation),
  }
}

/** The assistant; where a member is forgotten, what was remembered of the conversation goes as well. */
export const forgetting = (assistant: Assistant, recent: Pick<RecentTurns, 'forget'>): Assistant => ({
  ...assistant,
  async turn(context, setting) {
    const outcome = await assistant.turn(context, setting)
    if (outcome.forget) recent.forget(context.activity.conversation.id)
    return outcome
  },
})
