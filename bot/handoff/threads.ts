/** Which thread in Teams is which case's. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { TeamsChannel } from '../channels/teams/port.ts'
import { withinTime } from '../desk.ts'
import type { Store } from '../stores/store.ts'
import { channelIdOf } from './support-channels.ts'

const threadSchema = z.object({ version: z.literal(1), caseId: z.string() })

/** Milliseconds that words in an unknown thread wait for one that is being opened. */
const waitAtMost = 2000

/** The threads of cases. */
export interface Threads {
  /** This thread, with this root activity, is that case's. */
  belongs(thread: TeamsChannel, rootId: string, caseId: string): Promise<void>
  /** Does what opens a thread: until that is over, words in a thread that nobody knows may be meant for it. */
  whileOpening<T>(open: () => Promise<T>): Promise<T>
  /** The case of a thread; `undefined` where it is none's. Waits for threads that this process is just opening. */
  caseOf(thread: TeamsChannel, rootId: string | undefined): Promise<string | undefined>
}

const idOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22)

/** The threads that this store knows. */
export function makeThreads(store: Store, time: () => number, keep: () => number): Threads {
  /** By the channel and the root activity, and by the thread's own id: clients differ in what they call a thread. */
  const idsOf = (thread: TeamsChannel, rootId: string | undefined): readonly string[] => [
    ...(rootId ? [idOf(channelIdOf(thread), rootId)] : []),
    ...(channelIdOf(thread) === thread.conversationId ? [] : [idOf(thread.conversationId)]),
  ]

  const opening = new Set<Promise<unknown>>()

  async function kept(thread: TeamsChannel, rootId: string | undefined): Promise<string | undefined> {
    for (const id of idsOf(thread, rootId)) {
      const document = await store.document('thread', id, time())
      const parsed = document && threadSchema.safeParse(JSON.parse(document.json))
      if (parsed?.success) return parsed.data.caseId
    }
    return undefined
  }

  return {
    async belongs(thread, rootId, caseId) {
      for (const id of idsOf(thread, rootId)) {
        const present = await store.document('thread', id, time())
        await store.keepDocument(
          {
            kind: 'thread',
            id,
            revision: present?.revision ?? 0,
            json: JSON.stringify({ version: 1, caseId }),
            expiresAt: time() + keep(),
          },
          time(),
        )
      }
    },

    whileOpening(open) {
      const under = open()
      opening.add(under)
      const over = () => opening.delete(under)
      under.then(over, over)
      return under
    },

    async caseOf(thread, rootId) {
      const known = await kept(thread, rootId)
      if (known !== undefined || opening.size === 0) return known
      await withinTime(waitAtMost, Promise.allSettled(opening))
      return kept(thread, rootId)
    },
  }
}
