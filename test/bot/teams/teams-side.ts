/** Teams' own side, on this machine: a connector that takes what the bot sends, and people who say things. */
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { buttonsOf } from './playground.ts'
import { json, stubServer } from './stub-server.ts'

/** What the bot sent. */
export interface Sent {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly conversation: string
  readonly body: {
    readonly type?: string
    readonly text?: string
    readonly locale?: string
    readonly attachments?: readonly { readonly contentType: string; readonly content: unknown }[]
    readonly entities?: readonly { readonly type: string; readonly citation?: readonly unknown[] }[]
    readonly channelData?: { readonly cps?: Readonly<Record<string, unknown>> }
  } & Readonly<Record<string, unknown>>
}

/** Does with a message what a test wants; `true` where it has answered, or never will. */
export type Way = (sent: Sent, response: ServerResponse) => unknown

const patience = 20_000

/** A connector. */
export interface Connector {
  readonly url: string
  /** All that came, in order. */
  readonly came: readonly Sent[]
  /** What it took: the messages that somebody in Teams would see. */
  messages(conversation?: string): readonly Sent['body'][]
  /** Waits for so many messages. */
  took(count: number, conversation?: string): Promise<readonly Sent['body'][]>
  /** What is done with each from now on; by default all are taken. */
  does(way: Way): void
  stop(): Promise<void>
}

/** Starts a connector, on this port where there was one before. */
export async function connectorStub(port = 0): Promise<Connector> {
  const came: Sent[] = []
  const taken: Sent[] = []
  let way: Way = () => {}
  const { url, stop } = await stubServer((request, text, response) => {
    const path = request.url ?? ''
    const sent: Sent = {
      method: request.method ?? '',
      path,
      authorization: request.headers.authorization,
      conversation: decodeURIComponent(/conversations\/([^/]+)/.exec(path)?.[1] ?? ''),
      body: text ? JSON.parse(text) : {},
    }
    came.push(sent)
    if (way(sent, response) === true) return
    taken.push(sent)
    json(response, 201, { id: `m-${taken.length}` })
  }, port)
  const messages = (conversation?: string) =>
    taken
      .filter(({ body, method }) => method === 'POST' && body.type === 'message')
      .filter((one) => conversation === undefined || one.conversation === conversation)
      .map(({ body }) => body)
  return {
    url,
    came,
    messages,
    stop,
    does: (next) => {
      way = next
    },
    async took(count, conversation) {
      const until = Date.now() + patience
      while (messages(conversation).length < count) {
        if (Date.now() > until)
          throw new Error(`${messages(conversation).length} messages came, not ${count}`)
        await sleep(10)
      }
      return messages(conversation)
    },
  }
}

/** The labels that can be tapped under a message. */
export const labelsOf = ({ attachments }: Sent['body']): readonly string[] =>
  buttonsOf(attachments).map(({ data }) => String(data.cpsTap))

export const botId = '28:the-bot'

/** Somebody in Teams, in one place. */
export interface Someone {
  readonly id?: string
  readonly conversation?: string
  readonly kind?: 'personal' | 'groupChat' | 'channel'
  readonly tenant?: string
  readonly locale?: string
}

const inPlace = (serviceUrl: string, someone: Someone) => {
  const { id = '29:alex', conversation = 'a:personal', kind = 'personal', tenant = 'a-tenant' } = someone
  return {
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl,
    from: { id, name: 'Alex Wilber', aadObjectId: `oid-of-${id}` },
    recipient: { id: botId, name: 'CPS Assistant' },
    conversation: { id: conversation, conversationType: kind, tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    ...(someone.locale ? { locale: someone.locale } : {}),
  }
}

/** A message of theirs. */
export const message = (serviceUrl: string, text: string, someone: Someone = {}) => ({
  type: 'message',
  text,
  textFormat: 'plain',
  ...inPlace(serviceUrl, someone),
})

/** The same, with the bot mentioned in front. */
export const mention = (serviceUrl: string, text: string, someone: Someone = {}) => ({
  ...message(serviceUrl, `<at>CPS Assistant</at>&nbsp;${text}`, someone),
  entities: [
    { type: 'mention', mentioned: { id: botId, name: 'CPS Assistant' }, text: '<at>CPS Assistant</at>' },
  ],
})

/** Any other activity of theirs. */
export const activity = (serviceUrl: string, more: object, someone: Someone = {}) => ({
  ...inPlace(serviceUrl, someone),
  ...more,
})

/** Posts to the bot as a connector does. */
export function post(bot: string, body: unknown, token?: string): Promise<Response> {
  return fetch(`${bot}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
