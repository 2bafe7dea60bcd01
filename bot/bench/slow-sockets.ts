/** What honest members notice of clients that hold sockets and never finish what they began. */
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

/** How a client keeps a server waiting: says nothing, or drips a head, a body, or the head of an upgrade. */
export const slowWays = ['silence', 'head', 'body', 'upgrade'] as const
export type SlowWay = (typeof slowWays)[number]

/** How much is measured. */
export interface SlowSocketsEffort {
  /** The server to measure, without a closing slash. */
  readonly url: string
  /** Slow sockets at once; one that is cut is opened anew. */
  readonly slow?: number
  /** Honest members, and milliseconds from one's answer to its next message. */
  readonly members?: number
  readonly pause?: number
  /** Seconds that are measured without the slow ones, and with them. */
  readonly seconds?: { readonly before: number; readonly during: number }
}

/** What it came to; all times in milliseconds. */
export interface SlowSockets {
  /** From a member's message to its being accepted: without and with the slow sockets there, in the order they were said. */
  readonly before: readonly number[]
  readonly during: readonly number[]
  /** Messages of honest members that were not accepted. */
  readonly refused: number
  /** How many slow sockets the server cut, by way, and how long it held the longest. */
  readonly cut: Readonly<Record<SlowWay, number>>
  readonly heldAtMost: number
}

const opening = z.object({ conversationId: z.string(), token: z.string() })

/** Measures members' turns on a running server, first alone and then among slow sockets. */
export async function measureSlowSockets({
  url,
  slow = 1000,
  members = 8,
  pause = 100,
  seconds = { before: 6, during: 13 },
}: SlowSocketsEffort): Promise<SlowSockets> {
  const honest = await Promise.all(Array.from({ length: members }, () => openMember(url)))
  const talk = async (forSeconds: number) => {
    const times: number[] = []
    let refused = 0
    const until = performance.now() + forSeconds * 1000
    await Promise.all(
      honest.map(async (say) => {
        for (let time = performance.now(); time < until; time = performance.now()) {
          const accepted = await say()
          if (accepted) times.push(performance.now() - time)
          else refused++
          await sleep(pause)
        }
      }),
    )
    return { times, refused }
  }
  // What is compiled at the first turns is no part of either.
  await talk(1)
  const before = await talk(seconds.before)
  const attack = holdSlowly(url, slow)
  const during = await talk(seconds.during)
  return {
    before: before.times,
    during: during.times,
    refused: before.refused + during.refused,
    ...attack.end(),
  }
}

/** A member whose conversation is open; each call says one thing and tells whether it was accepted. */
async function openMember(url: string): Promise<() => Promise<boolean>> {
  const post = (path: string, body: unknown, token?: string) =>
    fetch(`${url}/v3/directline${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
  const { conversationId, token } = opening.parse(
    await (await post('/tokens/generate', { locale: 'nl' })).json(),
  )
  await (await post('/conversations', {}, token)).text()
  return async () => {
    const said = { type: 'message', text: 'waar staat het groene vinkje voor?' }
    const answer = await post(`/conversations/${conversationId}/activities`, said, token)
    await answer.text()
    return answer.status === 200
  }
}

const path = '/v3/directline/tokens/generate'

/** What each way sends at once; after it, a byte now and then. */
const beginnings: Readonly<Record<SlowWay, (host: string) => string>> = {
  silence: () => '',
  head: (host) => `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `,
  body: (host) =>
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 30000\r\n\r\n`,
  upgrade: (host) =>
    `GET /v3/directline/conversations/a/stream HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Slow: `,
}

const dripEvery = 1000
const reopenWithin = 1000

/** Holds so many slow sockets open until `end`, which says what became of them. */
function holdSlowly(url: string, count: number) {
  const { hostname, port, host } = new URL(url)
  const cut: Record<SlowWay, number> = { silence: 0, head: 0, body: 0, upgrade: 0 }
  const open = new Map<Socket, number>()
  let heldAtMost = 0
  let ending = false

  function hold(way: SlowWay): void {
    const socket = connect(Number(port), hostname, () => socket.write(beginnings[way](host)))
    open.set(socket, performance.now())
    const drip = way === 'silence' ? undefined : setInterval(() => socket.write(' '), dripEvery)
    socket.resume()
    // Being cut is what it waits for.
    socket.on('error', () => {})
    socket.once('close', () => {
      clearInterval(drip)
      if (ending) return
      heldAtMost = Math.max(heldAtMost, performance.now() - (open.get(socket) ?? 0))
      open.delete(socket)
      cut[way]++
      // Not all at one moment, as those of many machines would not.
      comings.push(setTimeout(() => hold(way), Math.random() * reopenWithin))
    })
  }
  const comings = Array.from({ length: count }, (_, index) =>
    setTimeout(() => hold(slowWays[index % slowWays.length] ?? 'silence'), (index / count) * reopenWithin),
  )

  return {
    end() {
      ending = true
      for (const coming of comings) clearTimeout(coming)
      const now = performance.now()
      for (const [socket, since] of open) {
        heldAtMost = Math.max(heldAtMost, now - since)
        socket.destroy()
      }
      return { cut, heldAtMost }
    },
  }
}
