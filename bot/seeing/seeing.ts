/** What is seen of the server from outside: metrics always, traces where they are asked for. */
import type { Understander } from '../../prompts/acts.ts'
import type { Config } from '../config.ts'
import { type Metrics, makeMetrics } from './metrics.ts'
import { bothOf, type Observer } from './observer.ts'

/** What a server is seen by. */
export interface Seeing {
  readonly metrics: Metrics
  /** To be told of turns. */
  readonly observer: Observer
  /** Sends what has not been sent yet. */
  stop(): Promise<void>
}

/** Starts to look. */
export async function startSeeing({ tracesUrl }: Pick<Config, 'tracesUrl'>): Promise<Seeing> {
  const metrics = makeMetrics()
  if (tracesUrl === undefined) return { metrics, observer: metrics.observer, stop: async () => {} }
  // Only where it is asked for: on one's own machine nobody waits for it to load.
  const { startTraces } = await import('./traces.ts')
  const traces = startTraces(tracesUrl)
  return { metrics, observer: bothOf(metrics.observer, traces.observer), stop: traces.stop }
}

/** An understander that tells how long it takes. */
export const timedUnderstander = (understander: Understander, observer: Observer): Understander => ({
  understand: (utterance) => {
    const since = performance.now()
    const tell = () => observer.stage('understand', performance.now() - since)
    const understanding = understander.understand(utterance)
    // The local engine answers at once: nothing is awaited for it.
    if (understanding instanceof Promise) return understanding.finally(tell)
    tell()
    return understanding
  },
})
