import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach } from 'vitest'
import { readConfig } from '../../bot/config.ts'
import { type Server, type ServerParts, serve } from '../../bot/server.ts'
import { echoAssistant } from './echo-assistant.ts'

const cleanups: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cps-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What a test's server is made of, beside what is usual. */
export type GivenParts = Partial<ServerParts> & { readonly environment?: Readonly<Record<string, string>> }

/** A real server on a port of its own, for whoever stops it. */
export function startedServer(parts: GivenParts, dataDir: string): Promise<Server> {
  const { environment = {}, ...given } = parts
  return serve({
    assistant: echoAssistant,
    apology: (locale) => `sorry ${locale}`,
    keepDays: 30,
    log: pino({ level: 'silent' }),
    config: readConfig({ PORT: '0', ...environment, DATA_DIR: dataDir }),
    ...given,
  })
}

/** A real server on a port of its own, stopped after the test. */
export async function runningServer(parts: GivenParts = {}): Promise<Server> {
  const server = await startedServer(parts, parts.environment?.DATA_DIR ?? temporaryFolder())
  cleanups.push(() => server.stop())
  return server
}
