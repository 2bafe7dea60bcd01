/** What each kind of activity from Teams means, and who it is for: the assistant, the people who support members, or nobody. */
import type { Activity } from 'botbuilder-core'
import type { Logger } from 'pino'
import {
  channelOf,
  hasFiles,
  isMentioned,
  placeKindOf,
  senderOf,
  type TeamsActivity,
  threadOf,
  wordsOf,
} from './activity.ts'
import { cardType, tapOf } from './buttons.ts'
import { answerInvoke } from './invokes.ts'
import type { SupportAnswer, SupportDesk, TeamsPort, TeamsSearch } from './port.ts'
import type { InvokeAnswer } from './sdk.ts'
import type { Speaking } from './speaking.ts'
import { teamsTexts } from './texts/index.ts'

/** Who hears. */
export interface HearingParts {
  readonly speaking: Speaking
  readonly port: TeamsPort
  readonly support?: SupportDesk | undefined
  readonly search?: TeamsSearch | undefined
  readonly log: Logger
  /** Runs what need not be waited for, until it is done. */
  readonly later: (work: () => Promise<unknown>) => void
}

/** The data of a card's `Action.Submit`; `undefined` where a message is none. */
const submitted = ({ value }: TeamsActivity): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined

/** Hears an activity; resolves once what it means is durable, with the answer to an invoke. */
export function makeHearing(parts: HearingParts) {
  const { speaking, port, support, later } = parts

  /** Says something in the place of an activity that was no part of a conversation. */
  const reply = (to: TeamsActivity, activity: Partial<Activity>) =>
    later(() => port.post(channelOf(to), activity))

  /** What came of a card's `Action.Submit`, which has no answer of its own. */
  function answerSubmit(activity: TeamsActivity, answer: SupportAnswer): void {
    if (answer.kind !== 'card') return reply(activity, { text: answer.text })
    const attachments = [{ contentType: cardType, content: answer.card }]
    const { replyToId } = activity
    if (replyToId) later(() => port.update(channelOf(activity), replyToId, { attachments }))
    else reply(activity, { attachments })
  }

  async function caseSubmitted(activity: TeamsActivity, data: Readonly<Record<string, unknown>>) {
    const { id = '' } = activity
    const answer = await support?.acted({
      activityId: id,
      channel: channelOf(activity),
      from: senderOf(activity),
      verb: String(data.verb ?? data.cpsCase),
      data,
      locale: await speaking.languageFor(activity),
    })
    const text = answer ? undefined : teamsTexts[await speaking.languageFor(activity)].notKnown
    answerSubmit(activity, answer ?? { kind: 'refused', text: text! })
  }

  /** Whether what was said in a channel is for the people who support members. */
  async function isForSupport(activity: TeamsActivity, text: string): Promise<boolean> {
    const { channel, root } = threadOf(activity.conversation.id)
    if (!support || placeKindOf(activity) !== 'channel') return false
    const [activityId, from] = [activity.id ?? '', senderOf(activity)]
    if (root !== undefined) {
      const thread = channelOf(activity)
      const said = { activityId, thread, rootId: root, from, text, hasAttachments: hasFiles(activity) }
      if (await support.heard(said)) return true
    }
    if (!isMentioned(activity)) return false
    const locale = await speaking.languageFor(activity)
    const command = { activityId, channel: channelOf(activity, channel), from, text, locale }
    const answer = await support.commanded(command)
    if (answer) reply(activity, answer)
    return answer !== undefined
  }

  async function message(activity: TeamsActivity, base: string): Promise<void> {
    const data = submitted(activity)
    if (data && 'cpsCase' in data) return caseSubmitted(activity, data)
    const tap = tapOf(data)
    if (tap) {
      const result = await speaking.tap(activity, tap, base)
      if (result === 'passed')
        reply(activity, { text: teamsTexts[await speaking.languageFor(activity)].passed })
      return
    }
    const text = wordsOf(activity)
    if (await isForSupport(activity, text)) return
    if (placeKindOf(activity) !== 'personal' && !isMentioned(activity)) return
    const said = { text, once: activity.id ?? '', hasFiles: hasFiles(activity) }
    // Who only names the bot wants to know what it does.
    if (text === '' && !said.hasFiles && (await speaking.welcome(activity, base))) return
    return speaking.say(activity, said, base)
  }

  /** The bot came, or somebody came to it. */
  async function arrived(activity: TeamsActivity, base: string): Promise<void> {
    if (placeKindOf(activity) === 'personal') {
      await speaking.welcome(activity, base)
      return
    }
    const { type, membersAdded = [], recipient } = activity
    if (type === 'installationUpdate' || membersAdded.some(({ id }) => id === recipient.id))
      return speaking.greet(activity)
  }

  return async (activity: TeamsActivity, base: string): Promise<InvokeAnswer | undefined> => {
    switch (activity.type) {
      case 'message':
        await message(activity, base)
        return undefined
      case 'invoke':
        return answerInvoke(parts, activity, base)
      case 'conversationUpdate':
        if (activity.membersAdded && activity.membersAdded.length > 0) await arrived(activity, base)
        return undefined
      case 'installationUpdate':
        if (activity.action === 'add') await arrived(activity, base)
        return undefined
      case 'typing':
        if (placeKindOf(activity) === 'channel') await support?.typed(channelOf(activity), senderOf(activity))
        return undefined
      default:
        // Reactions, edits, deletions and whatever comes to be change nothing.
        return undefined
    }
  }
}
