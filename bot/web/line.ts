/**
 * The line to the assistant: a small Direct Line 3.0 client that keeps itself alive. One loop opens the conversation,
 * reads what was missed, and listens until the connection is lost; then it starts over from the watermark.
 */
import { CallFailed, idOf } from './calls.ts'
import { type Device, oneTabAtATime } from './device.ts'
import { type Json, list, object, string } from './narrow.ts'
import { type ActivitySet, readActivitySet } from './protocol.ts'
import { Ended, enter, refused, type Session, since } from './session.ts'
import { openStream, type Stream } from './stream.ts'

/** How the line is. */
export type LineState =
  | { readonly kind: 'opening' | 'live' | 'lost' | 'offline' }
  | { readonly kind: 'wait'; readonly seconds: number }

/** Whoever shows what comes over the line. */
export interface Listener {
  /** Activities, and the member's id in this conversation. */
  received(set: ActivitySet, member: string): void
  changed(state: LineState): void
  /** Another conversation starts: the old one ended, or another tab of this browser has gone on to one. */
  anew(why: 'ended' | 'otherTab'): void
}

/** Milliseconds. */
const times = { poll: 1_500, pollHidden: 6_000, pollFor: 60_000, echo: 6_000, longestPause: 20_000 } as const

/** Activities from which on an answer may be only a part of the log. */
const aPart = 100

/** How often a message is sent before it counts as failed. */
const most = 3

/** The line. */
export interface Line {
  /** Opens the line and keeps it open for as long as the page lives. */
  start(): void
  /** Says something, one after the other; gives its id in the log. The mark makes it safe to send twice. Rejects with `CallFailed`. */
  post(mark: string, text: string, value?: Json): Promise<string | undefined>
  /** Says that the member types; where it does not arrive, nothing is lost. */
  sign(): void
  /** The whole log of the present conversation as it is now, or its beginning where it is long; empty where it cannot be read. */
  log(): Promise<ActivitySet['activities']>
  /** Asks for something of the present conversation, by the end of its address; rejects where it cannot be had. */
  ask(more: string): Promise<unknown>
}

