/** What people of support do in Teams, made into acts on cases: words in a thread, buttons on cards, commands in a channel. */

import { createHash } from 'node:crypto'
import type { Activity } from 'botbuilder-core'
import { z } from 'zod'
import { type Agent, type CaseAct, type CaseResult, outcomes } from '../../domain/cases.ts'
import type { ReplyBook } from '../../domain/replies.ts'
import { ConnectorFault } from '../channels/teams/connector-fault.ts'
import type {
  CardAction,
  SupportAnswer,
  SupportDesk,
  TeamsChannel,
  TeamsPort,
} from '../channels/teams/port.ts'
import type { FaqProposals } from '../learning/from-cases.ts'
import { cardActivity, type caseCard } from './card.ts'
import type { CaseFile } from './case-file.ts'
import { readCommand, type SupportChannels } from './support-channels.ts'
import type { Threads } from './threads.ts'
import { type SupportWords, wordsFor } from './words.ts'

/** What the desk works with. */
export interface SupportDeskParts {
  readonly port: TeamsPort
  readonly threads: Threads
  readonly channels: SupportChannels
  readonly replies: () => ReplyBook
  readonly get: (caseId: string) => Promise<CaseFile | undefined>
  readonly cardOf: (file: CaseFile) => Promise<ReturnType<typeof caseCard>>
  /** Carries out an act of somebody who was checked to be one of the team. */
  readonly act: (caseId: string, act: CaseAct, by: Agent, id: string) => Promise<CaseResult>
  /** Whether somebody may act on what is in this channel. Rejects with a `ConnectorFault` where that cannot be known now. */
  readonly mayAct: (channel: TeamsChannel, who: Agent) => Promise<boolean>
  /** Shows the member that somebody types. */
  readonly showTyping: (file: CaseFile) => void
  /** What support proposes for the FAQ; `undefined` where nobody keeps it. */
  readonly faqProposals?: FaqProposals | undefined
}

const text = z.string().max(10_000)

/** What a card's button sends; whatever else comes along means nothing. */
const actionSchema = z.object({
  cpsCase: z.string().max(60),
  act: z.enum(['claim', 'assign', 'note', 'reply', 'close', 'reopen', 'mute']),
  seen: z.number().int().optional(),
  reply: text.optional(),
  canned: text.optional(),
  note: text.optional(),
  outcome: z.enum(outcomes).optional(),
  closing: text.optional(),
  assignee: z.string().max(300).optional(),
  minutes: z.coerce.number().int().min(1).max(43_200).optional(),
})

type Action = z.infer<typeof actionSchema>

/** What is not about the case, but about what was answered in it: the form is asked for, or sent in. */
const proposingSchema = z.object({ cpsCase: z.string().max(60), act: z.enum(['propose', 'submitProposal']) })

/** A note that the member does not see begins so. */
const notePrefix = /^\s*(?:\/\/|(?:note|notitie|intern|internal)\s*:)\s*/i

/** Whether data of a card is meant for the desk. */
const isForDesk = (data: unknown): boolean => typeof data === 'object' && data !== null && 'cpsCase' in data

