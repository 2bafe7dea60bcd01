/** What every row of the benchmark works with. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Effort } from './harness.ts'
import type { ProgramSetup } from './measured-program.ts'
import type { BenchRedis } from './redis-server.ts'
import type { PlotBar, Row } from './report.ts'
import type { RivalSetup } from './rivals/program.ts'

/** What rows work with. */
export interface Bench {
  readonly effort: Effort
  readonly quick: boolean
  readonly root: string
  /** The built server that is measured. */
  readonly built: string
  /** A Redis of the benchmark's own; `undefined` where none is installed. */
  readonly redis: BenchRedis | undefined
  /** How our built server is started, with a data folder of its own. */
  readonly ours: (name: string, environment?: Readonly<Record<string, string>>) => ProgramSetup
  readonly rival: (setup: RivalSetup) => ProgramSetup
  /** A small server of the benchmark's own. */
  readonly server: (name: 'connector' | 'bare-sockets') => ProgramSetup
  /** A new folder on the project's own disk, gone when the benchmark ends. */
  readonly folder: () => string
  readonly say: (text: string) => void
}

/** What a row measured. */
export interface Measured {
  readonly rows: readonly Row[]
  readonly bars?: readonly PlotBar[]
}

/** The key under which all servers of a run sign. */
const tokenKey = randomBytes(48).toString('base64url')

/** Prepares what rows work with. */
export function makeBench(
  given: Pick<Bench, 'effort' | 'quick' | 'root' | 'built' | 'redis' | 'say'>,
): Bench & { readonly clear: () => void } {
  const { root, built } = given
  const programs = join(root, 'dist', 'bench')
  const scratch = join(programs, 'scratch')
  mkdirSync(scratch, { recursive: true })
  const folders: string[] = []
  const folder = () => {
    const made = mkdtempSync(join(scratch, 'run-'))
    folders.push(made)
    return made
  }
  const probe = `file://${join(programs, 'probe.js')}`
  return {
    ...given,
    folder,
    ours: (name, environment = {}) => ({
      name,
      command: [built],
      probe,
      environment: { PORT: '0', DATA_DIR: folder(), TOKEN_KEY: tokenKey, ...environment },
    }),
    rival: (setup) => ({
      name: setup.rival,
      command: [join(programs, 'rival.js'), JSON.stringify(setup)],
      probe,
    }),
    server: (name) => ({ name, command: [join(programs, `${name}.js`)], probe }),
    clear: () => {
      for (const made of folders) rmSync(made, { recursive: true, force: true })
    },
  }
}

/** Stops what was started, last first, whatever happens in between. */
export async function withStops<T>(
  work: (later: (stop: () => Promise<unknown>) => void) => Promise<T>,
): Promise<T> {
  const stops: (() => Promise<unknown>)[] = []
  try {
    return await work((stop) => stops.push(stop))
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
