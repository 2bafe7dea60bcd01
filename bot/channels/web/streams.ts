/** The web channel's sockets: whoever listens to a conversation gets each activity of its log once, in order. */
import type { Activity } from 'botbuilder-core'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { type LogEntry, type News, pageAtMost, type Store } from '../../stores/store.ts'

const keepAliveEvery = 20_000
const readAtOnce = 200
/** Bytes that may wait for a slow reader before it is served from the log instead, a part when the one before has left. */
const waitingAtMost = pageAtMost
/** A reader who takes longer over a part is dropped, and takes up again from its watermark. Milliseconds. */
const takenWithin = 30_000
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
  /** Sends on what a save added. */
  deliver(news: News): void
  /** Sends what is seen only now and joins no log. */
  show(conversationId: string, activity: Partial<Activity>): void
  /** How many sockets are open. */
  count(): number
  /** Closes all sockets, 'going away'; what does not answer within a second is cut off. */
  close(): Promise<void>
}

/** A set of activities as it goes over the wire. */
export const activitySet = (entries: readonly LogEntry[], watermark: number): string =>
  `{"activities":[${entries.map(({ json }) => json).join(',')}],"watermark":"${watermark}"}`

/** Serves sockets from this store's log. */
export function makeStreams(store: Pick<Store, 'read' | 'listen'>, log: Logger): Streams {
  const open = new Map<string, Set<Stream>>()
  /** How to stop hearing of a conversation what other processes add to it. */
  const listening = new Map<Set<Stream>, () => void>()
  let isClosed = false
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

  const isSlow = ({ socket }: Stream) => socket.bufferedAmount > waitingAtMost

  /** Sends, and resolves when it has left this process, or the socket is gone. */
  const sent = ({ socket }: Stream, frame: string) =>
    new Promise<void>((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve()
      const late = setTimeout(() => socket.terminate(), takenWithin)
      socket.send(frame, () => {
        clearTimeout(late)
        resolve()
      })
    })

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
        if (!last || stream.socket.readyState !== stream.socket.OPEN) continue
        stream.sent = last.number
        // Until it has left, nothing more is read for it.
        await sent(stream, activitySet(entries, last.number))
        stream.behind = true
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

  function deliver({ conversationId, from, to, entries }: News): void {
    const streams = open.get(conversationId)
    if (!streams) return
    let frame: string | undefined
    for (const stream of streams) {
      // Its own process told it already, or the log did.
      if (to >= 0 && to <= stream.sent) continue
      if (stream.catchingUp || stream.sent !== from || isSlow(stream)) void catchUp(conversationId, stream)
      else if (entries.length > 0 && stream.socket.readyState === stream.socket.OPEN) {
        frame ??= activitySet(entries, to)
        stream.socket.send(frame)
        stream.sent = to
      }
    }
  }

  /** Hears what other processes add, as long as anybody is there to see it. */
  async function listen(conversationId: string, streams: Set<Stream>): Promise<void> {
    try {
      const stop = await store.listen(conversationId, deliver)
      if (streams.size === 0) return stop()
      listening.set(streams, stop)
      // What came before it was heard is in the log.
      for (const stream of streams) void catchUp(conversationId, stream)
    } catch (error) {
      log.warn(
        { conversation: conversationId, fault: (error as Error).name },
        'news could not be listened to',
      )
      for (const { socket } of streams) socket.close(1011)
    }
  }

  return {
    attach(conversationId, socket, after) {
      // It came while the others were being closed.
      if (isClosed) return socket.terminate()
      const known = open.get(conversationId)
      const streams = known ?? new Set()
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
        if (streams.size > 0) return
        if (open.get(conversationId) === streams) open.delete(conversationId)
        listening.get(streams)?.()
        listening.delete(streams)
      })
      if (!known) void listen(conversationId, streams)
      void catchUp(conversationId, stream)
    },

    deliver,

    show(conversationId, activity) {
      const frame = JSON.stringify({ activities: [activity] })
      for (const stream of open.get(conversationId) ?? [])
        if (stream.socket.readyState === stream.socket.OPEN && !isSlow(stream)) stream.socket.send(frame)
    },

    count: () => [...open.values()].reduce((count, streams) => count + streams.size, 0),

    async close() {
      isClosed = true
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
