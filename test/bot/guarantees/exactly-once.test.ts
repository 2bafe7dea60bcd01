/** Exactly one effect for each activity, however often it is sent, and to whichever process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anyOf, forEach, Member, settledLog } from './member.ts'
import { patience, sharedStores, startTogether, type Together } from './shared-store.ts'

const conversations = process.env.PROVE ? 500 : 30
const each = 20
const atOnce = 48

describe.each(sharedStores)('%s: one effect for each activity', (_, start) => {
  let together: Together
  beforeAll(async () => {
    together = await startTogether(start)
  })
  afterAll(() => together.end())

  it(
    `${conversations * each} activities, each sent 1 to 5 times at once over two processes`,
    async () => {
      const { servers } = together
      const members: Member[] = []
      await forEach(Array.from({ length: conversations }), 16, async () => {
        members.push(await Member.open(anyOf(servers).url))
      })
      // Of many conversations a few activities each are under way, their copies close together and out of order.
      const sends = members
        .flatMap((member) =>
          Array.from({ length: each }, (_unused, index) => {
            const place = Math.random()
            const copies = 1 + Math.floor(Math.random() * 5)
            return Array.from({ length: copies }, () => ({
              member,
              index,
              place: place + Math.random() * 0.002,
            }))
          }),
        )
        .flat()
        .sort((one, other) => one.place - other.place)
      const ids = new Map<string, Set<string>>()
      await forEach(sends, atOnce, async ({ member, index }) => {
        const text = index % 25 === 7 ? `slow ${index}` : `m${index}`
        const id = await member.insist(() => anyOf(servers).url, text, `c${index}`)
        const key = `${member.id} ${index}`
        ids.set(key, (ids.get(key) ?? new Set()).add(id))
      })
      expect(ids.size).toBe(conversations * each)
      expect([...ids.values()].filter(({ size }) => size !== 1)).toEqual([])

      let effects = 0
      await forEach(members, 16, async (member) => {
        const log = await settledLog(member, anyOf(servers).url)
        const said = log.filter(({ from }) => from.role === 'user')
        const replies = log.filter(({ replyToId }) => replyToId)
        expect(new Set(said.map(({ channelData }) => channelData?.clientActivityID)).size).toBe(each)
        expect(said).toHaveLength(each)
        // No activity was replied to twice, and the replies count every one of them once.
        expect(new Set(replies.map(({ replyToId }) => replyToId)).size).toBe(each)
        expect(replies.map(({ text }) => Number.parseInt(text!, 10))).toEqual(
          Array.from({ length: each }, (_unused, index) => index + 1),
        )
        for (const { id, channelData } of said)
          expect(ids.get(`${member.id} ${channelData?.clientActivityID?.slice(1)}`)?.has(id)).toBe(true)
        effects += replies.length
      })
      expect(effects).toBe(conversations * each)
    },
    patience,
  )
})
