/** The scorecard: what it counts, and that its pin changes with what the figures depend on. */
import { beforeAll, describe, expect, it } from 'vitest'
import { ModelFailure } from '../../../bot/model/failure.ts'
import { pinOf, runScorecard, scorecardTable } from '../../../bot/model/scorecard.ts'
import type { ModelReader } from '../../../bot/model/understander.ts'
import { type FiledExample, readExamples } from '../../../bot/understanding/examples.ts'
import { faqIds } from '../../../prompts/acts.ts'
import { testExamples } from '../../prompts/trained.ts'

let examples: readonly FiledExample[]
beforeAll(async () => {
  examples = (await readExamples(testExamples)).slice(0, 60)
})
const usage = { input: 2000, cached: 1500, output: 50 }
const right: ModelReader = async ({ text }) => ({
  language: 'nl',
  acts: examples.find((example) => example.text === text)!.acts,
  usage,
  calls: 1,
  milliseconds: 200,
})
const run = (reader: ModelReader, more: Partial<Parameters<typeof runScorecard>[0]> = {}) =>
  runScorecard({
    model: 'a-model',
    reader,
    examples,
    shown: [],
    faqIds,
    wait: async () => {},
    repeated: 20,
    ...more,
  })

describe('a run', () => {
  it('counts whole messages, by act, language and behaviour, tokens, time and cost', async () => {
    const card = await run(right, { prices: { input: 2, cached: 0.5, output: 8 } })
    expect(card.whole).toEqual({ right: 60, of: 60 })
    expect(Object.values(card.byLanguage).reduce((sum, { of }) => sum + of, 0)).toBe(60)
    expect(Object.keys(card.byAct)).toContain('correct')
    expect(Object.keys(card.byBehaviour).length).toBeGreaterThan(0)
    expect(card.tokens).toEqual(usage)
    expect(card.milliseconds).toEqual({ p50: 200, p90: 200, p99: 200 })
    expect(card.costPerThousand).toBeCloseTo((500 * 2 + 1500 * 0.5 + 50 * 8) / 1000)
    expect(card.consistency).toEqual({ right: 20, of: 20, tries: 8 })
    const table = scorecardTable(card)
    expect(table).toContain('| **all** | 100.0 % | 60 |')
    expect(table).toContain('100.0 % of 20 messages')
  })

  it('sees what differs between tries', async () => {
    let count = 0
    const fickle: ModelReader = async (utterance) => ({
      ...(await right(utterance)),
      ...(count++ % 5 === 4 ? { acts: [{ act: 'repeat' as const }] } : {}),
    })
    const card = await run(fickle, { atOnce: 1 })
    expect(card.whole.right).toBe(48)
    expect(card.consistency.right).toBeLessThan(20)
  })

  it('waits for a busy server, and counts what fails', async () => {
    let tries = 0
    const waits: number[] = []
    const busy: ModelReader = async (utterance) => {
      if (tries++ === 0) throw new ModelFailure('busy', 700)
      if (utterance.text === examples[3]!.text) throw new ModelFailure('timeout')
      return right(utterance)
    }
    const card = await run(busy, {
      atOnce: 1,
      repeated: 1,
      wait: async (milliseconds) => void waits.push(milliseconds),
    })
    expect(waits).toEqual([700])
    expect(card.failures).toEqual({ timeout: 1 })
    expect(card.whole).toEqual({ right: 59, of: 60 })
  })
})

it('is pinned to prompt, schema and examples', () => {
  const pin = pinOf(faqIds, examples, examples)
  expect(pin).toMatch(/^[0-9a-f]{64}$/)
  expect(pinOf(faqIds, examples, examples)).toBe(pin)
  expect(pinOf([...faqIds, 'another'], examples, examples)).not.toBe(pin)
  expect(pinOf(faqIds, examples.slice(1), examples)).not.toBe(pin)
  expect(pinOf(faqIds, examples, examples.slice(1))).not.toBe(pin)
})
