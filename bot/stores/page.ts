/** A page of the log: what one save added to it, and its line of the journal, as one text for a store to keep. */
import type { LogEntry } from './store.ts'

/** What one save added. */
export interface Page {
  readonly entries: readonly LogEntry[]
  readonly journal?: string | undefined
}

/** The page as text: a line for each activity, its number in front, and a last one for the journal. JSON has no line breaks of its own. */
export function packPage({ entries, journal }: Page): string {
  const lines = entries.map(({ number, json }) => `${number} ${json}`)
  if (journal !== undefined) lines.push(`- ${journal}`)
  return lines.join('\n')
}

/** The page that a text is of. */
export function unpackPage(text: string): Page {
  const entries: LogEntry[] = []
  let journal: string | undefined
  for (const line of text.split('\n')) {
    if (line === '') continue
    const space = line.indexOf(' ')
    if (line.startsWith('-')) journal = line.slice(2)
    else entries.push({ number: Number(line.slice(0, space)), json: line.slice(space + 1) })
  }
  return { entries, journal }
}
