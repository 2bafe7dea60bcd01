/**
 * Stands in for `pino` where a whole test run is searched for personal data: every logger logs as it was told to, and all
 * that it could have logged, down to `trace`, goes to a file as well.
 */
import { createRequire } from 'node:module'
import type * as Pino from 'pino'
import { logFile } from './kept-logs.ts'

const { pino: real } = createRequire(import.meta.url)('pino') as typeof Pino

const kept = real.destination({ dest: logFile('server'), sync: true })

function pinoAndKept(
  given?: Pino.LoggerOptions | Pino.DestinationStream,
  stream?: Pino.DestinationStream,
): Pino.Logger {
  const [options, destination] = given && 'write' in given ? [{}, given] : [given ?? {}, stream]
  const { level = 'info' } = options
  const streams = real.multistream([
    { level: 'trace', stream: kept },
    { level: level as Pino.Level, stream: destination ?? real.destination(1) },
  ])
  return real({ ...options, level: 'trace' }, streams)
}

export const pino = Object.assign(pinoAndKept, real) as unknown as typeof real
