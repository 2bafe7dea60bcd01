/** What a second process on the same Redis adds, and what limits it. */
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { type Bench, type Measured, withStops } from '../bench.ts'
import { type Contender, interleave, startContender, warmUp } from '../harness.ts'
import { holdTalks, openMany } from '../load.ts'
import { told } from '../report.ts'
import { ratio, spread } from '../spread.ts'
import { talks } from '../talks.ts'
import { keepsInRedis } from './turns.ts'

const [paying] = talks
const perProcess = 32

interface Round {
  readonly perSecond: number
  /** Microseconds of our servers' processor a turn. */
  readonly processor: number
  /** Parts of a core that each was busy. */
  readonly busy: { readonly servers: number; readonly redis: number; readonly load: number }
}

/** Keeps this process, which makes the load, on the last core where there are enough; what undoes it. */
function pinLoadApart(): (() => void) | undefined {
  const cores = cpus().length
  if (cores < 4) return undefined
  const pin = (list: string) =>
    spawnSync('taskset', ['-acp', list, String(process.pid)], { stdio: 'ignore' }).status === 0
  return pin(String(cores - 1)) ? () => pin(`0-${cores - 1}`) : undefined
}

/** Measures the row on a second process; `undefined` rows where ours keeps nothing in Redis. */
export const measureSecondProcess = (bench: Bench): Promise<Measured> =>
  withStops(async (later) => {
    const { redis, effort } = bench
    if (!redis) return { rows: [] }
    const servers: Contender[] = []
    for (const name of ['first process', 'second process']) {
      const server = await startContender(bench.ours(name, { REDIS_URL: redis.url }))
      later(server.stop)
      servers.push(server)
    }
    if (!(await keepsInRedis(bench, servers[0]!))) return { rows: [] }
    let rate = 0
    for (const server of servers) rate = await warmUp(server, paying, effort.warmUp)
    const unpin = pinLoadApart()
    later(async () => unpin?.())

    const measure = async (used: readonly Contender[]): Promise<Round> => {
      const count = Math.max(perProcess, Math.round(rate * effort.seconds))
      const opened = await Promise.all(used.map(({ client }) => openMany(client, count)))
      const usedBy = async () => {
        const each = await Promise.all(used.map(({ program }) => program.usage()))
        const { user, system } = process.cpuUsage()
        return {
          servers: each.reduce((sum, { processor }) => sum + processor, 0),
          redis: await redis.processor(),
          load: user + system,
        }
      }
      const before = await usedBy()
      const from = performance.now()
      const loads = await Promise.all(
        used.map(({ client }, index) => holdTalks(client, paying, opened[index]!, perProcess)),
      )
      const microseconds = 1000 * (performance.now() - from)
      const after = await usedBy()
      const turns = loads.reduce((sum, load) => sum + load.turns, 0)
      const busy = (who: keyof typeof after) => (after[who] - before[who]) / microseconds
      return {
        perSecond: (1e6 * turns) / microseconds,
        processor: (after.servers - before.servers) / turns,
        busy: { servers: busy('servers'), redis: busy('redis'), load: busy('load') },
      }
    }
    const { one, two } = await interleave(['one', 'two'], effort.rounds, (name) =>
      measure(name === 'one' ? servers.slice(0, 1) : servers),
    )
    const rates = (rounds: readonly Round[]) => rounds.map(({ perSecond }) => perSecond)
    const dearer = ratio(
      two.map(({ processor }) => processor),
      one.map(({ processor }) => processor),
    )
    return {
      rows: [
        {
          measure: 'second process on Redis, turns a second',
          ours: `two: ${told(spread(rates(two)))}`,
          beside: `one: ${told(spread(rates(one)))}`,
          figure: ratio(rates(two), rates(one)),
          unit: '×',
          bar: { atLeast: 1.6 },
          note: limits(two, dearer.median, unpin !== undefined),
        },
      ],
    }
  })

function limits(rounds: readonly Round[], dearer: number, pinned: boolean): string {
  const cores = cpus().length
  const busy = (who: keyof Round['busy']) => spread(rounds.map((round) => round.busy[who])).median
  const [servers, redis, load] = [busy('servers'), busy('redis'), busy('load')]
  const of = (share: number) => `${share.toFixed(2)}`
  const limit =
    servers + redis + load > 0.85 * cores
      ? 'the machine’s cores are all busy, so that limited it'
      : load > 0.9
        ? 'the load generator’s one core limited it'
        : redis > 0.9
          ? 'Redis’ one core limited it'
          : servers > 1.8
            ? 'the servers themselves limited it'
            : 'waiting limited it, not the processor'
  return (
    `of ${cores} cores, two processes took ${of(servers)}, Redis ${of(redis)}, the load generator ${of(load)}` +
    `${pinned ? ' (pinned apart)' : ' (too few cores to pin it apart)'}: ${limit}. ` +
    `A turn costs ${dearer.toFixed(2)}× as much processor with two as with one, so with cores enough two serve about ${(2 / dearer).toFixed(1)}×.`
  )
}
