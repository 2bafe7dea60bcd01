/** Whatever a model's server does, the member is understood in time, by the local engine where it must be. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { usualBounds } from '../../../bot/model/reach.ts'
import type { LocalUnderstander } from '../../../prompts/local/engine.ts'
import { asking, today, trainedEngine } from '../../prompts/trained.ts'
import { modelBacked, projectExamples } from './model-backed.ts'
import { faults, ModelServer, says } from './model-server.ts'

const server = new ModelServer()
let local: LocalUnderstander
const utterance = {
  text: 'ik denk dat het iets van 1800 moet zijn geweest',
  language: null,
  pending: asking('points'),
  today,
}
/** So often is each fault tried, and so many at once: on a busy machine more would measure the machine. */
const [times, atOnce] = [100, 25]
/** What never opens the breaker within a test: to see each fault for itself. */
const steady = { failures: 100_000 }

beforeAll(async () => {
  await server.start()
  local = await trainedEngine()
  await projectExamples()
})
afterAll(() => server.stop())
beforeEach(() => {
  server.asked.length = 0
  server.answering = says({ acts: [{ act: 'greet' }] })
})

const answerIn = async (understander: Awaited<ReturnType<typeof modelBacked>>) => {
  const started = performance.now()
  const understood = await understander.understand(utterance)
  return { understood, milliseconds: performance.now() - started }
}

describe(`each fault, ${times} times, ${atOnce} in parallel`, () => {
  for (const [name, fault] of Object.entries(faults))
    it(name, async () => {
      // A server of its own: what another fault left under way is not counted here.
      const own = await new ModelServer().start()
      own.answering = fault
      const understander = await modelBacked({ url: own.url, bounds: steady, local })
      const wanted = local.understand(utterance)
      let slowest = 0
      for (let done = 0; done < times; done += atOnce) {
        const answers = await Promise.all(Array.from({ length: atOnce }, () => answerIn(understander)))
        for (const { understood } of answers) expect(understood).toEqual(wanted)
        slowest = Math.max(slowest, ...answers.map(({ milliseconds }) => milliseconds))
      }
      await own.stop()
      console.log(`${name}: slowest ${Math.round(slowest)} ms, ${own.asked.length} calls`)
      expect(slowest).toBeLessThan(3000)
      expect(own.asked.length).toBeGreaterThanOrEqual(1)
      expect(own.asked.length).toBeLessThanOrEqual(2 * times)
    })

  it('at most two calls for one message, a second only after a fast fault that may pass', async () => {
    const calls: Record<string, number> = {}
    for (const [name, fault] of Object.entries(faults)) {
      if (name === 'hang' || name === 'slow drip') continue
      const own = await new ModelServer().start()
      own.answering = fault
      await answerIn(await modelBacked({ url: own.url, bounds: steady, local }))
      calls[name] = own.asked.length
      await own.stop()
    }
    expect(calls['status 500']).toBe(2)
    expect(calls.reset).toBe(2)
    for (const name of [
      'status 429, Retry-After: 60',
      'bad JSON',
      'unknown enum',
      'refusal',
      'content filter',
      'finish_reason length',
      'status 401',
    ])
      expect(calls[name], name).toBe(1)
    expect(Math.max(...Object.values(calls))).toBe(2)
  })

  it('a second call that works is used', async () => {
    const understander = await modelBacked({ url: server.url, bounds: steady, local })
    let first = true
    server.answering = (asked, response) => {
      const failing = first
      first = false
      return (failing ? faults['status 500'] : says({ acts: [{ act: 'thanks' }] }))(asked, response)
    }
    expect((await understander.understand(utterance)).acts).toEqual([{ act: 'thanks' }])
    expect(server.asked.length).toBe(2)
  })

  it('a server that is not there', async () => {
    const understander = await modelBacked({ url: 'http://127.0.0.1:9/v1', bounds: steady, local })
    const { understood, milliseconds } = await answerIn(understander)
    expect(understood).toEqual(local.understand(utterance))
    expect(milliseconds).toBeLessThan(3000)
  })
})

describe('the breaker', () => {
  const bounds = { deadline: 1000, failures: 5, rest: 1500 }

  it('opens after failures in a row, is left alone, tries again and recovers', async () => {
    const said: string[] = []
    const log = {
      debug: () => {},
      warn: (text: string) => said.push(text),
      info: (text: string) => said.push(text),
    }
    const understander = await modelBacked({ url: server.url, bounds, local, log: log as never })
    server.answering = faults.hang
    for (let count = 0; count < 5; count++) await answerIn(understander)
    const asked = server.asked.length
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThanOrEqual(5)
    const started = performance.now()
    await Promise.all(Array.from({ length: atOnce }, () => answerIn(understander)))
    expect(server.asked.length).toBe(asked)
    // Nobody waits for what is known to be broken: together they take less than a deadline each.
    expect(performance.now() - started).toBeLessThan(atOnce * bounds.deadline)

    // Still broken when it is tried again: one call, and open again.
    await new Promise((done) => setTimeout(done, bounds.rest + 50))
    await Promise.all(Array.from({ length: 20 }, () => answerIn(understander)))
    expect(server.asked.length).toBeLessThanOrEqual(asked + 1)

    await new Promise((done) => setTimeout(done, bounds.rest + 50))
    server.answering = says({ acts: [{ act: 'thanks' }] })
    expect((await understander.understand(utterance)).acts).toEqual([{ act: 'thanks' }])
    expect((await understander.understand(utterance)).acts).toEqual([{ act: 'thanks' }])
    expect(said).toEqual([
      'the model is left alone for a while; the local engine understands',
      'the model is left alone for a while; the local engine understands',
      'the model answers again',
    ])
  })

  it('stays closed for what is about one message only', async () => {
    const understander = await modelBacked({ url: server.url, bounds, local })
    for (const name of ['refusal', 'content filter', 'finish_reason length'] as const) {
      server.answering = faults[name]
      for (let count = 0; count < 6; count++) await answerIn(understander)
    }
    server.answering = says({ acts: [{ act: 'thanks' }] })
    expect((await understander.understand(utterance)).acts).toEqual([{ act: 'thanks' }])
  })

  it('Retry-After is respected', async () => {
    const understander = await modelBacked({ url: server.url, bounds, local })
    server.answering = faults['status 429, Retry-After: 60']
    await answerIn(understander)
    server.answering = says({ acts: [{ act: 'thanks' }] })
    const { understood } = await answerIn(understander)
    expect(understood).toEqual(local.understand(utterance))
    expect(server.asked.length).toBe(1)
  })
})

it('the deadline is two and a half seconds', () => {
  expect(usualBounds.deadline).toBe(2500)
})
