/**
 * Redis behind a deadline: every call is answered in time, with what happened. A server that hangs, is gone or is slow costs
 * nobody more than the deadline; the connection is made again by itself.
 *
 * A command that was answered as failed may still reach a server that was merely stopped. So scripts that write get a
 * deadline in Redis' own time, and do nothing after it: see `scripts.ts`.
 */
import type { Logger } from 'pino'
import { StoreUnavailable } from '../store.ts'
import type { RedisAddress } from './address.ts'
import { connectLink, isUnsent, type Link, refusalOf, type Words } from './link.ts'
import { otherScript, type Script, tooLate } from './scripts.ts'

/** Milliseconds within which every call is answered. */
export const answeredWithin = 500
/** So many calls without an answer in a row, and another connection is made. */
const missesAtMost = 3
const reconnectAtMost = 1_000
/** How often it is measured how far Redis' clock is from ours. Milliseconds. */
const clockEvery = 10_000
/** A script is given up this long before its call is: timers and clocks count in whole milliseconds. */
const margin = 3

/** Told of every call: what it was, how long it took in milliseconds, and whether it failed. */
export type CallListener = (name: string, milliseconds: number, failed: boolean) => void

/** What one command is. */
export interface Command {
  /** For the figures. */
  readonly name: string
  /** The key (one of them) that it is about. */
  readonly key: string
  readonly words: Words
  /** Whether it may change anything; if it fails, it is then uncertain whether it did. */
  readonly writes?: boolean | undefined
  /** Strings come as bytes. */
  readonly asBuffers?: boolean | undefined
}

/** What a script is run with. */
export interface Run {
  /** All of one slot. */
  readonly keys: readonly string[]
  readonly words: Words
  readonly asBuffers?: boolean | undefined
  /** Where there is less time than usual: milliseconds. */
  readonly within?: number | undefined
}

/** Redis behind a deadline. What fails rejects with `StoreUnavailable`. */
export interface RedisClient {
  call(command: Command): Promise<unknown>
  /** Runs a script; one that writes does nothing once its deadline has passed. */
  run(name: string, script: Script, run: Run): Promise<unknown>
  /** Runs a script of others', as node-redis would. */
  eval(
    script: string,
    given: { readonly keys: readonly string[]; readonly arguments: readonly string[] },
  ): Promise<unknown>
  readonly isReady: boolean
  /** Lets go, once what is under way is answered. */
  close(): Promise<void>
}

/** What a client is made with. */
export interface ClientSettings {
  readonly address: RedisAddress
  readonly cluster: boolean
  readonly log: Pick<Logger, 'warn' | 'info'>
  readonly onCall?: CallListener | undefined
}

type Send = (link: Connected) => Promise<unknown>

/** A connection, and how far Redis' clock is from this process' own (`performance.now()`), at least. Milliseconds. */
interface Connected {
  readonly link: Link
  offset: number
}

