/**
 * The line to the assistant: a small Direct Line 3.0 client that keeps itself alive. One loop opens the conversation,
 * reads what was missed, and listens until the connection is lost; then it starts over from the watermark.
 */
import { CallFailed, call, idOf } from './calls.ts'
import { type Device, oneTabAtATime } from './device.ts'
import type { Json } from './narrow.ts'
import { type ActivitySet, type Grant, memberOf, readActivitySet, readGrant } from './protocol.ts'
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

/** The conversation is over; only a new one helps. */
class Ended extends Error {}

interface Session {
  readonly id: string
  readonly member: string
  token: string
  /** Where to listen, once: it is valid for a minute only. */
  streamUrl: string | undefined
  watermark: string | undefined
  /** There is history that has not been read yet. */
  behind: boolean
}

/** Milliseconds. */
const times = { poll: 1_500, pollHidden: 6_000, pollFor: 60_000, echo: 6_000, longestPause: 20_000 } as const

const path = (id: string, more = '', watermark?: string) =>
  `conversations/${encodeURIComponent(id)}${more}${watermark === undefined ? '' : `?watermark=${encodeURIComponent(watermark)}`}`

const refused = (error: unknown, ...statuses: readonly number[]): error is CallFailed =>
  error instanceof CallFailed && statuses.includes(error.status)

/** The line. `start` once; `post` at any time. */
export class Line {
  private session: Session | undefined
  /** The secret of the present conversation; the device keeping another one means that another tab has gone on. */
  private resumed: string | undefined
  private stream: Stream | undefined
  /** Sockets in a row that never opened; from two on we ask instead. */
  private unopened = 0
  private failures = 0
  private lastFrame = 0
  private wake: () => void = () => {}
  private refreshing: ReturnType<typeof setTimeout> | undefined
  private queue: Promise<unknown> = Promise.resolve()
  private waiting: (() => void)[] = []

  constructor(
    private readonly device: Device,
    private readonly locale: () => string,
    private readonly listener: Listener,
  ) {}

  /** Opens the line and keeps it open for as long as the page lives. */
  start() {
    addEventListener('online', () => this.wake())
    addEventListener('offline', () => this.drop())
    addEventListener('pageshow', (event) => event.persisted && this.drop())
    document.addEventListener('visibilitychange', () => !document.hidden && this.wake())
    this.device.onOtherTab(() => this.movedOn() && this.drop())
    void this.live()
  }

  private async live() {
    for (;;) {
      try {
        if (this.session && this.movedOn()) this.leave('otherTab')
        const session = this.session ?? (await oneTabAtATime(() => this.enter()))
        if (session.behind) await this.catchUp(session)
        await this.listen(session)
        this.failures = Math.max(this.failures, 1)
        this.listener.changed({ kind: navigator.onLine ? 'lost' : 'offline' })
      } catch (error) {
        this.failures++
        if (error instanceof Ended) this.leave(this.movedOn() ? 'otherTab' : 'ended')
        else if (refused(error, 429)) {
          this.listener.changed({ kind: 'wait', seconds: error.wait })
          await this.pause(error.wait * 1000)
        } else this.listener.changed({ kind: navigator.onLine ? 'lost' : 'offline' })
      }
      // At once at first, then ever slower, and never all browsers at the same moment.
      await this.pause(Math.min(400 * 2 ** this.failures, times.longestPause) * (0.5 + Math.random() / 2))
    }
  }

  private movedOn = () => this.device.resume !== undefined && this.device.resume !== this.resumed

  private leave(why: 'ended' | 'otherTab') {
    clearTimeout(this.refreshing)
    if (why === 'ended') this.device.resume = undefined
    if (this.session) this.listener.anew(why)
    this.session = undefined
  }

  /** Takes the kept conversation up again, or begins one. */
  private async enter(): Promise<Session> {
    const secret = this.device.resume
    let grant = secret === undefined ? undefined : await this.resume(secret)
    if (secret !== undefined && !grant) {
      // Kept too long ago: there is nothing to go back to.
      this.device.resume = undefined
      this.listener.anew('ended')
    }
    const again = grant !== undefined
    const locale = this.locale()
    grant ??= readGrant(
      await call('tokens/generate', { body: { user: { id: this.device.member() }, locale } }),
    )
    if (!grant) throw new CallFailed(0, 10)
    this.keep(grant)
    const answer = await call('conversations', { token: grant.token, body: { locale } }).catch(
      (error: unknown) => {
        throw refused(error, 401, 403, 404) ? new Ended() : error
      },
    )
    const opened = readGrant(answer)
    if (!opened?.conversationId) throw new CallFailed(0, 10)
    this.keep(opened)
    this.session = {
      id: opened.conversationId,
      member: memberOf(opened.token) ?? this.device.member(),
      token: opened.token,
      streamUrl: again ? undefined : opened.streamUrl,
      watermark: undefined,
      behind: again,
    }
    this.refreshLater(opened.expiresIn)
    for (const go of this.waiting.splice(0)) go()
    return this.session
  }

  private keep({ resume }: Grant) {
    if (resume === undefined) return
    this.resumed = resume
    this.device.resume = resume
  }

  /** A token for the kept conversation, `undefined` where it is no more. */
  private async resume(secret: string): Promise<Grant | undefined> {
    try {
      const grant = readGrant(await call('tokens/resume', { body: { resume: secret } }))
      this.resumed = grant?.resume ?? secret
      if (this.resumed !== secret) this.device.resume = this.resumed
      return grant
    } catch (error) {
      if (refused(error, 400, 401, 403, 404, 410)) return undefined
      throw error
    }
  }

