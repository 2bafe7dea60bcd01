import { describe, expect, it } from 'vitest'
import { readExamples } from '../../bot/understanding/examples.ts'
import { dice, type Measured, measure, share } from '../../bot/understanding/measure.ts'
import { testExamples, trainedEngine } from './trained.ts'

const percent = (part: number) => `${(100 * part).toFixed(1)} %`

describe('messages that the engine was not trained on', () => {
  it('are understood whole', { timeout: 240_000 }, async () => {
    const engine = await trainedEngine()
    const examples = await readExamples(testExamples)
    const plain = await measure(engine, examples)
    const slipped = await measure(engine, examples, dice(1), 1)
    const of = (measured: readonly Measured[], language: string) =>
      share(measured.filter(({ example }) => example.language === language))
    const declined = plain.filter(
      ({ example, given }) =>
        given.every(({ act }) => act === 'unknown') && !example.acts.some(({ act }) => act === 'unknown'),
    )
    const outside = plain.filter(({ example }) => example.acts.every(({ act }) => act === 'unknown'))
    const faq = plain.filter(({ example }) => example.acts.every(({ act }) => act === 'faq'))
    for (const language of ['nl', 'en'])
      process.stdout.write(
        `understood whole, ${language}: ${percent(of(plain, language))}, with a slip ${percent(of(slipped, language))}\n`,
      )
    process.stdout.write(
      `out of scope recognised: ${percent(share(outside))}; good messages declined: ${percent(declined.length / (plain.length - outside.length))}; FAQ: ${percent(share(faq))} (${plain.length} messages)\n`,
    )
    expect(of(plain, 'nl')).toBeGreaterThanOrEqual(0.88)
    expect(of(plain, 'en')).toBeGreaterThanOrEqual(0.88)
    expect(of(slipped, 'nl')).toBeGreaterThanOrEqual(0.85)
    expect(of(slipped, 'en')).toBeGreaterThanOrEqual(0.85)
    expect(share(outside)).toBeGreaterThanOrEqual(0.85)
    expect(share(faq)).toBeGreaterThanOrEqual(0.9)
    expect(declined.length / (plain.length - outside.length)).toBeLessThanOrEqual(0.05)
  })
})
