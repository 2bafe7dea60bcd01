/** What goes wrong on the web channel, in the protocol's own shape. Nothing internal is ever in it. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { StoreUnavailable } from '../../stores/store.ts'

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
  shape: (what: string) => new ProtocolError(400, 'BadArgument', what),
  attachments: () => new ProtocolError(400, 'AttachmentsNotSupported', 'Files cannot be sent to this bot.'),
  tooLarge: () => new ProtocolError(413, 'MessageSizeTooBig', 'At most 32 KiB can be sent at once.'),
  tooMany: (retryAfter: number) =>
    new ProtocolError(429, 'TooManyRequests', 'Too many requests; try again later.', retryAfter),
  store: () => new ProtocolError(503, 'ServiceUnavailable', 'Nothing was done; try again in a moment.', 1),
  stopping: () =>
    new ProtocolError(503, 'ServiceUnavailable', 'The server is restarting; try again in a moment.', 1),
  fault: () => new ProtocolError(500, 'ServiceError', 'Something went wrong on our side.'),
}

function refusalOf(error: FastifyError | Error): ProtocolError {
  if (error instanceof ProtocolError) return error
  if (error instanceof StoreUnavailable) return refusals.store()
  const { code, statusCode } = error as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refusals.tooLarge()
  if (statusCode === 503) return refusals.stopping()
  if (statusCode === 404) return refusals.notFound()
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return refusals.shape('The request is not what the protocol prescribes.')
  return refusals.fault()
}

/** Why, as far as that can be logged: what could not be parsed is quoted by its fault. */
function causeOf({ cause }: Error): string | undefined {
  if (!(cause instanceof Error)) return undefined
  return cause instanceof SyntaxError ? cause.name : cause.message
}

/** Answers what cannot be read as HTTP. Nothing is logged: the fault carries what was sent, tokens and all. */
export function refuseUnreadable({ code }: NodeJS.ErrnoException, socket: Socket): void {
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  const refusal = refusals.shape('The request is not what the protocol prescribes.')
  const body = JSON.stringify({ error: { code: refusal.code, message: refusal.message } })
  if (code !== 'ECONNRESET' && socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    )
  socket.destroy()
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
        at: error.stack
          ?.split('\n')
          .filter((line) => /^\s+at /.test(line))
          .slice(0, 5),
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
