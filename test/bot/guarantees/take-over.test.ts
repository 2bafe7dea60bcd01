/** A process that dies leaves its accepted turns to another. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forEach, Member, settledLog } from './member.ts'
import { patience, sharedStores, startTogether, type Together } from './shared-store.ts'

const conversations = 50
const takenOverWithin = 5_000

describe.each(sharedStores)('%s: a process that dies', (name, start) => {
  let together: Together
  beforeAll(async () => {
    together = await startTogether(start)
  })
  afterAll(() => together.end())

  it(
    `with ${conversations} turns under way: another process serves them all in time`,
    async () => {
      const [first, second] = together.servers as [(typeof together.servers)[0], (typeof together.servers)[0]]
      const members: Member[] = []
      await forEach(Array.from({ length: conversations }), 16, async () => {
        members.push(await Member.open(first.url))
      })
      const ids = await Promise.all(members.map((member) => member.insist(() => first.url, 'slow', 'c1')))
      await first.kill()
      const killedAt = Date.now()
      const waits = new Map<Member, number>()
      while (waits.size < conversations && Date.now() - killedAt < 4 * takenOverWithin) {
        await forEach(
          members.filter((member) => !waits.has(member)),
          8,
          async (member) => {
            const log = await member.log(second.url)
            if (log.some(({ replyToId }) => replyToId === ids[members.indexOf(member)]))
              waits.set(member, Date.now() - killedAt)
          },
        )
        await sleep(50)
      }
      const worst = Math.max(...waits.values())
      console.log(
        `${name}: ${second.begun.length} of ${conversations} turns taken over, the last reply ${worst} ms after`,
      )
      expect(waits.size).toBe(conversations)
      expect(second.begun.length).toBeGreaterThan(0)
      expect(worst).toBeLessThan(takenOverWithin)
      await forEach(members, 8, async (member) => {
        const replies = (await settledLog(member, second.url)).filter(({ replyToId }) => replyToId)
        expect(replies.map(({ text }) => text)).toEqual(['1 slow'])
      })
    },
    patience,
  )
})
