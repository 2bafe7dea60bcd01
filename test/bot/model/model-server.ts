/** A server on loopback that speaks OpenAI's chat completions: it answers as scripted, or fails in the ways that servers do. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Act } from '../../../prompts/acts.ts'

/** A request as it came in. */
export interface AskedOfModel {
  readonly headers: IncomingMessage['headers']
  readonly path: string
  readonly body: {
    readonly model: string
    readonly store?: boolean
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly response_format?: {
      readonly type: string
      readonly json_schema?: { readonly schema: unknown; readonly strict?: boolean }
    }
    readonly [other: string]: unknown
  }
}

/** Answers one request in full. */
export type Answering = (asked: AskedOfModel, response: ServerResponse) => void | Promise<void>

/** The member's message as the prompt carries it. */
export const messageIn = ({ body }: AskedOfModel): string =>
  JSON.parse(/\nmessage: (".*")$/s.exec(body.messages.at(-1)!.content)![1]!) as string

/** Acts as a model with a strict schema writes them: every key there, null where it does not apply. */
export const strictActs = (acts: readonly Act[]): readonly unknown[] =>
  acts.map((act) =>
    act.act === 'inform' || act.act === 'correct'
      ? {
          act: act.act,
          slot: act.slot,
          value: act.value ?? null,
          estimate: act.estimate ?? false,
          bound: act.bound ?? null,
          item: act.item ?? null,
        }
      : act,
  )

const completion = (content: string | null, finish = 'stop', message: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'scripted',
  choices: [
    {
      index: 0,
      finish_reason: finish,
      logprobs: null,
      message: { role: 'assistant', content, refusal: null, ...message },
    },
  ],
  usage: {
    prompt_tokens: 1900,
    completion_tokens: 40,
    total_tokens: 1940,
    prompt_tokens_details: { cached_tokens: 1500 },
  },
})

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** Answers with these acts, or with any text. */
export const says =
  (content: string | { readonly language?: string; readonly acts: readonly unknown[] }): Answering =>
  (_, response) =>
    json(
      response,
      200,
      completion(typeof content === 'string' ? content : JSON.stringify({ language: 'nl', ...content })),
    )

/** Answers by what was asked. */
export const replies =
  (reply: (message: string, asked: AskedOfModel) => string): Answering =>
  (asked, response) =>
    json(response, 200, completion(reply(messageIn(asked), asked)))

const right = JSON.stringify({ language: 'nl', acts: [{ act: 'greet' }] })

/** The ways in which servers fail. */
export const faults = {
  hang: () => {},
  'slow drip': async (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    for (const char of JSON.stringify(completion(right))) {
      if (response.destroyed) return
      response.write(char)
      await new Promise((done) => setTimeout(done, 100))
    }
    response.end()
  },
  'status 500': (_, response) =>
    json(response, 500, { error: { message: 'internal error', type: 'server_error' } }),
  'status 429, Retry-After: 60': (_, response) =>
    json(response, 429, { error: { message: 'slow down', type: 'rate_limit' } }, { 'retry-after': '60' }),
  reset: (_, response) => void response.socket?.resetAndDestroy(),
  'reset in the body': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
    response.write('{"id":"chatcmpl-1","choices":[')
    setTimeout(() => response.socket?.resetAndDestroy(), 10)
  },
  'bad JSON': says('{"language":"nl","acts":[{"act":"gre'),
  'no JSON': says('Sure! The member greets you.'),
  'unknown enum': says({ acts: [{ act: 'congratulate' }] }),
  'finish_reason length': (_, response) => json(response, 200, completion(right, 'length')),
  refusal: (_, response) =>
    json(response, 200, completion(null, 'stop', { refusal: 'I cannot help with that.' })),
  'content filter': (_, response) => json(response, 200, completion(right, 'content_filter')),
  'empty choices': (_, response) => json(response, 200, { ...completion(right), choices: [] }),
  'empty content': says(''),
  'an HTML page': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>Sign in</title><h1>Sign in to the hotel’s network</h1>')
  },
  'an endless answer': async (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    while (!response.destroyed) {
      response.write('x'.repeat(65_536))
      await new Promise((done) => setTimeout(done, 1))
    }
  },
  'a redirect': (_, response) => {
    response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' })
    response.end()
  },
  'status 401': (_, response) =>
    json(response, 401, { error: { message: 'Incorrect API key provided', type: 'invalid_request_error' } }),
} as const satisfies Record<string, Answering>

/** A running server. */
export class ModelServer {
  readonly asked: AskedOfModel[] = []
  answering: Answering = says({ acts: [{ act: 'unknown' }] })
  private readonly server = createServer((request, response) => void this.serve(request, response))

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {})
    let text = ''
    for await (const part of request) text += part
    const asked = {
      headers: request.headers,
      path: request.url ?? '',
      body: JSON.parse(text) as AskedOfModel['body'],
    }
    this.asked.push(asked)
    await this.answering(asked, response)
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    return this
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }
}
