/** One conversation as this page takes part in it: its token, kept fresh, and its place in the log. */
import { CallFailed, call } from './calls.ts'
import type { Device } from './device.ts'
import { type Grant, memberOf, readGrant } from './protocol.ts'

/** The conversation is over; only a new one helps. */
export class Ended extends Error {}

/** Whether a call was refused with one of these statuses. */
export const refused = (error: unknown, ...statuses: readonly number[]): error is CallFailed =>
  error instanceof CallFailed && statuses.includes(error.status)

const overIfRefused = (error: unknown): never => {
  throw refused(error, 401, 403, 404) ? new Ended() : error
}

/** The part of an address that asks for what came after this point of the log. */
export const since = (watermark: string | undefined): string =>
  watermark === undefined ? '' : `?watermark=${encodeURIComponent(watermark)}`

/** A token for the kept conversation, `undefined` where it is no more. */
async function takeUp(secret: string): Promise<Grant | undefined> {
  try {
    return readGrant(await call('tokens/resume', { body: { resume: secret } }))
  } catch (error) {
    if (refused(error, 400, 401, 403, 404, 410)) return undefined
    throw error
  }
}

/** A conversation that is open. */
export class Session {
  readonly id: string
  readonly member: string
  /** Where to listen, once: it is valid for a minute only. */
  streamUrl: string | undefined
  /** How far the log has been read. */
  watermark: string | undefined
  /** There is history that has not been read yet. */
  behind: boolean
  private token: string
  private closed = false
  private refreshing: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly device: Device,
    /** The secret that takes this conversation up again. */
    private secret: string | undefined,
    opened: Grant & { readonly conversationId: string },
    behind: boolean,
  ) {
    this.id = opened.conversationId
    this.member = memberOf(opened.token) ?? device.member()
    this.token = opened.token
    this.streamUrl = behind ? undefined : opened.streamUrl
    this.behind = behind
    this.refreshLater(opened.expiresIn)
  }

  /** Another tab of this browser has gone on to another conversation. */
  get movedOn(): boolean {
    return this.device.resume !== undefined && this.device.resume !== this.secret
  }

  /** Lets go of it. */
  close() {
    this.closed = true
    clearTimeout(this.refreshing)
  }

  /**
   * A call within the conversation, `more` being what follows its id; a token that is no longer good is renewed once.
   * Throws `Ended` where that does not help, else `CallFailed`.
   */
  async call(more: string, body?: unknown): Promise<unknown> {
    const where = `conversations/${encodeURIComponent(this.id)}${more}`
    const used = this.token
    const options = body === undefined ? { method: 'GET' as const } : { body }
    try {
      return await call(where, { ...options, token: used })
    } catch (error) {
      if (!refused(error, 401, 403, 404)) throw error
      if (this.closed || error.status === 404) throw new Ended()
      if (this.token === used) await this.renew()
    }
    return await call(where, { ...options, token: this.token }).catch(overIfRefused)
  }

  /** Where to listen from where we are. */
  async stream(): Promise<string | undefined> {
    const first = this.streamUrl
    this.streamUrl = undefined
    if (first !== undefined) return first
    const grant = readGrant(await this.call(since(this.watermark)))
    if (grant) this.use(grant)
    return grant?.streamUrl
  }

  private use(grant: Grant) {
    this.token = grant.token
    this.refreshLater(grant.expiresIn)
  }

  private async renew() {
    const grant = this.secret === undefined ? undefined : await takeUp(this.secret)
    if (!grant || (grant.conversationId ?? this.id) !== this.id) throw new Ended()
    if (grant.resume !== undefined && !this.movedOn) this.device.resume = this.secret = grant.resume
    this.use(grant)
  }

  private refreshLater(expiresIn: number) {
    clearTimeout(this.refreshing)
    if (!this.closed)
      this.refreshing = setTimeout(() => void this.refresh(), Math.max(expiresIn * 500, 5_000))
  }

  private async refresh() {
    try {
      const grant = readGrant(await call('tokens/refresh', { token: this.token }))
      if (grant && !this.closed) this.use(grant)
    } catch (error) {
      // One that has expired already is renewed by the next call that needs it.
      if (error instanceof CallFailed && (error.passing || error.status === 429)) this.refreshLater(120)
    }
  }
}

/** Takes the kept conversation up again, or begins one; `ended` is called where there is nothing to go back to. */
export async function enter(device: Device, locale: string, ended: () => void): Promise<Session> {
  const kept = device.resume
  let grant = kept === undefined ? undefined : await takeUp(kept)
  const again = grant !== undefined
  if (kept !== undefined && !again) {
    device.resume = undefined
    ended()
  }
  grant ??= readGrant(await call('tokens/generate', { body: { user: { id: device.member() }, locale } }))
  if (!grant) throw new CallFailed(0, 10)
  const opened = readGrant(
    await call('conversations', { token: grant.token, body: { locale } }).catch(overIfRefused),
  )
  if (!opened?.conversationId) throw new CallFailed(0, 10)
  const secret = opened.resume ?? grant.resume ?? (again ? kept : undefined)
  device.resume = secret
  return new Session(device, secret, { ...opened, conversationId: opened.conversationId }, again)
}
