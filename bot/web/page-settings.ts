/** What the operator's policy says about the page: how long what is kept, and whom to ask. */
import { safeLink } from './links.ts'
import { number, object, string } from './narrow.ts'

/** The policy as far as the page needs it. */
export interface PageSettings {
  /** Days that a conversation is kept after its last message. */
  readonly keepDays: number
  /** Days that this device takes it up again; 0 for never. */
  readonly rememberDays: number
  readonly modelReads: boolean
  readonly contact: string | undefined
  readonly url: string | undefined
}

/** Reads settings; `undefined` where they are none. */
export function readPageSettings(value: unknown, page: string): PageSettings | undefined {
  const { keepDays, rememberDays, modelReads, privacy } = object(value)
  const [keep, remember] = [number(keepDays), number(rememberDays)]
  if (keep === undefined || remember === undefined) return undefined
  const { contact, url } = object(privacy)
  return {
    keepDays: keep,
    rememberDays: remember,
    modelReads: modelReads === true,
    contact: string(contact),
    url: safeLink(url, page),
  }
}

/** Asks the server for them; `undefined` where it has none, or does not answer. */
export async function fetchPageSettings(): Promise<PageSettings | undefined> {
  try {
    const answer = await fetch('/page.json', { credentials: 'omit' })
    return answer.ok ? readPageSettings(await answer.json(), location.href) : undefined
  } catch {
    return undefined
  }
}
