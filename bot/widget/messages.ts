/**
 * What the launcher on somebody's site and our page in its frame say to each other. Each names the other's exact origin as
 * the one to deliver to, and hears nobody else. Nothing that a member says, and nothing known of a member, is among it.
 */
import { type TalkId, talkIds } from './talks.ts'

/** What the launcher tells the frame: it is seen (and perhaps which talk is wanted), or it is not. */
export type ToFrame =
  | {
      readonly kind: 'show'
      readonly talk: TalkId | undefined
      /** The member asked for this talk; otherwise it is only what a conversation begins with that nobody has begun yet. */
      readonly asked: boolean
    }
  | { readonly kind: 'hide' }

/** How a talk can end. */
export const outcomes = ['completed', 'cancelled', 'handedOff'] as const

/** What the frame tells the launcher. */
export type FromFrame =
  /** It listens; said again after each load. */
  | { readonly kind: 'ready' }
  /** The member wants to be back on the site. */
  | { readonly kind: 'close' }
  /** So many messages came unseen. */
  | { readonly kind: 'unread'; readonly count: number }
  | { readonly kind: 'ended'; readonly talk: TalkId; readonly outcome: (typeof outcomes)[number] }

/** By which our messages are told from others' on the same window. */
const mark = 'cps-assistant'

/** A message as it is posted. */
export const posted = (message: ToFrame | FromFrame) => ({ [mark]: message })

const oneOf = <const T extends string>(all: readonly T[], value: unknown): T | undefined =>
  all.find((one) => one === value)

/** A talk by its name; `undefined` where there is no such talk. */
export const talkOf = (value: unknown): TalkId | undefined => oneOf(talkIds, value)

const contentOf = (data: unknown): Readonly<Record<string, unknown>> => {
  const content = (data as Record<string, unknown> | null | undefined)?.[mark]
  return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {}
}

/** What the launcher said; `undefined` for anything else. */
export function readToFrame(data: unknown): ToFrame | undefined {
  const { kind, talk, asked } = contentOf(data)
  if (kind === 'show') return { kind, talk: talkOf(talk), asked: asked === true }
  return kind === 'hide' ? { kind } : undefined
}

/** What the frame said; `undefined` for anything else. */
export function readFromFrame(data: unknown): FromFrame | undefined {
  const { kind, count, talk, outcome } = contentOf(data)
  if (kind === 'ready' || kind === 'close') return { kind }
  if (kind === 'unread')
    return Number.isSafeInteger(count) && (count as number) >= 0
      ? { kind, count: Math.min(count as number, 999) }
      : undefined
  const [which, how] = [talkOf(talk), oneOf(outcomes, outcome)]
  return kind === 'ended' && which && how ? { kind, talk: which, outcome: how } : undefined
}
