/** How long the local engine takes to understand a message. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { faqIds } from '../../../prompts/acts.ts'
import { localEngine } from '../../../prompts/local/engine.ts'
import { modelSchema } from '../../../prompts/local/model.ts'
import { readExamples } from '../../understanding/examples.ts'
import { measuringDay } from '../../understanding/measure.ts'
import type { Bench, Measured } from '../bench.ts'
import { quantile } from '../load.ts'
import { short } from '../report.ts'
import { exactly } from '../spread.ts'

const passes = 10
/** The first passes only warm up. */
const warmingPasses = 2

/** Measures the row on understanding: each test example at its best of several times, which is what it costs when nobody else wants the processor. */
export async function measureUnderstandingRow({ root, quick }: Bench): Promise<Measured> {
  const stored = await readFile(join(root, 'dist', 'understanding.json'), 'utf8')
  const engine = localEngine(modelSchema.parse(JSON.parse(stored)), { faqIds })
  const examples = await readExamples(join(root, 'prompts', 'examples', 'test'))
  const best = new Float64Array(examples.length).fill(Number.POSITIVE_INFINITY)
  for (let pass = 0; pass < (quick ? passes - 4 : passes); pass++)
    for (const [index, { text, pending = null, today = measuringDay }] of examples.entries()) {
      const from = performance.now()
      engine.understand({ text, language: null, pending, today })
      if (pass >= warmingPasses) best[index] = Math.min(best[index]!, performance.now() - from)
    }
  best.sort()
  return {
    rows: [
      {
        measure: 'understanding a message, p99',
        ours: `p50 ${short(quantile(best, 0.5))} ms, ${examples.length} messages`,
        figure: exactly(quantile(best, 0.99)),
        unit: ' ms',
        bar: { atMost: 2 },
      },
    ],
  }
}
