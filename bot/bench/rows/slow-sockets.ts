/** What honest members notice of a thousand clients that never finish what they began. */
import { type Bench, type Measured, withStops } from '../bench.ts'
import { quantile } from '../load.ts'
import { startProgram } from '../measured-program.ts'
import { told } from '../report.ts'
import { measureSlowSockets } from '../slow-sockets.ts'
import { ratio, spread } from '../spread.ts'

const slow = 1000

const p95 = (times: readonly number[]) =>
  quantile(
    [...times].sort((one, other) => one - other),
    0.95,
  )

/** Measures the row on slow sockets: in each round members talk alone first, then among them. */
export const measureSlowSocketsRow = (bench: Bench): Promise<Measured> =>
  withStops(async (later) => {
    const [alone, among]: [number[], number[]] = [[], []]
    let [refused, cut, heldAtMost] = [0, 0, 0]
    const limits = { LIMIT_POSTS_PER_DAY: 'off' }
    const program = await startProgram(bench.ours('slow-sockets', limits))
    later(program.stop)
    for (let round = 0; round < bench.effort.rounds; round++) {
      bench.say(`  round ${round + 1} of ${bench.effort.rounds}`)
      const seconds = { before: bench.quick ? 3 : 6, during: 13 }
      const measured = await measureSlowSockets({ url: program.url, slow, seconds })
      alone.push(p95(measured.before))
      among.push(p95(measured.during))
      refused += measured.refused
      cut += Object.values(measured.cut).reduce((sum, count) => sum + count, 0)
      heldAtMost = Math.max(heldAtMost, measured.heldAtMost)
    }
    return {
      rows: [
        {
          measure: `an honest member's p95 beside ${slow.toLocaleString('en')} slow sockets`,
          ours: told(spread(among), ' ms'),
          beside: `without them: ${told(spread(alone), ' ms')}`,
          figure: ratio(among, alone),
          unit: '×',
          bar: { atMost: 2 },
          note: `${cut.toLocaleString('en')} were cut, the last after ${(heldAtMost / 1000).toFixed(1)} s; ${refused} messages of members were refused`,
        },
      ],
    }
  })