/** How long to wait before the next attempt to connect, in milliseconds: longer each time, and never all processes at once. */
export const reconnectAfter = (attempt: number): number =>
  Math.min(reconnectAtMost, 50 * 2 ** attempt) * (0.5 + Math.random() / 2)

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Connects, once: rejects with the fault where that fails. From then on the client connects again by itself. */
export async function openRedisClient(settings: ClientSettings): Promise<RedisClient> {
  const { address, cluster, log, onCall } = settings
  /** Absent while there is none. */
  let connected: Connected | undefined
  /** An attempt to connect has failed since there was a connection: there is nothing to wait for. */
  let isDown = false
  let closed = false
  let misses = 0
  let underWay = 0
  const waiting = new Set<() => void>()

  async function connect(): Promise<Connected> {
    let made: Connected | undefined
    const link = await connectLink(address, cluster, (fault) => made && lose(made, fault))
    made = { link, offset: Number.NEGATIVE_INFINITY }
    try {
      // The first answer of a process takes long.
      for (let measured = 0; measured < 2; measured++) await setClock(made)
      return made
    } catch (fault) {
      link.destroy()
      throw fault
    }
  }

  /**
   * Measures Redis' clock. When exactly it was read is not known, only that it was between the question and the answer: of
   * all that the offset may be, the least is taken, so that no script is given longer than its caller waits; what was
   * measured before stays where it is closer, unless it has become impossible because a clock was set.
   */
  async function setClock(one: Connected): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it does not answer')), answeredWithin)
    })
    try {
      const asked = performance.now()
      const time = await Promise.race([one.link.send('', ['TIME']), late])
      const [seconds, micros] = time as readonly [string, string]
      const clock = Number(seconds) * 1000 + Number(micros) / 1000
      one.offset = Math.min(clock - asked, Math.max(one.offset, clock - performance.now()))
    } finally {
      clearTimeout(timer)
    }
  }

  /** Makes another connection in the place of this one. */
  function lose(one: Connected, fault: unknown): void {
    if (connected !== one) return
    connected = undefined
    misses = 0
    one.link.destroy()
    if (closed) return
    log.warn({ redis: address.shown, fault: shownFault(fault) }, 'the connection to Redis is lost')
    void reconnect()
  }

  async function reconnect(): Promise<void> {
    for (let attempt = 0; !closed; attempt++) {
      try {
        const one = await connect()
        if (closed) return one.link.destroy()
        connected = one
        isDown = false
        log.info({ redis: address.shown }, 'connected to Redis again')
        for (const go of [...waiting]) go()
        return
      } catch {
        isDown = true
        for (const go of [...waiting]) go()
        await sleep(reconnectAfter(attempt))
      }
    }
  }

  function request(
    name: string,
    writes: boolean,
    send: (deadline: number) => Send,
    within = answeredWithin,
  ): Promise<unknown> {
    const since = performance.now()
    const isMyTurn = send(since + within)
    return new Promise((resolve, reject) => {
      let sentOver: Connected | undefined
      underWay++
      const settle = (failure: StoreUnavailable | undefined, reply?: unknown) => {
        clearTimeout(timer)
        waiting.delete(go)
        underWay--
        onCall?.(name, performance.now() - since, failure !== undefined)
        if (failure) reject(failure)
        else resolve(reply)
      }
      const fail = (message: string, cause?: unknown, uncertain = false) =>
        settle(new StoreUnavailable(message, { cause, uncertain }))
      let settled = false
      const once = (then: () => void) => {
        if (settled) return
        settled = true
        then()
      }
      const missed = () => {
        if (settled) return
        once(() => fail('Redis does not answer in time', undefined, writes && sentOver !== undefined))
        if (sentOver && sentOver === connected && ++misses >= missesAtMost)
          lose(sentOver, new Error('it does not answer'))
      }
      // Where this process was held up itself, the answer may be there: it is read before what is immediate.
      const timer = setTimeout(() => setImmediate(missed), within)
      const go = () => {
        waiting.delete(go)
        if (closed) return once(() => fail('the store is closed'))
        if (!connected) {
          if (isDown) once(() => fail('there is no connection to Redis'))
          else waiting.add(go)
          return
        }
        const over = connected
        sentOver = over
        isMyTurn(over).then(
          (reply) => {
            misses = 0
            once(() => (reply === tooLate ? fail('Redis was too late') : settle(undefined, reply)))
          },
          (fault) => {
            const refusal = refusalOf(fault)
            if (refusal !== undefined) misses = 0
            // A replica took the place of the primary, or the other way round: the address leads to the right one.
            if (refusal === 'READONLY') lose(over, fault)
            const uncertain = writes && refusal === undefined && !isUnsent(fault)
            once(() => fail(refusal ? `Redis refused: ${refusal}` : 'Redis was lost', fault, uncertain))
          },
        )
      }
      go()
    })
  }

  /** Runs a script, which has to be there; where Redis lost it, it is sent along. */
  async function evaluate(
    { link }: Connected,
    script: Script,
    { keys, words, asBuffers }: Run,
  ): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...words]
    try {
      return await link.send(keys[0]!, ['EVALSHA', script.sha, ...rest], asBuffers)
    } catch (fault) {
      if (refusalOf(fault) !== 'NOSCRIPT') throw fault
      return await link.send(keys[0]!, ['EVAL', script.text, ...rest], asBuffers)
    }
  }

  async function evaluateInTime(
    over: Connected,
    script: Script,
    run: Run,
    deadline: number,
  ): Promise<unknown> {
    const inTime = () => {
      const last = String(Math.floor(deadline - margin + over.offset))
      return evaluate(over, script, { ...run, words: [last, ...run.words] })
    }
    const reply = await inTime()
    if (reply !== tooLate || performance.now() > deadline) return reply
    // Redis' clock was set: measured anew, the script has the time that it is due.
    await setClock(over)
    return inTime()
  }

  connected = await connect()
  const clock = setInterval(() => {
    const one = connected
    if (one) setClock(one).catch(() => {})
  }, clockEvery)
  clock.unref()

  return {
    call: ({ name, key, words, writes = false, asBuffers }) =>
      request(
        name,
        writes,
        () =>
          ({ link }) =>
            link.send(key, words, asBuffers),
      ),
    run: (name, script, run) =>
      request(
        name,
        script.writes,
        (deadline) => (over) =>
          script.writes ? evaluateInTime(over, script, run, deadline) : evaluate(over, script, run),
        run.within,
      ),
    eval: (script, { keys, arguments: words }) =>
      request('eval', true, () => (over) => evaluate(over, otherScript(script), { keys, words })),
    get isReady() {
      return connected !== undefined
    },
    close: async () => {
      if (closed) return
      closed = true
      clearInterval(clock)
      for (const go of [...waiting]) go()
      for (const until = performance.now() + answeredWithin; underWay > 0 && performance.now() < until; )
        await sleep(5)
      connected?.link.destroy()
      connected = undefined
    },
  }
}

/** A fault for the log: it may hold an address, never what was sent. */
function shownFault(fault: unknown): string {
  const { code, name } = (fault ?? {}) as { code?: unknown; name?: unknown }
  return refusalOf(fault) ?? (typeof code === 'string' ? code : String(name ?? 'unknown'))
}
