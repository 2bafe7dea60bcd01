/** A case as it is kept: the case itself, and how far Teams has been told of it. */
import { z } from 'zod'
import { type Case, caseSchema } from '../../domain/cases.ts'
import type { KeptDocument } from '../stores/store.ts'

/** Where something is posted. */
export const channelSchema = z.object({
  serviceUrl: z.string(),
  conversationId: z.string(),
  tenantId: z.string().optional(),
  teamId: z.string().optional(),
  botId: z.string(),
})

const postSchema = z.object({
  /** The channel that the card is in, or shall be. */
  channel: channelSchema.nullable(),
  /** Its thread. */
  thread: channelSchema.nullable(),
  cardId: z.string().nullable(),
  /** The language of the channel's people. */
  locale: z.string(),
  /** The state of the case that the card shows: see `Case.changes`. */
  shown: z.number().int(),
  /** What is being sent: where it still stands here and nobody is at it, nobody knows whether it was. */
  trying: z.string().nullable(),
  /** How often in a row sending failed, and when it is tried again. */
  failures: z.number().int(),
  again: z.number(),
  /** The member was told that support is not reached. */
  delayTold: z.boolean(),
  /** How often in a row mailing failed, and when it is tried again. */
  mail: z.object({ failures: z.number().int(), again: z.number() }),
  /** The activities in the thread that hold words of the member. */
  said: z.array(z.string()),
  /** Who is at it, and until when nobody else is. */
  holder: z.object({ owner: z.string(), until: z.number() }).nullable(),
})

const fileSchema = z.object({ case: caseSchema, post: postSchema })

/** A case as it is kept. */
export interface CaseFile {
  readonly case: Case
  readonly post: Readonly<z.infer<typeof postSchema>>
}

/** A case that nothing was posted of. */
export const newFile = (opened: Case): CaseFile => ({
  case: opened,
  post: {
    channel: null,
    thread: null,
    cardId: null,
    locale: opened.language,
    shown: 0,
    trying: null,
    failures: 0,
    again: 0,
    delayTold: false,
    mail: { failures: 0, again: 0 },
    said: [],
    holder: null,
  },
})

/** A file that was read; `undefined` where it is of no version that is known. */
export function readFile({ json }: KeptDocument): CaseFile | undefined {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(json))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** How long people and members are waited for. Milliseconds. */
export interface Waits {
  /** After this an agent who says nothing gives the case back. */
  readonly silence: number
  /** After this what a member has not answered goes by mail; `undefined` where no mail is sent. */
  readonly mail: number | undefined
}

/** What is to be done for a case next, in this order. */
export type NextStep =
  | { readonly kind: 'silence' | 'mail' | 'card' | 'update' | 'blank' }
  | { readonly kind: 'send'; readonly index: number }

/** What is to be done for a case at this moment; `undefined` for nothing. Members come first: they do not depend on Teams. */
export function nextStep(file: CaseFile, waits: Waits, now: number): NextStep | undefined {
  const { case: given, post } = file
  if (silentAt(given, waits) <= now) return { kind: 'silence' }
  const toMember = given.sendings.findIndex(({ to }) => to === 'member')
  if (toMember >= 0) return { kind: 'send', index: toMember }
  if (mailAt(file, waits) <= now) return { kind: 'mail' }
  if (post.again > now) return undefined
  if (post.cardId === null) return { kind: 'card' }
  const toThread = given.sendings.findIndex(({ to }) => to === 'thread')
  if (toThread >= 0) return { kind: 'send', index: toThread }
  if (given.outcome?.kind === 'forgotten' && post.said.length > 0) return { kind: 'blank' }
  return post.shown < given.changes ? { kind: 'update' } : undefined
}

const silentAt = ({ state, waitsSince }: Case, { silence }: Waits): number =>
  state === 'assigned' && waitsSince !== null ? waitsSince + silence : Number.POSITIVE_INFINITY

const mailAt = ({ case: { email, unreadSince }, post }: CaseFile, { mail }: Waits): number =>
  email !== null && unreadSince !== null && mail !== undefined
    ? Math.max(unreadSince + mail, post.mail.again)
    : Number.POSITIVE_INFINITY

/** When somebody has to be at a case; `undefined` where nobody has. */
export function dueAt(file: CaseFile, waits: Waits): number | undefined {
  const { case: given, post } = file
  const isOwed =
    post.cardId === null ||
    given.sendings.some(({ to }) => to === 'thread') ||
    post.shown < given.changes ||
    (given.outcome?.kind === 'forgotten' && post.said.length > 0)
  const moments = [
    silentAt(given, waits),
    mailAt(file, waits),
    given.sendings.some(({ to }) => to === 'member') ? 0 : Number.POSITIVE_INFINITY,
    isOwed ? post.again : Number.POSITIVE_INFINITY,
  ]
  const first = Math.min(...moments)
  return first === Number.POSITIVE_INFINITY ? undefined : Math.max(first, post.holder?.until ?? 0)
}
