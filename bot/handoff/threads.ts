/** Which thread in Teams is which case's. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { TeamsChannel } from '../channels/teams/port.ts'
import type { Store } from '../stores/store.ts'
import { channelIdOf } from './support-channels.ts'

const threadSchema = z.object({ version: z.literal(1), caseId: z.string() })

/** The threads of cases. */
export interface Threads {
  /** This thread, with this root activity, is that case's. */
  belongs(thread: TeamsChannel, rootId: string, caseId: string): Promise<void>
  /** The case of a thread; `undefined` where it is none's. */
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

    async caseOf(thread, rootId) {
      for (const id of idsOf(thread, rootId)) {
        const document = await store.document('thread', id, time())
        const parsed = document && threadSchema.safeParse(JSON.parse(document.json))
        if (parsed?.success) return parsed.data.caseId
      }
      return undefined
    },
  }
}