/** Makes the desk. */
export function makeSupportDesk(parts: SupportDeskParts): SupportDesk {
  const { port, threads, channels } = parts

  /** Says something in a thread, to whoever has just written there; where it is not taken, nobody is kept waiting. */
  const answer = (thread: TeamsChannel, said: string) =>
    port.post(thread, { type: 'message', text: said }).then(
      () => {},
      () => {},
    )

  /** Whether somebody is of the team; `unknown` where Teams does not say so now: that is no reason to call them a stranger. */
  const standing = (channel: TeamsChannel, who: Agent): Promise<'member' | 'stranger' | 'unknown'> =>
    parts.mayAct(channel, who).then(
      (may) => (may ? 'member' : 'stranger'),
      (error) => {
        if (error instanceof ConnectorFault) return 'unknown'
        throw error
      },
    )

  const refusalOf = (is: 'stranger' | 'unknown', words: SupportWords): string =>
    is === 'unknown' ? words.notChecked : words.refusals({ kind: 'refused', reason: 'notMember' })

  async function actOf(action: Action, file: CaseFile, channel: TeamsChannel): Promise<CaseAct | undefined> {
    switch (action.act) {
      case 'claim':
      case 'reopen':
        return { kind: action.act }
      case 'note':
        return { kind: 'note', text: action.note ?? '' }
      case 'reply': {
        const canned = parts.replies()[file.case.language].find(({ title }) => title === action.canned)
        return { kind: 'reply', text: action.reply?.trim() || (canned?.text ?? '') }
      }
      case 'close':
        return { kind: 'close', outcome: action.outcome ?? 'solved', text: action.closing ?? '' }
      case 'mute':
        return { kind: 'mute', minutes: action.minutes ?? 60 }
      case 'assign': {
        const to = action.assignee && (await agentOf(action.assignee, file.post.channel ?? channel))
        return to ? { kind: 'assign', to } : undefined
      }
      default:
        return action.act satisfies never
    }
  }

  /** Somebody of the team by their id; `undefined` where they are none. */
  async function agentOf(id: string, channel: TeamsChannel): Promise<Agent | undefined> {
    const known = (await channels.of(channel))?.agents.find((one) => one.oid === id || one.id === id)
    const { tenantId } = channel
    const agent: Agent = known ?? { id, oid: id, name: '', ...(tenantId ? { tenantId } : {}) }
    return (await standing(channel, agent)) === 'member' ? agent : undefined
  }

  /** Posts the form in the case's thread, or takes it in. */
  async function propose(
    act: 'propose' | 'submitProposal',
    file: CaseFile,
    action: CardAction,
  ): Promise<SupportAnswer> {
    const { channel, from, data, locale } = action
    const words = wordsFor(locale)
    const proposals = parts.faqProposals
    if (!proposals) return { kind: 'message', text: words.invalid }
    if (act === 'submitProposal') return proposals.submit(data, from, locale)
    const form = await proposals.form(file.case, locale)
    if (form === undefined) return { kind: 'message', text: words.nothingToPropose }
    await port.post(file.post.thread ?? channel, cardActivity(form, words.actions.propose))
    return { kind: 'message', text: words.formPosted }
  }

  return {
    async heard({ activityId, thread, rootId, from, text: said, hasAttachments }) {
      const caseId = await threads.caseOf(thread, rootId)
      const file = caseId === undefined ? undefined : await parts.get(caseId)
      if (caseId === undefined || !file) return false
      const words = wordsFor(file.post.locale)
      const is = await standing(file.post.channel ?? thread, from)
      if (is !== 'member') {
        await answer(thread, refusalOf(is, words))
        return true
      }
      const note = notePrefix.exec(said)
      if (said.trim() !== '') {
        const act: CaseAct = note
          ? { kind: 'note', text: said.slice(note[0].length) }
          : { kind: 'reply', text: said }
        const result = await parts.act(caseId, act, from, `heard ${activityId}`)
        if (result.kind === 'refused') await answer(thread, words.refusals(result))
        else if (note && result.kind === 'changed') await answer(thread, words.noted)
        await threads.belongs(thread, rootId, caseId)
      }
      if (hasAttachments) await answer(thread, words.noAttachments)
      return true
    },

    async commanded({ channel, from, text: said, locale }): Promise<Partial<Activity> | undefined> {
      const command = readCommand(said)
      if (!command) return undefined
      const words = wordsFor(locale)
      const says = (line: string) => ({ type: 'message', text: line })
      const is = await standing(channel, from)
      if (is !== 'member') return says(refusalOf(is, words))
      switch (command.kind) {
        case 'unclear':
          return says(words.usage(command.word))
        case 'stop':
          return says((await channels.stop(channel)) ? words.stopped : words.notSetUp)
        case 'setUp': {
          await channels.setUp(channel, command, locale ?? 'nl')
          return says(
            words.setUp(
              command.languages.map((one) => words.languages[one]),
              command.subjects.map((one) => words.talks[one]),
            ),
          )
        }
        default:
          return command satisfies never
      }
    },

    async acted(given): Promise<SupportAnswer | undefined> {
      const { channel, from, verb, data, locale } = given
      if (!verb.startsWith('case/') && !isForDesk(data)) return undefined
      const words = wordsFor(locale)
      const proposing = proposingSchema.safeParse(data)
      const parsed = actionSchema.safeParse(data)
      const about = proposing.data ?? parsed.data
      if (!about) return { kind: 'message', text: words.invalid }
      const file = await parts.get(about.cpsCase)
      // Who is not of the team learns nothing of what there is.
      const is = await standing(file?.post.channel ?? channel, from)
      if (is === 'stranger') return { kind: 'refused', text: refusalOf(is, words) }
      if (is === 'unknown') return { kind: 'message', text: refusalOf(is, words) }
      if (!file) return { kind: 'message', text: words.refusals({ kind: 'refused', reason: 'unknown' }) }
      if (proposing.data) return propose(proposing.data.act, file, given)
      const action = parsed.data!
      const act = await actOf(action, file, channel)
      if (!act) return { kind: 'message', text: words.nobodyChosen }
      // The same button on the same card says the same thing once, however often it comes.
      const said = JSON.stringify(act)
      const id = `card ${from.oid ?? from.id} ${action.seen ?? ''} ${hashOf(said)}`
      const result = await parts.act(action.cpsCase, act, from, id)
      if (result.kind === 'refused') return { kind: 'message', text: words.refusals(result) }
      const after = await parts.get(action.cpsCase)
      return after
        ? { kind: 'card', card: await parts.cardOf(after) }
        : { kind: 'message', text: words.refusals({ kind: 'refused', reason: 'unknown' }) }
    },

    async typed(thread, from) {
      const caseId = await threads.caseOf(thread, undefined)
      const file = caseId === undefined ? undefined : await parts.get(caseId)
      if (file?.case.state !== 'assigned') return
      if ((await standing(file.post.channel ?? thread, from)) === 'member') parts.showTyping(file)
    },
  }
}

const hashOf = (said: string): string => createHash('sha256').update(said).digest('base64url').slice(0, 16)
