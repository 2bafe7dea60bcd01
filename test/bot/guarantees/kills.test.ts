/** What is accepted is never lost: processes are killed at random moments under load, and start again at once. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anyOf, forEach, Member, settledLog } from './member.ts'
import type { Begun } from './server-process.ts'
import { patience, sharedStores, startTogether, type Together } from './shared-store.ts'

const [kills, members] = process.env.PROVE ? [200, 12] : [8, 6]
/** A member notices a longer wait. Milliseconds. */
const repliesWithin = 5_000

/** A kill, and what the process had begun by then. */
interface Kill {
  readonly at: number
  readonly begun: readonly Begun[]
}

/** Says things, one after the other, until told to stop; half of the members await each reply first, the others the last but one. */
class Talker {
  /** When each activity was accepted, and when its reply was there. */
  readonly accepted = new Map<string, number>()
  readonly replied = new Map<string, number>()
  said = 0
  private readonly watching: Promise<void>[] = []

  constructor(
    readonly member: Member,
    private readonly url: () => string,
    private readonly awaitsReply: boolean,
  ) {}

  async talk(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const index = this.said++
      const text = Math.random() < 0.25 ? `slow ${index}` : `m${index}`
      const id = await this.member.insist(this.url, text, `c${index}`)
      this.accepted.set(id, Date.now())
      const watch = this.watch(id)
      this.watching.push(watch)
      await (this.awaitsReply ? watch : this.watching.at(-2))
      await sleep(50 + Math.random() * 250)
    }
    await Promise.all(this.watching)
  }

  private async watch(id: string): Promise<void> {
    const since = String(Number(id.split('|')[1]) - 1)
    while (Date.now() - this.accepted.get(id)! < 4 * repliesWithin) {
      const set = await this.member.since(this.url(), since).catch(() => undefined)
      if (set?.activities?.some(({ replyToId }) => replyToId === id)) {
        this.replied.set(id, Date.now())
        return
      }
      await sleep(100)
    }
  }
}

/** When kills took a turn of each conversation with them: the process had begun on something that another one began again. */
function hitsOf(killed: readonly Kill[], begun: readonly Begun[]): ReadonlyMap<string, readonly number[]> {
  const lastBegun = new Map<string, number>()
  for (const { activity, at } of begun) lastBegun.set(activity, Math.max(at, lastBegun.get(activity) ?? 0))
  const hits = new Map<string, number[]>()
  for (const kill of killed)
    for (const { activity } of kill.begun) {
      if (lastBegun.get(activity)! <= kill.at) continue
      const conversation = activity.split('|')[0]!
      hits.set(conversation, [...(hits.get(conversation) ?? []), kill.at])
    }
  return hits
}

describe.each(sharedStores)('%s: kills', (name, start) => {
  let together: Together
  beforeAll(async () => {
    together = await startTogether(start)
  })
  afterAll(() => together.end())

  it(
    `${kills} of them lose nothing that was accepted, and replies come in time`,
    async () => {
      const { servers, someUrl } = together
      const talkers = await Promise.all(
        Array.from(
          { length: members },
          async (_, index) => new Talker(await Member.open(anyOf(servers).url), someUrl, index % 2 === 0),
        ),
      )
      let isOver = false
      const talking = talkers.map((talker) => talker.talk(() => isOver))
      const killed: Kill[] = []
      const begun: Begun[] = []
      const starting: Promise<void>[] = []
      while (killed.length < kills) {
        await sleep(150 + Math.random() * 700)
        // One process at a time: whoever is left takes over.
        if (!servers.every(({ isUp }) => isUp)) continue
        const victim = anyOf(servers)
        await victim.kill()
        killed.push({ at: Date.now(), begun: victim.begun })
        begun.push(...victim.begun)
        starting.push(victim.start())
      }
      await Promise.all(starting)
      await sleep(1_000)
      isOver = true
      await Promise.all(talking)
      begun.push(...servers.flatMap((server) => server.begun))

      const hits = hitsOf(killed, begun)
      let [acceptedCount, worst, worstAfterKill] = [0, 0, 0]
      await forEach(talkers, 4, async ({ member, accepted, replied, said }) => {
        const log = await settledLog(member, someUrl())
        const own = log.filter(({ from }) => from.role === 'user')
        const replies = log.filter(({ replyToId }) => replyToId)
        // Sent again until it was accepted: everything is there, once, and was replied to once.
        expect(own.map(({ channelData }) => channelData?.clientActivityID)).toEqual(
          Array.from({ length: said }, (_, place) => `c${place}`),
        )
        expect([...accepted.keys()].sort()).toEqual(own.map(({ id }) => id))
        expect(replies.map(({ replyToId }) => replyToId).sort()).toEqual(own.map(({ id }) => id))
        expect(replies.map(({ text }) => Number.parseInt(text!, 10))).toEqual(
          Array.from({ length: said }, (_, place) => place + 1),
        )
        for (const [id, at] of accepted) {
          const seen = replied.get(id) ?? Number.POSITIVE_INFINITY
          const hit = Math.max(0, ...(hits.get(member.id) ?? []).filter((kill) => kill < seen))
          acceptedCount++
          worst = Math.max(worst, seen - at)
          if (hit > at) worstAfterKill = Math.max(worstAfterKill, seen - hit)
          expect(seen - Math.max(at, hit)).toBeLessThan(repliesWithin)
        }
      })
      console.log(
        `${name}: ${kills} kills, ${acceptedCount} accepted; the longest wait for a reply ${worst} ms, after a kill ${worstAfterKill} ms`,
      )
    },
    patience,
  )
})
