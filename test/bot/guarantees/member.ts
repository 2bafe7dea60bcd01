/** A member with one conversation, who may reach it over any of several servers. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type { ActivitySet, Opened, SeenActivity } from '../direct-line-client.ts'

const connections = new Agent({ connections: 64, keepAliveTimeout: 30_000 })
const takesAtMost = 15_000

interface Call {
  readonly token?: string | undefined
  readonly body?: unknown
}

/** One call of the protocol. Rejects where the server is not there, or goes. */
async function call<T>(
  url: string,
  path: string,
  { token, body }: Call,
): Promise<{ status: number; body: T }> {
  const response = await request(`${url}/v3/directline${path}`, {
    dispatcher: connections,
    method: body === undefined ? 'GET' : 'POST',
    signal: AbortSignal.timeout(takesAtMost),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: Error) => {
    throw new Error(`${path} was not answered at ${url}: ${cause.message}`, { cause })
  })
  return { status: response.statusCode, body: (await response.body.json()) as T }
}

/** A call that changes nothing, as often as the store needs to answer: 503 says to try again. */
async function ask<T>(url: string, path: string, token: string): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const { status, body } = await call<T>(url, path, { token })
    if (status === 200) return body
    if (status !== 503 || attempt === 40) throw new Error(`not answered: ${status}`)
    await sleep(100)
  }
}

/** A member's conversation. */
export class Member {
  private constructor(readonly opened: Opened) {}

  /** Opens a conversation at this server. */
  static async open(url: string): Promise<Member> {
    for (let attempt = 0; ; attempt++) {
      const { status, body } = await call<Opened>(url, '/tokens/generate', { body: { locale: 'nl' } })
      const opened =
        status === 200
          ? await call<Opened>(url, '/conversations', { token: body.token, body: {} })
          : { status, body }
      if (opened.status === 201) return new Member({ ...body, ...opened.body })
      if (opened.status !== 503 || attempt === 40) throw new Error(`not opened: ${opened.status}`)
      await sleep(100)
    }
  }

  get id(): string {
    return this.opened.conversationId
  }

  /** Sends a message; the status of the answer, and the id that it names. */
  async say(url: string, text: string, clientActivityID: string) {
    const { status, body } = await call<{ readonly id?: string }>(
      url,
      `/conversations/${this.id}/activities`,
      {
        token: this.opened.token,
        body: { type: 'message', text, from: { id: 'x' }, channelData: { clientActivityID } },
      },
    )
    return { status, id: body.id }
  }

  /** Sends a message as often as it takes, over whichever server is there; its id. */
  async insist(url: () => string, text: string, clientActivityID: string): Promise<string> {
    for (;;) {
      const answer = await this.say(url(), text, clientActivityID).catch(() => undefined)
      if (answer?.status === 200 && answer.id) return answer.id
      if (answer && answer.status !== 503 && answer.status !== 429)
        throw new Error(`refused: ${answer.status}`)
      await sleep(50)
    }
  }

  /** The activities after a watermark, as many as a server gives at once; rejects where there is no answer. */
  since(url: string, watermark: string): Promise<ActivitySet> {
    return ask(url, `/conversations/${this.id}/activities?watermark=${watermark}`, this.opened.token)
  }

  /** The whole log. */
  async log(url: string): Promise<readonly SeenActivity[]> {
    const all: SeenActivity[] = []
    for (let watermark = ''; ; ) {
      const set = await this.since(url, watermark)
      all.push(...set.activities)
      if (set.activities.length === 0) return all
      watermark = set.watermark
    }
  }

  /** Where to listen from a watermark on. */
  async streamUrl(url: string, watermark: string): Promise<string> {
    const path = `/conversations/${this.id}?watermark=${watermark}`
    return (await ask<Opened>(url, path, this.opened.token)).streamUrl
  }
}

/** The log once each of these activities has its reply; rejects where one stays without for so long. Milliseconds. */
export async function settledLog(
  member: Member,
  url: string,
  within = 15_000,
): Promise<readonly SeenActivity[]> {
  const deadline = Date.now() + within
  for (;;) {
    const log = await member.log(url)
    const answered = new Set(log.map(({ replyToId }) => replyToId))
    const open = log.filter(({ id, from }) => from.role === 'user' && !answered.has(id))
    if (open.length === 0) return log
    if (Date.now() > deadline) throw new Error(`${open.length} activities have no reply`)
    await sleep(100)
  }
}

/** Does `work` for each, so many at once. */
export async function forEach<T>(
  all: readonly T[],
  atOnce: number,
  work: (one: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < all.length) {
      const index = next++
      await work(all[index]!, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker))
}

/** One of them, by chance. */
export const anyOf = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!