/** Makes the line; nothing happens before it is started. `locale` is the page's language at that moment. */
export function makeLine(device: Device, locale: () => string, listener: Listener): Line {
  /** The conversation that the page is in. */
  let current: Session | undefined
  let stream: Stream | undefined
  /** Sockets in a row that never opened; from two on we ask instead. */
  let unopened = 0
  let failures = 0
  let lastFrame = 0
  let wake = () => {}
  let queue: Promise<unknown> = Promise.resolve()
  const waiting: (() => void)[] = []

  function start() {
    addEventListener('online', () => wake())
    addEventListener('offline', () => drop())
    addEventListener('pageshow', (event) => event.persisted && drop())
    document.addEventListener('visibilitychange', () => !document.hidden && wake())
    device.onOtherTab(() => current?.movedOn && drop())
    void live()
  }

  async function live() {
    for (;;) {
      try {
        if (current?.movedOn) leave()
        const session = current ?? (await open())
        if (session.behind) await catchUp(session)
        await listen(session)
        failures = Math.max(failures, 1)
        lost()
      } catch (error) {
        failures++
        if (error instanceof Ended) leave()
        else if (refused(error, 429)) {
          listener.changed({ kind: 'wait', seconds: error.wait })
          await pause(error.wait * 1000)
        } else lost()
      }
      // At once at first, then ever slower, and never all browsers at the same moment.
      await pause(Math.min(400 * 2 ** failures, times.longestPause) * (0.5 + Math.random() / 2))
    }
  }

  function lost() {
    listener.changed({ kind: navigator.onLine ? 'lost' : 'offline' })
  }

  async function open(): Promise<Session> {
    const ended = () => listener.anew('ended')
    const session = await oneTabAtATime(() => enter(device, locale(), ended))
    current = session
    for (const go of waiting.splice(0)) go()
    return session
  }

  /** Lets go of a conversation that ended, or that another tab has left. */
  function leave() {
    const session = current
    current = undefined
    session?.close()
    const why = session?.movedOn ? 'otherTab' : 'ended'
    if (why === 'ended') device.resume = undefined
    if (session) listener.anew(why)
  }

  /** Reads what was missed: all of it before any is shown, so that a long history is one and its end is where one begins to read. */
  async function catchUp(session: Session) {
    const missed: unknown[] = []
    let { watermark } = session
    for (;;) {
      const part = object(await session.call(`/activities${since(watermark)}`))
      const activities = list(part.activities)
      missed.push(...activities)
      watermark = string(part.watermark) ?? watermark
      if (activities.length < aPart) break
    }
    take(session, { activities: missed, watermark })
    session.behind = false
  }

  function take(session: Session, heard: unknown) {
    if (current !== session) return
    const set = readActivitySet(heard, location.href)
    session.watermark = set.watermark ?? session.watermark
    listener.received(set, session.member)
  }

  /** Listens until the connection is lost: by socket, or by asking where sockets do not come through. */
  async function listen(session: Session) {
    const url = unopened < 2 ? await session.stream() : undefined
    if (url === undefined) return poll(session)
    stream = openStream(
      url,
      () => works(),
      (frame) => hear(session, frame),
    )
    const opened = await stream.closed
    stream = undefined
    unopened = opened ? 0 : unopened + 1
    // What a socket from the beginning has not brought, asking from the beginning will.
    if (session.watermark === undefined) session.behind = true
  }

  function works() {
    failures = 0
    listener.changed({ kind: 'live' })
  }

  function hear(session: Session, frame: string) {
    lastFrame = Date.now()
    if (frame === '') return
    let heard: unknown
    try {
      heard = JSON.parse(frame)
    } catch {
      // Not JSON, so not for us.
      return
    }
    take(session, heard)
  }

  async function poll(session: Session) {
    const until = Date.now() + times.pollFor
    while (Date.now() < until && current === session && !session.movedOn) {
      await catchUp(session)
      works()
      await pause(document.hidden ? times.pollHidden : times.poll)
    }
    // Sockets may come through by now.
    unopened = 1
  }

  /** Waits, but no longer than until there is reason to believe that it works now. */
  function pause(milliseconds: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  }

  /** Lets go of the socket; the loop starts over from the watermark. */
  function drop() {
    if (!navigator.onLine) lost()
    stream?.close()
    wake()
  }

  /** All of it, in the parts in which it comes. */
  async function log(): Promise<ActivitySet['activities']> {
    const all: ActivitySet['activities'][number][] = []
    for (let since = ''; ; ) {
      const answer = await current?.call(`/activities${since}`).catch(() => null)
      const { activities, watermark } = readActivitySet(answer, location.href)
      if (activities.length === 0 || watermark === undefined) return all
      all.push(...activities)
      since = `?watermark=${watermark}`
    }
  }

  async function ask(more: string): Promise<unknown> {
    if (!current) throw new CallFailed(0, 10)
    return current.call(more)
  }

  function post(mark: string, text: string, value?: Json): Promise<string | undefined> {
    const posted = queue.then(() => deliver(mark, text, value))
    queue = posted.catch(() => {})
    return posted
  }

  async function deliver(mark: string, text: string, value: Json | undefined): Promise<string | undefined> {
    if (!current) await new Promise<void>((go) => waiting.push(go))
    const session = current
    if (!session) throw new CallFailed(0, 10)
    const body = {
      type: 'message',
      from: { id: session.member },
      locale: locale(),
      text,
      textFormat: 'plain',
      ...(value === undefined ? {} : { value }),
      channelData: { clientActivityID: mark },
    }
    for (let tries = 1; ; tries++) {
      const since = Date.now()
      try {
        const id = idOf(await session.call('/activities', body))
        // Accepted, and yet nothing is heard: the socket is dead without knowing it.
        setTimeout(() => lastFrame < since && stream?.close(), times.echo)
        return id
      } catch (error) {
        if (error instanceof Ended) {
          // The member answered a question that is gone: the loop opens a new conversation, and nothing is sent into it unasked.
          if (current === session) leave()
          drop()
          throw new CallFailed(404, 10)
        }
        const soon = refused(error, 429) && error.wait <= 3
        if (!(error instanceof CallFailed) || !(error.passing || soon) || tries >= most) throw error
        await new Promise((done) => setTimeout(done, soon ? error.wait * 1000 : 500 * 2 ** tries))
      }
    }
  }

  const sign = () => {
    const session = current
    session?.call('/activities', { type: 'typing', from: { id: session.member } }).catch(() => {})
  }

  return { start, post, sign, log, ask }
}
