/** A conversation to take along, as plain text: who said what, and when. */
import { pagesOfLog } from '../../stores/log-pages.ts'
import type { Conversation, Store } from '../../stores/store.ts'
import { plainMarkdown } from '../../web/markdown.ts'
import { botAccount } from './adapter.ts'

const labels = {
  nl: { title: 'Gesprek met de CPS Assistant', bot: 'CPS Assistant', member: 'Jij' },
  en: { title: 'Conversation with the CPS Assistant', bot: 'CPS Assistant', member: 'You' },
} as const

interface Said {
  readonly type?: string
  readonly timestamp?: string
  readonly from?: { readonly role?: string; readonly name?: string }
  readonly text?: string
  readonly textFormat?: string
  readonly summary?: string
  readonly attachments?: readonly { readonly name?: string; readonly content?: unknown }[]
}

const labelsFor = ({ locale }: Conversation) => labels[locale?.toLowerCase().startsWith('en') ? 'en' : 'nl']

/** What a card says, for who cannot see it: its own fallback, or the texts in it. */
function wordsOfCard(content: unknown): readonly string[] {
  if (Array.isArray(content)) return content.flatMap(wordsOfCard)
  if (typeof content !== 'object' || content === null) return []
  const { type, text, title, value, fallbackText, ...rest } = content as Record<string, unknown>
  if (typeof fallbackText === 'string') return [fallbackText]
  if (typeof title === 'string' && typeof value === 'string') return [`${title}: ${value}`]
  const own =
    typeof text === 'string' ? [text] : typeof title === 'string' && type === undefined ? [title] : []
  // What can be tapped is no part of what was said.
  const { actions: _, selectAction: __, ...shown } = rest
  return [...own, ...Object.values(shown).flatMap(wordsOfCard)]
}

/** Whoever is handed the file gets what was said, and no key to what is said later. */
const ownLink = /\[([^\]]*)\]\([^()\s]*\/transcript\?t=[^()\s]*\)/g

/** No address is relative to the file: any page serves to judge links by. */
const nowhere = 'http://localhost'

const wordsOf = ({ text, textFormat, from, summary, attachments = [] }: Said): string => {
  const words = [text || summary, ...attachments.flatMap(({ content }) => wordsOfCard(content))].filter(
    (part): part is string => Boolean(part),
  )
  // What a member typed stays as it was typed.
  const isTyped = from?.role !== 'bot' || textFormat === 'plain'
  return words
    .map((part) => (isTyped ? part : plainMarkdown(part.replace(ownLink, '$1'), nowhere)))
    .join('\n')
}

/** The name of the file: the day on which it is fetched. */
export const transcriptName = (now: Date, ending = 'txt'): string =>
  `cps-assistant-${now.toISOString().slice(0, 10)}.${ending}`

/** Something that was said in a conversation, as plain text. */
export interface SaidLine {
  readonly from: 'member' | 'bot'
  /** The person who speaks through the bot, by name; `undefined` for the assistant itself and for the member. */
  readonly name: string | undefined
  /** ISO 8601. */
  readonly at: string | undefined
  readonly text: string
}

/** Who of us said it, where that is a person: they speak under their own name. */
const personOf = ({ from }: Said): string | undefined =>
  from?.role === 'bot' && from.name && from.name !== botAccount.name ? from.name : undefined

/** What was said in a conversation, oldest first, page by page of its log; up to a number, where one is given. */
async function* pagesSaid(
  store: Pick<Store, 'read'>,
  conversationId: string,
  to?: number,
): AsyncGenerator<readonly SaidLine[]> {
  for await (const entries of pagesOfLog(store, conversationId, to === undefined ? {} : { to }))
    yield entries.flatMap(({ json }): readonly SaidLine[] => {
      const said = JSON.parse(json) as Said
      const text = said.type === 'message' ? wordsOf(said) : ''
      if (!text) return []
      const isBot = said.from?.role === 'bot'
      return [{ from: isBot ? 'bot' : 'member', name: personOf(said), at: said.timestamp, text }]
    })
}

/** Everything that was said in a conversation, oldest first. */
export async function* saidIn(store: Pick<Store, 'read'>, conversationId: string): AsyncGenerator<SaidLine> {
  for await (const lines of pagesSaid(store, conversationId)) yield* lines
}

/** How a transcript is headed and its speakers are named, in the language last spoken; times as they are in Europe/Amsterdam. */
export function headings(conversation: Conversation): {
  readonly locale: string
  readonly title: string
  readonly headOf: (line: SaidLine) => string
} {
  const { title, bot, member } = labelsFor(conversation)
  const locale = title === labels.en.title ? 'en-GB' : 'nl-NL'
  const time = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/Amsterdam',
  })
  const headOf = ({ from, name, at }: SaidLine) =>
    `${from === 'bot' ? (name ?? bot) : member}, ${at ? time.format(new Date(at)) : ''}`
  return { locale, title, headOf }
}

/** The whole conversation as text, part by part. */
export async function* transcriptParts(
  store: Pick<Store, 'read'>,
  conversation: Conversation,
): AsyncGenerator<string, void> {
  const { title, headOf } = headings(conversation)
  let before: string = title
  // As it was when it was asked for: what is said meanwhile is no part of it.
  for await (const lines of pagesSaid(store, conversation.id, conversation.last)) {
    yield before
    before = lines.map((line) => `\n\n${headOf(line)}\n${line.text}`).join('')
  }
  yield `${before}\n`
}
