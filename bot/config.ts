/** How the program is set up, from the environment, parsed once. What is wrong is named, all of it, with what to write instead. */
import type { LimitSettings } from './channels/web/rate-limit.ts'
import { environmentSchema, isLoopback } from './environment.ts'
import type { MailSettings } from './handoff/mail.ts'
import { type ModelSettings, readModelSettings } from './model/settings.ts'

/** A Redis server, or a cluster of them, in place of the embedded store. */
export interface RedisSettings {
  /** `redis://` or `rediss://`; may hold a password. */
  readonly url: string
  /** What every key begins with. */
  readonly prefix: string
  /** Whether the address is that of a node of a Redis cluster. */
  readonly cluster: boolean
}

/** The bot's registration with Microsoft Teams, single-tenant. */
export interface TeamsSettings {
  readonly appId: string
  readonly password: string
  readonly tenantId: string
  /** The origin of an issuer on this machine in place of Microsoft's, for tests; then connectors are on this machine too. */
  readonly localIssuer?: string | undefined
  /** The origin of a page on this machine that may show the tab as Teams does, for tests. */
  readonly localHost?: string | undefined
}

/** How the program is set up. */
export interface Config {
  readonly port: number
  readonly host: string
  /** The folder of everything that is kept on disk. */
  readonly dataDir: string
  /** `always`: a turn of the embedded store is on disk before it is answered. `interval`: at most a second later. */
  readonly storeSync: 'always' | 'interval'
  /** `undefined` for the embedded store. */
  readonly redis?: RedisSettings | undefined
  /** Origins (`https://example.org`) that may use the bot from pages of their own. */
  readonly allowedOrigins: readonly string[]
  /** The keys of tokens, the newest first: that one signs, all verify. Empty to make one and keep it in `dataDir`. */
  readonly tokenKeys: readonly Uint8Array[]
  readonly policyFile?: string | undefined
  /** A folder with one folder per language; `undefined` for the FAQ that is shipped. */
  readonly faqDir?: string | undefined
  /** Where members reach the bot, without a closing slash, where that is not its own host and port. */
  readonly publicUrl?: string | undefined
  /** Whose `X-Forwarded-*` headers to believe: nobody's, the nearest proxies' (a number), or those of these addresses. */
  readonly trustProxy: boolean | number | string
  readonly limits: LimitSettings
  /** How much text a conversation on the web may hold, its journal included, in characters. */
  readonly conversationSize: number
  /** The bearer to whom `/metrics` answers; `undefined` to answer this machine itself only. */
  readonly metricsToken?: string | undefined
  /** Where traces go, by OTLP over HTTP; `undefined` for none. */
  readonly tracesUrl?: string | undefined
  readonly teams?: TeamsSettings | undefined
  /** Whether a client on this machine may talk to the Teams channel without a registration and without tokens. */
  readonly teamsLocal: boolean
  /** A folder with one file of ready replies per language; `undefined` for those that are shipped. */
  readonly repliesDir?: string | undefined
  /** How members who left an address get answers by mail; `undefined` for no mail. */
  readonly mail?: MailSettings | undefined
  /** The language model that reads what the local engine is not sure of; `undefined` for none. */
  readonly model?: ModelSettings | undefined
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

export { isLoopback }

/** What is wrong with the set-up, one sentence each, for the person who starts the program. */
export class SetupFault extends Error {
  override readonly name = 'SetupFault'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

/** A member who types is never slowed down; a script soon is. On one's own machine addresses tell nobody apart. */
const perAddress = (host: string, publicUrl: string | undefined, most: number) =>
  isLoopback(host) && !publicUrl ? Number.POSITIVE_INFINITY : most

/** The settings that open the Teams channel to this machine only. */
const localTeamsNames = ['TEAMS_LOCAL', 'TEAMS_LOCAL_ISSUER', 'TEAMS_LOCAL_HOST'] as const

/** What is wrong with the settings that are for this machine only: nobody else may be able to reach it, not through a proxy either. */
function localTeamsFaults(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const local = localTeamsNames.filter((name) => given[name] && given[name] !== 'false')
  const reached = [
    ...(isLoopback(given.HOST?.trim() ?? '127.0.0.1') ? [] : ['HOST']),
    ...(isPublicAddress(given.PUBLIC_URL) ? ['PUBLIC_URL'] : []),
    ...(given.TRUST_PROXY && given.TRUST_PROXY.trim() !== 'false' ? ['TRUST_PROXY'] : []),
  ]
  const faults = local
    .filter(() => reached.length > 0)
    .map(
      (name) =>
        `${name}: only for trying things on this machine, and ${reached.join(', ')} says that others reach it.`,
    )
  const isRegistered = teamsNames.some((name) => given[name])
  if (local.includes('TEAMS_LOCAL') && isRegistered)
    faults.push('TEAMS_LOCAL: takes activities without tokens, so leave out the registration with Microsoft.')
  if (local.includes('TEAMS_LOCAL_ISSUER') && !isRegistered)
    faults.push(`TEAMS_LOCAL_ISSUER: vouches for a bot, so set ${teamsNames.join(', ')} too.`)
  if (local.includes('TEAMS_LOCAL_HOST') && !isRegistered)
    faults.push(`TEAMS_LOCAL_HOST: shows a registered app's tab, so set ${teamsNames.join(', ')} too.`)
  return faults
}

const isPublicAddress = (url: string | undefined) =>
  url !== undefined && URL.canParse(url) && !isLoopback(new URL(url).hostname)

const teamsNames = ['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'] as const

/** What is missing beside what is set. */
function halfSet(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const faults: string[] = []
  const host = given.HOST?.trim() ?? '127.0.0.1'
  const beyond = isLoopback(host) ? undefined : `HOST ${host} can be reached from other machines`
  if (!given.TOKEN_KEY) {
    if (beyond) faults.push(`TOKEN_KEY: ${beyond}, so set a key of at least 32 bytes of your own.`)
    if (given.REDIS_URL)
      faults.push(
        'TOKEN_KEY: processes that share a Redis server sign for each other, so give all of them the same key.',
      )
  }
  if (beyond && !given.ALLOWED_ORIGINS && !given.PUBLIC_URL)
    faults.push(
      `PUBLIC_URL: ${beyond}, so say where members find it, or list the pages that may use it in ALLOWED_ORIGINS.`,
    )
  const redis = ['REDIS_PREFIX', 'REDIS_CLUSTER'].filter((name) => given[name])
  if (redis.length > 0 && !given.REDIS_URL)
    faults.push(`REDIS_URL: ${redis.join(' and ')} is set, so give the server too, or set none of them.`)
  if (given.SMTP_FROM && !given.SMTP_URL)
    faults.push('SMTP_URL: SMTP_FROM is set, so give the mail server too, or set neither.')
  if (given.SMTP_URL && !given.PUBLIC_URL && beyond)
    faults.push('PUBLIC_URL: mails have a link back into the conversation, so say where members find it.')
  const missing = teamsNames.filter((name) => !given[name])
  const isTeams = missing.length < teamsNames.length || given.MICROSOFT_APP_TYPE
  if (isTeams && missing.length > 0)
    faults.push(
      `${missing.join(', ')}: Teams is half set up. Set ${teamsNames.join(', ')}, or none of them and no MICROSOFT_APP_TYPE.`,
    )
  return [...faults, ...localTeamsFaults(given)]
}

/** Parses the environment; an empty value counts as not set. Throws a `SetupFault` that names all that is wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = environmentSchema.safeParse(given)
  const model = readModelSettings(given)
  const wrong = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`) ?? []
  const faults = [...wrong, ...halfSet(given), ...model.faults]
  if (!parsed.success || faults.length > 0) throw new SetupFault(faults)
  const { data } = parsed
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: data.DATA_DIR,
    storeSync: data.STORE_SYNC,
    redis: data.REDIS_URL
      ? { url: data.REDIS_URL, prefix: data.REDIS_PREFIX, cluster: data.REDIS_CLUSTER }
      : undefined,
    allowedOrigins: data.ALLOWED_ORIGINS,
    tokenKeys: data.TOKEN_KEY,
    policyFile: data.POLICY_FILE,
    faqDir: data.FAQ_DIR,
    publicUrl: data.PUBLIC_URL,
    trustProxy: data.TRUST_PROXY,
    limits: {
      startsPerMinute: data.LIMIT_STARTS_PER_MINUTE ?? perAddress(data.HOST, data.PUBLIC_URL, 60),
      postsPerSecond: data.LIMIT_POSTS_PER_SECOND,
      postsBurst: data.LIMIT_POSTS_BURST,
      postsPerDay: data.LIMIT_POSTS_PER_DAY,
      postsPerAddress: data.LIMIT_POSTS_PER_ADDRESS ?? perAddress(data.HOST, data.PUBLIC_URL, 1200),
      readsPerMinute: data.LIMIT_READS_PER_MINUTE,
      readsPerAddress: data.LIMIT_READS_PER_ADDRESS ?? perAddress(data.HOST, data.PUBLIC_URL, 6000),
    },
    conversationSize: data.LIMIT_CONVERSATION_KB * 1024,
    metricsToken: data.METRICS_TOKEN,
    tracesUrl: data.TRACES_URL,
    teams:
      data.MICROSOFT_APP_ID && data.MICROSOFT_APP_PASSWORD && data.MICROSOFT_APP_TENANT_ID
        ? {
            appId: data.MICROSOFT_APP_ID,
            password: data.MICROSOFT_APP_PASSWORD,
            tenantId: data.MICROSOFT_APP_TENANT_ID,
            localIssuer: data.TEAMS_LOCAL_ISSUER,
            localHost: data.TEAMS_LOCAL_HOST,
          }
        : undefined,
    teamsLocal: data.TEAMS_LOCAL,
    repliesDir: data.REPLIES_DIR,
    mail: data.SMTP_URL
      ? {
          url: data.SMTP_URL,
          from: data.SMTP_FROM ?? `CPS Assistant <noreply@${new URL(data.SMTP_URL).hostname}>`,
        }
      : undefined,
    model: model.settings,
    logLevel: data.LOG_LEVEL,
  }
}
