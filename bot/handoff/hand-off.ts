/** Hand-off to people: the cases of this program, as conversations, Teams and others see them. */
import { randomBytes } from 'node:crypto'
import type { Activity } from 'botbuilder-core'
import type { Logger } from 'pino'
import type { DeskState } from '../../dialogs/kit/turn.ts'
import { act as acted, happen, openCase } from '../../domain/case-acts.ts'
import {
  type Agent,
  type Case,
  type CaseAct,
  type CaseEvent,
  type CaseResult,
  firstName,
} from '../../domain/cases.ts'
import type { ReplyBook } from '../../domain/replies.ts'
import { memberOfAny } from '../channels/tab/support.ts'
import type { SupportDesk, TeamsChannel, TeamsPort } from '../channels/teams/port.ts'
import { botAccount } from '../channels/web/adapter.ts'
import type { MakeErrand } from '../errands.ts'
import type { FaqProposals } from '../learning/from-cases.ts'
import { type CaseNews, type Conversation, type Store, StoreUnavailable } from '../stores/store.ts'
import type { TurnResult } from '../turn.ts'
import type { Incoming } from '../work.ts'
import { caseCard } from './card.ts'
import type { CaseFile, Waits } from './case-file.ts'
import { caseFiles } from './case-files.ts'
import { makeDelivery } from './delivery.ts'
import { lastLines } from './last-lines.ts'
import type { Mailer } from './mail.ts'
import { makeMutes } from './mutes.ts'
import { noticeActivity } from './notice.ts'
import { routed, supportChannels } from './support-channels.ts'
import { makeSupportDesk } from './support-desk.ts'
import { type Telling, tellCases } from './tellings.ts'
import { makeThreads } from './threads.ts'

/** The cases, as others of the program read them and act on them. */
export interface Cases {
  /** Unassigned and assigned, the oldest first. */
  open(): Promise<readonly Case[]>
  get(id: string): Promise<Case | undefined>
  /** An act of somebody of support; refused with a reason, for who is not of the team as well. */
  act(id: string, act: CaseAct, by: Agent, dedupe: string): Promise<CaseResult>
}

/** What the hand-off works with. */
export interface HandOffParts {
  readonly store: Store
  readonly port: TeamsPort
  /** Only people of this tenant act on cases; `undefined` where there is none, on this machine itself. */
  readonly tenantId: string | undefined
  readonly log: Pick<Logger, 'warn'>
  readonly now: () => Date
  /** How long a case is kept after its last change, in milliseconds. */
  readonly keep: () => number
  /** Minutes after which an agent who says nothing gives a case back. */
  readonly silentAfter: () => number
  readonly replies: () => ReplyBook
  readonly mailer?: Mailer | undefined
  /** After this what a member has not answered goes by mail. Milliseconds. */
  readonly mailAfter?: number | undefined
  /** So long an answer of Teams is waited for. Milliseconds. */
  readonly sendWithin?: number | undefined
  /** The way back into a conversation, for a member who reaches the bot at `base`. */
  readonly returnUrl: (base: string, conversation: Conversation) => Promise<string>
  readonly transcriptUrl: (base: string, conversation: Conversation) => Promise<string>
  /** Has something enter a conversation. */
  readonly post: (conversationId: string, incoming: Incoming) => Promise<TurnResult>
  readonly showTyping: (conversationId: string, sign: Partial<Activity>) => void
  /** What support proposes for the FAQ; `undefined` where nobody keeps it. */
  readonly faqProposals?: FaqProposals | undefined
}

