/** A client loses nothing over dropped connections, and hears at one process what was said at another. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { ActivitySet } from '../direct-line-client.ts'
import { anyOf, forEach, Member } from './member.ts'
import { patience, sharedStores, startTogether, type Together } from './shared-store.ts'

const [clients, drops] = process.env.PROVE ? [1_000, 10] : [40, 4]
const messages = 2 * drops
/** A member notices a longer wait. Milliseconds. */
const heardWithin = 5_000

/** Listens to a conversation as clients do: from the last watermark on, each time that it is connected. */
class Listener {
  /** What was seen, as it came. */
  readonly seen: string[] = []
  /** When each activity came first. */
  readonly at = new Map<string, number>()
  private watermark = ''
  private socket: WebSocket | undefined
  /** How often it was connected or dropped: what an earlier attempt still brings is not for it. */
  private turn = 0

  constructor(private readonly member: Member) {}

  /** Connects over one of these servers; where a connection ends by itself, anew. */
  async connect(url: () => string): Promise<void> {
    const turn = ++this.turn
    const address = await this.member.streamUrl(url(), this.watermark || '0')
    if (turn !== this.turn) return
    const socket = new WebSocket(address)
    this.socket = socket
    socket.on('message', (data) => {
      // A frame that was under way when the connection was given up is not seen any more.
      if (this.socket !== socket || String(data) === '') return
      const { activities, watermark } = JSON.parse(String(data)) as ActivitySet
      if (watermark === undefined) return
      for (const { id } of activities) {
        this.seen.push(id)
        if (!this.at.has(id)) this.at.set(id, Date.now())
      }
      this.watermark = watermark
    })
    socket.on('error', () => {})
    await new Promise((resolve) => {
      socket.once('open', resolve)
      socket.once('close', resolve)
    })
    const again = () => (turn === this.turn ? this.connect(url) : undefined)
    if (socket.readyState !== WebSocket.OPEN) return again()
    socket.once('close', () => void again()?.catch(() => {}))
  }

  drop(): void {
    const { socket } = this
    this.turn++
    this.socket = undefined
    socket?.terminate()
  }
}

describe.each(sharedStores)('%s: dropped connections', (name, start) => {
  let together: Together
  beforeAll(async () => {
    together = await startTogether(start)
  })
  afterAll(() => together.end())

  it(
    `${clients} clients, ${drops} drops each while things are said: no gap, nothing twice`,
    async () => {
      const { servers } = together
      const members: Member[] = []
      await forEach(Array.from({ length: clients }), 16, async () => {
        members.push(await Member.open(anyOf(servers).url))
      })
      let [activities, dropped] = [0, 0]
      // All of them at once.
      await forEach(members, clients, async (member) => {
        const listener = new Listener(member)
        const talking = (async () => {
          for (let index = 0; index < messages; index++) {
            await sleep(Math.random() * 250)
            const text = Math.random() < 0.1 ? `slow ${index}` : `m${index}`
            await member.insist(() => anyOf(servers).url, text, `c${index}`)
          }
        })()
        for (let drop = 0; drop < drops; drop++) {
          await listener.connect(() => anyOf(servers).url)
          await sleep(Math.random() * 400)
          listener.drop()
          dropped++
          await sleep(Math.random() * 100)
        }
        await listener.connect(() => anyOf(servers).url)
        await talking
        const deadline = Date.now() + 20_000
        // The welcome, and each message with its reply.
        while (listener.seen.length < 1 + 2 * messages && Date.now() < deadline) await sleep(20)
        const log = await member.log(anyOf(servers).url)
        listener.drop()
        expect(log).toHaveLength(1 + 2 * messages)
        expect(listener.seen).toEqual(log.map(({ id }) => id))
        activities += log.length
      })
      console.log(`${name}: ${dropped} drops, ${activities} activities, each seen once`)
      expect(dropped).toBe(clients * drops)
    },
    patience,
  )

  it(
    'what is said at one process is heard at another, soon',
    async () => {
      const [here, there] = together.servers as [(typeof together.servers)[0], (typeof together.servers)[0]]
      const member = await Member.open(here.url)
      const listener = new Listener(member)
      await listener.connect(() => there.url)
      await sleep(100)
      const delays: number[] = []
      for (let index = 0; index < 9; index++) {
        const id = await member.insist(() => here.url, `m${index}`, `c${index}`)
        const accepted = Date.now()
        while (!listener.at.has(id) && Date.now() - accepted < heardWithin) await sleep(2)
        delays.push((listener.at.get(id) ?? Number.POSITIVE_INFINITY) - accepted)
        await sleep(20)
      }
      listener.drop()
      delays.sort((one, other) => one - other)
      console.log(
        `${name}: heard at another process after ${delays[4]} ms (median), ${delays.at(-1)} ms (worst)`,
      )
      expect(delays.at(-1)).toBeLessThan(heardWithin)
    },
    patience,
  )
})
