/** The web channel's sockets: whoever listens to a conversation gets each activity of its log once, in order. */
import type { Activity } from 'botbuilder-core'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { LogEntry, Store } from '../../stores/store.ts'
import type { Delivery } from '../../turn.ts'

const keepAliveEvery = 20_000
const readAtOnce = 200
/** Bytes that may wait for a slow reader before it is dropped; it takes up again from its watermark. */
const waitingAtMost = 1024 * 1024
const perConversation = 32

interface Stream {
  readonly socket: WebSocket
  /** The number of the last activity that went over this socket. */
  sent: number
  /** Whether it is being caught up from the log, and whether there was news meanwhile. */
  catchingUp: boolean
  behind: boolean
  alive: boolean
}

/** The sockets of this process. */
export interface Streams {
  /** Serves a socket from the activity after number `after` on. */
  attach(conversationId: string, socket: WebSocket, after: number): void
  /** Sends on what a turn added. */
  deliver(delivery: Delivery): void
  /** Sends what is seen only now and joins no log. */
  show(conversationId: string, activity: Partial<Activity>): void
  /** Closes all sockets, 'going away'; what does not answer within a second is cut off. */
  close(): Promise<void>
}

/** A set of activities as it goes over the wire. */
export const activitySet = (entries: readonly LogEntry[], watermark: number): string =>
  `{"activities":[${entries.map(({ json }) => json).join(',')}],"watermark":"${watermark}"}`

/** Serves sockets from this store's log. */
export function makeStreams(store: Pick<Store, 'read'>, log: Logger): Streams {
  const open = new Map<string, Set<Stream>>()
  const every = function* () {
    for (const streams of open.values()) yield* streams
  }

  const timer = setInterval(() => {
    for (const stream of every()) {
      if (!stream.alive) stream.socket.terminate()
      else {
        stream.alive = false
        // The empty frame is the protocol's sign of life; the ping makes a client's end answer by itself.
        stream.socket.send('')
        stream.socket.ping()
      }
    }
  }, keepAliveEvery)
  timer.unref()

  function send(stream: Stream, frame: string): void {
    if (stream.socket.readyState !== stream.socket.OPEN) return
    if (stream.socket.bufferedAmount > waitingAtMost) stream.socket.terminate()
    else stream.socket.send(frame)
  }

  /** Reads the log from where the stream is until there is nothing new. News that comes meanwhile is in the log too. */
  async function catchUp(conversationId: string, stream: Stream): Promise<void> {
    stream.behind = true
    if (stream.catchingUp) return
    stream.catchingUp = true
    try {
      while (stream.behind) {
        stream.behind = false
        const entries = await store.read(conversationId, stream.sent, readAtOnce)
        const last = entries.at(-1)
        if (!last) continue
        send(stream, activitySet(entries, last.number))
        stream.sent = last.number
        stream.behind ||= entries.length === readAtOnce
      }
    } catch (error) {
      log.warn(
        { conversation: conversationId, fault: (error as Error).name },
        'a socket could not be caught up',
      )
      stream.socket.close(1011)
    } finally {
      stream.catchingUp = false
    }
  }

  return {
    attach(conversationId, socket, after) {
      const streams = open.get(conversationId) ?? new Set()
      if (streams.size >= perConversation) return socket.close(1008, 'too many sockets')
      open.set(conversationId, streams)
      const stream: Stream = { socket, sent: after, catchingUp: false, behind: false, alive: true }
      streams.add(stream)
      const sign = () => {
        stream.alive = true
      }
      socket.on('message', sign)
      socket.on('pong', sign)
      socket.on('error', () => socket.terminate())
      socket.on('close', () => {
        streams.delete(stream)
        if (streams.size === 0 && open.get(conversationId) === streams) open.delete(conversationId)
      })
      void catchUp(conversationId, stream)
    },

    deliver({ conversationId, from, to, entries }) {
      const streams = open.get(conversationId)
      if (!streams) return
      let frame: string | undefined
      for (const stream of streams) {
        if (stream.catchingUp || stream.sent !== from) void catchUp(conversationId, stream)
        else if (entries.length > 0) {
          frame ??= activitySet(entries, to)
          send(stream, frame)
          stream.sent = to
        }
      }
    },

    show(conversationId, activity) {
      const frame = JSON.stringify({ activities: [activity] })
      for (const stream of open.get(conversationId) ?? []) send(stream, frame)
    },

    async close() {
      clearInterval(timer)
      const streams = [...every()]
      const closed = streams.map(
        ({ socket }) =>
          new Promise<void>((resolve) =>
            socket.readyState === socket.CLOSED ? resolve() : socket.once('close', () => resolve()),
          ),
      )
      for (const { socket } of streams) socket.close(1001, 'the server stops')
      const cut = setTimeout(() => {
        for (const { socket } of streams) socket.terminate()
      }, 1000)
      await Promise.all(closed)
      clearTimeout(cut)
    },
  }
}
