/** The Teams channel, put together. Loaded only where there is Teams. */
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Language } from '../../../domain/values.ts'
import type { TeamsSettings } from '../../config.ts'
import type { MakeErrand } from '../../errands.ts'
import type { Caller } from '../../model/budget.ts'
import type { Conversation, Store, TeamsPlace } from '../../stores/store.ts'
import type { Turns } from '../../turn.ts'
import type { Addresses } from '../web/addresses.ts'
import type { Limits } from '../web/rate-limit.ts'
import { type BotToken, makeBotToken } from './bot-token.ts'
import { openConnector } from './connector.ts'
import { type Delivery, deliverToTeams } from './delivery.ts'
import { mountMessages } from './endpoint.ts'
import { makeHearing } from './hearing.ts'
import { makeIdentities } from './identity.ts'
import { languageChoices } from './languages.ts'
import type { SupportDesk, TeamsPort, TeamsSearch } from './port.ts'
import { teamsPort } from './posting.ts'
import type { Sdk } from './sdk.ts'
import { isLocalConnector, isTeamsConnector } from './service-urls.ts'
import { type KeySource, keepSigningKeys } from './signing-keys.ts'
import { makeSpeaking } from './speaking.ts'

/** What the channel is made with. */
export interface TeamsParts {
  /** The registration with Microsoft; `undefined` for a client on this machine that needs none. */
  readonly settings: TeamsSettings | undefined
  readonly store: Store
  readonly now: () => Date
  readonly log: Logger
  /** A message was brought to Teams, or was not. */
  readonly counted: (delivery: Delivery) => void
}

/** What its endpoint is mounted with. */
export interface MountParts {
  readonly turns: Turns
  readonly limits: Limits
  readonly addresses: Addresses
  /** How long a conversation is kept after its last turn, in milliseconds. */
  readonly keep: () => number
  readonly asCaller: <T>(caller: Caller, work: () => T) => T
  readonly support?: SupportDesk | undefined
  readonly search?: TeamsSearch | undefined
}

/** The Teams channel. */
export interface Teams {
  readonly port: TeamsPort
  /** Brings replies to Teams. */
  readonly errand: MakeErrand
  /** Shows that the bot is at a slow turn of a conversation in Teams; of any other, nothing. */
  showTyping(conversationId: string): void
  /** Keeps that the member of a conversation chose a language, or (`undefined`) forgets it; of one on the web, nothing. */
  languageChosen(conversation: Conversation, language: Language | undefined): void
  mount(app: FastifyInstance, parts: MountParts): void
  /** Finishes what is under way and closes all connections. */
  stop(): Promise<void>
}

/** Microsoft's public cloud: who issues the connector's tokens, where their keys are, and where the bot gets its own. */
const microsoft = ({ tenantId }: TeamsSettings) => ({
  issuer: 'https://api.botframework.com',
  keys: {
    metadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    mayNameKeys: ({ origin }: URL) => origin === 'https://login.botframework.com',
  } satisfies KeySource,
  token: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
  mayServe: isTeamsConnector,
})

/** An issuer on this machine, for tests; with it connectors are on this machine too. */
const onThisMachine = (issuer: string) => ({
  issuer,
  keys: {
    metadata: `${issuer}/.well-known/openid-configuration`,
    mayNameKeys: ({ origin }: URL) => origin === issuer,
  } satisfies KeySource,
  token: `${issuer}/oauth2/v2.0/token`,
  mayServe: isLocalConnector,
})

const noToken: BotToken = { get: async () => '', forget: () => {} }

/** Opens the channel. Nothing is received before it is mounted. */
export function openTeams({ settings, store, now, log, counted }: TeamsParts): Teams {
  const cloud = settings && (settings.localIssuer ? onThisMachine(settings.localIssuer) : microsoft(settings))
  const keys = cloud && keepSigningKeys(cloud.keys, log)
  const token = cloud ? makeBotToken({ endpoint: cloud.token, ...settings! }) : noToken
  const mayServe = cloud?.mayServe ?? isLocalConnector
  const connector = openConnector({ token: token.get, allowed: mayServe })
  const port = teamsPort(connector)
  const choices = languageChoices(store, now)
  /** Where turns are being accepted at this moment. */
  const places = new Map<string, TeamsPlace>()
  const underWay = new Set<Promise<unknown>>()

  const later = (work: () => Promise<unknown>) => {
    const done = work()
      .catch((error: Error) => log.warn({ fault: error.name }, 'something for Teams could not be done'))
      .finally(() => underWay.delete(done))
    underWay.add(done)
  }

  let loaded: Promise<Sdk> | undefined
  const sdk = () => {
    loaded ??= import('./sdk.ts')
      .then(({ makeSdk }) => makeSdk(settings))
      .catch((error) => {
        loaded = undefined
        throw error
      })
    return loaded
  }

  return {
    port,
    errand: deliverToTeams({ connector, store, log, counted, tokenRefused: token.forget }),
    showTyping: (id) => {
      const place = places.get(id)
      if (!place) return
      const { serviceUrl, conversationId, botId } = place
      later(() => port.post({ serviceUrl, conversationId, botId }, { type: 'typing' }))
    },
    languageChosen: ({ id, teams }, language) => {
      if (!teams) return
      later(() => (language ? choices.keep(teams, { language, by: id }) : choices.forget(teams)))
    },
    mount: (app, { turns, limits, addresses, keep, asCaller, support, search }) => {
      const speaking = makeSpeaking({
        store,
        now,
        keep,
        turns,
        limits,
        choices,
        asCaller,
        underWay: (id, place) => {
          if (place) places.set(id, place)
          else places.delete(id)
        },
      })
      const hear = makeHearing({ speaking, port, support, search, log, later })
      const identities =
        keys && cloud && makeIdentities(keys, { issuer: cloud.issuer, audience: settings!.appId }, now)
      mountMessages(app, { identities, tenantId: settings?.tenantId, mayServe, addresses, sdk, hear })
      // Nobody waits for it to load but who comes right away.
      app.addHook('onListen', async () => {
        setImmediate(() => void sdk().catch(() => {}))
      })
    },
    stop: async () => {
      keys?.stop()
      while (underWay.size > 0) await Promise.allSettled(underWay)
      await connector.close()
    },
  }
}
