/** Has a store make small what is kept of conversations that this process served and that have been idle since. */
import type { Logger } from 'pino'
import type { Store } from './stores/store.ts'

/** After so long a silence a conversation is idle. Milliseconds. */
const idleAfter = 10 * 60 * 1000
const lookEvery = 30 * 1000
/** More than this are left as they are: they only take more room. */
const rememberedAtMost = 200_000

/** Keeps an eye on which conversations go idle. */
export interface Resting {
  /** A turn was just served in this conversation. */
  touched(conversationId: string): void
  /** Packs what has been idle so long by now; how many conversations that were. */
  look(): Promise<number>
  stop(): void
}

/** Looks every half a minute; `now` in milliseconds. */
export function restIdle(
  store: Pick<Store, 'rest'>,
  log: Logger,
  now: () => number,
  after = idleAfter,
): Resting {
  /** When each was touched last, the longest ago first. */
  const touched = new Map<string, number>()
  async function look(): Promise<number> {
    let rested = 0
    for (const [id, at] of touched) {
      if (now() - at < after) break
      try {
        await store.rest(id)
        rested++
        // Unless it was touched meanwhile.
        if (touched.get(id) === at) touched.delete(id)
      } catch (error) {
        // Again with the next look: the store may not have answered.
        if (touched.get(id) === at) {
          touched.delete(id)
          touched.set(id, now() - after + lookEvery)
        }
        log.debug({ fault: (error as Error).name }, 'an idle conversation stays as large as it is')
      }
    }
    return rested
  }
  const looking = setInterval(look, lookEvery)
  looking.unref()
  return {
    touched: (id) => {
      touched.delete(id)
      touched.set(id, now())
      if (touched.size > rememberedAtMost) touched.delete(touched.keys().next().value!)
    },
    look,
    stop: () => clearInterval(looking),
  }
}