/** The hand-off of one process. */
export interface HandOff {
  readonly cases: Cases
  readonly desk: SupportDesk
  /** Brings what conversations tell to their cases. */
  readonly errand: MakeErrand
  /** Whether this member can be passed on to people. */
  stateFor(conversation: Conversation): Promise<DeskState | undefined>
  /** Whether somebody of the tenant, by their id in its directory, is a member of a team that support was set up in. Rejects where nobody can say. */
  isSupport(oid: string): Promise<boolean>
  /** A member types: whoever talks with them sees it. */
  memberTypes(conversation: Conversation): void
  /** Looks for cases that somebody has to be at. Never rejects. */
  look(): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

const usualMailAfter = 2 * 60_000
/** A sign of typing is passed on at most so often. Milliseconds. */
const typingEvery = 3_000

/** Makes the hand-off of one process. */
export function makeHandOff(parts: HandOffParts): HandOff {
  const { store, port, log, now, keep } = parts
  const time = () => now().getTime()
  const waits = (): Waits => ({
    silence: parts.silentAfter() * 60_000,
    mail: parts.mailer && (parts.mailAfter ?? usualMailAfter),
  })
  const files = caseFiles({ store, time, keep, waits })
  const threads = makeThreads(store, time, keep)
  const channels = supportChannels(store, time)
  const mutes = makeMutes(store, time)
  const background = new Set<Promise<unknown>>()

  /** Has something done that nobody waits for. */
  const inBackground = (work: Promise<unknown>): void => {
    const done = work
      .catch((error: Error) => log.warn({ fault: error.name }, 'something about cases has to wait'))
      .finally(() => background.delete(done))
    background.add(done)
  }

  const queue = async () => (await files.open()).filter(({ state }) => state === 'unassigned')

  async function mayAct(channel: TeamsChannel, who: Agent): Promise<boolean> {
    if (parts.tenantId !== undefined && who.tenantId !== parts.tenantId) return false
    return port.isMember(channel, who)
  }

  async function cardOf(file: CaseFile) {
    const { case: given, post } = file
    const channel = post.channel && (await channels.of(post.channel))
    const conversation = given.base && (await store.load(given.conversationId, time()))
    return caseCard({
      case: given,
      language: post.locale.toLowerCase().startsWith('nl') ? 'nl' : 'en',
      replies: parts.replies()[given.language],
      agents: channel ? channel.agents : [],
      transcriptUrl: conversation ? await parts.transcriptUrl(given.base!, conversation) : undefined,
    })
  }

  /** Tells those who wait where they are now, as far as that has changed. */
  async function tellPlaces(): Promise<void> {
    for (const [index, { id, place }] of (await queue()).entries()) {
      if (place === index + 1) continue
      await happened(id, { kind: 'place', place: index + 1 }, `place ${index + 1} ${time()}`)
    }
  }
  const queueChanged = () => inBackground(tellPlaces())

  const delivery = makeDelivery({
    files,
    threads,
    port,
    log,
    time,
    waits,
    cardOf,
    queueChanged,
    sendWithin: parts.sendWithin,
    owner: randomBytes(9).toString('base64url'),
    channelsFor: async ({ case: given }) =>
      routed(await channels.all(), given).map(({ channel, locale }) => ({ channel, locale })),
    placeOf: async ({ case: given }) =>
      (await queue()).filter(({ openedAt }) => openedAt < given.openedAt).length + 1,
    async notify({ case: given }, { id, notice }) {
      const entered = await parts.post(given.conversationId, noticeActivity(notice, `${given.id} ${id}`))
      if (entered.kind === 'busy') throw new StoreUnavailable('too much waits in the conversation')
      return entered.kind === 'gone' ? 'gone' : 'told'
    },
    async mail({ case: given }) {
      const { email, unreadSince, base, language } = given
      const conversation = await store.load(given.conversationId, time())
      if (!parts.mailer || !email || !conversation) return
      const answers = given.messages
        .filter(({ by, at }) => by === 'agent' && at >= (unreadSince ?? 0))
        .map(({ name, text }) => ({ agent: firstName(name), text }))
      if (answers.length === 0) return
      const link = base === null ? undefined : await parts.returnUrl(base, conversation)
      await parts.mailer.send({ to: email, language, answers, link })
    },
  })

  const pump = (id: string) => inBackground(delivery.pump(id))

  async function happened(id: string, event: CaseEvent, dedupe: string): Promise<void> {
    const result = await files.change(id, (file) => {
      const came = happen(file.case, event, time(), dedupe)
      return came.kind === 'changed' ? { ...file, case: came.case } : undefined
    })
    if (result) pump(id)
  }

  /** Takes up what a conversation tells; again, it changes nothing. */
  async function take(conversation: Conversation, { caseId, id, tell: given }: CaseNews): Promise<void> {
    const { tell, base, number } = given as Telling
    if (tell.kind !== 'open') {
      await happened(caseId, tell, `told ${id}`)
      if (tell.kind === 'withdraw' || tell.kind === 'forget') queueChanged()
      return
    }
    const { kind: _, ...opening } = tell
    const lines = await lastLines(store, conversation, number)
    const opened = openCase(
      {
        ...opening,
        id: caseId,
        conversationId: conversation.id,
        userId: conversation.userId,
        base: base ?? null,
        lines,
      },
      time(),
    )
    await files.add(opened)
    pump(caseId)
    queueChanged()
  }

  async function actOn(id: string, act: CaseAct, by: Agent, dedupe: string): Promise<CaseResult> {
    let result: CaseResult = { kind: 'refused', reason: 'unknown' }
    const { id: agentId, name, oid, tenantId } = by
    const agent: Agent = { id: agentId, name, ...(oid ? { oid } : {}), ...(tenantId ? { tenantId } : {}) }
    const before = await files.get(id)
    await files.change(id, (file) => {
      result = acted(file.case, act, agent, time(), dedupe)
      return result.kind === 'changed' ? { ...file, case: result.case } : undefined
    })
    // As TypeScript sees it nobody has set it.
    const final = result as CaseResult
    if (final.kind !== 'changed') return final
    if (act.kind === 'mute') await mutes.mute(final.case.userId, act.minutes)
    if (act.kind === 'reopen') await mutes.lift(final.case.userId)
    if (before?.post.channel) inBackground(channels.met(before.post.channel, agent))
    if (before?.case.state !== final.case.state) queueChanged()
    pump(id)
    return final
  }

  const typedAt = new Map<string, number>()

  return {
    cases: {
      open: () => files.open(),
      get: async (id) => (await files.get(id))?.case,
      async act(id, act, by, dedupe) {
        const file = await files.get(id)
        if (!file) return { kind: 'refused', reason: 'unknown' }
        const channel = file.post.channel ?? routed(await channels.all(), file.case)[0]?.channel
        if (!channel || !(await mayAct(channel, by).catch(() => false)))
          return { kind: 'refused', reason: 'notMember' }
        return actOn(id, act, by, dedupe)
      },
    },

    desk: makeSupportDesk({
      port,
      threads,
      channels,
      replies: parts.replies,
      faqProposals: parts.faqProposals,
      get: files.get,
      cardOf,
      act: actOn,
      mayAct,
      showTyping: ({ case: given }) =>
        parts.showTyping(given.conversationId, {
          type: 'typing',
          channelId: 'directline',
          conversation: { id: given.conversationId },
          from: botAccount,
          timestamp: now(),
        } as unknown as Partial<Activity>),
    }),

    errand: tellCases(take),

    async stateFor({ userId }) {
      const until = await mutes.until(userId)
      if (until !== undefined) return { kind: 'muted', until: new Date(until).toISOString() }
      if ((await channels.all()).length === 0) return undefined
      return { kind: 'open', ahead: (await queue()).length, mails: parts.mailer !== undefined }
    },

    isSupport: memberOfAny(
      () => channels.all(),
      ({ channel }, oid) => port.isMember(channel, { id: oid, name: '', oid }),
    ),

    memberTypes({ handOff }) {
      if (handOff?.state !== 'talking') return
      const { caseId } = handOff
      const at = time()
      if (at - (typedAt.get(caseId) ?? 0) < typingEvery) return
      if (typedAt.size > 1000) typedAt.clear()
      typedAt.set(caseId, at)
      inBackground(
        files.get(caseId).then(async (file) => {
          if (file?.case.state === 'assigned' && file.post.thread)
            await port.post(file.post.thread, { type: 'typing' }).catch(() => {})
        }),
      )
    },

    async look() {
      try {
        for (const id of await files.due()) pump(id)
      } catch (error) {
        log.warn({ fault: (error as Error).name }, 'it could not be seen whether cases wait')
      }
    },

    async idle() {
      const underWay = () => [...background, ...delivery.underWay()]
      while (underWay().length > 0) await Promise.allSettled(underWay())
    },
  }
}
