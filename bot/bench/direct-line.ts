/** A Direct Line client that costs little: one pool of kept-alive connections for many conversations. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { z } from 'zod'
import type { Said } from './talks.ts'

/** A conversation that is open. */
export interface OpenConversation {
  readonly id: string
  readonly token: string
  readonly streamUrl?: string | undefined
}

/** A client of one server. */
export interface DirectLineClient {
  open(): Promise<OpenConversation>
  /** Posts a message under an id of its own; resolves with the answer's body once it is accepted. */
  say(conversation: OpenConversation, text: string, clientActivityId: string): Promise<string>
  /** The bot's messages above a watermark, and the new one. */
  read(
    conversation: OpenConversation,
    watermark: string,
  ): Promise<{ readonly said: readonly Said[]; readonly watermark: string }>
  /** How often the server asked to be asked again, and was. */
  readonly askedAgain: () => number
  close(): Promise<void>
}

const opened = z.object({
  conversationId: z.string(),
  token: z.string(),
  streamUrl: z.string().optional(),
})
const activities = z.object({
  activities: z.array(
    z.object({
      type: z.string(),
      from: z.object({ role: z.string().optional() }),
      text: z.string().default(''),
      suggestedActions: z.object({ actions: z.array(z.object({ title: z.string() })) }).optional(),
    }),
  ),
  watermark: z.string().optional(),
})

/** The bot's messages in an activity set, or in a rival's answer to a post. */
export function saidIn(body: string): { readonly said: readonly Said[]; readonly watermark: string } {
  const set = activities.parse(JSON.parse(body))
  const said = set.activities
    .filter(({ type, from }) => type === 'message' && from.role === 'bot')
    .map(({ text, suggestedActions }) => ({
      text,
      taps: suggestedActions?.actions.map(({ title }) => title) ?? [],
    }))
  return { said, watermark: set.watermark ?? '' }
}

const attempts = 20
/** Milliseconds. */
const pause = 100

/** A client of the server at this address, with so many connections. */
export function directLineClient(url: string, connections: number): DirectLineClient {
  let again = 0
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 30_000, bodyTimeout: 30_000 })

  async function call(method: 'GET' | 'POST', path: string, token?: string, body?: unknown): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      const answer = await request(method, path, token, body)
      if (answer.status < 300) return answer.text
      // Nothing was done: the same post may be made again, and counts once.
      const passing = answer.status === 503 || answer.status === 429
      if (!passing || attempt >= attempts)
        throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
      again++
      await sleep(pause)
    }
  }

  async function request(method: 'GET' | 'POST', path: string, token: string | undefined, body: unknown) {
    const answer = await pool.request({
      method,
      path: `/v3/directline${path}`,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    return { status: answer.statusCode, text: await answer.body.text() }
  }

  return {
    async open() {
      const generated = opened.parse(
        JSON.parse(await call('POST', '/tokens/generate', undefined, { locale: 'en' })),
      )
      const answer = opened.parse(JSON.parse(await call('POST', '/conversations', generated.token, {})))
      return { id: answer.conversationId, token: answer.token, streamUrl: answer.streamUrl }
    },
    say: ({ id, token }, text, clientActivityID) =>
      call('POST', `/conversations/${id}/activities`, token, {
        type: 'message',
        text,
        locale: 'en',
        from: { id: 'member' },
        channelData: { clientActivityID },
      }),
    read: async ({ id, token }, watermark) =>
      saidIn(await call('GET', `/conversations/${id}/activities?watermark=${watermark}`, token)),
    askedAgain: () => again,
    close: () => pool.close(),
  }
}
