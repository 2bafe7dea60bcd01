/** The budget of model calls of several processes together, counted in Redis; while that does not answer, each counts by itself. */
import { createHash } from 'node:crypto'
import type { RedisClient } from '../stores/redis/client.ts'
import { script } from '../stores/redis/scripts.ts'
import { type CallBudget, type Caller, memoryBudget } from './budget.ts'
import type { CallCaps } from './settings.ts'

/** KEYS: the day's counts. ARGV: deadline, seconds to keep them, then names and caps. → 1 where it was taken, 0 where a cap is reached. */
const take = script(
  `
for at = 3, #ARGV, 2 do
  if tonumber(redis.call('HGET', KEYS[1], ARGV[at]) or 0) >= tonumber(ARGV[at + 1]) then return 0 end
end
for at = 3, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[at], 1) end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1`,
  { writes: true },
)

/** KEYS: the day's counts. ARGV: deadline, names. */
const giveBack = script(
  `
for at = 2, #ARGV do
  if tonumber(redis.call('HGET', KEYS[1], ARGV[at]) or 0) > 0 then redis.call('HINCRBY', KEYS[1], ARGV[at], -1) end
end
return 1`,
  { writes: true },
)

const dayLength = 24 * 60 * 60
/** A day's counts are kept beyond it: not all processes' clocks are the same. Seconds. */
const countsKept = 2 * dayLength

/** Counts need not say of whom they are. */
const hidden = (who: string) => createHash('sha256').update(who).digest('base64url').slice(0, 22)

/** A budget that all processes on this Redis share; days are UTC. */
export function redisBudget(
  redis: RedisClient,
  prefix: string,
  caps: CallCaps,
  now: () => number = Date.now,
): CallBudget {
  const own = memoryBudget(caps, now)
  /** Whose calls this process counted by itself, as long as they may be given back. */
  const ownCalls = new WeakMap<Caller, number>()
  const key = () => `${prefix}{budget}:${Math.floor(now() / (dayLength * 1000))}`
  const counted = (caller: Caller | undefined): readonly (readonly [name: string, cap: number])[] => [
    ['all', caps.perDay],
    ...(caller
      ? ([
          [`c ${hidden(caller.conversation)}`, caps.perConversation],
          [`a ${hidden(caller.address)}`, caps.perAddress],
        ] as const)
      : []),
  ]
  return {
    async take(caller) {
      const words = [String(countsKept), ...counted(caller).flatMap(([name, cap]) => [name, String(cap)])]
      try {
        return (await redis.run('budget', take, { keys: [key()], words })) === 1
      } catch {
        const may = await own.take(caller)
        if (may && caller) ownCalls.set(caller, (ownCalls.get(caller) ?? 0) + 1)
        return may
      }
    },
    async giveBack(caller) {
      const calls = (caller && ownCalls.get(caller)) ?? 0
      if (caller && calls > 0) {
        ownCalls.set(caller, calls - 1)
        return own.giveBack(caller)
      }
      const words = counted(caller).map(([name]) => name)
      // What is not given back is a call less today.
      await redis.run('budget', giveBack, { keys: [key()], words }).catch(() => {})
    },
  }
}
