/** The server: the web channel, the page and its health, around an assistant and a store. */
import { join, resolve } from 'node:path'
import websocket from '@fastify/websocket'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { Assistant } from '../dialogs/assistant.ts'
import { WebAdapter } from './channels/web/adapter.ts'
import { makeAddresses } from './channels/web/addresses.ts'
import type { Limits } from './channels/web/call-checks.ts'
import { streamRoute } from './channels/web/conversation-calls.ts'
import { mountDirectLine } from './channels/web/direct-line.ts'
import { mountHeaders, mountPage } from './channels/web/page.ts'
import { answerError, refusals, refuseUnreadable } from './channels/web/protocol-error.ts'
import { makeStreams } from './channels/web/streams.ts'
import { makeTokens } from './channels/web/tokens.ts'
import { type Config, isLoopback, SetupFault } from './config.ts'
import { openEmbeddedStore } from './stores/embedded.ts'
import type { Store } from './stores/store.ts'
import { keptTokenKey } from './token-key.ts'
import { makeTurns } from './turn.ts'

/** What a server is made of. */
export interface ServerParts {
  readonly config: Config
  readonly assistant: Assistant
  /** What is said where the assistant itself fails, in the language of that locale. */
  readonly apology: (locale: string | undefined) => string
  /** Days that a conversation is kept after its last message. */
  readonly keepDays: number
  readonly log: Logger
  /** The folder that the page was built into. */
  readonly pageFolder?: string | undefined
  readonly now?: (() => Date) | undefined
  readonly limits?: Limits | undefined
  /** In place of the embedded store in `dataDir`. */
  readonly store?: Store | undefined
}

/** A server that listens. */
export interface Server {
  /** Its own address, without a closing slash. */
  readonly url: string
  readonly app: FastifyInstance
  readonly store: Store
  /** Stops gracefully: nothing new, what is under way is finished, sockets are closed, the store is let go. */
  stop(): Promise<void>
}

const dayLength = 24 * 60 * 60 * 1000
const bodyLimit = 32 * 1024
const sweepEvery = 60 * 60 * 1000
const stopWithin = 10_000
const connectionsAtMost = 12_000

/** On the machine of whoever runs it there is nobody to keep from starting conversations. */
const usualLimits = ({ host, publicUrl }: Config): Limits => ({
  conversations: isLoopback(host) && !publicUrl ? undefined : { burst: 60, perSecond: 1 },
  posts: { burst: 600, perSecond: 10 },
})

/** Starts a server. Rejects with a `SetupFault` where the address cannot be had or the data folder cannot be used. */
export async function serve(parts: ServerParts): Promise<Server> {
  const { config, log, now = () => new Date() } = parts
  const key = config.tokenKey ?? keptTokenKey(config.dataDir)
  const store = parts.store ?? openStore(config)
  const streams = makeStreams(store, log)
  const turns = makeTurns({
    assistant: parts.assistant,
    apology: parts.apology,
    keep: parts.keepDays * dayLength,
    adapter: new WebAdapter(),
    deliver: streams.deliver,
    showTyping: streams.show,
    store,
    now,
    log,
  })
  let stopping = false

  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Addresses carry tokens: a request is logged by its route.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies(config),
    bodyLimit,
    requestTimeout: 10_000,
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    clientErrorHandler: refuseUnreadable,
  })
  app.server.maxConnections = connectionsAtMost
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(() => {
    throw refusals.notFound()
  })
  await mountHeaders(app, config)
  await app.register(websocket, {
    options: { maxPayload: bodyLimit, perMessageDeflate: false },
    errorHandler: (error: NodeJS.ErrnoException, socket, request) => {
      // With a code it is the client's fault or the network's; without one, ours.
      const level = error.code ? 'debug' : 'error'
      request.log[level]({ fault: error.code ?? error.name }, 'a socket failed')
      socket.terminate()
    },
    // What is under way is finished and has left before the sockets close.
    preClose: async () => {
      await Promise.race([turns.idle(), after(stopWithin)])
      await streams.close()
      app.websocketServer.close()
    },
  })
  // Elsewhere an upgrade would be taken, closed, and logged with its address.
  app.addHook('onRequest', async (request) => {
    if (request.ws && request.routeOptions.url !== streamRoute) throw refusals.notFound()
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    request.log.debug({
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
    if (stopping) return reply.code(503).send({ status: 'stopping' })
    try {
      await store.check()
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'the store does not answer' })
    }
  })
  mountDirectLine(app, {
    tokens: makeTokens(key, now),
    addresses: makeAddresses(config),
    limits: parts.limits ?? usualLimits(config),
    store,
    turns,
    streams,
    now,
  })
  if (parts.pageFolder) await mountPage(app, parts.pageFolder)

  const sweep = () =>
    store.sweep(now().getTime()).then(
      (erased) => erased > 0 && log.info({ erased }, 'expired conversations were erased'),
      (error: Error) => log.warn({ fault: error.name }, 'expired conversations could not be erased'),
    )
  const sweeper = setInterval(sweep, sweepEvery)
  sweeper.unref()

  const letGo = async () => {
    clearInterval(sweeper)
    await app.close()
    await store.close()
  }
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await letGo()
    throw listenFault(error as NodeJS.ErrnoException, config)
  }
  void sweep()
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  let stopped: Promise<void> | undefined
  return {
    url,
    app,
    store,
    stop: () => {
      stopping = true
      stopped ??= letGo()
      return stopped
    },
  }
}

/** A number says how many proxies stand in front: the nearest ones are believed. */
const trustedProxies = ({ trustProxy }: Config) =>
  typeof trustProxy === 'number' ? (_: string, hop: number) => hop < trustProxy : trustProxy

const after = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds).unref())

function openStore({ dataDir }: Config): Store {
  try {
    return openEmbeddedStore(join(resolve(dataDir), 'store'))
  } catch (error) {
    throw new SetupFault([`DATA_DIR: the store cannot be opened in ${dataDir}: ${(error as Error).message}.`])
  }
}

function listenFault(error: NodeJS.ErrnoException, { port, host }: Config): Error {
  if (error.code === 'EADDRINUSE')
    return new SetupFault([
      `PORT: ${port} is in use by another program. Stop that, or set PORT to another number.`,
    ])
  if (error.code === 'EACCES')
    return new SetupFault([`PORT: ${port} is not open to this user. Set PORT to one above 1023.`])
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new SetupFault([`HOST: ${host} is no address of this machine.`])
  return error
}
