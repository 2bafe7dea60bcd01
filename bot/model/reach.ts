/**
 * Reaches a model within bounds: one deadline for all of it, at most two calls, a breaker that leaves a broken server alone,
 * and caps on what may be spent.
 */
import type { Logger } from 'pino'
import type { CallBudget, Caller } from './budget.ts'
import type { Ask, Question, Usage } from './client.ts'
import { isOutage, isPassing, ModelFailure } from './failure.ts'

/** How far reaching goes. All times in milliseconds. */
export interface Bounds {
  /** For everything: both calls and the pause between. */
  readonly deadline: number
  /** Only a call that failed faster than this is tried again. */
  readonly fast: number
  /** Between the calls. */
  readonly pause: number
  /** Failures in a row that open the breaker. */
  readonly failures: number
  /** How long an open breaker leaves the server alone. */
  readonly rest: number
}

/** The bounds that members are served with. */
export const usualBounds: Bounds = { deadline: 2500, fast: 900, pause: 80, failures: 5, rest: 20_000 }

/** What reaching takes. */
export interface ReachParts {
  readonly ask: Ask
  readonly budget: CallBudget
  readonly bounds?: Bounds
  readonly log?: Pick<Logger, 'debug' | 'warn' | 'info'> | undefined
}

/** An answer that was read. */
export interface Reached<Result> {
  readonly result: Result
  readonly usage: Usage
  /** How many calls it took: 1 or 2. */
  readonly calls: number
  readonly milliseconds: number
}

/**
 * Asks, and reads the answer with `read`, which throws a `ModelFailure` for one that does not do. Rejects with a `ModelFailure`, never
 * later than the deadline, which counts from `since` (`performance.now()`).
 */
export type Reach = <Result>(
  question: Question,
  caller: Caller | undefined,
  read: (content: string) => Result,
  since?: number,
) => Promise<Reached<Result>>

/** Makes the reach. */
export async function makeReach({ ask, budget, bounds = usualBounds, log }: ReachParts): Promise<Reach> {
  const { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } = await import('cockatiel')
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof ModelFailure && isOutage(error)),
    { halfOpenAfter: bounds.rest, breaker: new ConsecutiveBreaker(bounds.failures) },
  )
  breaker.onBreak(() => log?.warn('the model is left alone for a while; the local engine understands'))
  breaker.onReset(() => log?.info('the model answers again'))
  /** Until when the server asked to be left alone. */
  let quietUntil = 0

  async function call<Result>(
    question: Question,
    caller: Caller | undefined,
    signal: AbortSignal,
    read: (content: string) => Result,
  ) {
    if (Date.now() < quietUntil) throw new ModelFailure('paused')
    if (!(await budget.take(caller))) throw new ModelFailure('spent')
    try {
      const execution = breaker.execute(async () => {
        // Kept waiting for a breaker that was trying the server out: too late to say anything of the server.
        if (signal.aborted) throw new ModelFailure('paused')
        const { content, usage } = await untilAborted(ask(question, signal), signal)
        return { result: read(content), usage }
      })
      return await untilAborted(execution, signal)
    } catch (error) {
      if (error instanceof BrokenCircuitError) {
        await budget.giveBack(caller)
        throw new ModelFailure('paused')
      }
      const failure = error instanceof ModelFailure ? error : new ModelFailure('unreadable')
      if (failure.pause !== undefined) quietUntil = Math.max(quietUntil, Date.now() + failure.pause)
      throw failure
    }
  }

  return async (question, caller, read, since) => {
    const started = since ?? performance.now()
    const passed = () => performance.now() - started
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), Math.max(0, bounds.deadline - passed()))
    try {
      for (let calls = 1; ; calls++)
        try {
          const answered = await call(question, caller, abort.signal, read)
          log?.debug({ calls, ms: Math.round(passed()), ...answered.usage }, 'the model understood a message')
          return { ...answered, calls, milliseconds: passed() }
        } catch (error) {
          const failure = error as ModelFailure
          log?.debug(
            { calls, ms: Math.round(passed()), failure: failure.kind },
            'the model did not understand a message',
          )
          if (calls === 2 || !isPassing(failure) || failure.pause !== undefined || passed() > bounds.fast)
            throw failure
          await new Promise((done) => setTimeout(done, bounds.pause))
        }
    } finally {
      clearTimeout(timer)
      // Whatever is still under way is let go.
      abort.abort()
    }
  }
}

/** A promise that is not waited for beyond the signal. */
function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(new ModelFailure('timeout'))
    if (signal.aborted) abandon()
    signal.addEventListener('abort', abandon, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon))
  })
}
