/** A real server with a stub of Teams beside it, and members on the web who ask for a person. */

import { expect } from 'vitest'
import type { SupportDesk } from '../../../bot/channels/teams/port.ts'
import type { Server, SupportParts } from '../../../bot/server.ts'
import { createAssistant } from '../../../dialogs/assistant.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import type { Case } from '../../../domain/cases.ts'
import { emptyPolicy, type Policy } from '../../../domain/policy.ts'
import type { Language } from '../../../domain/values.ts'
import { shippedFaq } from '../../dialogs/member.ts'
import { trainedEngine } from '../../prompts/trained.ts'
import {
  ListeningSocket,
  type Opened,
  openConversation,
  readSince,
  type SeenActivity,
  say,
} from '../direct-line-client.ts'
import { runningServer } from '../running-server.ts'
import { channel, type Posted, StubTeams, sanne, tenantId } from './stub-teams.ts'

export interface WorldSettings {
  readonly environment?: Readonly<Record<string, string>>
  readonly policy?: Policy
  readonly support?: Partial<SupportParts>
  readonly teams?: StubTeams
  /** Whether the channel is set up. */
  readonly ready?: boolean
}

/** What the clock of a world shows, beside the clock on the wall. Milliseconds ahead. */
export interface WorldClock {
  ahead: number
}

/** Waits, for some seconds, until it is so. */
export const until = (isSo: () => boolean | Promise<boolean>, what = 'it') =>
  expect.poll(async () => isSo(), { timeout: 10_000, interval: 20, message: what }).toBe(true)

/** A member on the web. */
export class WebMember {
  private sent = 0
  readonly socket: ListeningSocket
  constructor(
    private readonly world: { readonly server: Pick<Server, 'url'> },
    readonly opened: Opened,
    readonly language: Language,
  ) {
    this.socket = new ListeningSocket(opened.streamUrl)
  }

  async says(text: string): Promise<void> {
    const answer = await say(this.world.server.url, this.opened, text, `m${this.sent++}`)
    expect(answer.status).toBe(200)
  }

  /** Asks for a person, and agrees to what is passed on. */
  async asksForPerson(): Promise<void> {
    const { taps } = catalogues[this.language]
    await this.says(taps.human)
    await this.says(taps.handOff)
  }

  async log(): Promise<readonly SeenActivity[]> {
    return (await readSince(this.world.server.url, this.opened)).body.activities
  }

  async texts(): Promise<readonly string[]> {
    return (await this.log()).flatMap(({ type, text }) => (type === 'message' && text ? [text] : []))
  }

  /** Waits until somebody has said it. */
  hears = (words: string | RegExp) =>
    until(
      async () =>
        (await this.texts()).some((text) =>
          typeof words === 'string' ? text.includes(words) : words.test(text),
        ),
      `${words}`,
    )

  get end(): () => void {
    return () => this.socket.socket.close()
  }
}

/** All of it. */
export class SupportWorld {
  private acts = 0
  constructor(
    readonly server: Server,
    readonly teams: StubTeams,
    readonly clock: WorldClock,
  ) {}

  get desk(): SupportDesk {
    return this.server.handOff!.desk
  }

  member = async (language: Language = 'nl') =>
    new WebMember(this, await openConversation(this.server.url, { locale: language }), language)

  async cases(): Promise<readonly Case[]> {
    return this.server.handOff!.cases.open()
  }

  /** The card of the only case, once it is there. */
  async card(): Promise<Posted> {
    await until(() => this.teams.cards.length > 0, 'a card')
    return this.teams.cards.at(-1)!
  }

  /** What the newest card shows, once it says this. */
  shows = (words: string) =>
    until(() => this.teams.cards.some((card) => this.teams.textOf(card).includes(words)), words)

  /** Presses a button of a card. */
  press(card: Posted, act: string, inputs: object = {}, from = sanne, activityId = `i${this.acts++}`) {
    const { cpsCase, seen } = { ...dataOf(card, act), ...inputs } as ReturnType<typeof dataOf>
    return this.desk.acted({
      activityId,
      channel: this.teams.threadOf(card),
      from,
      verb: `case/${act}`,
      data: { cpsCase, act, seen, ...inputs },
      locale: 'nl-NL',
    })
  }

  /** Writes in a card's thread. */
  writes(card: Posted, text: string, from = sanne, activityId = `w${this.acts++}`, hasAttachments = false) {
    const thread = this.teams.threadOf(card)
    return this.desk.heard({ activityId, thread, rootId: card.id, from, text, hasAttachments })
  }

  commands(text: string, from = sanne, to = channel(), locale = 'nl-NL') {
    return this.desk.commanded({ activityId: `c${this.acts++}`, channel: to, from, text, locale })
  }
}

/** The data of a card's button, wherever in the card it is. */
export const dataOf = (card: Posted, act: string): { cpsCase: string; seen: number } => {
  const found = JSON.stringify(card.activity).match(/\{"cpsCase":"[^"]+","act":"\w+","seen":\d+\}/g) ?? []
  const data = found.map((text) => JSON.parse(text) as { cpsCase: string; act: string; seen: number })
  return data.find((one) => one.act === act) ?? data[0] ?? { cpsCase: '', seen: 0 }
}

/** Starts a server with Teams beside it. */
export async function supportWorld({
  environment = {},
  policy = emptyPolicy,
  support = {},
  teams = new StubTeams(),
  ready = true,
}: WorldSettings = {}): Promise<SupportWorld> {
  const clock: WorldClock = { ahead: 0 }
  const server = await runningServer({
    assistant: createAssistant({ policy, faq: shippedFaq, understander: await trainedEngine() }),
    apology: () => 'sorry',

    environment: { LIMIT_POSTS_PER_DAY: 'off', ...environment },
    now: () => new Date(Date.now() + clock.ahead),
    support: { port: teams, tenantId, ...support },
  })
  const world = new SupportWorld(server, teams, clock)
  if (ready) await world.commands('support')
  return world
}
