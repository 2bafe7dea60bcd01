/**
 * `npm run soak`: members talk to the built server for half an hour, come and go, drop their sockets. Reports what would show a
 * leak or a slow decline: the slope of the memory that is left after collecting garbage, of open descriptors, of the p95.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import WebSocket from 'ws'
import { z } from 'zod'
import { directLineClient } from './direct-line.ts'
import { startProgram } from './measured-program.ts'
import { talks } from './talks.ts'

/** How it is run. */
export interface SoakOptions {
  readonly minutes: number
  /** Members who talk at once. */
  readonly members: number
  /** Milliseconds that each waits between two messages. */
  readonly pause: number
  /** Settings of the server's, `REDIS_URL` for one. */
  readonly environment: Readonly<Record<string, string>>
}

/** The server at one moment. */
export interface Sample {
  /** Minutes since the start. */
  readonly at: number
  /** Bytes that are left after collecting garbage. */
  readonly memory: number
  readonly descriptors: number
  /** Milliseconds, of the turns since the sample before. */
  readonly p95: number
  readonly turns: number
  readonly failed: number
}

const samplesPerRun = 60

/** Runs it; resolves with what was seen. `dist` is where the server and the probe are built. */
export async function soak(
  dist: string,
  options: SoakOptions,
  say: (text: string) => void,
): Promise<readonly Sample[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cps-soak-'))
  const program = await startProgram({
    name: 'the server',
    command: [join(dist, 'server.js')],
    environment: {
      PORT: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
      LIMIT_POSTS_PER_DAY: 'off',
      ...options.environment,
    },
    probe: join(dist, 'bench', 'probe.js'),
  })
  const client = directLineClient(program.url, options.members)
  const samples: Sample[] = []
  let [turns, failed, times]: [number, number, number[]] = [0, 0, []]
  const started = Date.now()
  const end = started + options.minutes * 60_000
  const goesOn = () => Date.now() < end

  /** Talks, conversation after conversation, with a socket that is dropped now and then. */
  async function member(index: number): Promise<void> {
    for (let round = 0; goesOn(); round++) {
      const conversation = await client.open()
      const socket = new WebSocket(conversation.streamUrl!)
      socket.on('error', () => {})
      const talk = talks[(index + round) % talks.length]!
      for (const [turn, text] of [talk.starts, ...talk.answers.map(({ says }) => says)].entries()) {
        if (!goesOn()) break
        const since = performance.now()
        try {
          await client.say(conversation, text, `${round}-${turn}`)
          times.push(performance.now() - since)
          turns++
        } catch {
          failed++
        }
        if ((index + round + turn) % 7 === 0) socket.terminate()
        await sleep(options.pause * (0.5 + Math.random()))
      }
      socket.terminate()
    }
  }

  async function watch(): Promise<void> {
    const every = Math.max(1_000, (options.minutes * 60_000) / samplesPerRun)
    while (goesOn()) {
      await sleep(Math.min(every, Math.max(0, end - Date.now())))
      const { memory } = await program.usage(true)
      const metrics = await (await fetch(`${program.url}/metrics`)).text()
      const sorted = [...times].sort((one, other) => one - other)
      const sample: Sample = {
        at: (Date.now() - started) / 60_000,
        memory,
        descriptors: Number(/^process_open_fds (\d+)/m.exec(metrics)?.[1] ?? Number.NaN),
        p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
        turns,
        failed,
      }
      times = []
      samples.push(sample)
      say(asLine(sample))
    }
  }

  try {
    await Promise.all([watch(), ...Array.from({ length: options.members }, (_, index) => member(index))])
  } finally {
    await client.close()
    await program.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return samples
}

const asLine = ({ at, memory, descriptors, p95, turns, failed }: Sample) =>
  `${at.toFixed(1).padStart(6)} min  ${(memory / 1e6).toFixed(1).padStart(7)} MB  ${String(descriptors).padStart(5)} descriptors  p95 ${p95.toFixed(1).padStart(7)} ms  ${turns} turns, ${failed} failed`

/** How much a measure goes up an hour, by least squares, over the second half: the first is for warming up. */
export function slopeAnHour(samples: readonly Sample[], measure: (sample: Sample) => number): number {
  const half = samples.slice(Math.floor(samples.length / 2))
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  const [x, y] = [mean(half.map(({ at }) => at)), mean(half.map(measure))]
  const over = half.reduce((sum, sample) => sum + (sample.at - x) * (measure(sample) - y), 0)
  const under = half.reduce((sum, { at }) => sum + (at - x) ** 2, 0)
  return (over / under) * 60
}

const optionsShape = z.object({
  minutes: z.coerce.number().positive().max(10_000).default(30),
  members: z.coerce.number().int().positive().max(5_000).default(50),
  pause: z.coerce.number().int().min(0).default(500),
})

/** The command: `--minutes 30 --members 50 --pause 500`. Resolves with the exit status. */
export async function main(args: readonly string[], dist: string): Promise<number> {
  const { REDIS_URL } = process.env
  let options: SoakOptions
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { minutes: { type: 'string' }, members: { type: 'string' }, pause: { type: 'string' } },
    })
    const environment = REDIS_URL ? { REDIS_URL, TOKEN_KEY: 'only-for-the-soak-nobody-else-has-it' } : {}
    options = { ...optionsShape.parse(values), environment: environment as Record<string, string> }
  } catch {
    process.stderr.write('npm run soak -- [--minutes 30] [--members 50] [--pause 500 (milliseconds)]\n')
    return 2
  }
  const samples = await soak(dist, options, console.log)
  const last = samples.at(-1)
  if (!last || samples.length < 4) {
    process.stderr.write('That was too short to see a slope.\n')
    return 2
  }
  const hourly = (measure: (sample: Sample) => number) => slopeAnHour(samples, measure)
  console.log(`
memory       ${(hourly(({ memory }) => memory) / 1e6).toFixed(2)} MB an hour, over the second half
descriptors  ${hourly(({ descriptors }) => descriptors).toFixed(1)} an hour
p95          ${hourly(({ p95 }) => p95).toFixed(2)} ms an hour
turns        ${last.turns} in ${last.at.toFixed(1)} minutes, ${last.failed} failed`)
  return last.failed > 0 ? 1 : 0
}
