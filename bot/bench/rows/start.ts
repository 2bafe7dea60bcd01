/** From `node` to the first reply: our built server beside a bot that imports botbuilder and says 'echo'. */
import type { Bench, Measured } from '../bench.ts'
import { told } from '../report.ts'
import { ratio, spread } from '../spread.ts'
import { measureStart } from '../start.ts'

/** Measures the row on starting, without a model configured. */
export async function measureStartRow({ effort, root, built }: Bench): Promise<Measured> {
  const { ours, baseline } = await measureStart(effort.rounds, { server: built, root })
  const processor =
    ours.processor.length > 0
      ? `of processor: ${told(spread(ours.processor), ' ms')}, the other ${told(spread(baseline.processor), ' ms')}, ${told(ratio(ours.processor, baseline.processor), '×')}`
      : undefined
  return {
    rows: [
      {
        measure: 'start, to the first reply',
        ours: told(spread(ours.wall), ' ms'),
        beside: `botbuilder and 'echo': ${told(spread(baseline.wall), ' ms')}`,
        figure: ratio(ours.wall, baseline.wall),
        unit: '×',
        bar: { atMost: 0.6 },
        note: processor,
      },
    ],
  }
}
