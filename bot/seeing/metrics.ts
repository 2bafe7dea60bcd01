/** What the server counts and measures, in Prometheus' format. No label is ever personal, and each has few values. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Delivery } from '../channels/teams/delivery.ts'
import type { Observer, Source, Stage, TurnEnd } from './observer.ts'

/** The server's metrics, and the observer that fills them. */
export interface Metrics {
  readonly observer: Observer
  /** Counts an answer by its route's pattern and status. */
  answered(route: string, status: number): void
  /** A fault that nobody asked for: of the server's own, the store's, the model's. */
  fault(kind: 'server' | 'store' | 'model' | 'socket'): void
  /** Measures a call of the store's, where that is on another machine. */
  storeCall(name: string, milliseconds: number, failed: boolean): void
  /** How a message for Teams fared. */
  teamsDelivery(delivery: Delivery): void
  /** How many cases nobody and somebody has, to be asked whenever somebody looks; what cannot be said is left out. */
  countCases(count: () => Promise<Readonly<Record<'unassigned' | 'assigned', number>>>): void
  /** How many WebSockets are open, to be asked whenever somebody looks. */
  countSockets(count: () => number): void
  /** The text that Prometheus reads, and its content type. */
  text(): Promise<{ readonly type: string; readonly body: string }>
}

const ends: readonly TurnEnd[] = [
  'served',
  'accepted',
  'duplicate',
  'gone',
  'busy',
  'full',
  'unavailable',
  'apologised',
]
const stages: readonly Stage[] = ['queue', 'load', 'assistant', 'understand', 'save', 'turn']
const deliveries: readonly Delivery[] = ['sent', 'postponed', 'uncertain', 'refused']
const sources: readonly Source[] = ['tap', 'local', 'model', 'pin']

/** Upper bounds in seconds, from a tenth of a millisecond to a model's whole deadline and beyond. */
const seconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** New metrics, all at zero, in a registry of their own. */
export function makeMetrics(): Metrics {
  let sockets = () => 0
  let cases = async (): Promise<Readonly<Record<'unassigned' | 'assigned', number>> | undefined> => undefined
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const turns = new Counter({
    name: 'cps_turns_total',
    help: 'Turns, by how they ended.',
    labelNames: ['end'],
    registers,
  })
  const understood = new Counter({
    name: 'cps_understood_total',
    help: 'Messages, by what they were understood by.',
    labelNames: ['source'],
    registers,
  })
  const latency = new Histogram({
    name: 'cps_turn_stage_seconds',
    help: 'How long the parts of a turn took.',
    labelNames: ['stage'],
    buckets: seconds,
    registers,
  })
  const queue = new Gauge({
    name: 'cps_turns_under_way',
    help: 'Turns that wait or run at this moment.',
    registers,
  })
  const conflicts = new Counter({
    name: 'cps_save_conflicts_total',
    help: 'Saves that came second, and were tried again.',
    registers,
  })
  const takenOver = new Counter({
    name: 'cps_inboxes_taken_over_total',
    help: 'Conversations whose accepted turns were taken over from a process that was gone.',
    registers,
  })
  const answers = new Counter({
    name: 'cps_http_answers_total',
    help: 'HTTP answers, by route and status.',
    labelNames: ['route', 'status'],
    registers,
  })
  const faults = new Counter({
    name: 'cps_faults_total',
    help: 'Faults, by whose they were.',
    labelNames: ['kind'],
    registers,
  })
  const teams = new Counter({
    name: 'cps_teams_messages_total',
    help: 'Messages for Teams: sent, postponed, perhaps sent and not repeated, or refused.',
    labelNames: ['delivery'],
    registers,
  })
  const store = new Histogram({
    name: 'cps_store_call_seconds',
    help: 'How long calls of the store took, by name and whether they failed.',
    labelNames: ['call', 'failed'],
    buckets: seconds,
    registers,
  })
  new Gauge({
    name: 'cps_sockets',
    help: 'Open WebSockets.',
    registers,
    collect() {
      this.set(sockets())
    },
  })
  new Gauge({
    name: 'cps_cases',
    help: 'Open cases of members who asked for a person, by whether somebody has them.',
    labelNames: ['state'],
    registers,
    async collect() {
      const counted = await cases().catch(() => undefined)
      this.reset()
      if (!counted) return
      this.set({ state: 'unassigned' }, counted.unassigned)
      this.set({ state: 'assigned' }, counted.assigned)
    },
  })
  // Known beforehand: looked up once, and there at zero before the first.
  const byEnd = new Map(ends.map((end) => [end, turns.labels({ end })]))
  const byStage = new Map(stages.map((stage) => [stage, latency.labels({ stage })]))
  const bySource = new Map(sources.map((source) => [source, understood.labels({ source })]))
  const byAnswer = new Map<string, ReturnType<typeof answers.labels>>()
  const byCall = new Map<string, ReturnType<typeof store.labels>>()
  for (const known of [...byEnd.values(), ...bySource.values()]) known.inc(0)
  for (const delivery of deliveries) teams.labels({ delivery }).inc(0)
  for (const kind of ['server', 'store', 'model', 'socket']) faults.labels({ kind }).inc(0)

  return {
    observer: {
      turn: (end) => {
        byEnd.get(end)!.inc()
        if (end === 'apologised') faults.labels({ kind: 'server' }).inc()
      },
      understood: (source) => bySource.get(source)!.inc(),
      stage: (stage, milliseconds) => byStage.get(stage)!.observe(milliseconds / 1000),
      underWay: (change) => queue.inc(change),
      conflict: () => conflicts.inc(),
      takenOver: () => takenOver.inc(),
      around: (work) => work(),
    },
    answered: (route, status) => {
      const key = `${status} ${route}`
      // Routes and statuses are few; looking a label up is dearer than counting.
      const known = byAnswer.get(key) ?? answers.labels({ route, status: String(status) })
      byAnswer.set(key, known)
      known.inc()
    },
    fault: (kind) => faults.labels({ kind }).inc(),
    storeCall: (call, milliseconds, failed) => {
      const key = `${failed} ${call}`
      const known = byCall.get(key) ?? store.labels({ call, failed: String(failed) })
      byCall.set(key, known)
      known.observe(milliseconds / 1000)
    },
    teamsDelivery: (delivery) => teams.labels({ delivery }).inc(),
    countCases: (count) => {
      cases = count
    },
    countSockets: (count) => {
      sockets = count
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  }
}
