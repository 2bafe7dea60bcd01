/** Traces of turns by OpenTelemetry, where the operator asks for them: a span for each turn, and one for each of its parts. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { context, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node'
import { type Observer, unobserved } from './observer.ts'

/** Traces that are on. */
export interface Traces {
  readonly observer: Observer
  /** Sends what has not been sent yet. */
  stop(): Promise<void>
}

/** Milliseconds. */
const stopWithin = 1_000

/** What a span of a turn is called in traces. */
const nameOf = (stage: string) => `cps.${stage}`

function observerOf(tracer: Tracer): Observer {
  const turns = new AsyncLocalStorage<Span>()
  return {
    ...unobserved,
    around: async (work) => {
      const span = tracer.startSpan(nameOf('turn'))
      try {
        return await turns.run(span, work)
      } catch (error) {
        // The kind alone: what went wrong may quote a member.
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name })
        throw error
      } finally {
        span.end()
      }
    },
    turn: (end) => {
      turns.getStore()?.addEvent(end)
    },
    understood: (source) => {
      turns.getStore()?.setAttribute('cps.understood_by', source)
    },
    conflict: () => {
      turns.getStore()?.addEvent('conflict')
    },
    stage: (stage, milliseconds) => {
      const turn = turns.getStore()
      if (!turn || stage === 'turn') return
      const end = Date.now()
      const startTime = end - milliseconds
      tracer.startSpan(nameOf(stage), { startTime }, trace.setSpan(context.active(), turn)).end(end)
    },
  }
}

/** Sends traces to an OTLP endpoint (`https://collector.example.org/v1/traces`), in batches; one that does not answer costs nothing but its traces. */
export function startTraces(
  url: string,
  exporter: SpanExporter = new OTLPTraceExporter({ url, timeoutMillis: 5_000 }),
): Traces {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'cps-assistant' }),
    spanProcessors: [new BatchSpanProcessor(exporter, { maxQueueSize: 4096, exportTimeoutMillis: 5_000 })],
  })
  return {
    observer: observerOf(provider.getTracer('cps-assistant')),
    stop: async () => {
      // A collector that does not answer keeps nobody from stopping.
      let timer: NodeJS.Timeout | undefined
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, stopWithin)
      })
      await Promise.race([provider.shutdown().catch(() => {}), enough])
      clearTimeout(timer)
    },
  }
}
