/** The HTTP server at its edge: its limits and times, the headers of every answer, sockets, and what is seen of each request. */
import websocket from '@fastify/websocket'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Logger } from 'pino'
import { streamRoute } from './channels/web/conversation-calls.ts'
import { mountHeaders, securityHeaders } from './channels/web/headers.ts'
import {
  answerError,
  lacksHost,
  makeExpectationAnswer,
  makeUnreadableAnswer,
  refusals,
} from './channels/web/protocol-error.ts'
import { type Config, SetupFault } from './config.ts'
import type { Metrics } from './seeing/metrics.ts'

/** What the edge works with. */
export interface EdgeParts {
  readonly config: Config
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'answered' | 'fault'>
  readonly isStopping: () => boolean
  /** Resolves when what is under way is finished. */
  readonly idle: () => Promise<unknown>
  readonly closeStreams: () => Promise<void>
}

const bodyLimit = 32 * 1024
const stopWithin = 10_000
const connectionsAtMost = 12_000

/** Makes it, without a route yet. */
export async function makeHttpApp({
  config,
  log,
  metrics,
  isStopping,
  idle,
  closeStreams,
}: EdgeParts): Promise<FastifyInstance> {
  const headers = securityHeaders(config)
  const answerUnreadable = makeUnreadableAnswer(headers)

  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Addresses carry tokens: a request is logged by its route, and needs no logger of its own.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies(config),
    bodyLimit,
    requestTimeout: 10_000,
    connectionTimeout: 30_000,
    // What Node refuses by itself would be without our headers.
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000, requireHostHeader: false },
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => {
      // Nothing else lets go of a socket that asked to be upgraded there.
      reply.raw.once('finish', () => request.raw.socket.destroySoon())
      void answerError(error, request, reply.headers(headers).header('connection', 'close'))
    },
    clientErrorHandler: answerUnreadable,
  })
  app.server.maxConnections = connectionsAtMost
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(() => {
    throw refusals.notFound()
  })
  mountHeaders(app, headers)
  await app.register(websocket, {
    options: { maxPayload: bodyLimit, perMessageDeflate: false },
    errorHandler: (error: NodeJS.ErrnoException, socket, request) => {
      // With a code it is the client's fault or the network's; without one, ours.
      const level = error.code ? 'debug' : 'error'
      request.log[level]({ fault: error.code ?? error.name }, 'a socket failed')
      if (!error.code) metrics.fault('socket')
      socket.terminate()
    },
    // What is under way is finished and has left before the sockets close.
    preClose: async () => {
      await Promise.race([idle(), after(stopWithin)])
      await closeStreams()
      app.websocketServer.close()
    },
  })
  app.websocketServer.on('wsClientError', answerUnreadable)
  app.server.on('checkExpectation', makeExpectationAnswer(headers))
  // What is upgraded while it stops would be refused and its connection kept: the stop would wait for it without end.
  app.server.prependListener('upgrade', (_, socket) => {
    if (isStopping()) socket.destroy()
  })
  app.addHook('onRequest', (request, _, done) =>
    done(lacksHost(request.raw) ? refusals.unreadable() : undefined),
  )
  // Elsewhere an upgrade would be taken, closed, and logged with its address.
  app.addHook('onRequest', (request, _, done) =>
    done(request.ws && request.routeOptions.url !== streamRoute ? refusals.notFound() : undefined),
  )
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.answered(route, reply.statusCode)
    // Whoever asks whether the server is ready is no member to whom it failed.
    if (reply.statusCode === 500) metrics.fault('server')
    if (reply.statusCode === 503 && route !== '/readyz') metrics.fault('store')
    request.log.debug({
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
    done()
  })
  return app
}

/** A number says how many proxies stand in front: the nearest ones are believed. */
const trustedProxies = ({ trustProxy }: Config) =>
  typeof trustProxy === 'number' ? (_: string, hop: number) => hop < trustProxy : trustProxy

const after = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds).unref())

/** Why it cannot listen, for whoever set it up. */
export function listenFault(error: NodeJS.ErrnoException, { port, host }: Config): Error {
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
