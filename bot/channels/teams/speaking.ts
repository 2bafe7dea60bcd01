/** What people say to the bot in Teams becomes turns of their conversation: each activity takes effect once. */
import type { Activity } from 'botbuilder-core'
import { languageOf } from '../../../dialogs/assistant.ts'
import type { Language } from '../../../domain/values.ts'
import type { Caller } from '../../model/budget.ts'
import { logBetween } from '../../stores/log-pages.ts'
import { servedNumber } from '../../stores/marks.ts'
import type { Conversation, TeamsPlace } from '../../stores/store.ts'
import type { TurnResult, Turns } from '../../turn.ts'
import { activityId, botAccount } from '../web/adapter.ts'
import { refusals } from '../web/protocol-error.ts'
import type { Limits } from '../web/rate-limit.ts'
import { type TeamsActivity, threadOf } from './activity.ts'
import type { CardTap } from './buttons.ts'
import {
  everybodysId,
  movedTo,
  openedAt,
  personKey,
  placeOf,
  type TeamsConversationParts,
  teamsConversationId,
} from './conversations.ts'
import { type LanguageChoices, writtenLanguage } from './languages.ts'
import { teamsTexts } from './texts/index.ts'

/** What turns are made of what is said with. */
export interface SpeakingParts extends TeamsConversationParts {
  readonly turns: Turns
  readonly limits: Limits
  readonly choices: LanguageChoices
  readonly asCaller: <T>(caller: Caller, work: () => T) => T
  /** Told where a conversation takes place, while a turn of it is being accepted. */
  readonly underWay: (id: string, place: TeamsPlace | undefined) => void
}

/** Something that was said, however it was. */
export interface Said {
  readonly text: string
  /** What it is known again by, should it come once more. */
  readonly once: string
  readonly hasFiles?: boolean
  /** Not typed but tapped: its words tell nothing of the language that somebody writes. */
  readonly isTap?: boolean
}

/** How a tap fared: taken (or taken before); `passed`: its question is no longer the one that waits, and nothing was done. */
export type TapResult = 'chosen' | 'said' | 'passed'

/** Takes what people say. Every call resolves once it is durable. */
export interface Speaking {
  say(activity: TeamsActivity, said: Said, base: string): Promise<void>
  tap(activity: TeamsActivity, tap: CardTap, base: string): Promise<TapResult>
  /** The first turn, the welcome, for a person; `false` where they were welcomed, or said something, before. */
  welcome(activity: TeamsActivity, base: string): Promise<boolean>
  /** A short hello to everybody in a chat or team; once. */
  greet(activity: TeamsActivity): Promise<void>
  languageFor(activity: TeamsActivity): Promise<Language>
}

const lookedBack = 20

function taken(result: TurnResult): boolean {
  if (result.kind === 'busy') throw refusals.tooMany(1)
  return result.kind === 'accepted'
}

const cpsOf = ({ channelData }: Partial<Activity>): { readonly pending?: unknown } | undefined =>
  channelData?.cps

