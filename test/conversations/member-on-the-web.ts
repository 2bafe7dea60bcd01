/** A member at the web channel: opens a conversation, says things, reads what comes; and the server that answers. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { startServer } from '../../bot/main.ts'
import type { Server } from '../../bot/server.ts'
import type { Conversation } from '../../dialogs/conversation.ts'
import type { activityOf } from '../../dialogs/kit/reply.ts'
import { type ActivitySet, call, type Opened, openConversation } from '../bot/direct-line-client.ts'

/** The program as it is shipped, on a port and a folder of its own, with a clock that tests set. */
export class RunningProgram {
  now = new Date()
  private server: Server | undefined
  private readonly folder = mkdtempSync(join(tmpdir(), 'cps-conversations-'))

  async start(): Promise<this> {
    this.server = await startServer({
      environment: { PORT: '0', DATA_DIR: this.folder },
      log: pino({ level: 'silent' }),
      now: () => this.now,
    })
    return this
  }

  get url(): string {
    return this.server!.url
  }

  /** What is stored of a conversation. */
  async record(conversationId: string): Promise<Conversation> {
    return (await this.server!.store.load(conversationId, this.now.getTime()))?.record as Conversation
  }

  async restart(): Promise<void> {
    await this.server?.stop()
    await this.start()
  }

  async stop(): Promise<void> {
    await this.server?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A message of the assistant's, as it came over the wire. */
export type Received = ReturnType<typeof activityOf> & {
  readonly id: string
  readonly from: { readonly role?: string }
}

const tokenLasts = 29 * 60 * 1000

/** One member in one conversation. */
export class WebMember {
  /** All that the member can see now, own messages too. */
  log: readonly Received[] = []
  /** What came last. */
  replies: readonly Received[] = []
  private watermark = ''
  private tokenFrom = 0

  private constructor(
    private readonly program: RunningProgram,
    private opened: Opened,
  ) {
    this.tokenFrom = program.now.getTime()
  }

  /** Opens the page. */
  static async arrives(program: RunningProgram, language: string): Promise<WebMember> {
    const member = new WebMember(program, await openConversation(program.url, { locale: language }))
    await member.read()
    return member
  }

  record = () => this.program.record(this.opened.conversationId)

  /** Says something, or sends whatever else makes a message. */
  async says(message: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.program.now.getTime() - this.tokenFrom > tokenLasts) await this.takesUp()
    const { conversationId, token } = this.opened
    const body = { type: 'message', from: { id: 'member' }, ...message }
    const { status } = await call(this.program.url, `/conversations/${conversationId}/activities`, {
      token,
      body,
    })
    if (status !== 200) throw new Error(`the message was answered with ${status}`)
    await this.read()
  }

  /** Loads the page anew: the conversation is taken up with what the page kept of it, and all of it is read again. */
  async reloads(): Promise<void> {
    await this.takesUp()
    this.watermark = ''
    this.log = []
    await this.read()
  }

  private async takesUp(): Promise<void> {
    const { resume } = this.opened
    const { body, status } = await call<Opened>(this.program.url, '/tokens/resume', { body: { resume } })
    if (status !== 200) throw new Error(`taking the conversation up again was answered with ${status}`)
    const { body: again } = await call<Opened>(this.program.url, '/conversations', {
      token: body.token,
      body: {},
    })
    this.opened = { ...this.opened, ...again }
    this.tokenFrom = this.program.now.getTime()
  }

  private async read(): Promise<void> {
    const { conversationId, token } = this.opened
    const { body, status } = await call<ActivitySet>(
      this.program.url,
      `/conversations/${conversationId}/activities?watermark=${this.watermark}`,
      { token },
    )
    if (status !== 200) throw new Error(`reading was answered with ${status}`)
    const came = body.activities as unknown as readonly Received[]
    this.watermark = body.watermark
    this.log = [...this.log, ...came]
    this.replies = came.filter(({ from, type }) => from.role === 'bot' && type === 'message')
  }
}
