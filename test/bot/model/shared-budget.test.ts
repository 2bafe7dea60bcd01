import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '../../../bot/model/budget.ts'
import { redisBudget } from '../../../bot/model/shared-budget.ts'
import { openRedisStore, type RedisStore } from '../../../bot/stores/redis/redis-store.ts'
import { type RedisServer, startRedisServer } from '../stores/redis-server.ts'

const caps = { perConversation: 3, perAddress: 5, perDay: 7 }
const day = 24 * 60 * 60 * 1000
const caller = (conversation: string, address: string): Caller => ({ conversation, address })

let server: RedisServer
const stores: RedisStore[] = []
beforeAll(async () => {
  server = await startRedisServer()
  for (let process = 0; process < 2; process++)
    stores.push(await openRedisStore({ url: server.url, prefix: 'b:', log: { info() {}, warn() {} } }))
})
afterAll(async () => {
  for (const store of stores) await store.close()
  await server.end()
})

describe('the budget of several processes', () => {
  it('is one, per conversation, address and day', async () => {
    let now = Date.now()
    const [one, other] = stores.map(({ redis }) => redisBudget(redis, 'b:', caps, () => now))
    const takes = (whose: Caller | undefined, times: number) =>
      Promise.all(Array.from({ length: times }, (_, index) => (index % 2 ? one : other)!.take(whose)))
    const taken = (answers: readonly boolean[]) => answers.filter(Boolean).length
    expect(taken(await takes(caller('a', 'x'), 10))).toBe(3)
    expect(taken(await takes(caller('b', 'x'), 10))).toBe(2)
    await one!.giveBack(caller('b', 'x'))
    expect(taken(await takes(caller('c', 'x'), 10))).toBe(1)
    expect(taken(await takes(undefined, 10))).toBe(2)
    expect(taken(await takes(caller('d', 'y'), 10))).toBe(0)
    const kept = JSON.stringify(
      await server.ask('HGETALL', ((await server.ask('KEYS', 'b:*')) as string[])[0]!),
    )
    expect(kept).not.toMatch(/"[ca] [abcdxy]"/)
    now += day
    expect(taken(await takes(caller('a', 'x'), 10))).toBe(3)
  })

  it('is each one’s own while Redis does not answer', async () => {
    const [one] = stores.map(({ redis }) => redisBudget(redis, 'b:', caps, () => Date.now() + 2 * day))
    await server.kill9()
    const whose = caller('a', 'x')
    const answers = await Promise.all(Array.from({ length: 5 }, () => one!.take(whose)))
    expect(answers.filter(Boolean)).toHaveLength(3)
    await one!.giveBack(whose)
    expect([await one!.take(whose), await one!.take(whose)]).toEqual([true, false])
  })
})
