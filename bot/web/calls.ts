/** Calls to Direct Line over HTTP, and what can go wrong with them. */
import { list, object } from './narrow.ts'

/** How a call failed: `status` as HTTP has it, 0 where nothing answered; `wait` in seconds where the server names it. */
export class CallFailed extends Error {
  readonly status: number
  readonly wait: number
  /** What the server calls it; empty where it says nothing. */
  readonly code: string

  constructor(status: number, wait: number, code = '') {
    super(`the call failed (${status})`)
    this.status = status
    this.wait = wait
    this.code = code
  }

  /** The same call may work a little later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status >= 500
  }
}

/** Milliseconds that a call may take. */
const patience = 15_000

const secondsOf = (header: string | null): number => {
  const seconds = Number(header ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds), 300) : 10
}

/** Makes one call and gives its JSON (`null` where there is none); throws `CallFailed`. */
export async function call(
  path: string,
  {
    token,
    body,
    method,
  }: { readonly token?: string; readonly body?: unknown; readonly method?: 'GET' | 'POST' },
): Promise<unknown> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), patience)
  try {
    const answer = await fetch(`/v3/directline/${path}`, {
      method: method ?? 'POST',
      cache: 'no-store',
      credentials: 'omit',
      signal: deadline.signal,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) {
      const { code } = object(object(await answer.json().catch(() => null)).error)
      const wait = secondsOf(answer.headers.get('retry-after'))
      throw new CallFailed(answer.status, wait, typeof code === 'string' ? code : '')
    }
    const text = await answer.text()
    return text === '' ? null : JSON.parse(text)
  } catch (error) {
    throw error instanceof CallFailed ? error : new CallFailed(0, 10)
  } finally {
    clearTimeout(timer)
  }
}

/** The id in the answer to a post. */
export const idOf = (answer: unknown): string | undefined => {
  const { id } = object(Array.isArray(answer) ? list(answer)[0] : answer)
  return typeof id === 'string' && id !== '' ? id : undefined
}
