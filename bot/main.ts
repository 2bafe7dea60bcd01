/** The program: reads the configuration and the operator's files, wires the assistant to a server, stops gracefully. */
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Logger, pino } from 'pino'
import { type Assistant, createAssistant, languageOf } from '../dialogs/assistant.ts'
import { catalogues } from '../dialogs/messages/index.ts'
import type { Policy } from '../domain/policy.ts'
import { languages } from '../domain/values.ts'
import type { Limits } from './channels/web/call-checks.ts'
import { type Config, readConfig, SetupFault } from './config.ts'
import { withConfiguredModel } from './model/configured.ts'
import { readFaq, readPolicy } from './operator-files.ts'
import { type Server, serve } from './server.ts'
import { loadLocalEngine } from './understanding/local.ts'

/** The project's folder: this file is one below it, as source and as built. */
const root = fileURLToPath(new URL('..', import.meta.url))

/** What may be put in place of what the program does by itself; tests do. */
export interface StartOptions {
  /** In place of `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly assistant?: Assistant
  readonly now?: () => Date
  readonly log?: Logger
  readonly limits?: Limits
}

/** The assistant as it is shipped: the local engine (a configured model in front of it), the FAQ and this policy. Rejects with a `SetupFault`. */
async function shippedAssistant(policy: Policy, { model }: Config, log: Logger): Promise<Assistant> {
  const faq = readFaq(join(root, 'domain', 'faq'))
  // Entries that came after the training are recognised by their own questions.
  const phrases = faq.ids.flatMap((id) =>
    languages
      .map((language) => faq.entry(id, language))
      .flatMap((entry) => (entry ? [entry.question, ...entry.variants].map((text) => ({ id, text })) : [])),
  )
  const local = await loadLocalEngine(join(root, 'dist', 'understanding.json'), faq.ids, phrases)
  const understander = model
    ? await withConfiguredModel(local, { settings: model, root, faqIds: faq.ids, log })
    : local
  return createAssistant({ policy, faq, understander })
}

/** Logs as lines of JSON on stderr; nothing that members write is ever in them. */
const makeLog = ({ logLevel }: Config) => pino({ level: logLevel, base: null }, pino.destination(2))

/** Starts the server. Rejects with a `SetupFault` that names all that is wrong with the set-up. */
export async function startServer(options: StartOptions = {}): Promise<Server> {
  const config = readConfig(options.environment ?? process.env)
  const policy = readPolicy(config.policyFile)
  const log = options.log ?? makeLog(config)
  return serve({
    config,
    apology: (locale) => catalogues[languageOf(locale)].steer.apology,
    assistant: options.assistant ?? (await shippedAssistant(policy, config, log)),
    keepDays: policy.keepDays,
    log,
    pageFolder: join(root, 'dist', 'web'),
    now: options.now,
    limits: options.limits,
  })
}

/** Runs until a signal: the first stops gracefully, the second at once. A wrong set-up ends with status 1. */
export async function main(): Promise<void> {
  let stopping = false
  // Set before anybody can know that the server is there. A signal that comes earlier ends the start.
  let stopServer: (signal: NodeJS.Signals) => Promise<void> = async () => {}
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    await stopServer(signal)
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  try {
    const server = await startServer()
    const { log } = server.app
    stopServer = async (signal) => {
      log.info({ signal }, 'stopping')
      await server.stop()
      log.info('stopped')
    }
    log.info({ url: server.url }, 'listening')
    process.stdout.write(`CPS Assistant is at ${server.url.replace('127.0.0.1', 'localhost')}\n`)
  } catch (error) {
    if (!(error instanceof SetupFault)) throw error
    process.stderr.write(
      `CPS Assistant cannot start:\n${error.faults.map((fault) => `  ${fault}\n`).join('')}`,
    )
    process.exit(1)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main()
