/** The programs that tests drive: `npm test` sees to it that they are there and says where. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const find = (variable: string, names: readonly string[]): string | undefined =>
  process.env[variable] ||
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path))

function program(variable: string, names: readonly string[]): string {
  const found = find(variable, names)
  if (!found || !existsSync(found))
    throw new Error(`${names[0]} is not here: install it, or say in ${variable} where it is`)
  return found
}

/** The whole browser, with all that a person can set in it; throws where there is none. */
export const chromiumPath = (): string =>
  program('CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome'])

/** The browser to test the page in: without a window, or the whole one; throws where there is neither. */
export const headlessPath = (): string =>
  find('CHROMIUM_HEADLESS_PATH', ['chromium-headless-shell']) ?? chromiumPath()

/** The Redis server to start for a test; throws where there is none. */
export const redisServerPath = (): string => program('REDIS_SERVER_PATH', ['redis-server'])
