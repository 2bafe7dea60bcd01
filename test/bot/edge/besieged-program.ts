/** The program as it is shipped, taking whatever comes as fast as it comes; every answer is looked at, and every line that it logs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Logger, pino } from 'pino'
import { expect } from 'vitest'
import { refusals } from '../../../bot/channels/web/protocol-error.ts'
import { startServer } from '../../../bot/main.ts'
import type { Server } from '../../../bot/server.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import type { SeenActivity } from '../direct-line-client.ts'

/** What a client sends; header values and bodies as they are. */
export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly token?: string
  readonly body?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** What came back, read as JSON where it is JSON. */
export interface Answered {
  readonly status: number
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
}

/** A conversation that is open. */
export interface Opened {
  readonly conversationId: string
  readonly token: string
  readonly resume: string
}

/** Everything that an error may say. */
const sentences = new Set(
  Object.values(refusals).map((refusal) => {
    const { code, message } = (refusal as (detail: never) => { code: string; message: string })('' as never)
    return `${code}: ${message}`
  }),
)
const shapeSentences = [
  /^BadArgument: The body is not what the protocol prescribes( \(at (type|text|name|channelData|user|user\.id|resume)\))?\.$/,
  /^BadArgument: The body is (not JSON|nested too deeply)\.$/,
  /^BadArgument: The request is not what the protocol prescribes\.$/,
]

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

/** What only the inside of the program knows: its folders, its packages, its stack, its parsers' words. */
const inside = [
  root,
  /node_modules|node:internal/,
  /\bat [\w$.<>[\] ]+ \([^)]*:\d+:\d+\)/,
  /\b(Zod|Syntax|Type|Range|Reference|Uri)Error\b/,
  /invalid_type|unrecognized_keys|Unexpected token|in JSON at position|FST_ERR/,
]

/** Throws where an answer is a crash, or says what only the program may know. */
export function isSafe({ status, text }: Pick<Answered, 'status' | 'text'>, sent: string): void {
  const told = inside.find((secret) =>
    typeof secret === 'string' ? text.includes(secret) : secret.test(text),
  )
  if (told !== undefined) throw new Error(`an answer holds ${told} after ${sent}`)
  if (status >= 500) throw new Error(`${status} after ${sent}`)
  if (status < 400) return
  const { error } = JSON.parse(text) as { error: { code: string; message: string } }
  const said = `${error.code}: ${error.message}`
  if (!sentences.has(said) && !shapeSentences.some((sentence) => sentence.test(said)))
    throw new Error(`‘${said}’ after ${sent}`)
}

export class BesiegedProgram {
  private readonly folder = mkdtempSync(join(tmpdir(), 'cps-besieged-'))
  private server: Server | undefined
  /** What was logged as an error: a turn that failed is answered with an apology, and stands only here. */
  readonly faults: string[] = []
  private readonly log: Logger

  /** `log` in place of one that only keeps the faults. */
  constructor(log?: Logger) {
    const write = (line: string) => {
      if ((JSON.parse(line) as { level: number }).level >= 50) this.faults.push(line)
    }
    this.log = log ?? pino({ level: 'trace' }, { write })
  }

  async start(environment: Readonly<Record<string, string>> = {}): Promise<this> {
    this.server = await startServer({
      environment: { PORT: '0', DATA_DIR: this.folder, ...environment },
      limits: {
        mayStart: async () => 0,
        mayPost: async () => 0,
        mayRead: async () => 0,
        enter: () => () => {},
      },
      log: this.log,
    })
    return this
  }

  async stop(): Promise<void> {
    await this.server?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  get url(): string {
    return this.server!.url
  }

  /** One call, in the process; its answer was safe. */
  async call({ method = 'POST', path, token, body, headers }: Call): Promise<Answered> {
    const { statusCode, payload } = await this.server!.app.inject({
      method,
      url: `/v3/directline${path}`,
      headers: {
        host: new URL(this.url).host,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body }),
    })
    const isJson = payload.startsWith('{')
    const answered = {
      status: statusCode,
      text: payload,
      json: isJson ? (JSON.parse(payload) as Answered['json']) : {},
    }
    isSafe(
      answered,
      `${method} ${path.slice(0, 200)} ${String(body).slice(0, 500)} ${JSON.stringify(headers)?.slice(0, 500)}`,
    )
    return answered
  }

  /** Opens a conversation in Dutch. */
  async opens(): Promise<Opened> {
    const headers = { origin: this.url }
    const { json } = await this.call({ path: '/tokens/generate', body: '{"locale":"nl"}', headers })
    const opened = json as unknown as Opened
    await this.call({ path: '/conversations', token: opened.token, body: '{}' })
    return opened
  }

  /** Posts an activity, given or as its JSON. */
  posts = ({ conversationId, token }: Opened, activity: string | Readonly<Record<string, unknown>>) =>
    this.call({
      path: `/conversations/${conversationId}/activities`,
      token,
      body: typeof activity === 'string' ? activity : JSON.stringify(activity),
    })

  /** What was logged in a conversation since a watermark. */
  async reads({ conversationId, token }: Opened, watermark = ''): Promise<readonly SeenActivity[]> {
    const path = `/conversations/${conversationId}/activities?watermark=${watermark}`
    const { json } = await this.call({ method: 'GET', path, token })
    return json.activities as readonly SeenActivity[]
  }

  /** Says something in a conversation, whatever happened there; what the bot answered. */
  async says(opened: Opened, text: string): Promise<readonly SeenActivity[]> {
    const { json, status } = await this.posts(opened, { type: 'message', text })
    expect(status).toBe(200)
    const [before] = /\d+$/.exec(String(json.id)) ?? ['0']
    const came = await this.reads(opened, String(Number(before)))
    return came.filter(({ from, type }) => from.role === 'bot' && type === 'message')
  }

  /** Does the work for each item, several at once, each in a conversation of its own; those conversations. */
  async amid<T>(
    items: readonly T[],
    work: (item: T, opened: Opened) => Promise<void>,
    atOnce = 16,
  ): Promise<readonly Opened[]> {
    const conversations = await Promise.all(Array.from({ length: atOnce }, () => this.opens()))
    let next = 0
    const worker = async (opened: Opened) => {
      while (next < items.length) await work(items[next++]!, opened)
    }
    await Promise.all(conversations.map(worker))
    return conversations
  }

  /** Whether members are still served: in this conversation a question is answered, and a new one begins as ever. */
  async stillServes(opened: Opened): Promise<void> {
    const facts = (await this.says(opened, 'Wat betekent het groene vinkje?')).flatMap(
      (reply) => cpsOf(reply).facts,
    )
    expect(facts).toContain('points.green-tick')
    const anew = await this.opens()
    const asked = (await this.says(anew, catalogues.nl.topics.onboarding)).at(-1)!
    expect(cpsOf(asked).pending?.slot).toBe('hasBusinessAccount')
    expect(this.faults).toEqual([])
  }
}

interface Cps {
  readonly facts: readonly string[]
  readonly pending: { readonly slot: string } | null
}

const cpsOf = ({ channelData }: SeenActivity) => (channelData as unknown as { cps: Cps }).cps
