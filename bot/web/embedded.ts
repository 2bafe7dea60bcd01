/** The page in a frame on somebody's site: what it hears from the launcher there and what it tells it. */
import { type FromFrame, outcomes, posted, readToFrame, talkOf } from '../widget/messages.ts'
import type { Conversation, View } from './conversation.ts'
import { wear } from './look.ts'
import { startingTalk } from './starting-talk.ts'
import type { Entry } from './transcript.ts'

/** An origin as browsers write it; `undefined` for anything else. */
const originOf = (text: string | null): string | undefined =>
  text !== null && URL.canParse(text) && new URL(text).origin === text ? text : undefined

const isFromBot = (entry: Entry): entry is Extract<Entry, { kind: 'bot' }> => entry.kind === 'bot'

/**
 * Takes up the line to the launcher. `asked` is what the page's address says; the origin in it is the one that we tell and
 * believe: the browser delivers nothing to another, and who may frame us at all the server's policy says.
 */
export function embed(asked: URLSearchParams, conversation: () => Conversation) {
  const site = originOf(asked.get('embedded'))
  const start = startingTalk(conversation)
  const known = new Set<string>()
  let entries: readonly Entry[] | undefined
  let settled = false
  let shown = false
  let unread = 0
  let begin = () => {}
  /** Until the member sees the page, no conversation is opened. */
  const seen = new Promise<void>((resolve) => {
    begin = resolve
  })

  wear(asked.get('accent'), asked.get('theme'))
  const tell = (message: FromFrame) => site !== undefined && parent.postMessage(posted(message), site)
  const close = () => void tell({ kind: 'close' })

  const count = (to: number) => {
    if (to === unread) return
    unread = to
    tell({ kind: 'unread', count: unread })
  }

  function witness(view: View) {
    if (view.transcript.entries !== entries) {
      entries = view.transcript.entries
      const fresh = entries.filter((entry) => !known.has(entry.key))
      for (const { key } of fresh) known.add(key)
      // What was said before this page was loaded is no news.
      if (settled) news(fresh.filter(isFromBot))
    }
    settled = view.settled
    start.witness(view)
  }

  function news(fresh: readonly Extract<Entry, { kind: 'bot' }>[]) {
    if (!shown) count(unread + fresh.length)
    for (const { activity } of fresh) {
      const [talk, outcome] = [talkOf(activity.dialog), outcomes.find((one) => one === activity.outcome)]
      if (talk && outcome) tell({ kind: 'ended', talk, outcome })
    }
  }

  addEventListener('message', ({ source, origin, data }) => {
    if (source !== parent || origin !== site) return
    const message = readToFrame(data)
    if (!message) return
    shown = message.kind === 'show'
    if (message.kind === 'hide') return
    begin()
    count(0)
    start.wants(message.talk, message.asked)
    requestAnimationFrame(() => focusOn())
  })
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) close()
  })
  tell({ kind: 'ready' })
  return { witness, close, seen }
}

/** Nothing moves, and what no key has led to has no ring around it. */
const calmly = { preventScroll: true, focusVisible: false } as FocusOptions

/** Where a member goes on: at a desk where one types, on a phone where one reads, so that no keyboard springs up. */
function focusOn() {
  const desk = matchMedia('(hover: hover) and (pointer: fine)').matches
  document.querySelector<HTMLElement>(desk ? 'textarea' : '[role=log]')?.focus(calmly)
}
