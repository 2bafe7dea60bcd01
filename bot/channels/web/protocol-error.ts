/** What goes wrong on the web channel, in the protocol's own shape. Nothing internal is ever in it. */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { framesOf } from '../../frames.ts'
import { StoreUnavailable } from '../../stores/store.ts'
import type { Headers } from './headers.ts'

/** Something that is answered with `{ error: { code, message } }` and a status. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly status: number
  readonly code: string
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter: number | undefined
  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** The errors of the protocol, by what happened. */
export const refusals = {
  noToken: () => new ProtocolError(401, 'Unauthorized', 'A valid token is needed.'),
  expired: () => new ProtocolError(403, 'TokenExpired', 'The token has expired.'),
  otherConversation: () => new ProtocolError(403, 'Forbidden', 'The token is for another conversation.'),
  origin: () => new ProtocolError(403, 'Forbidden', 'This origin may not use the bot.'),
  ended: () => new ProtocolError(404, 'ConversationNotFound', 'The conversation has ended.'),
  notFound: () => new ProtocolError(404, 'NotFound', 'There is nothing here.'),
  unreadable: () => new ProtocolError(400, 'BadArgument', 'The request is not what the protocol prescribes.'),
  shape: (what: string) => new ProtocolError(400, 'BadArgument', what),
  attachments: () => new ProtocolError(400, 'AttachmentsNotSupported', 'Files cannot be sent to this bot.'),
  tooLarge: () => new ProtocolError(413, 'MessageSizeTooBig', 'At most 32 KiB can be sent at once.'),
  extrasTooLarge: () =>
    new ProtocolError(413, 'MessageSizeTooBig', 'value and channelData hold at most 4 KiB together.'),
  full: () =>
    new ProtocolError(
      413,
      'ConversationFull',
      'This conversation holds no more; go on in a new one, or have this one forgotten.',
    ),
  tooMany: (retryAfter: number) =>
    new ProtocolError(429, 'TooManyRequests', 'Too many requests; try again later.', retryAfter),
  store: () => new ProtocolError(503, 'ServiceUnavailable', 'Nothing was done; try again in a moment.', 1),
  unknown: () =>
    new ProtocolError(
      503,
      'OutcomeUnknown',
      'It is not known whether it was done; send it again under the same clientActivityID, and it counts once.',
      1,
    ),
  stopping: () =>
    new ProtocolError(503, 'ServiceUnavailable', 'The server is restarting; try again in a moment.', 1),
  fault: () => new ProtocolError(500, 'ServiceError', 'Something went wrong on our side.'),
}

function refusalOf(error: FastifyError | Error): ProtocolError {
  if (error instanceof ProtocolError) return error
  if (error instanceof StoreUnavailable) return error.uncertain ? refusals.unknown() : refusals.store()
  const { code, statusCode } = error as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refusals.tooLarge()
  if (statusCode === 503) return refusals.stopping()
  if (statusCode === 404) return refusals.notFound()
  if (statusCode && statusCode >= 400 && statusCode < 500) return refusals.unreadable()
  return refusals.fault()
}

/** Why, as far as that can be logged: what could not be parsed is quoted by its fault. */
function causeOf({ cause }: Error): string | undefined {
  if (!(cause instanceof Error)) return undefined
  return cause instanceof SyntaxError ? cause.name : cause.message
}

/** What is answered to a request that is not gone into; the connection ends with it. */
function lastAnswer(headers: Headers) {
  const { code, message } = refusals.unreadable()
  const body = JSON.stringify({ error: { code, message } })
  const fields = {
    ...headers,
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    connection: 'close',
  }
  return { fields, body }
}

/** Whether a request does not say which host it is for, though its version of HTTP has it do so. */
export const lacksHost = ({ httpVersion, headers }: IncomingMessage): boolean =>
  httpVersion !== '1.0' && headers.host === undefined

/** Makes what answers a request that expects what no server gives. */
export function makeExpectationAnswer(headers: Headers) {
  const { fields, body } = lastAnswer(headers)
  return (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(417, fields).end(body)
  }
}

/** Makes what answers a request that cannot be read as HTTP. Nothing is logged: the fault carries what was sent, tokens and all. */
export function makeUnreadableAnswer(headers: Headers) {
  const { fields, body } = lastAnswer(headers)
  const head = Object.entries(fields)
  const answer = `${head.map((header) => header.join(': ')).join('\r\n')}\r\n\r\n${body}`
  return ({ code }: NodeJS.ErrnoException, socket: Duplex): void => {
    const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
    if (code !== 'ECONNRESET' && socket.writable)
      socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${answer}`)
    socket.destroy()
  }
}

/** Answers an error; one of ours is logged by its kind and place, never with what was sent. */
export function answerError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = refusalOf(error)
  if (refusal.status >= 500)
    request.log.error(
      {
        fault: error.name,
        cause: causeOf(error),
        at: framesOf(error, 5),
        route: request.routeOptions?.url,
      },
      'a request failed',
    )
  if (refusal.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(refusal.retryAfter)))
  return reply
    .code(refusal.status)
    .header('cache-control', 'no-store')
    .send({ error: { code: refusal.code, message: refusal.message } })
}
