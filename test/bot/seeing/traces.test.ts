import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node'
import { describe, expect, it } from 'vitest'
import { makeMetrics } from '../../../bot/seeing/metrics.ts'
import { bothOf } from '../../../bot/seeing/observer.ts'
import { startTraces } from '../../../bot/seeing/traces.ts'
import { openConversation, say } from '../direct-line-client.ts'
import { runningServer } from '../running-server.ts'

describe('traces', () => {
  it('have a span for each turn, with its parts in it and how it ended', async () => {
    const exporter = new InMemorySpanExporter()
    // What was exported is still there to be read after the traces have stopped.
    const traces = startTraces('http://127.0.0.1:9', Object.assign(exporter, { shutdown: async () => {} }))
    const metrics = makeMetrics()
    const observer = bothOf(metrics.observer, traces.observer)
    const { url, stop } = await runningServer({ seeing: { metrics, observer, stop: traces.stop } })
    const opened = await openConversation(url)
    await say(url, opened, 'x', 'c1')
    await say(url, opened, 'fail', 'c2')
    await stop()
    const spans = exporter.getFinishedSpans()
    const turns = spans.filter(({ name }) => name === 'cps.turn')
    expect(turns.map(({ events }) => events.map(({ name }) => name))).toEqual([
      ['served'],
      ['served'],
      ['apologised'],
    ])
    for (const turn of turns) {
      const { spanId } = turn.spanContext()
      const parts = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === spanId)
      expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['cps.assistant', 'cps.save']))
    }
  })

  it('go to the endpoint that is configured, by OTLP over HTTP, the last ones when the server stops', async () => {
    const bodies: Buffer[] = []
    const collector = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk))
      request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
    })
    await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done))
    const { port } = collector.address() as AddressInfo
    const { url, stop } = await runningServer({
      environment: { TRACES_URL: `http://127.0.0.1:${port}/v1/traces` },
    })
    const opened = await openConversation(url)
    await say(url, opened, 'my serial number is 042021002223', 'c1')
    await stop()
    const sent = Buffer.concat(bodies).toString('utf8')
    for (const name of ['cps.turn', 'cps.save', 'cps.assistant', 'cps-assistant'])
      expect(sent).toContain(name)
    expect(sent).not.toMatch(/042021002223|serial number is/)
    await new Promise((done) => collector.close(done))
  })

  it('cost nothing but themselves where the endpoint does not answer', async () => {
    const { url, stop } = await runningServer({ environment: { TRACES_URL: 'http://127.0.0.1:9/v1/traces' } })
    const opened = await openConversation(url)
    expect((await say(url, opened, 'x', 'c1')).status).toBe(200)
    await stop()
  })
})
