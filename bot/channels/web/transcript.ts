/** A conversation to take along, as plain text: who said what, and when. */
import type { Conversation, Store } from '../../stores/store.ts'
import { plainMarkdown } from '../../web/markdown.ts'

const labels = {
  nl: { title: 'Gesprek met de CPS Assistant', bot: 'CPS Assistant', member: 'Jij' },
  en: { title: 'Conversation with the CPS Assistant', bot: 'CPS Assistant', member: 'You' },
} as const

const readAtOnce = 500

interface Said {
  readonly type?: string
  readonly timestamp?: string
  readonly from?: { readonly role?: string }
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
export const transcriptName = (now: Date): string => `cps-assistant-${now.toISOString().slice(0, 10)}.txt`

/** The whole conversation as text, in the language last spoken; times as they are in Europe/Amsterdam. */
export async function readTranscript(
  store: Pick<Store, 'read'>,
  conversation: Conversation,
): Promise<string> {
  const { title, bot, member } = labelsFor(conversation)
  const time = new Intl.DateTimeFormat(title === labels.en.title ? 'en-GB' : 'nl-NL', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/Amsterdam',
  })
  const parts: string[] = [title]
  for (let after = 0; ; ) {
    const entries = await store.read(conversation.id, after, readAtOnce)
    for (const { json } of entries) {
      const said = JSON.parse(json) as Said
      const words = said.type === 'message' ? wordsOf(said) : ''
      if (!words) continue
      const who = said.from?.role === 'bot' ? bot : member
      parts.push(`${who}, ${said.timestamp ? time.format(new Date(said.timestamp)) : ''}\n${words}`)
    }
    if (entries.length < readAtOnce) break
    after = entries.at(-1)!.number
  }
  return `${parts.join('\n\n')}\n`
}
