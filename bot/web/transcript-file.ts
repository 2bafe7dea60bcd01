/** The conversation as a text to keep. Pure, but for `saveText`. */
import { plainCard } from './card.ts'
import { type Language, regions } from './language.ts'
import { plainMarkdown } from './markdown.ts'
import type { Activity } from './protocol.ts'
import type { Texts } from './texts/nl.ts'
import type { Transcript } from './transcript.ts'

const wordsOf = (activity: Activity, page: string): string =>
  [
    activity.plain ? activity.text : plainMarkdown(activity.text, page),
    ...activity.attachments.map((one) => (one.kind === 'card' ? plainCard(one.card, page) : `[${one.name}]`)),
    ...(activity.choices.length > 0 ? [activity.choices.map(({ title }) => `[${title}]`).join(' ')] : []),
  ]
    .filter((part) => part !== '')
    .join('\n')

/** Writes the transcript as plain text, in the page's language and with the times of this device. */
export function transcriptText(
  transcript: Transcript,
  { t, language, page }: { readonly t: Texts; readonly language: Language; readonly page: string },
): string {
  const moment = new Intl.DateTimeFormat(regions[language], { dateStyle: 'medium', timeStyle: 'short' })
  const lines = transcript.entries.map((entry) => {
    if (entry.kind === 'note') return `--- ${t.anew} ---`
    const at = entry.kind === 'bot' ? entry.activity.at : entry.at
    const who = entry.kind === 'bot' ? entry.activity.agent || t.assistant : t.you
    const words = entry.kind === 'bot' ? wordsOf(entry.activity, page) : entry.text
    const unsent = entry.kind === 'member' && typeof entry.state === 'object' ? ` (${t.failed})` : ''
    return `${at === undefined ? '' : `${moment.format(at)} · `}${who}${unsent}\n${words}`
  })
  return `${t.title}\n\n${lines.join('\n\n')}\n`
}

/** Lets the browser save a text as a file. */
export function saveText(name: string, text: string, type = 'text/plain') {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
