/** A member in a test: says things, reads what comes back. The assistant is the real one; only understanding can be scripted. */
import { readdirSync, readFileSync } from 'node:fs'
import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder-core'
import { parse } from 'yaml'
import { type Assistant, createAssistant, type TurnOutcome } from '../../dialogs/assistant.ts'
import type { Conversation } from '../../dialogs/conversation.ts'
import type { activityOf } from '../../dialogs/kit/reply.ts'
import type { DeskState } from '../../dialogs/kit/turn.ts'
import { faqBook } from '../../domain/faq.ts'
import type { Notice } from '../../domain/notices.ts'
import { emptyPolicy, type Policy } from '../../domain/policy.ts'
import { languages } from '../../domain/values.ts'
import type { Act, PendingQuestion, Understander } from '../../prompts/acts.ts'

/** Collects what is sent. */
class Collector extends BotAdapter {
  readonly sent: Partial<Activity>[] = []
  override async sendActivities(
    _context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    this.sent.push(...activities)
    return activities.map((_, index) => ({ id: String(index) }))
  }
  override async updateActivity(): Promise<undefined> {}
  override async deleteActivity(): Promise<void> {}
  override async continueConversation(): Promise<void> {}
}

/** The FAQ as it ships. */
export const shippedFaq = faqBook(
  languages.flatMap((language) =>
    readdirSync(`domain/faq/${language}`).map((name) => ({
      language,
      id: name.replace(/\.yaml$/, ''),
      content: parse(readFileSync(`domain/faq/${language}/${name}`, 'utf8')) as unknown,
      lineOf: () => 1,
    })),
  ),
).book

/** An understander that says what it is told to: acts by text. */
export const scripted = (acts: ReadonlyMap<string, readonly Act[]>, language = 'nl'): Understander => ({
  understand: ({ text }) => ({ language, acts: acts.get(text) ?? [{ act: 'unknown' }] }),
})

/** A message of the assistant's, as it went over the wire. */
export type Received = ReturnType<typeof activityOf>

/** One member in one conversation. */
export class Member {
  record: unknown
  forgotten = false
  replies: Received[] = []
  /** What the last turn left behind. */
  outcome: TurnOutcome | undefined
  /** Everything received so far. */
  readonly transcript: Received[] = []
  now = new Date('2026-11-22T10:00:00Z')
  /** Whether people can be asked. */
  desk: DeskState | undefined
  private readonly acts = new Map<string, readonly Act[]>()
  private readonly assistant: Assistant

  constructor(
    {
      policy = emptyPolicy,
      locale = 'nl-NL',
      understander = undefined as Understander | undefined,
      assistant = undefined as Assistant | undefined,
      desk = undefined as DeskState | undefined,
    } = {} as {
      policy?: Policy
      locale?: string
      understander?: Understander | undefined
      assistant?: Assistant | undefined
      desk?: DeskState | undefined
    },
  ) {
    this.locale = locale
    this.desk = desk
    this.assistant =
      assistant ??
      createAssistant({ policy, faq: shippedFaq, understander: understander ?? scripted(this.acts) })
  }

  private readonly locale: string

  private async turn(activity: Partial<Activity>): Promise<this> {
    const adapter = new Collector()
    const context = new TurnContext(adapter, { locale: this.locale, ...activity } as Activity)
    const stored: unknown = this.record === undefined ? undefined : JSON.parse(JSON.stringify(this.record))
    const outcome = await this.assistant.turn(context, {
      stored,
      now: this.now,
      transcriptUrl: async () => 'https://example.org/t',
      desk: async () => this.desk,
    })
    this.record = outcome.record
    this.outcome = outcome
    this.forgotten = outcome.forget
    this.replies = adapter.sent as Received[]
    this.transcript.push(...this.replies)
    return this
  }

  /** Opens the page. */
  arrives = () => this.turn({ type: 'conversationUpdate', membersAdded: [{ id: 'm', name: '' }] })

  /** A notice of the member's case comes in. */
  told = (notice: Notice) => this.turn({ type: 'event', value: notice })

  /** Says something; with acts, that is what it is understood as. */
  says(text: string, ...acts: Act[]) {
    if (acts.length > 0) this.acts.set(text, acts)
    return this.turn({ type: 'message', text })
  }

  /** Says something that a client sends a value along with. */
  brings = (text: string, value: unknown) => this.turn({ type: 'message', text, value })

  /** The last message received. */
  get last(): Received | undefined {
    return this.replies.at(-1)
  }
  get pending(): PendingQuestion | null {
    return (this.last?.channelData.cps.pending ?? null) as PendingQuestion | null
  }
  get taps(): readonly string[] {
    return this.last?.suggestedActions?.actions.map(({ value }) => value) ?? []
  }
  get conversation(): Conversation {
    return this.record as Conversation
  }
  /** The value known at an address, 'unsure' and 'skipped' as such. */
  known(key: string): unknown {
    const fact = this.conversation.facts[key]
    return fact?.kind === 'known' ? fact.value : fact?.kind
  }
}
