/** The server as the tab asks it: with its user's token, and only for what is new. */
import * as z from 'zod/mini'

/**
 * What came of asking. `same`: nothing changed. `signIn`: the server does not know the user. `forbidden`: the user is not of
 * support. `gone`: there is no such thing. `away`: no answer, or none that makes sense.
 */
export type Asked<T> =
  | { readonly kind: 'new'; readonly answer: T; readonly tag: string | null; readonly clock: number }
  | { readonly kind: 'same'; readonly clock: number }
  | { readonly kind: 'signIn' | 'forbidden' | 'gone' | 'away' }

/** A server that answers within so many milliseconds, or not. */
const patience = 10_000

/** Asks the server. */
export class Server {
  private token: Promise<string> | undefined

  constructor(private readonly userToken: () => Promise<string>) {}

  /** Asks for a path; `tag` is that of the answer that is known. */
  async ask<T>(path: string, shape: z.ZodMiniType<T>, tag: string | null): Promise<Asked<T>> {
    const first = await this.askOnce(path, shape, tag)
    if (first.kind !== 'signIn') return first
    // The token has expired: Teams gives another one.
    this.token = undefined
    return this.askOnce(path, shape, tag)
  }

  private async askOnce<T>(path: string, shape: z.ZodMiniType<T>, tag: string | null): Promise<Asked<T>> {
    this.token ??= this.userToken()
    let token: string
    try {
      token = await this.token
    } catch {
      this.token = undefined
      return { kind: 'signIn' }
    }
    try {
      const response = await fetch(`/api/tab/${path}`, {
        headers: { authorization: `Bearer ${token}`, ...(tag === null ? {} : { 'if-none-match': tag }) },
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(patience),
      })
      // The server's clock, for ages: that of this device may be wrong.
      const clock = Date.parse(response.headers.get('date') ?? '') || Date.now()
      if (response.status === 304) return { kind: 'same', clock }
      if (response.status === 401) return { kind: 'signIn' }
      if (response.status === 403) return { kind: 'forbidden' }
      if (response.status === 404) return { kind: 'gone' }
      const read = response.ok ? z.safeParse(shape, await response.json()) : undefined
      if (!read?.success) return { kind: 'away' }
      return { kind: 'new', answer: read.data, tag: response.headers.get('etag'), clock }
    } catch {
      return { kind: 'away' }
    }
  }
}
