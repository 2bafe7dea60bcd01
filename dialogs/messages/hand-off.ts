/** What the catalogues say around a hand-off: from the assistant to people, and back. */
import type { Opening } from '../../domain/hours.ts'

/** Where a request for a person stands. */
export interface Queued {
  /** From 1. */
  readonly place: number
  /** Nobody is there now; when somebody is next, where that is known. */
  readonly closed?: { readonly next: Opening | undefined } | undefined
}

/** The words of one language around a hand-off. `agent` is a first name, empty where none is known. */
export interface HandOffWords {
  readonly confirm: (asked: Queued & { readonly wants: string; readonly names: readonly string[] }) => string
  readonly confirmAgain: string
  readonly opened: (queued: Queued & { readonly mail: 'asked' | 'promised' | 'none' }) => string
  readonly waiting: (queued: Queued) => string
  readonly withdrawn: string
  readonly nothingToWithdraw: string
  readonly claimed: (agent: string) => string
  readonly claimedAgain: (agent: string) => string
  readonly tookOver: (agent: string) => string
  readonly returned: (agent: string, place: number) => string
  readonly closed: (agent: string) => string
  readonly askRating: string
  readonly delayed: string
  readonly muted: (until: string) => string
  readonly forgotten: string
}
