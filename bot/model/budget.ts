/** How often the model may be called: per conversation, per address and per day. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { CallCaps } from './settings.ts'

/** Whose message is being understood. */
export interface Caller {
  readonly conversation: string
  /** Where the request came from. */
  readonly address: string
}

/** The caller of the turn that runs. A turn that runs outside of it only counts for the day. */
export const callers = new AsyncLocalStorage<Caller>()

/** Counts calls. Several machines can share one that counts elsewhere. */
export interface CallBudget {
  /** Takes one call out of every cap, or none of them where one is reached: `false`. */
  take(caller: Caller | undefined): boolean | Promise<boolean>
  /** Puts a call back that was taken and not made. */
  giveBack(caller: Caller | undefined): void | Promise<void>
}

/** So many conversations and addresses are counted at most; of more, none may call until the next day. */
const countedAtMost = 200_000
const dayLength = 24 * 60 * 60 * 1000

/** A budget in this process's memory; days are UTC. */
export function memoryBudget(caps: CallCaps, now: () => number = Date.now): CallBudget {
  let day = -1
  let all = 0
  const counts = new Map<string, number>()
  const own = (caller: Caller | undefined): readonly (readonly [key: string, cap: number])[] =>
    caller
      ? [
          [`c ${caller.conversation}`, caps.perConversation],
          [`a ${caller.address}`, caps.perAddress],
        ]
      : []
  const turnOver = () => {
    const today = Math.floor(now() / dayLength)
    if (today === day) return
    day = today
    all = 0
    counts.clear()
  }
  return {
    take: (caller) => {
      turnOver()
      const keys = own(caller)
      if (all >= caps.perDay || keys.some(([key, cap]) => (counts.get(key) ?? 0) >= cap)) return false
      if (counts.size >= countedAtMost && keys.some(([key]) => !counts.has(key))) return false
      all++
      for (const [key] of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
      return true
    },
    giveBack: (caller) => {
      turnOver()
      all = Math.max(0, all - 1)
      for (const [key] of own(caller)) counts.set(key, Math.max(0, (counts.get(key) ?? 0) - 1))
    },
  }
}
