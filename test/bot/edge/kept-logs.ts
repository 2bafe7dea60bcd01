/** Where a whole test run keeps what its servers log and what its programs say, to be searched when it is over. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of this run's logs; `undefined` where nobody will search them. */
export const logFolder = process.env.TEST_LOGS || undefined

/** The file of this process for one kind of log. */
export function logFile(name: string): string {
  if (logFolder === undefined) throw new Error('TEST_LOGS does not say where to keep logs')
  mkdirSync(logFolder, { recursive: true })
  return join(logFolder, `${name}-${process.pid}.log`)
}
