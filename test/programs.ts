/** The programs that tests drive: `npm test` sees to it that they are there and says where. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

function program(variable: string, names: readonly string[]): string {
  const told = process.env[variable]
  const found =
    told ||
    (process.env.PATH ?? '')
      .split(delimiter)
      .flatMap((folder) => names.map((name) => join(folder, name)))
      .find((path) => existsSync(path))
  if (!found || !existsSync(found))
    throw new Error(`${names[0]} is not here: install it, or say in ${variable} where it is`)
  return found
}

/** The browser to test the page in; throws where there is none. */
export const chromiumPath = (): string =>
  program('CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome'])

/** The Redis server to start for a test; throws where there is none. */
export const redisServerPath = (): string => program('REDIS_SERVER_PATH', ['redis-server'])
