/** A member at the web channel: opens a conversation, says things, reads what comes; and the server that answers. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { startServer } from '../../bot/main.ts'
import type { Server } from '../../bot/server.ts'
import type { Conversation } from '../../dialogs/conversation.ts'
import type { activityOf } from '../../dialogs/kit/reply.ts'
import type { CaseAct } from '../../domain/cases.ts'
import { type ActivitySet, call, type Opened, openConversation } from '../bot/direct-line-client.ts'
import { channel, StubTeams, sanne } from '../bot/handoff/stub-teams.ts'
import { usualDay } from './conversation-file.ts'

/** The program as it is shipped, on a port and a folder of its own, with a clock that tests set. */
export class RunningProgram {
  /** Not the time on the wall: what a start sweeps out would be the conversations of a day before. */
  now = new Date(`${usualDay}T10:00:00Z`)
  private server: Server | undefined
  private readonly teams = new StubTeams()
  private acts = 0
  private readonly folder = mkdtempSync(join(tmpdir(), 'cps-conversations-'))

  async start(): Promise<this> {
    this.server = await startServer({
      environment: { PORT: '0', DATA_DIR: this.folder },
      log: pino({ level: 'silent' }),
      now: () => this.now,
      support: { port: this.teams },
    })
    return this
  }

  /** People can be asked from now on, or no longer. */
  async people(there: boolean): Promise<void> {
    const command = { activityId: 'c', channel: channel(), from: sanne, locale: 'nl-NL' }
    await this.server!.handOff!.desk.commanded({ ...command, text: there ? 'support' : 'support stop' })
  }

  /** What an agent does with the case of a conversation: `claims`, `closes`, or says it. */
  async agent(conversationId: string, does: string): Promise<void> {
    const { cases } = this.server!.handOff!
    let id: string | undefined
    for (const end = Date.now() + answeredWithin; id === undefined && Date.now() < end; ) {
      id = (await cases.open()).find((one) => one.conversationId === conversationId)?.id
      if (id === undefined) await new Promise((done) => setTimeout(done, 20))
    }
    if (id === undefined) throw new Error('there is no case')
    const act: CaseAct =
      does === 'claims'
        ? { kind: 'claim' }
        : does === 'closes'
          ? { kind: 'close', outcome: 'solved' }
          : { kind: 'reply', text: does }
    const result = await cases.act(id, act, sanne, `paper ${++this.acts}`)
    if (result.kind === 'refused') throw new Error(`the agent was refused: ${result.reason}`)
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
  readonly replyToId?: string
}

const tokenLasts = 29 * 60 * 1000
const answeredWithin = 5_000

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
    const path = `/conversations/${conversationId}/activities`
    const posted = await call<{ readonly id: string }>(this.program.url, path, { token, body })
    if (posted.status !== 200) throw new Error(`the message was answered with ${posted.status}`)
    // A turn that takes long is accepted first, and answered a moment later.
    const deadline = Date.now() + answeredWithin
    for (let heard: readonly Received[] = []; ; ) {
      await this.read()
      heard = [...heard, ...this.replies]
      this.replies = heard
      if (heard.some(({ replyToId }) => replyToId === posted.body.id) || Date.now() > deadline) return
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  /** Says something to which nobody answers at once. */
  async saysToAgent(text: string): Promise<void> {
    const { conversationId, token } = this.opened
    const body = { type: 'message', from: { id: 'member' }, text }
    await call(this.program.url, `/conversations/${conversationId}/activities`, { token, body })
    await this.read()
  }

  /** An agent does something: what comes of it. */
  async hearsAgent(does: string): Promise<void> {
    await this.program.agent(this.opened.conversationId, does)
    let heard: readonly Received[] = []
    for (const end = Date.now() + answeredWithin; heard.length === 0 && Date.now() < end; ) {
      await new Promise((done) => setTimeout(done, 20))
      await this.read()
      heard = this.replies
    }
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
