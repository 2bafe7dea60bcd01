/** Members with whom people of support do not talk for a while. */
import { z } from 'zod'
import type { Store } from '../stores/store.ts'

const muteSchema = z.object({ version: z.literal(1), until: z.number() })

/** Who is muted. */
export interface Mutes {
  mute(userId: string, minutes: number): Promise<void>
  lift(userId: string): Promise<void>
  /** Until when, in milliseconds since 1970; `undefined` where not. */
  until(userId: string): Promise<number | undefined>
}

/** The mutes of a store. They go by themselves when their time is over. */
export function makeMutes(store: Store, time: () => number): Mutes {
  const load = (userId: string) => store.document('mute', userId, time())
  return {
    async mute(userId, minutes) {
      if (userId === '') return
      const until = time() + minutes * 60_000
      const json = JSON.stringify({ version: 1, until })
      const revision = (await load(userId))?.revision ?? 0
      // Where somebody else mutes at the same moment, one of the two counts.
      await store.keepDocument({ kind: 'mute', id: userId, revision, json, expiresAt: until }, time())
    },
    lift: (userId) => store.eraseDocument('mute', userId),
    async until(userId) {
      const document = await load(userId)
      return document && muteSchema.safeParse(JSON.parse(document.json)).data?.until
    },
  }
}
