/** The server: the web channel, the page and its health, around an assistant and a store. */
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Assistant } from '../dialogs/assistant.ts'
import { noReplies } from '../domain/replies.ts'
import { mountTab, type TabParts } from './channels/tab/tab.ts'
import type { SupportDesk, TeamsPort, TeamsSearch } from './channels/teams/port.ts'
import { WebAdapter } from './channels/web/adapter.ts'
import { makeAddresses } from './channels/web/addresses.ts'
import { returnAddress, transcriptAddress } from './channels/web/conversation-calls.ts'
import { mountDirectLine } from './channels/web/direct-line.ts'
import { mountPage } from './channels/web/page.ts'
import { mountPageSettings, type PageSettings } from './channels/web/page-settings.ts'
import { type Limits, makeLimits } from './channels/web/rate-limit.ts'
import { makeStreams } from './channels/web/streams.ts'
import { makeTokens } from './channels/web/tokens.ts'
import type { Config } from './config.ts'
import type { TurnParts } from './desk.ts'
import { type HandOff, type HandOffParts, makeHandOff } from './handoff/hand-off.ts'
import { makeMailer } from './handoff/mail.ts'
import { listenFault, makeHttpApp } from './http-app.ts'
import { type Caller, callers } from './model/budget.ts'
import { restIdle } from './resting.ts'
import { mountMetrics } from './seeing/metrics-route.ts'
import { type Seeing, startSeeing } from './seeing/seeing.ts'
import { setupWarnings } from './setup-warnings.ts'
import { type OpenedStore, openStore } from './stores/open.ts'
import type { Store } from './stores/store.ts'
import { makeTally } from './tally.ts'
import { tokenKeysOf } from './token-key.ts'
import { makeTurns, type Turns } from './turn.ts'
import { watchCases, watchExpiry, watchInboxes } from './watching.ts'

/** What a server is made of. */
export interface ServerParts {
  readonly config: Config
  readonly assistant: Assistant
  /** What is said where the assistant itself fails, in the language of that locale. */
  readonly apology: (locale: string | undefined) => string
  /** Days that a conversation is kept after its last message; asked at every turn. */
  readonly keepDays: number | (() => number)
  readonly log: Logger
  /** The folder that the page was built into. */
  readonly pageFolder?: string | undefined
  /** What the page is told of the policy; without it nothing is. */
  readonly pageSettings?: (() => PageSettings) | undefined
  /** The tab for support; served where Teams is set up. */
  readonly tab?: Pick<TabParts, 'folder' | 'cases' | 'isSupport'> | undefined
  readonly now?: (() => Date) | undefined
  /** In place of those that are configured. */
  readonly limits?: Limits | undefined
  readonly seeing?: Seeing | undefined
  /** In place of the store that is configured. */
  readonly store?: OpenedStore | undefined
  /** How people of support are reached; without it they are not. `port` stands in for the Teams channel's own. */
  readonly support?: SupportParts | undefined
  /** What support does in Teams, in place of the hand-off's own desk. */
  readonly supportDesk?: ((teams: TeamsPort) => SupportDesk) | undefined
  /** What is found from Teams' messaging extension. */
  readonly teamsSearch?: TeamsSearch | undefined
}

/** What the hand-off to people is set up with. */
export interface SupportParts
  extends Partial<
    Pick<
      HandOffParts,
      'port' | 'silentAfter' | 'replies' | 'mailer' | 'mailAfter' | 'sendWithin' | 'tenantId' | 'faqProposals'
    >
  > {}

/** A server that listens. */
export interface Server {
  /** Its own address, without a closing slash. */
  readonly url: string
  readonly app: FastifyInstance
  readonly store: Store
  /** What can be done in Teams; `undefined` where there is none. */
  readonly teams: TeamsPort | undefined
  /** The cases of members who asked for a person; `undefined` where there is no way to any. */
  readonly handOff: HandOff | undefined
  /** Stops gracefully: nothing new, what is under way is finished, sockets are closed, the store is let go. */
  stop(): Promise<void>
}

const dayLength = 24 * 60 * 60 * 1000

