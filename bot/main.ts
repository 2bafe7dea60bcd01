/** The program: reads the configuration and the operator's files, wires the assistant to a server, stops gracefully. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Logger, pino } from 'pino'
import { type Assistant, createAssistant, languageOf } from '../dialogs/assistant.ts'
import { catalogues } from '../dialogs/messages/index.ts'
import { faqBook } from '../domain/faq.ts'
import { emptyPolicy } from '../domain/policy.ts'
import type { CasesToSee } from './channels/tab/cases.ts'
import { supportOf } from './channels/tab/support.ts'
import { pageSettingsOf } from './channels/web/page-settings.ts'
import type { Limits } from './channels/web/rate-limit.ts'
import { type Config, readConfig, SetupFault } from './config.ts'
import { editionOf } from './edition.ts'
import { memoryBudget } from './model/budget.ts'
import { withConfiguredModel } from './model/configured.ts'
import { forgetting, recentTurns } from './model/recent.ts'
import { readFaq, readPolicy, readReplies } from './operator-files.ts'
import { type Operated, reloadable } from './reloadable.ts'
import { type Seeing, startSeeing, timedUnderstander } from './seeing/seeing.ts'
import { type Server, type SupportParts, serve } from './server.ts'
import { type OpenedStore, openStore } from './stores/open.ts'
import { phrasesOf } from './understanding/faq-phrases.ts'
import { loadLocalEngine } from './understanding/local.ts'
import { readParsedYaml } from './yaml-file.ts'

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
  readonly cases?: CasesToSee
  /** How people of support are reached. */
  readonly support?: SupportParts
}

/** Reads the operator's files and makes of them the assistant as it is shipped: the local engine (a configured model in front of it) and the FAQ. */
async function shippedAssistant(
  { model, policyFile, faqDir, repliesDir, redis }: Config,
  log: Logger,
  { observer, metrics }: Seeing,
  store: OpenedStore,
): Promise<() => Promise<Operated>> {
  // One for all readings: files that are read again give nobody new calls. Where processes share a Redis, one for them all.
  const budget =
    model &&
    (store.redis && redis
      ? (await import('./model/shared-budget.ts')).redisBudget(store.redis, redis.prefix, model.caps)
      : memoryBudget(model.caps))
  const recent = recentTurns()
  return async () => {
    const policy = readPolicy(policyFile)
    const faq = readFaq(faqDir ?? join(root, 'domain', 'faq'), readParsedYaml(join(root, 'dist', 'faq.json')))
    if (faqDir !== undefined && faq.ids.length === 0)
      throw new SetupFault([`FAQ_DIR: holds no entries, in a folder for each language: ${faqDir}.`])
    // Entries that came after the training are recognised by their own questions.
    const local = await loadLocalEngine(join(root, 'dist', 'understanding.json'), faq.ids, phrasesOf(faq))
    const understander = model
      ? await withConfiguredModel(local, {
          settings: model,
          root,
          faqIds: faq.ids,
          log,
          budget,
          recent,
          // A cap that is reached is no fault.
          onFailure: ({ kind }) => kind !== 'spent' && metrics.fault('model'),
        })
      : local
    return {
      assistant: forgetting(
        createAssistant({
          policy,
          faq,
          understander: timedUnderstander(understander, observer),
          edition: editionOf(root, policy, faq),
        }),
        recent,
      ),
      keepDays: policy.keepDays,
      pageSettings: pageSettingsOf(policy, { modelReads: model !== undefined }),
      files: { policy, faq },
      supportMembers: policy.supportMembers,
      silentAfter: policy.support?.silentAfter,
      replies: readReplies(repliesDir ?? join(root, 'domain', 'replies')),
    }
  }
}

/** Logs as lines of JSON on stderr; nothing that members write is ever in them. */
const makeLog = ({ logLevel }: Config) => pino({ level: logLevel, base: null }, pino.destination(2))

/** The program as it runs. */
export interface Program extends Server {
  /** Reads the policy and the FAQ again, for the turns from then on; a wrong one is refused, in the log. */
  reload(): Promise<void>
}

/** Starts the server. Rejects with a `SetupFault` that names all that is wrong with the set-up. */
export async function startServer(options: StartOptions = {}): Promise<Program> {
  const config = readConfig(options.environment ?? process.env)
  const log = options.log ?? makeLog(config)
  const seeing = await startSeeing(config)
  const store = await openStore(config, log, seeing.metrics.storeCall)
  try {
    const { assistant } = options
    const read = assistant
      ? async () => {
          const policy = readPolicy(config.policyFile)
          const { keepDays, supportMembers } = policy
          return { assistant, keepDays, supportMembers, files: { policy, faq: faqBook([]).book } }
        }
      : await shippedAssistant(config, log, seeing, store)
    const operated = await reloadable(read, log)
    const { now = () => new Date() } = options
    // Only where there is a Teams channel: nobody else waits for it to load.
    const tools =
      config.teams || config.teamsLocal || options.support
        ? (await import('./support.ts')).supportTools({
            store,
            files: operated.files,
            root,
            now: () => now().getTime(),
          })
        : undefined
    const server: Server = await serve({
      config,
      apology: (locale) => catalogues[languageOf(locale)].steer.apology,
      assistant: operated.assistant,
      keepDays: operated.keepDays,
      pageSettings: () =>
        operated.pageSettings() ?? pageSettingsOf(emptyPolicy, { modelReads: config.model !== undefined }),
      support: {
        silentAfter: operated.silentAfter,
        replies: operated.replies,
        faqProposals: tools?.faqProposals,
        ...options.support,
      },
      teamsSearch: tools?.search,
      log,
      seeing,
      store,
      pageFolder: join(root, 'dist', 'web'),
      tab: {
        folder: join(root, 'dist', 'tab'),
        cases: options.cases ?? {
          open: async () => (await server.handOff?.cases.open()) ?? [],
          get: async (id) => server.handOff?.cases.get(id),
        },
        isSupport: supportOf(
          operated.supportMembers,
          async (oid) => (await server.handOff?.isSupport(oid)) ?? false,
        ),
      },
      now: options.now,
      limits: options.limits,
    })
    return { ...server, reload: operated.reload }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Runs until a signal: the first stops gracefully, the second at once; SIGHUP has files read again. A wrong set-up ends with status 1. */
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
  // Before the server is there, the files are being read anyway.
  let reload = async () => {}
  process.on('SIGHUP', () => reload())
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
    reload = server.reload
    log.info({ url: server.url, pid: process.pid }, 'listening')
    process.stdout.write(`CPS Assistant is at ${server.url.replace('127.0.0.1', 'localhost')}\n`)
  } catch (error) {
    if (!(error instanceof SetupFault)) throw error
    process.stderr.write(
      `CPS Assistant cannot start:\n${error.faults.map((fault) => `  ${fault}\n`).join('')}`,
    )
    process.exit(1)
  }
}
