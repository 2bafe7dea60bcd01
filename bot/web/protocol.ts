/** What the page reads from Direct Line: activities and answers, narrowed to what it shows. */
import { type Action, type Card, readCard } from './card.ts'
import { safeFile, safeLink } from './links.ts'
import { each, type Json, list, number, object, string } from './narrow.ts'

/** Where the member is in the onboarding, counted from 1. */
export interface Progress {
  readonly step: number
  readonly of: number
}

/** A document behind a message. */
export interface Citation {
  readonly name: string
  readonly url?: string | undefined
}

/** Something that came with a message. */
export type Attachment =
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'file'; readonly name: string; readonly url: string; readonly type: string }

/** Where the member's request for a person stands. */
export type HandOff =
  | { readonly state: 'waiting'; readonly place: number }
  | { readonly state: 'talking'; readonly agent: string }
  | { readonly state: 'over' }

/** An activity as the page knows it. */
export interface Activity {
  readonly id: string
  /** A `sign` says nothing: it only tells where a request for a person stands. */
  readonly kind: 'message' | 'typing' | 'sign'
  readonly from: string
  readonly role: 'bot' | 'user' | undefined
  readonly text: string
  readonly plain: boolean
  readonly locale: string | undefined
  /** Milliseconds since 1970, `undefined` where the activity does not tell. */
  readonly at: number | undefined
  readonly attachments: readonly Attachment[]
  readonly choices: readonly Action[]
  readonly citations: readonly Citation[]
  /** The mark that whoever sent it gave it. */
  readonly clientId: string | undefined
  /** `null` where the message says that there is none, `undefined` where it says nothing of it. */
  readonly progress: Progress | null | undefined
  /** What the message asks for, by the name of the slot. */
  readonly asks: string | undefined
  /** The first name of the person who says it, where that is not the assistant; empty where none is known. */
  readonly agent: string | undefined
  readonly handOff: HandOff | undefined
  /** The talk that the message belongs to, and how that ended where this message ends it. */
  readonly dialog: string | undefined
  readonly outcome: string | undefined
}

/** A set of activities, and the point in the log that it reaches to. */
export interface ActivitySet {
  readonly activities: readonly Activity[]
  readonly watermark: string | undefined
}

/** A leave to talk, and what belongs to it. */
export interface Grant {
  readonly token: string
  readonly conversationId: string | undefined
  /** Seconds. */
  readonly expiresIn: number
  readonly resume: string | undefined
  readonly streamUrl: string | undefined
}

const readChoice =
  (page: string) =>
  (value: unknown): Action | undefined => {
    const given = object(value)
    const title = string(given.title) ?? string(given.text) ?? string(given.value)
    if (title === undefined) return undefined
    if (given.type === 'openUrl') {
      const url = safeLink(given.value, page)
      return url === undefined ? undefined : { kind: 'open', title, url }
    }
    if (given.type !== 'imBack' && given.type !== 'postBack' && given.type !== 'messageBack') return undefined
    return { kind: 'say', title, text: string(given.value) ?? title }
  }

const readAttachment =
  (page: string) =>
  (value: unknown): Attachment | undefined => {
    const given = object(value)
    const type = string(given.contentType) ?? ''
    if (type === 'application/vnd.microsoft.card.adaptive')
      return { kind: 'card', card: readCard(given.content, page) }
    const url = safeFile(given.contentUrl, page)
    const name = string(given.name)
    return url === undefined || name === undefined
      ? undefined
      : { kind: 'file', name, url, type: type.split(';')[0]!.trim().toLowerCase() }
  }

const readCitations = (entities: unknown, page: string): readonly Citation[] => {
  const claims = list(entities).flatMap((entity) => list(object(entity).citation).map(object))
  const cited = each(claims, (claim) => {
    const { name, url } = object(object(claim).appearance)
    const title = string(name)
    return title === undefined ? undefined : { name: title, url: safeLink(url, page) }
  })
  return cited.filter((one, at) => cited.findIndex((other) => other.name === one.name) === at)
}

const readProgress = (channelData: Json): Progress | null | undefined => {
  if (channelData.cps === undefined) return undefined
  const { progress, dialog, outcome } = object(channelData.cps)
  // Beside its questions the onboarding stands where it stood.
  if (progress === null && dialog === 'onboarding' && outcome === null) return undefined
  const { step, of } = object(progress)
  const [at, all] = [number(step), number(of)]
  return at !== undefined && all !== undefined && at >= 1 && all >= at && all <= 20
    ? { step: at, of: all }
    : null
}

const readHandOff = (value: unknown): HandOff | undefined => {
  const { state, place, agent } = object(value)
  if (state === 'waiting') return { state, place: Math.max(1, number(place) ?? 1) }
  if (state === 'talking') return { state, agent: string(agent) ?? '' }
  return state === 'over' ? { state } : undefined
}

/** Reads an activity; `undefined` for what the page does not show. `page` is the page's own address. */
export function readActivity(value: unknown, page: string): Activity | undefined {
  const given = object(value)
  const id = string(given.id) ?? ''
  const channelData = object(given.channelData)
  const cps = object(channelData.cps)
  const handOff = readHandOff(cps.handOff)
  const kind = given.type === 'event' && handOff ? 'sign' : given.type
  if ((kind !== 'message' && kind !== 'typing' && kind !== 'sign') || (id === '' && kind !== 'typing'))
    return undefined
  const { id: from, role } = object(given.from)
  const at = Date.parse(string(given.timestamp) ?? '')
  return {
    id,
    kind,
    from: string(from) ?? '',
    role: role === 'bot' || role === 'user' ? role : undefined,
    text: string(given.text) ?? '',
    plain: given.textFormat === 'plain',
    locale: string(given.locale),
    at: Number.isNaN(at) ? undefined : at,
    attachments: each(given.attachments, readAttachment(page)),
    choices: each(object(given.suggestedActions).actions, readChoice(page)),
    citations: readCitations(given.entities, page),
    clientId: string(channelData.clientActivityID),
    progress: readProgress(channelData),
    asks: string(object(cps.pending).slot),
    agent: typeof cps.agent === 'string' ? cps.agent : undefined,
    handOff,
    dialog: string(cps.dialog),
    outcome: string(cps.outcome),
  }
}

/** Reads an activity set; a broken one is empty. */
export function readActivitySet(value: unknown, page: string): ActivitySet {
  const { activities, watermark } = object(value)
  return {
    activities: each(activities, (activity) => readActivity(activity, page)),
    watermark: string(watermark) ?? (number(watermark) === undefined ? undefined : String(watermark)),
  }
}

/** Reads an answer that gives leave to talk; `undefined` without a token. */
export function readGrant(value: unknown): Grant | undefined {
  const given = object(value)
  const token = string(given.token)
  if (token === undefined) return undefined
  return {
    token,
    conversationId: string(given.conversationId),
    expiresIn: number(given.expires_in) ?? 1800,
    resume: string(given.resume),
    streamUrl: string(given.streamUrl),
  }
}

/** The member's id in a token, `undefined` where it cannot be read. */
export function memberOf(token: string): string | undefined {
  try {
    const body = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')
    const claims = object(
      JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(body), (c) => c.charCodeAt(0)))),
    )
    return string(claims.user)
  } catch {
    return undefined
  }
}