  private refreshLater(expiresIn: number) {
    clearTimeout(this.refreshing)
    this.refreshing = setTimeout(() => void this.refresh(), Math.max(expiresIn * 500, 5_000))
  }

  private async refresh() {
    const session = this.session
    if (!session) return
    try {
      const grant = readGrant(await call('tokens/refresh', { token: session.token }))
      if (grant) session.token = grant.token
      this.refreshLater(grant?.expiresIn ?? 1800)
    } catch (error) {
      // One that has expired already is renewed by the next call that needs it.
      if (error instanceof CallFailed && (error.passing || error.status === 429)) this.refreshLater(120)
    }
  }

  /** A call within the conversation; a token that is no longer good is renewed once. Throws `Ended` where that does not help. */
  private async within(
    session: Session,
    where: string,
    options: Parameters<typeof call>[1],
  ): Promise<unknown> {
    const used = session.token
    try {
      return await call(where, { ...options, token: used })
    } catch (error) {
      if (!refused(error, 401, 403, 404)) throw error
      if (this.session !== session || error.status === 404) throw new Ended()
      if (session.token === used) await this.renew(session)
    }
    return await call(where, { ...options, token: session.token }).catch((error: unknown) => {
      throw refused(error, 401, 403, 404) ? new Ended() : error
    })
  }

  private async renew(session: Session) {
    const grant = this.resumed === undefined ? undefined : await this.resume(this.resumed)
    if (!grant || (grant.conversationId ?? session.id) !== session.id) throw new Ended()
    session.token = grant.token
    this.refreshLater(grant.expiresIn)
  }

  private async catchUp(session: Session) {
    const where = path(session.id, '/activities', session.watermark)
    this.take(session, await this.within(session, where, { method: 'GET' }))
    session.behind = false
  }

  private take(session: Session, heard: unknown) {
    if (this.session !== session) return
    const set = readActivitySet(heard, location.href)
    session.watermark = set.watermark ?? session.watermark
    this.listener.received(set, session.member)
  }

  /** Listens until the connection is lost: by socket, or by asking where sockets do not come through. */
  private async listen(session: Session) {
    if (this.unopened >= 2) return this.poll(session)
    let url = session.streamUrl
    session.streamUrl = undefined
    if (url === undefined) {
      const where = path(session.id, '', session.watermark)
      const grant = readGrant(await this.within(session, where, { method: 'GET' }))
      if (grant) {
        session.token = grant.token
        this.refreshLater(grant.expiresIn)
      }
      url = grant?.streamUrl
    }
    if (url === undefined) return this.poll(session)
    this.stream = openStream(
      url,
      () => this.works(),
      (frame) => this.hear(session, frame),
    )
    const opened = await this.stream.closed
    this.stream = undefined
    this.unopened = opened ? 0 : this.unopened + 1
    // What a socket from the beginning has not brought, asking from the beginning will.
    if (session.watermark === undefined) session.behind = true
  }

  private works() {
    this.failures = 0
    this.listener.changed({ kind: 'live' })
  }

  private hear(session: Session, frame: string) {
    this.lastFrame = Date.now()
    if (frame === '') return
    try {
      this.take(session, JSON.parse(frame))
    } catch {
      // Not JSON, so not for us; what it may have held comes with the next catching up.
    }
  }

  private async poll(session: Session) {
    const until = Date.now() + times.pollFor
    while (Date.now() < until && this.session === session && !this.movedOn()) {
      await this.catchUp(session)
      this.works()
      await this.pause(document.hidden ? times.pollHidden : times.poll)
    }
    // Sockets may come through by now.
    this.unopened = 1
  }

  /** Waits, but no longer than until there is reason to believe that it works now. */
  private pause(milliseconds: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds)
      this.wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  }

  /** Lets go of the socket; the loop starts over from the watermark. */
  private drop() {
    if (!navigator.onLine) this.listener.changed({ kind: 'offline' })
    this.stream?.close()
    this.wake()
  }

  /** Says something, one after the other; gives its id in the log. The mark makes it safe to send twice. Throws `CallFailed`. */
  post(mark: string, text: string, value?: Json): Promise<string | undefined> {
    const posted = this.queue.then(() => this.deliver(mark, text, value))
    this.queue = posted.catch(() => {})
    return posted
  }

  private async deliver(mark: string, text: string, value: Json | undefined): Promise<string | undefined> {
    if (!this.session) await new Promise<void>((go) => this.waiting.push(go))
    const session = this.session
    if (!session) throw new CallFailed(0, 10)
    const body = {
      type: 'message',
      from: { id: session.member },
      locale: this.locale(),
      text,
      textFormat: 'plain',
      ...(value === undefined ? {} : { value }),
      channelData: { clientActivityID: mark },
    }
    for (let tries = 1; ; tries++) {
      const since = Date.now()
      try {
        const id = idOf(await this.within(session, path(session.id, '/activities'), { body }))
        // Accepted, and yet nothing is heard: the socket is dead without knowing it.
        setTimeout(() => this.lastFrame < since && this.stream?.close(), times.echo)
        return id
      } catch (error) {
        if (error instanceof Ended) {
          // The member answered a question that is gone: the loop opens a new conversation, and nothing is sent into it unasked.
          if (this.session === session) this.leave(this.movedOn() ? 'otherTab' : 'ended')
          this.drop()
          throw new CallFailed(404, 10)
        }
        const soon = error instanceof CallFailed && error.status === 429 && error.wait <= 3
        if (!(error instanceof CallFailed) || !(error.passing || soon) || tries >= 3) throw error
        await new Promise((done) => setTimeout(done, soon ? error.wait * 1000 : 500 * 2 ** tries))
      }
    }
  }
}
