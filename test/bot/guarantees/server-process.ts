/** Servers as processes of their own, to be killed and started again. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { lazyPackages } from '../../../bot/launch/lazy-packages.mjs'

/** Inside the project, so that it finds the packages; each test file builds its own. */
const folder = fileURLToPath(new URL(`../../../dist/test/counting-${process.pid}`, import.meta.url))
const program = join(folder, 'counting-server.cjs')
const startsWithin = 60_000

/** Bundles the server that counts, as the server itself is bundled, so that it starts as quickly. */
export async function buildCountingServer(): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('counting-server.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    plugins: [lazyPackages(folder)],
    logLevel: 'error',
  })
}

/** Takes the bundle away again. */
export const removeCountingServer = (): void => rmSync(folder, { recursive: true, force: true })

/** The processes of one test share a key of tokens. */
export const newTokenKey = (): string => randomBytes(48).toString('base64url')

/** When an assistant began on an activity. */
export interface Begun {
  readonly activity: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A server in a process of its own. */
export class ServerProcess {
  /** Where it is; changes with a new start. Empty while it is not there. */
  url = ''
  /** What its assistant began, since the last start. */
  begun: Begun[] = []
  /** All that it wrote to its log. */
  logged = ''
  private child: ChildProcess | undefined

  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  get isUp(): boolean {
    return this.url !== ''
  }

  async start(): Promise<void> {
    const { PATH = '', HOME = '', TMPDIR } = process.env
    const child = fork(program, [], {
      env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), PORT: '0', ...unlimited, ...this.environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.child = child
    this.begun = []
    const { begun } = this
    let complaint = ''
    child.stderr?.on('data', (data) => {
      complaint = String(data)
      this.logged += complaint
    })
    this.url = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('a server did not start in time')), startsWithin)
      const done = () => clearTimeout(late)
      child.on('message', (told: { readonly url?: string; readonly begun?: string }) => {
        if (told.begun) begun.push({ activity: told.begun, at: Date.now() })
        if (told.url) resolve(told.url)
        if (told.url) done()
      })
      child.once('exit', () => {
        done()
        reject(new Error(`a server did not start: ${complaint}`))
      })
    })
    child.once('exit', () => {
      if (this.child === child) this.url = ''
    })
  }

  /** Ends it without a word, as a crash does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  /** Ends it gracefully. */
  async stop(): Promise<void> {
    await this.end('SIGTERM')
  }

  /** Has it erase what has expired; how many conversations that were. */
  async sweep(days = 0): Promise<number> {
    const { child } = this
    return new Promise((resolve) => {
      const hear = ({ swept }: { readonly swept?: number }) => {
        if (swept === undefined) return
        child?.off('message', hear)
        resolve(swept)
      }
      child?.on('message', hear)
      child?.send(`sweep after ${days} days`)
    })
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this
    this.url = ''
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}

/** Load is what is tested with, not what is tested. */
const unlimited = {
  LIMIT_STARTS_PER_MINUTE: 'off',
  LIMIT_POSTS_PER_SECOND: 'off',
  LIMIT_POSTS_BURST: 'off',
  LIMIT_POSTS_PER_DAY: 'off',
  LOG_LEVEL: 'info',
}
