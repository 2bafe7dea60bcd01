/** Sends activities to a channel's connector: one pool of kept-alive connections for each, one deadline, at most one second try. */
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Activity } from 'botbuilder-core'
import { type Dispatcher, Pool } from 'undici'
import { z } from 'zod'
import { isLoopback } from '../../config.ts'
import { ConnectorFault } from './connector-fault.ts'

export { ConnectorFault }

/** What a connector is reached with. */
export interface ConnectorParts {
  /** The bot's token for the channel; empty to send none, to a connector on this machine. */
  readonly token: () => Promise<string>
  /** Whether activities may go to this service URL. Plain http is taken on loopback only, and only where this allows it. */
  readonly allowed: (serviceUrl: string) => boolean
}

/** A call of the connector's interface other than posting an activity. */
export interface ConnectorCall {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Below the service URL, its parts encoded: `/v3/conversations`. */
  readonly path: string
  /** JSON-serialisable. */
  readonly body?: unknown
}

/** Sends activities, and whatever else a connector is asked for. */
export interface Connector {
  /** Posts an activity; the id that the channel gave it, empty where it gave none. Rejects with a `ConnectorFault`. */
  send(
    serviceUrl: string,
    conversationId: string,
    activity: Partial<Activity>,
  ): Promise<{ readonly id: string }>
  /** Makes a call; what the answer is in this shape, an empty one being `{}`. Rejects with a `ConnectorFault`. */
  call<T extends z.ZodType>(serviceUrl: string, call: ConnectorCall, shape: T): Promise<z.output<T>>
  /** Finishes what is under way and closes all connections. */
  close(): Promise<void>
}

/** Milliseconds for all tries together, the token included. */
const within = 5_000
const retryAfterAtMost = 2_000
const jitter = { least: 100, most: 400 }
const poolsAtMost = 50
const answerAtMost = 64 * 1024
/** Answers after which nothing was done, and a second try may do better. */
const passing = new Set([412, 429, 502, 503, 504])
const notConnected = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT'])

const answerShape = z.object({ id: z.string().max(2000).default('') })

/** Opens a connector; connections are made when they are needed. */
export function openConnector({ token, allowed }: ConnectorParts): Connector {
  /** By origin, the longest unused first. */
  const pools = new Map<string, Pool>()

  function poolOf(origin: string): Pool {
    const pool =
      pools.get(origin) ??
      new WatchedPool(origin, {
        connections: 32,
        pipelining: 1,
        connect: { timeout: 2_000 },
        keepAliveTimeout: 30_000,
        maxResponseSize: answerAtMost,
      })
    pools.delete(origin)
    pools.set(origin, pool)
    if (pools.size > poolsAtMost) {
      const [oldest, unused] = pools.entries().next().value!
      pools.delete(oldest)
      void unused.close()
    }
    return pool
  }

  /** One try: the text of the answer, or the fault and whether a second try may do better. */
  async function attempt(pool: Pool, request: Request): Promise<Attempt> {
    let answer: Dispatcher.ResponseData
    request.left = false
    try {
      answer = await pool.request(request)
    } catch (error) {
      return failure(error, request.left ? 'lost' : 'unavailable')
    }
    const { statusCode: status, headers, body } = answer
    if (status >= 200 && status < 300) {
      try {
        return { kind: 'answered', text: await body.text(), status }
      } catch (error) {
        return failure(error, 'garbage', status)
      }
    }
    // Read to its end, unseen, so that the connection can be used again.
    await body.dump({ limit: answerAtMost }).catch(() => {})
    if (!passing.has(status))
      return { kind: 'failed', fault: new ConnectorFault('refused', status), again: undefined }
    const wanted = retryAfterOf(headers['retry-after'])
    const again =
      wanted === undefined ? aWhile() : wanted <= retryAfterAtMost ? wanted + aMoment() : undefined
    return { kind: 'failed', fault: new ConnectorFault('unavailable', status, wanted), again }
  }

  async function exchange<T>(
    serviceUrl: string,
    { method, path, body }: ConnectorCall,
    read: (text: string) => T,
  ): Promise<T> {
    const base = addressOf(serviceUrl, allowed)
    const deadline = startDeadline()
    try {
      const bearer = await Promise.race([tokenOf(token), deadline.late])
      const request: Request = {
        method,
        path: `${base.pathname.replace(/\/+$/, '')}${path}`,
        headers: headersWith(bearer),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: deadline.signal,
        left: false,
      }
      const pool = poolOf(base.origin)
      const first = await attempt(pool, request)
      if (first.kind === 'answered') return reading(first, read)
      // Where no time is left for a second try, what is known is that the first did nothing.
      if (first.again === undefined || first.again >= deadline.left()) throw first.fault
      await sleep(first.again)
      const second = await attempt(pool, request)
      if (second.kind === 'answered') return reading(second, read)
      throw second.fault
    } finally {
      deadline.end()
    }
  }

  return {
    async send(serviceUrl, conversationId, activity) {
      const path = `/v3/conversations/${encodeURIComponent(conversationId)}/activities${activity.replyToId ? `/${encodeURIComponent(activity.replyToId)}` : ''}`
      return { id: await exchange(serviceUrl, { method: 'POST', path, body: activity }, idIn) }
    },

    call: (serviceUrl, call, shape) =>
      exchange(serviceUrl, call, (text) => shape.parse(text.trim() === '' ? {} : JSON.parse(text))),

    async close() {
      const open = [...pools.values()]
      pools.clear()
      await Promise.all(open.map((pool) => pool.close()))
    },
  }
}

