import { WebSocket } from 'ws'

/** An activity as a client sees it. */
export interface SeenActivity {
  readonly id: string
  readonly type: string
  readonly text?: string
  readonly locale?: string
  readonly timestamp?: string
  readonly replyToId?: string
  readonly from: { readonly id: string; readonly role?: string }
  readonly channelData?: { readonly clientActivityID?: string }
  readonly [field: string]: unknown
}

export interface ActivitySet {
  readonly activities: readonly SeenActivity[]
  readonly watermark: string
}

/** An answer of the protocol: its status and body. */
export interface Answer<T = Record<string, unknown>> {
  readonly status: number
  readonly headers: Headers
  readonly body: T & { readonly error?: { readonly code: string; readonly message: string } }
}

/** One call of the protocol. */
export async function call<T = Record<string, unknown>>(
  url: string,
  path: string,
  given: {
    token?: string | undefined
    body?: unknown
    raw?: string
    headers?: Record<string, string>
    method?: string
  } = {},
): Promise<Answer<T>> {
  const body = given.raw ?? (given.body === undefined ? undefined : JSON.stringify(given.body))
  const response = await fetch(`${url}/v3/directline${path}`, {
    method: given.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(given.token === undefined ? {} : { authorization: `Bearer ${given.token}` }),
      ...given.headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text ? JSON.parse(text) : {},
  } as Answer<T>
}

export interface Opened {
  readonly conversationId: string
  readonly token: string
  readonly resume: string
  readonly streamUrl: string
  readonly expires_in: number
}

/** Generates a token and opens its conversation. */
export async function openConversation(
  url: string,
  body: unknown = { locale: 'nl' },
  headers: Record<string, string> = {},
): Promise<Opened> {
  const generated = await call<Opened>(url, '/tokens/generate', { body, headers })
  const opened = await call<Opened>(url, '/conversations', { token: generated.body.token, body: {} })
  return { ...generated.body, ...opened.body }
}

/** Says something in a conversation. */
export const say = (
  url: string,
  { conversationId, token }: Opened,
  text: string,
  clientActivityID?: string,
) =>
  call<{ id: string }>(url, `/conversations/${conversationId}/activities`, {
    token,
    body: {
      type: 'message',
      text,
      from: { id: 'somebody' },
      ...(clientActivityID && { channelData: { clientActivityID } }),
    },
  })

/** The activities since a watermark. */
export const readSince = (url: string, { conversationId, token }: Opened, watermark = '') =>
  call<ActivitySet>(url, `/conversations/${conversationId}/activities?watermark=${watermark}`, { token })

/** A socket that collects what comes over it. */
export class ListeningSocket {
  readonly sets: ActivitySet[] = []
  readonly socket: WebSocket
  readonly opened: Promise<void>
  readonly closed: Promise<{ readonly code: number }>

  constructor(streamUrl: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(streamUrl, { headers })
    this.socket.on('message', (data) => {
      const text = String(data)
      if (text) this.sets.push(JSON.parse(text) as ActivitySet)
    })
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve)
      this.socket.once('unexpected-response', (_request, response) =>
        reject(new Error(String(response.statusCode))),
      )
      this.socket.once('error', reject)
    })
    this.closed = new Promise((resolve) => this.socket.once('close', (code) => resolve({ code })))
    this.opened.catch(() => {})
  }

  get activities(): readonly SeenActivity[] {
    return this.sets.flatMap(({ activities }) => activities)
  }

  /** What was said; a typing sign says nothing. */
  get texts(): readonly (string | undefined)[] {
    return this.activities.filter(({ type }) => type !== 'typing').map(({ text }) => text)
  }

  get watermark(): string {
    return this.sets.findLast(({ watermark }) => watermark)?.watermark ?? ''
  }

  /** Waits until so many activities have come. */
  async until(count: number): Promise<readonly SeenActivity[]> {
    const deadline = Date.now() + 10_000
    while (this.activities.length < count) {
      if (Date.now() > deadline) throw new Error(`only ${this.activities.length} of ${count} activities came`)
      await new Promise((done) => setTimeout(done, 5))
    }
    return this.activities
  }
}
