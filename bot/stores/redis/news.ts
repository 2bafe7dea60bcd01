/** What other processes saved, pushed by Redis over a connection of its own: see `scripts.ts`, where it is published with the save. */
import { randomBytes } from 'node:crypto'
import type { LogEntry, News } from '../store.ts'
import { answeredWithin, type ClientSettings, reconnectAfter } from './client.ts'
import { connectLink, type Link } from './link.ts'
import { readPlainElement, writeElement } from './log.ts'

/** How often it is made sure that the connection is alive, which is silent by itself. Milliseconds. */
const pingEvery = 1_000

/** What a save passes on. */
export interface Dispatch {
  readonly head: string
  /** `undefined` where it is what the save adds to the log. */
  readonly body: string | undefined
}

/** News between processes. */
export interface Newsroom {
  /** What to pass on of these news, where a save adds these activities to the log. */
  dispatch(news: News, append: readonly LogEntry[]): Dispatch
  listen(channel: string, conversationId: string, hear: (news: News) => void): Promise<() => void>
  close(): void
}

interface Listening {
  readonly conversationId: string
  readonly listeners: Set<(news: News) => void>
}

const inTime = async (work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it does not answer')), answeredWithin)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const same = (one: readonly LogEntry[], other: readonly LogEntry[]): boolean =>
  one === other ||
  (one.length === other.length && one.every(({ json }, index) => json === other[index]?.json))

/** Connects, once: rejects with the fault where that fails. From then on it connects again by itself. */
export async function openNewsroom({ address, cluster, log }: ClientSettings): Promise<Newsroom> {
  /** Who says it; what this process says is not heard by itself. */
  const origin = randomBytes(6).toString('base64url')
  const channels = new Map<string, Listening>()
  let link: Link | undefined
  let closed = false

  function onMessage(message: string, channel: string): void {
    const listening = channels.get(channel)
    const end = message.indexOf('\n')
    const [from, first, last] = message.slice(0, end).split(' ')
    if (!listening || from === origin) return
    const { entries } = readPlainElement(message.slice(end + 1))
    const { conversationId, listeners } = listening
    const news = { conversationId, from: Number(first), to: Number(last), entries }
    for (const hear of [...listeners]) hear(news)
  }

  async function connect(): Promise<void> {
    let made: Link | undefined
    made = await connectLink(address, cluster, () => made && lose(made))
    try {
      if (channels.size > 0) await inTime(made.subscribe([...channels.keys()], onMessage))
    } catch (fault) {
      made.destroy()
      throw fault
    }
    if (closed) return made.destroy()
    link = made
  }

  function lose(one: Link): void {
    if (link !== one) return
    link = undefined
    one.destroy()
    if (closed) return
    log.warn({ redis: address.shown }, 'the connection for news from other processes is lost')
    void reconnect()
  }

  async function reconnect(): Promise<void> {
    for (let attempt = 0; !closed && !link; attempt++) {
      try {
        await connect()
      } catch {
        await new Promise((resolve) => setTimeout(resolve, reconnectAfter(attempt)))
      }
    }
    if (!link) return
    // What was said meanwhile is missed, and so is who came to listen while the others were subscribed to.
    const over = link
    const all = [...channels]
    try {
      if (all.length > 0)
        await inTime(
          over.subscribe(
            all.map(([channel]) => channel),
            onMessage,
          ),
        )
    } catch {
      return lose(over)
    }
    for (const [, { conversationId, listeners }] of all)
      for (const hear of [...listeners]) hear({ conversationId, from: -1, to: -1, entries: [] })
  }

  await connect()
  const pings = setInterval(() => {
    const one = link
    if (one) inTime(one.send('', ['PING'])).catch(() => lose(one))
  }, pingEvery)
  pings.unref()

  return {
    dispatch: ({ from, to, entries }, append) => ({
      head: `${origin} ${from} ${to}\n`,
      body: same(entries, append) ? undefined : writeElement(to, { entries }),
    }),

    async listen(channel, conversationId, hear) {
      const known = channels.get(channel)
      const listening = known ?? { conversationId, listeners: new Set() }
      // The same function may listen twice.
      const own = (news: News) => hear(news)
      listening.listeners.add(own)
      channels.set(channel, listening)
      const over = link
      // Where there is no connection, the next one subscribes to it, and says that something may have been missed.
      if (!known && over) await inTime(over.subscribe([channel], onMessage)).catch(() => lose(over))
      return () => {
        if (!listening.listeners.delete(own) || listening.listeners.size > 0) return
        if (channels.get(channel) === listening) channels.delete(channel)
        void link?.unsubscribe([channel]).catch(() => {})
      }
    },

    close() {
      closed = true
      clearInterval(pings)
      link?.destroy()
      link = undefined
    },
  }
}
