/** What is looked for again and again: accepted turns and cases that nobody is at any more, conversations that have expired. */
import type { Logger } from 'pino'
import type { HandOff } from './handoff/hand-off.ts'
import type { Store } from './stores/store.ts'
import type { Turns } from './turn.ts'

/** With the end of its claim a turn waits no longer than this. Milliseconds. */
const takeOverEvery = 500
const sweepEvery = 60 * 60 * 1000

/** Something that goes on until it is stopped. */
export interface Watch {
  stop(): void
}

/** Serves what was accepted by a process that is no longer there, from now on. */
export function watchInboxes(turns: Turns, log: Logger): Watch {
  let isLooking = false
  const look = async () => {
    if (isLooking) return
    isLooking = true
    try {
      const conversations = await turns.takeOver()
      if (conversations > 0) log.info({ conversations }, 'accepted turns were taken over')
    } catch (error) {
      log.debug({ fault: (error as Error).name }, 'it could not be seen whether turns wait')
    } finally {
      isLooking = false
    }
  }
  const timer = setInterval(look, takeOverEvery)
  timer.unref()
  void look()
  return { stop: () => clearInterval(timer) }
}

/** Has cases brought what they owe, where whoever was at it is no longer, or its time has come. */
export function watchCases(handOff: HandOff): Watch {
  const timer = setInterval(() => void handOff.look(), takeOverEvery)
  timer.unref()
  void handOff.look()
  return { stop: () => clearInterval(timer) }
}

/** Erases what has expired: every hour, and whenever it is asked to. */
export function watchExpiry(store: Store, log: Logger, now: () => number): Watch & { sweep(): void } {
  const sweep = () =>
    void store.sweep(now()).then(
      (erased) => erased > 0 && log.info({ erased }, 'expired conversations were erased'),
      (error: Error) => log.warn({ fault: error.name }, 'expired conversations could not be erased'),
    )
  const timer = setInterval(sweep, sweepEvery)
  timer.unref()
  return { sweep, stop: () => clearInterval(timer) }
}
