/** Searches what a test run logged for personal data. */
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { makeFinder, typedIn } from './personal-data.ts'

/** What a search found: where, and of what kind; never the value itself. */
export interface Search {
  readonly files: number
  readonly lines: number
  /** `server-12.log:34: e-mail address`. */
  readonly found: readonly string[]
}

/** Searches all files of the folder, for all that reads like personal data and for what the tests below `tests` type. */
export async function searchLogs(folder: string, tests: string): Promise<Search> {
  const find = makeFinder(typedIn(tests))
  const found: string[] = []
  let lines = 0
  const files = existsSync(folder) ? readdirSync(folder) : []
  for (const file of files) {
    let number = 0
    for await (const line of createInterface({
      input: createReadStream(join(folder, file)),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      number++
      for (const kind of find(line)) found.push(`${file}:${number}: ${kind}`)
    }
    lines += number
  }
  return { files: files.length, lines, found }
}
