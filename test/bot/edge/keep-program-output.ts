/** For each test file of a searched run: what the programs that it starts say goes to a file as well, and they say all they can. */
import childProcess, { type ChildProcess } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { logFile } from './kept-logs.ts'

/** Commands that are there to print what was said: only what they complain of is a log. */
const printsWhatWasSaid = /\b(understand|replay|scorecard)\b/

const file = logFile('programs')

/** Copies what comes out of a stream, without making it flow: whoever reads it later misses nothing. */
function keep(stream: Readable | null | undefined): void {
  if (!stream) return
  const push = stream.push.bind(stream)
  stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk !== null && chunk !== undefined) appendFileSync(file, chunk as Uint8Array | string)
    return push(chunk, encoding)
  }
}

const isNode = (command: unknown) =>
  command === process.execPath || /^node(\.exe)?$/.test(basename(String(command)))

interface Options {
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** The same options, with all levels logged where the test did not choose. */
const telling = (options: Options = {}): Options => ({
  ...options,
  env: { LOG_LEVEL: 'trace', ...(options.env ?? process.env) },
})

const { spawn, fork } = childProcess

Object.assign(childProcess, {
  spawn: (command: string, ...rest: readonly unknown[]): ChildProcess => {
    const [args, options] = Array.isArray(rest[0]) ? [rest[0], rest[1]] : [[], rest[0]]
    if (!isNode(command)) return spawn(command, args as string[], options as object)
    const child = spawn(command, args as string[], telling(options as Options) as object)
    if (!args.some((argument: unknown) => printsWhatWasSaid.test(String(argument)))) keep(child.stdout)
    keep(child.stderr)
    return child
  },
  fork: (module: string, ...rest: readonly unknown[]): ChildProcess => {
    const [args, options] = Array.isArray(rest[0]) ? [rest[0], rest[1]] : [[], rest[0]]
    const child = fork(module, args as string[], telling(options as Options) as object)
    keep(child.stdout)
    keep(child.stderr)
    return child
  },
})
syncBuiltinESMExports()
