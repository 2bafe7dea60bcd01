/** `npm run bench`: measures what is asked for, row by row, and reports it. Figures never fail it; a measure that cannot be had does. */
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, type Measured, makeBench } from './bench.ts'
import type { Effort } from './harness.ts'
import { redisServerPath, startRedis } from './redis-server.ts'
import { asText, keepsBar, type PlotBar, type Row, writeReport } from './report.ts'
import { measureRedisRows } from './rows/redis.ts'
import { measureSecondProcess } from './rows/second-process.ts'
import { measureSlowSocketsRow } from './rows/slow-sockets.ts'
import { measureSocketRow } from './rows/sockets.ts'
import { measureStartRow } from './rows/start.ts'
import { measureStoreRow } from './rows/store.ts'
import { measureTeamsRow } from './rows/teams.ts'
import { measureTurnRows } from './rows/turns.ts'
import { measureUnderstandingRow } from './rows/understanding.ts'

/** The groups of rows, in the order in which they are measured. */
const groups: Readonly<Record<string, (bench: Bench) => Promise<Measured>>> = {
  turns: measureTurnRows,
  store: measureStoreRow,
  teams: measureTeamsRow,
  redis: measureRedisRows,
  sockets: measureSocketRow,
  slow: measureSlowSocketsRow,
  start: measureStartRow,
  understanding: measureUnderstandingRow,
  second: measureSecondProcess,
}

const whole: Effort = { rounds: 7, warmUp: 4000, seconds: 1 }
const quickly: Effort = { rounds: 3, warmUp: 2400, seconds: 0.4 }

const usage = `npm run bench -- [--quick] [--only ${Object.keys(groups).join(',')}] [--server FILE]\n`

/** Runs the benchmark with these arguments in the project's folder; resolves with the exit status. */
export async function bench(args: readonly string[], root: string): Promise<number> {
  const options = readOptions(args)
  if (!options) return 2
  const { only, quick } = options
  const redisPath = redisServerPath()
  const redis = redisPath === undefined ? undefined : await startRedis(redisPath)
  const say = (text: string) => process.stderr.write(`${text}\n`)
  const made = makeBench({
    effort: quick ? quickly : whole,
    quick,
    root,
    redis,
    say,
    built: resolve(options.server ?? join(root, 'dist', 'server.js')),
  })
  const rows: Row[] = []
  const bars: PlotBar[] = []
  let failed = 0
  const started = Date.now()
  try {
    for (const name of only) {
      say(`\n${name} …`)
      try {
        const measured = await groups[name]!(made)
        rows.push(...measured.rows)
        bars.push(...(measured.bars ?? []))
        process.stdout.write(`\n${asText(measured.rows)}`)
      } catch (error) {
        failed++
        say(`${name} could not be measured: ${(error as Error).stack}`)
      }
    }
  } finally {
    await redis?.stop()
    made.clear()
  }
  const minutes = ((Date.now() - started) / 60_000).toFixed(1)
  const surroundings = `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${made.effort.rounds} interleaved rounds, ${minutes} minutes. Medians, and in brackets the least and the most.`
  const files = writeReport(join(root, 'dist', 'bench'), rows, surroundings, bars)
  const judged = rows.map(keepsBar).filter((keeps) => keeps !== undefined)
  process.stdout.write(
    `\n${surroundings}\n${judged.filter(Boolean).length} of ${judged.length} bars kept. Written: ${files.join(', ')}\n`,
  )
  return failed > 0 ? 1 : 0
}

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string' },
        server: { type: 'string' },
      },
    })
    const only = values.only?.split(',').map((name) => name.trim()) ?? Object.keys(groups)
    const unknown = only.filter((name) => !(name in groups))
    if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}.`)
    return { quick: values.quick, server: values.server, only }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}`)
    return undefined
  }
}
