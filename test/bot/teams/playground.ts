/** Microsoft's Agents Playground, as it is published: Teams without Teams, driven over its own HTTP side. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { WebSocket } from 'ws'

/** The places that a playground has; the personal chat is another one each time. */
export interface Places {
  readonly personal: string
  readonly group: string
  readonly channel: string
}

/** Somebody who is at the playground. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly aadObjectId?: string
}

/** Who sits at the playground. */
export const person: Person = { id: 'user-id-0', name: 'Alex Wilber' }
const bot = { id: '00000000-0000-0000-0000-00000000000011', name: 'Test Bot' } as const

/** A button of a card. */
export interface Action {
  readonly type: string
  readonly title: string
  readonly verb?: string
  readonly data: Readonly<Record<string, unknown>>
}

/** A message as the playground shows it. */
export interface Shown {
  readonly conversation: string
  /** The conversation of the thread that it began. */
  readonly thread?: string | undefined
  readonly messageId: string
  readonly text: string
  readonly attachments: readonly { readonly contentType: string; readonly content: unknown }[]
}

interface Streamed {
  readonly action: string
  readonly actionConversationId: string
  readonly message?: {
    readonly messageId: string
    readonly postConversationId?: string
    readonly text?: string
    readonly from?: { readonly id: string }
    readonly attachments?: Shown['attachments']
  }
}

const cli = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json')),
  'cli.js',
)
const patience = 20_000

/** All buttons on cards, however deep. */
export function buttonsOf(card: unknown): readonly Action[] {
  if (Array.isArray(card)) return card.flatMap(buttonsOf)
  if (typeof card !== 'object' || card === null) return []
  const own = card as Action
  if (own.type === 'Action.Execute' || own.type === 'Action.Submit') return [own]
  return Object.values(card).flatMap(buttonsOf)
}

/** A running playground. */
export class Playground {
  /** What the bot said, in the order in which it was shown. */
  readonly shown: Shown[] = []
  /** The actions of the stream, in order: `createMessage`, `typing`, `updateMessage`. */
  readonly seen: { readonly action: string; readonly conversation: string }[] = []
  /** What a message was replaced by, the latest last. */
  readonly updates: Shown[] = []
  readonly bot = bot
  places: Places = { personal: '', group: '', channel: '' }
  /** The team's other channel, its people, and whose tenant they are of. */
  team: { readonly otherChannel: string; readonly people: readonly Person[]; readonly tenantId: string } = {
    otherChannel: '',
    people: [],
    tenantId: '',
  }
  private constructor(
    private readonly child: ChildProcess,
    private url: string,
  ) {}

  /** Where its connector is. */
  get serviceUrl(): string {
    return `${this.url}/_connector`
  }

