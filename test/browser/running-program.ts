/** The program as it is shipped, for a browser to talk to: it can be stopped and started again at the same address. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { type StartOptions, startServer } from '../../bot/main.ts'
import type { Server } from '../../bot/server.ts'
import type { SeenActivity } from '../bot/direct-line-client.ts'

/** A running program. */
export class RunningProgram {
  private server: Server | undefined
  private port = '0'
  private readonly folder = mkdtempSync(join(tmpdir(), 'cps-browser-'))

  constructor(
    private readonly environment: Readonly<Record<string, string>> = {},
    private readonly options: Pick<StartOptions, 'support' | 'now'> = {},
  ) {}

  /** Where it is, also while it is stopped. */
  url = ''

  async start(): Promise<void> {
    this.server = await startServer({
      environment: { PORT: this.port, DATA_DIR: this.folder, ...this.environment },
      log: pino({ level: 'silent' }),
      ...this.options,
    })
    this.url = this.server.url
    this.port = new URL(this.url).port
  }

  async stop(): Promise<void> {
    await this.server?.stop()
    this.server = undefined
  }

  /** The server itself; it has to be running. */
  get running(): Server {
    if (!this.server) throw new Error('the program is stopped')
    return this.server
  }

  /** Cuts every open socket without a word, as a lost connection does; says how many there were. */
  cutSockets(): number {
    const sockets = [...(this.server?.app.websocketServer.clients ?? [])]
    for (const socket of sockets) socket.terminate()
    return sockets.length
  }

  /** All messages of a conversation, as the store has them. */
  async messages(conversationId: string): Promise<readonly SeenActivity[]> {
    const entries = (await this.server?.store.read(conversationId, 0, 1000)) ?? []
    return entries
      .map(({ json }) => JSON.parse(json) as SeenActivity)
      .filter(({ type }) => type === 'message')
  }

  /** Lets so many days go by for all that is kept. */
  async ages(days: number): Promise<void> {
    await this.server?.store.sweep(Date.now() + days * 24 * 60 * 60 * 1000)
  }

  async end(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const builtPage = fileURLToPath(new URL('../../dist/web/index.html', import.meta.url))

/** Runs the program for this file; `environment` is asked for just before it starts. */
export function useProgram(environment: () => Promise<Readonly<Record<string, string>>> = async () => ({})) {
  let program: RunningProgram | undefined
  beforeAll(async () => {
    if (!existsSync(builtPage)) throw new Error('the page is not built: `npm run build` does that')
    program = new RunningProgram(await environment())
    await program.start()
  }, 60_000)
  afterAll(async () => {
    await program?.end()
  })
  return () => {
    if (!program) throw new Error('the program did not start')
    return program
  }
}
