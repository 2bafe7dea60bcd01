/** What a site hears of the chat: that something happened, never what a member said. */
import type { FromFrame } from './messages.ts'

/** The `detail` of the event. */
export type Happening =
  | { readonly kind: 'opened' | 'closed' }
  /** So many messages wait unseen; 0 once they are seen. */
  | { readonly kind: 'unread'; readonly count: number }
  /** A talk came to its end: `completed`, `cancelled`, or `handedOff` to a person. */
  | Extract<FromFrame, { kind: 'ended' }>

/** The event's name; it is dispatched on `document`. */
export const eventName = 'cps-assistant'

/** Tells the site. */
export const happened = (what: Happening): void => {
  document.dispatchEvent(new CustomEvent(eventName, { detail: Object.freeze(what) }))
}