/** Starts a server. Rejects with a `SetupFault` where the address cannot be had or the data folder cannot be used. */
export async function serve(parts: ServerParts): Promise<Server> {
  const { config, log, now = () => new Date() } = parts
  const tokens = makeTokens(tokenKeysOf(config), now)
  const seeing = parts.seeing ?? (await startSeeing(config))
  const { metrics } = seeing
  const store: OpenedStore = parts.store ?? (await openStore(config, log, metrics.storeCall))
  const shared = store.redis && config.redis && { client: store.redis, prefix: config.redis.prefix }
  const streams = makeStreams(store, log)
  metrics.countSockets(streams.count)
  const resting = restIdle(store, log, () => now().getTime())
  const tally = makeTally(store, log, () => now().getTime())
  const { keepDays } = parts
  const keep = () => (typeof keepDays === 'number' ? keepDays : keepDays()) * dayLength
  // Only where it is set up: nobody else waits for it to load.
  const teams =
    config.teams || config.teamsLocal
      ? (await import('./channels/teams/teams.ts')).openTeams({
          settings: config.teams,
          store,
          now,
          log,
          counted: metrics.teamsDelivery,
        })
      : undefined
  const showTyping: TurnParts['showTyping'] = (id, sign) => {
    streams.show(id, sign)
    teams?.showTyping(id)
  }
  const handOff = parts.support && makeSupport({ ...(teams ? { port: teams.port } : {}), ...parts.support })

  /** The hand-off to people, where there is a way to them. */
  function makeSupport({ port, ...support }: SupportParts): HandOff | undefined {
    if (!port) return undefined
    return makeHandOff({
      port,
      tenantId: config.teams?.tenantId,
      silentAfter: () => 15,
      replies: () => noReplies,
      mailer: config.mail && makeMailer(config.mail),
      ...support,
      store,
      log,
      now,
      keep,
      returnUrl: returnAddress(tokens),
      transcriptUrl: transcriptAddress(tokens),
      post: (id, incoming) => turns.post(id, incoming, undefined),
      showTyping,
    })
  }

  if (handOff)
    metrics.countCases(async () => {
      const open = await handOff.cases.open()
      const unassigned = open.filter(({ state }) => state === 'unassigned').length
      return { unassigned, assigned: open.length - unassigned }
    })

  const turns: Turns = makeTurns({
    assistant: parts.assistant,
    apology: parts.apology,
    keep,
    errands: [...(teams ? [teams.errand] : []), ...(handOff ? [handOff.errand] : [])],
    supportDesk: handOff && ((conversation) => handOff.stateFor(conversation)),
    sizeAtMost: config.conversationSize,
    adapter: new WebAdapter(),
    transcriptUrl: transcriptAddress(tokens),
    deliver: (news) => {
      resting.touched(news.conversationId)
      streams.deliver(news)
    },
    showTyping,
    languageChosen: teams?.languageChosen,
    observer: seeing.observer,
    tally,
    store,
    now,
    log,
  })
  /** What a turn tells a case, and what a case tells a conversation, is finished together. */
  const idle = async () => {
    await turns.idle()
    await handOff?.idle()
    await turns.idle()
  }
  let stopping = false
  const app = await makeHttpApp({
    config,
    log,
    metrics,
    isStopping: () => stopping,
    idle,
    closeStreams: streams.close,
  })
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
    if (stopping) return reply.code(503).send({ status: 'stopping' })
    try {
      const warnings = [...setupWarnings(config), ...(await store.check())]
      return { status: 'ready', ...(warnings.length > 0 ? { warnings } : {}) }
    } catch {
      return reply.code(503).send({ status: 'the store does not answer' })
    }
  })
  mountMetrics(app, metrics, config)
  const calls = {
    // Only a model's calls are counted by who made them; knowing who costs every promise of a turn a little.
    asCaller: config.model
      ? <T>(caller: Caller, work: () => T) => callers.run(caller, work)
      : <T>(_: Caller, work: () => T) => work(),
    addresses: makeAddresses(config),
    limits: parts.limits ?? makeLimits(config.limits, shared),
    turns,
  }
  mountDirectLine(app, {
    ...calls,
    tokens,
    store,
    streams,
    now,
    memberTypes: handOff && ((conversation) => handOff.memberTypes(conversation)),
  })
  if (parts.pageSettings) mountPageSettings(app, parts.pageSettings)
  teams?.mount(app, {
    ...calls,
    keep,
    support: parts.supportDesk?.(teams.port) ?? handOff?.desk,
    search: parts.teamsSearch,
  })
  if (parts.tab && config.teams) {
    const { publicUrl, teams } = config
    await mountTab(app, { ...parts.tab, teams, publicUrl, store, log, now })
  }
  if (parts.pageFolder) await mountPage(app, parts.pageFolder, config)

  const expiry = watchExpiry(store, log, () => now().getTime())
  const watcher = watchInboxes(turns, log)
  const caseWatcher = handOff && watchCases(handOff)

  const letGo = async () => {
    expiry.stop()
    watcher.stop()
    caseWatcher?.stop()
    resting.stop()
    await app.close()
    await teams?.stop()
    await tally.stop()
    await store.close()
    await seeing.stop()
  }
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await letGo()
    throw listenFault(error as NodeJS.ErrnoException, config)
  }
  expiry.sweep()
  for (const warning of setupWarnings(config)) log.warn(warning)
  void store.check().then(
    (warnings) => {
      for (const warning of warnings) log.warn(warning)
    },
    (error: Error) => log.warn({ fault: error.name }, 'the store does not answer'),
  )
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  let stopped: Promise<void> | undefined
  return {
    url,
    app,
    store,
    teams: teams?.port,
    handOff,
    stop: () => {
      stopping = true
      stopped ??= letGo()
      return stopped
    },
  }
}