  /** Starts one that talks to the bot at this address. */
  static async start(botUrl: string): Promise<Playground> {
    const preload = pathToFileURL(fileURLToPath(new URL('on-loopback.mjs', import.meta.url))).href
    const options = [
      'start',
      '-e',
      `${botUrl}/api/messages`,
      '-c',
      'msteams',
      '-p',
      '0',
      '--disable-telemetry',
    ]
    const { PATH = '' } = process.env
    const folder = mkdtempSync(join(tmpdir(), 'cps-playground-home-'))
    const child = spawn(process.execPath, ['--import', preload, cli, ...options], {
      cwd: folder,
      env: { PATH, HOME: folder, BROWSER: 'none' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const playground = new Playground(child, '')
    try {
      playground.url = await listening(child)
      await playground.listen()
      await playground.look()
    } catch (error) {
      await playground.stop()
      throw error
    }
    return playground
  }

  private async listen(): Promise<void> {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`)
    socket.on('message', (data) => this.take(JSON.parse(String(data))))
    this.child.once('exit', () => socket.terminate())
    await once(socket, 'open')
  }

  private async look(): Promise<void> {
    const response = await fetch(`${this.url}/_internal/v1/config`)
    const { config } = (await response.json()) as {
      config: {
        groupChats: { id: string }[]
        teams: { id: string; channels: { id: string }[] }[]
        personalChat: { id: string }
        currentUser: Person
        users: Person[]
        tenantId: string
      }
    }
    const [group, team] = [config.groupChats[0]!.id, config.teams[0]!]
    this.places = { personal: config.personalChat.id, group, channel: team.id }
    this.team = {
      otherChannel: team.channels.at(-1)!.id,
      people: [config.currentUser, ...config.users],
      tenantId: config.tenantId,
    }
  }

  private take({ action, actionConversationId: conversation, message }: Streamed): void {
    this.seen.push({ action, conversation })
    if (!message || message.from?.id !== bot.id) return
    const { messageId, postConversationId: thread, text = '', attachments = [] } = message
    const shown = { conversation, thread, messageId, text, attachments }
    if (action === 'createMessage') this.shown.push(shown)
    if (action === 'updateMessage') this.updates.push(shown)
  }

  private async call(path: string, body: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    return text.startsWith('{') ? JSON.parse(text) : {}
  }

  /** Types a message; in a channel it starts a thread, whose conversation comes back. */
  async type(conversation: string, text: string, { mention = conversation !== this.places.personal } = {}) {
    const named = `<at>${bot.name}</at>`
    const answer = await this.call(
      `/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`,
      {
        from: { id: person.id },
        text: mention ? `${named} ${text}` : text,
        textFormat: mention ? 'xml' : 'plain',
        ...(mention ? { mentions: [{ mentioned: { id: bot.id }, text: named }] } : {}),
      },
    )
    return String(answer.postConversationId ?? conversation)
  }

  /** Taps a button whose card knows `Action.Execute`; what the bot answered. */
  tap({ conversation, thread, messageId }: Shown, { type: _, ...action }: Action, by = person) {
    return this.call('/_conversation/v1/invoke', {
      name: 'adaptiveCard/action',
      from: { id: by.id },
      conversation: { id: thread ?? conversation },
      replyToId: messageId,
      value: { action: { type: 'Action.Execute', ...action }, trigger: 'manual' },
    })
  }

  /** Taps a button in a client that only knows `Action.Submit`. */
  submit({ conversation, messageId }: Shown, { data }: Action) {
    return this.call('/_conversation/v1/submit', {
      from: { id: person.id },
      conversation: { id: conversation },
      replyToId: messageId,
      value: data,
    })
  }

  /** Searches with the bot's messaging extension; what it found. */
  async search(text: string) {
    const { composeExtension } = await this.call('/_conversation/v1/invoke', {
      name: 'composeExtension/query',
      from: { id: person.id },
      conversation: { id: this.places.personal },
      value: {
        commandId: 'searchFaq',
        parameters: [{ name: 'text', value: text }],
        queryOptions: { skip: 0, count: 5 },
      },
    })
    return (composeExtension as { attachments: { content: unknown }[] }).attachments
  }

  /** Adds the bot to a place. */
  async install(conversation: string): Promise<void> {
    await this.call(`/_debug/conversation/${conversation}/installation`, {})
  }

  /** What the bot has said in a conversation from the message of this index on, once there are so many. */
  async says(conversation: string, count: number): Promise<readonly Shown[]> {
    const until = Date.now() + patience
    for (;;) {
      const here = this.shown.filter((one) => one.conversation === conversation)
      if (here.length >= count) return here
      if (Date.now() > until) throw new Error(`${here.length} messages in ${conversation}, not ${count}`)
      await sleep(20)
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
  }
}

/** Where the playground listens, once it does. */
async function listening(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the playground did not start: ${said}`)), 40_000)
    const hear = (data: Buffer) => {
      said += data
      const port = /Listening on (\d+)/.exec(said)?.[1]
      if (port === undefined) return
      clearTimeout(late)
      resolve(`http://127.0.0.1:${port}`)
    }
    child.stdout!.on('data', hear)
    child.stderr!.on('data', hear)
    child.once('exit', () => {
      clearTimeout(late)
      reject(new Error(`the playground ended: ${said}`))
    })
  })
}