/** Takes what is said, with these parts. */
export function makeSpeaking(parts: SpeakingParts): Speaking {
  const { store, turns, limits, choices, now, asCaller, underWay } = parts

  /** The language to go on in, where the conversation cannot know it by itself. */
  async function languageIn(conversation: Conversation, place: TeamsPlace, { text, isTap }: Said) {
    const choice = await choices.of(place)
    if (choice) return choice.by === conversation.id ? undefined : choice.language
    return isTap ? undefined : writtenLanguage(text, conversation.record === undefined)
  }

  async function say(activity: TeamsActivity, said: Said, base: string): Promise<void> {
    const place = placeOf(activity)
    const id = teamsConversationId(place)
    const wait = await limits.mayPost(id)
    if (wait > 0) throw refusals.tooMany(wait)
    // One that expires between the two is made once more.
    for (let attempt = 0; attempt < 2; attempt++) {
      const conversation = await openedAt(parts, id, place)
      await movedTo(parts, conversation, place)
      const language = await languageIn(conversation, place, said)
      const incoming = {
        type: 'message',
        text: said.text,
        ...(activity.locale ? { locale: activity.locale } : {}),
        ...(said.hasFiles ? { attachments: [{ contentType: 'file' }] } : {}),
        channelData: { clientActivityID: said.once, ...(language ? { cps: { language } } : {}) },
      }
      underWay(id, place)
      try {
        const caller = { conversation: id, address: personKey(place) }
        if (taken(await asCaller(caller, () => turns.post(id, incoming, base)))) return
      } finally {
        underWay(id, undefined)
      }
    }
    throw refusals.store()
  }

  /** The bot's message that a tap is under, where it is one of this conversation's. */
  async function messageUnder(id: string, { under }: CardTap) {
    const [conversation, digits = ''] = under.split('|')
    if (conversation !== id || !/^\d{1,15}$/.test(digits)) return undefined
    const number = Number(digits)
    const [entry] = await store.read(id, number - 1, 1)
    return entry?.number === number
      ? { number, activity: JSON.parse(entry.json) as Partial<Activity> }
      : undefined
  }

  /** The question that the bot's latest message leaves waiting. */
  async function latestPending({ id, last }: Conversation): Promise<unknown> {
    const entries = await logBetween(store, id, Math.max(0, last - lookedBack), last)
    const latest = entries.findLast(({ json }) => cpsOf(JSON.parse(json)) !== undefined)
    return latest && cpsOf(JSON.parse(latest.json))?.pending
  }

  async function tap(activity: TeamsActivity, given: CardTap, base: string): Promise<TapResult> {
    const place = placeOf(activity)
    const { label: text } = given
    const conversation = await openedAt(parts, teamsConversationId(place), place)
    const message = await messageUnder(conversation.id, given)
    const offered = message?.activity.suggestedActions?.actions ?? []
    if (!message || !offered.some(({ value }) => value === text)) {
      await say(activity, { text, once: activity.id ?? '', isTap: true }, base)
      return 'said'
    }
    // Cards stay in the chat: a second tap is the first one again, and one that comes late is none.
    const once = `tap ${message.number} ${text}`
    const wasTaken = ({ served }: Conversation) => servedNumber(served, once) !== undefined
    if (wasTaken(conversation)) return 'chosen'
    const { pending } = cpsOf(message.activity) ?? {}
    if (pending && JSON.stringify(pending) !== JSON.stringify(await latestPending(conversation))) {
      // It may have been taken since it was looked for, and be what the question passed with.
      const now = await openedAt(parts, conversation.id, place)
      return wasTaken(now) ? 'chosen' : 'passed'
    }
    await say(activity, { text, once, isTap: true }, base)
    return 'chosen'
  }

  const languageFor = async (activity: TeamsActivity) => {
    const place = placeOf(activity)
    const choice = await choices.of(place)
    const spoken = choice ?? (await store.load(teamsConversationId(place), now().getTime()))
    if (spoken && 'language' in spoken) return spoken.language
    return languageOf(spoken?.locale ?? activity.locale)
  }

  return {
    say,
    tap,
    languageFor,
    async welcome(activity, base) {
      const place = placeOf(activity)
      const conversation = await openedAt(parts, teamsConversationId(place), place)
      const locale = (await choices.of(place))?.language ?? activity.locale
      taken(await turns.open(conversation, locale, base))
      return conversation.record === undefined
    },
    async greet(activity) {
      const { conversationId, user, ...rest } = placeOf(activity)
      const place = { ...rest, conversationId: threadOf(conversationId).channel, user: { id: rest.botId } }
      const id = everybodysId(place)
      const conversation = await openedAt(parts, id, place)
      if (conversation.last > 0) return
      const language = languageOf(activity.locale)
      const hello = {
        type: 'message',
        id: activityId(id, 1),
        text: teamsTexts[language].hello(botAccount.name),
        locale: language,
        timestamp: now(),
        from: botAccount,
        conversation: { id },
      }
      // Whoever looks for what nobody brings finds it. In a conflict somebody else has said it.
      await store.save({
        conversation: { ...conversation, last: 1 },
        append: [{ number: 1, json: JSON.stringify(hello) }],
        erase: false,
        now: now().getTime(),
      })
    },
  }
}