/** A request, and whether any of it has left. */
type Request = Dispatcher.RequestOptions & { left: boolean }

/** A pool that says of each request when it leaves: what only waited for a connection was not sent. */
class WatchedPool extends Pool {
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const request = options as Dispatcher.DispatchOptions & { left?: boolean }
    const { onConnect } = handler
    if (!onConnect) request.left = true
    else
      handler.onConnect = (abort) => {
        let isGivenUp = false
        onConnect.call(handler, (reason) => {
          isGivenUp = true
          abort(reason)
        })
        // Where it was given up while it waited, the handler has said so at once.
        request.left = !isGivenUp
      }
    return super.dispatch(options, handler)
  }
}

type Attempt =
  | { readonly kind: 'answered'; readonly text: string; readonly status: number }
  /** `again`: milliseconds to wait before a second try, `undefined` where there is to be none. */
  | { readonly kind: 'failed'; readonly fault: ConnectorFault; readonly again: number | undefined }

function failure(error: unknown, otherwise: 'lost' | 'garbage' | 'unavailable', status?: number): Attempt {
  const { name, code } = error as NodeJS.ErrnoException
  if (name === 'AbortError' && otherwise !== 'unavailable')
    return { kind: 'failed', fault: new ConnectorFault('late', status), again: undefined }
  if (otherwise === 'unavailable' || (code !== undefined && notConnected.has(code)))
    return { kind: 'failed', fault: new ConnectorFault('unavailable'), again: aWhile() }
  return { kind: 'failed', fault: new ConnectorFault(otherwise, status), again: undefined }
}

/** What an answer says; a fault where it is none. */
function reading<T>({ text, status }: Extract<Attempt, { kind: 'answered' }>, read: (text: string) => T): T {
  try {
    return read(text)
  } catch {
    throw new ConnectorFault('garbage', status)
  }
}

/** The service URL as a URL; throws the fault of one that nothing may be sent to. */
function addressOf(serviceUrl: string, allowed: ConnectorParts['allowed']): URL {
  const url = URL.canParse(serviceUrl) ? new URL(serviceUrl) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (!url || !isSafe || url.username || url.password || !allowed(serviceUrl))
    throw new ConnectorFault('notAllowed')
  return url
}

/** What a send is held to. An emitter of `abort`: undici takes one, at a fraction of what Node's abort signals cost. */
function startDeadline() {
  const signal = new EventEmitter()
  let stop = (_: ConnectorFault) => {}
  const late = new Promise<never>((_, reject) => {
    stop = reject
  })
  late.catch(() => {})
  const ends = performance.now() + within
  const timer = setTimeout(() => {
    // Who still waits for a token has sent nothing.
    stop(new ConnectorFault('noToken'))
    signal.emit('abort')
  }, within)
  return { signal, late, left: () => ends - performance.now(), end: () => clearTimeout(timer) }
}

async function tokenOf(token: ConnectorParts['token']): Promise<string> {
  try {
    return await token()
  } catch {
    throw new ConnectorFault('noToken')
  }
}

const headersWith = (bearer: string) => ({
  'content-type': 'application/json; charset=utf-8',
  accept: 'application/json',
  ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
})

/** The id in an answer; throws where the answer is none. */
const idIn = (text: string): string => (text.trim() === '' ? '' : answerShape.parse(JSON.parse(text)).id)

/** Milliseconds that a `Retry-After` header names, as seconds or as a date. */
function retryAfterOf(header: string | readonly string[] | undefined): number | undefined {
  const text = typeof header === 'string' ? header.trim() : undefined
  if (!text) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}

/** A while that differs each time, so that those who failed together do not come back together. */
const aWhile = () => jitter.least + Math.random() * (jitter.most - jitter.least)

/** On top of a wait that was asked for. */
const aMoment = () => Math.random() * 200
