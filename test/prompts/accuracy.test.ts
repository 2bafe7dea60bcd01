import { describe, expect, it } from 'vitest'
import { readExamples } from '../../bot/understanding/examples.ts'
import { dice, type Measured, measure, measuringDay, share } from '../../bot/understanding/measure.ts'
import { testExamples, trainedEngine } from './trained.ts'

const percent = (part: number) => `${(100 * part).toFixed(1)} %`

describe('messages that the engine was not trained on', () => {
  it('are understood whole', { timeout: 240_000 }, async () => {
    const engine = await trainedEngine()
    const examples = await readExamples(testExamples)
    const plain = await measure(engine, examples)
    const slipped = await measure(engine, examples, dice(1), 1)
    const slippedTwice = await measure(engine, examples, dice(2), 2)
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
        `understood whole, ${language}: ${percent(of(plain, language))}, with a slip ${percent(of(slipped, language))}, with two ${percent(of(slippedTwice, language))}\n`,
      )
    process.stdout.write(
      `out of scope recognised: ${percent(share(outside))}; good messages declined: ${percent(declined.length / (plain.length - outside.length))}; FAQ: ${percent(share(faq))} (${plain.length} messages)\n`,
    )
    expect(of(plain, 'nl')).toBeGreaterThanOrEqual(0.95)
    expect(of(plain, 'en')).toBeGreaterThanOrEqual(0.95)
    expect(of(slipped, 'nl')).toBeGreaterThanOrEqual(0.92)
    expect(of(slipped, 'en')).toBeGreaterThanOrEqual(0.91)
    expect(of(slippedTwice, 'nl')).toBeGreaterThanOrEqual(0.86)
    expect(of(slippedTwice, 'en')).toBeGreaterThanOrEqual(0.85)
    expect(share(outside)).toBeGreaterThanOrEqual(0.92)
    expect(share(faq)).toBeGreaterThanOrEqual(0.95)
    expect(declined.length / (plain.length - outside.length)).toBeLessThanOrEqual(0.03)
  })

  it('where a wrong reading would do harm are all understood', async () => {
    const engine = await trainedEngine()
    const examples = (await readExamples(testExamples)).filter(({ file }) => /(?:^|[\\/])safety\./.test(file))
    const wrong = (await measure(engine, examples))
      .filter(({ right }) => !right)
      .map(({ example, given }) => `${example.file}:${example.line} ${JSON.stringify(given)}`)
    expect(examples.length).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })

  it('offer a choice far more often where the reading is wrong', async () => {
    const engine = await trainedEngine()
    const measured = await measure(engine, await readExamples(testExamples))
    const doubted = (right: boolean) => {
      const those = measured.filter((one) => one.right === right)
      const read = those.map(({ example: { text, pending = null, today = measuringDay } }) =>
        engine.understand({ text, language: null, pending, today }),
      )
      return {
        unsure: read.filter(({ sure }) => sure === false).length / those.length,
        offered: read.filter(({ readings }) => readings).length / those.length,
      }
    }
    const [good, bad] = [doubted(true), doubted(false)]
    process.stdout.write(
      `unsure: ${percent(good.unsure)} of what is right, ${percent(bad.unsure)} of what is wrong; a choice: ${percent(good.offered)}, ${percent(bad.offered)}\n`,
    )
    expect(good.unsure).toBeLessThan(0.3)
    expect(bad.unsure).toBeGreaterThan(0.6)
    expect(good.offered).toBeLessThan(0.06)
    expect(bad.offered).toBeGreaterThan(good.offered)
  }, 60_000)
})
