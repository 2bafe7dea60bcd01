/** The whole program beside the playground: a team that supports members, and members on the web. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect } from 'vitest'
import { startServer } from '../../../bot/main.ts'
import type { Server } from '../../../bot/server.ts'
import type { Language } from '../../../domain/values.ts'
import { openConversation } from '../direct-line-client.ts'
import { until, WebMember } from '../handoff/support-world.ts'
import { type Action, buttonsOf, type Person, Playground, type Shown } from './playground.ts'
import { post } from './teams-side.ts'

/** How somebody says something. */
interface Saying {
  readonly mention?: boolean
  readonly locale?: string
  readonly file?: boolean
}

/** The text of a card or message, wherever it stands. */
export const textOf = (shown: Pick<Shown, 'text' | 'attachments'>): string =>
  JSON.stringify([shown.text, shown.attachments])

/** All of it. */
export class SupportInPlayground {
  readonly folder = mkdtempSync(join(tmpdir(), 'cps-support-'))
  playground!: Playground
  server!: Server
  private port = '0'

  /** Starts all of it. */
  static async start(): Promise<SupportInPlayground> {
    const world = new SupportInPlayground()
    await world.serve()
    world.playground = await Playground.start(world.server.url)
    return world
  }

  /** Serves, after a stop at the same address and on the same data. */
  async serve(): Promise<void> {
    this.server = await startServer({
      environment: {
        PORT: this.port,
        DATA_DIR: this.folder,
        TEAMS_LOCAL: 'true',
        LIMIT_POSTS_PER_DAY: 'off',
      },
      log: pino({ level: 'silent' }),
    })
    this.port = new URL(this.server.url).port
  }

  async stop(): Promise<void> {
    await this.playground?.stop()
    await this.server?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Somebody of the team. */
  person(name: string): Person {
    return this.playground.team.people.find((one) => one.name.startsWith(name))!
  }

  member = async (language: Language) =>
    new WebMember(this, await openConversation(this.server.url, { locale: language }), language)

  /** What the playground itself does not send: words of others than its one user, and words without a mention. */
  private inTeams(from: Person, conversation: string, locale: string, more: object) {
    const { bot, serviceUrl, team } = this.playground
    const [channel] = conversation.split(';')
    return {
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl,
      from,
      recipient: bot,
      locale,
      conversation: {
        id: conversation,
        isGroup: true,
        conversationType: 'channel',
        tenantId: team.tenantId,
      },
      channelData: {
        tenant: { id: team.tenantId },
        team: { id: this.playground.places.channel },
        channel: { id: channel },
      },
      ...more,
    }
  }

  /** Writes in a channel or thread. */
  async writes(from: Person, conversation: string, text: string, saying: Saying = {}): Promise<void> {
    const { mention = false, locale = 'nl-NL', file = false } = saying
    const { bot } = this.playground
    const named = `<at>${bot.name}</at>`
    const activity = this.inTeams(from, conversation, locale, {
      type: 'message',
      text: mention ? `${named} ${text}` : text,
      ...(mention ? { entities: [{ type: 'mention', mentioned: { id: bot.id }, text: named }] } : {}),
      ...(file ? { attachments: [{ contentType: 'image/png', contentUrl: 'https://example.org/x' }] } : {}),
    })
    expect((await post(this.server.url, activity)).status).toBe(200)
  }

  /** Types in a thread. */
  async types(from: Person, conversation: string): Promise<void> {
    await post(this.server.url, this.inTeams(from, conversation, 'nl-NL', { type: 'typing' }))
  }

  /** Presses a button in a client of this locale, which the playground has not; the answer. */
  async presses(from: Person, card: Shown, act: string, inputs: object = {}, locale = 'nl-NL') {
    const { verb, data } = this.button(card, act)
    const conversation = card.thread ?? card.conversation
    const value = { action: { type: 'Action.Execute', verb, data: { ...data, ...inputs } } }
    const invoke = { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: card.messageId }
    const response = await post(this.server.url, this.inTeams(from, conversation, locale, invoke))
    return (await response.json()) as { statusCode: number; type: string; value: unknown }
  }

  /** Presses a button in the playground. */
  taps(from: Person, card: Shown, act: string, inputs: object = {}) {
    const button = this.button(card, act)
    return this.playground.tap(card, { ...button, data: { ...button.data, ...inputs } }, from)
  }

  private button(card: Shown, act: string): Action {
    // Whoever has not yet seen it change presses what stood there before.
    const button = [this.newest(card), card]
      .flatMap(({ attachments }) => buttonsOf(attachments))
      .find(({ data }) => data.act === act)
    if (!button) throw new Error(`no ${act} on ${textOf(this.newest(card))}`)
    return button
  }

  /** A message as it is shown now. */
  newest = (card: Shown): Shown =>
    this.playground.updates.findLast(({ messageId }) => messageId === card.messageId) ?? card

  /** The threads that cases began in a channel. */
  cards = (channel: string): readonly Shown[] =>
    this.playground.shown.filter(
      (one) => one.conversation === channel && one.thread && textOf(one).includes('cpsCase'),
    )

  /** The card of the so manyeth case in a channel. */
  async card(channel: string, count = 1): Promise<Shown> {
    await until(() => this.cards(channel).length >= count, 'the card')
    return this.cards(channel)[count - 1]!
  }

  /** Waits until a card was updated to show this. */
  shows = (card: Shown, words: string) => until(() => textOf(this.newest(card)).includes(words), words)

  /** What the bot said in a thread. */
  said = (conversation: string): readonly Shown[] =>
    this.playground.shown.filter((one) => one.conversation === conversation)

  /** Waits until the bot says this in a thread, and nothing of it twice. */
  async hears(conversation: string, words: string): Promise<Shown> {
    await until(() => this.said(conversation).some((one) => textOf(one).includes(words)), words)
    const found = this.said(conversation).filter((one) => textOf(one).includes(words))
    expect(found).toHaveLength(1)
    return found[0]!
  }
}
