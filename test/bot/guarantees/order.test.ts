/** The order of a conversation is kept and no update is lost, also where its turns are spread over processes. */
import { Client } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SeenActivity } from '../direct-line-client.ts'
import { anyOf, forEach, Member, settledLog } from './member.ts'
import { patience, sharedStores, startTogether, type Together } from './shared-store.ts'

const [conversations, bursts] = process.env.PROVE ? [500, 10] : [20, 3]
const burst = 10
const turns = bursts * burst

/** Messages that the log has in another order than the one in which they were sent. */
function inversions(log: readonly SeenActivity[]): number {
  const sent = log
    .filter(({ from }) => from.role === 'user')
    .map(({ channelData }) => Number(channelData?.clientActivityID))
  return sent.filter((place, index) => index > 0 && place < sent[index - 1]!).length
}

/** The counts that the replies name, in the order of what they reply to. */
function counts(log: readonly SeenActivity[]): readonly number[] {
  const replies = new Map(log.filter(({ replyToId }) => replyToId).map((reply) => [reply.replyToId, reply]))
  return log
    .filter(({ from }) => from.role === 'user')
    .map(({ id }) => Number.parseInt(replies.get(id)?.text ?? '', 10))
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe.each(sharedStores)('%s: order', (_, start) => {
  let together: Together
  beforeAll(async () => {
    together = await startTogether(start)
  })
  afterAll(() => together.end())

  const open = async (count: number) => {
    const members: Member[] = []
    await forEach(upTo(count), 16, async () => {
      members.push(await Member.open(anyOf(together.servers).url))
    })
    return members
  }

  const expectInOrder = (members: readonly Member[], count: number) =>
    forEach(members, 16, async (member) => {
      const log = await settledLog(member, anyOf(together.servers).url)
      expect(inversions(log)).toBe(0)
      expect(counts(log)).toEqual(upTo(count))
    })

  it(
    `each message to another process as soon as the last one is accepted: ${conversations} × ${turns}`,
    async () => {
      const members = await open(conversations)
      await forEach(members, 32, async (member, place) => {
        for (let index = 1; index <= turns; index++)
          await member.insist(
            () => anyOf(together.servers).url,
            index % 30 === place % 30 ? `slow ${index}` : `m${index}`,
            String(index),
          )
      })
      await expectInOrder(members, turns)
    },
    patience,
  )

  it(
    `bursts over one connection, without awaiting an answer: ${conversations} × ${turns}`,
    async () => {
      const members = await open(conversations)
      await forEach(members, 16, async ({ id, opened: { token } }) => {
        let index = 0
        for (let round = 0; round < bursts; round++) {
          const client = new Client(anyOf(together.servers).url, { pipelining: burst })
          const answers = Array.from({ length: burst }, async () => {
            const body = { type: 'message', text: 'm', channelData: { clientActivityID: String(++index) } }
            const response = await client.request({
              method: 'POST',
              path: `/v3/directline/conversations/${id}/activities`,
              headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
              body: JSON.stringify(body),
              // A client may pipeline what it may send again.
              idempotent: true,
              blocking: false,
            })
            await response.body.dump()
            return response.statusCode
          })
          expect(new Set(await Promise.all(answers))).toEqual(new Set([200]))
          await client.close()
        }
      })
      await expectInOrder(members, turns)
    },
    patience,
  )

  it(
    'messages from everywhere at once all count',
    async () => {
      const members = await open(conversations / 2)
      await forEach(members, 8, async (member) => {
        await Promise.all(
          upTo(turns).map((index) =>
            member.insist(() => anyOf(together.servers).url, `m${index}`, String(index)),
          ),
        )
      })
      await forEach(members, 16, async (member) => {
        const log = await settledLog(member, anyOf(together.servers).url)
        expect(counts(log)).toEqual(upTo(turns))
      })
    },
    patience,
  )
})
