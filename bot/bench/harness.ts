/** Runs contenders in turns, so that what the machine does meanwhile falls on all of them alike. */
import { type DirectLineClient, directLineClient } from './direct-line.ts'
import { holdTalks, openMany, quantile } from './load.ts'
import { type MeasuredProgram, type ProgramSetup, startProgram } from './measured-program.ts'
import type { BenchTalk } from './talks.ts'

/** How much is measured. */
export interface Effort {
  readonly rounds: number
  /** Turns of each contender before anything counts. */
  readonly warmUp: number
  /** Seconds that one measure of one contender takes, about. */
  readonly seconds: number
}

/** A program that holds the talks, and a client of it. */
export interface Contender {
  readonly program: MeasuredProgram
  readonly client: DirectLineClient
  stop(): Promise<void>
}

/** What one round of one contender came to. */
export interface Turns {
  /** Microseconds of the server's processor a turn. */
  readonly processor: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

const connections = 64

/** Starts a program and a client of it. */
export async function startContender(setup: ProgramSetup): Promise<Contender> {
  const program = await startProgram(setup)
  const client = directLineClient(program.url, connections)
  return {
    program,
    client,
    stop: async () => {
      await client.close()
      await program.stop()
    },
  }
}

/** Holds so many talks, so many at once, in conversations that were opened before. */
export async function measureTurns(
  { program, client }: Contender,
  talk: BenchTalk,
  count: number,
  atOnce: number,
): Promise<Turns> {
  const conversations = await openMany(client, count)
  const before = await program.usage()
  const { turns, seconds, latencies } = await holdTalks(client, talk, conversations, atOnce)
  const { processor } = await program.usage()
  return {
    processor: (processor - before.processor) / turns,
    perSecond: turns / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  }
}

/** Warms a contender up; how many talks it held a second in the end, 16 at once. */
export async function warmUp(contender: Contender, talk: BenchTalk, turns: number): Promise<number> {
  const talks = Math.ceil(turns / (talk.answers.length + 1))
  await measureTurns(contender, talk, Math.ceil(talks * 0.75), 16)
  const { perSecond } = await measureTurns(contender, talk, Math.ceil(talks * 0.25), 16)
  return perSecond / (talk.answers.length + 1)
}

/** Measures each contender in each round, beginning with another one each time; by contender, a list of the rounds. */
export async function interleave<Name extends string, Measure>(
  names: readonly Name[],
  rounds: number,
  measure: (name: Name, round: number) => Promise<Measure>,
): Promise<Readonly<Record<Name, readonly Measure[]>>> {
  const measures = Object.fromEntries(names.map((name) => [name, [] as Measure[]])) as Record<Name, Measure[]>
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length]!
      measures[name].push(await measure(name, round))
    }
  return measures
}
