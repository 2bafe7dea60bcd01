/** Shows the conversation, and lets the keyboard walk through it. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { ArrowDown } from './icons.tsx'
import { type Language, regions } from './language.ts'
import { Message } from './message.tsx'
import { useFollowing } from './scroll.ts'
import { useSetting } from './setting.ts'
import { awaitsAnswer, type Entry, openQuestion, type Transcript } from './transcript.ts'
import { useUnfolding } from './unfolding.ts'

/** Milliseconds after which nobody believes any more that somebody is typing. */
const typingFor = 15_000

/** How many of the last entries are laid out even while they are out of sight. */
const recent = 24

const momentOf = (entry: Entry | undefined) =>
  entry?.kind === 'bot' ? entry.activity.at : entry?.kind === 'member' ? entry.at : undefined

const dayOf = (moment: number) => new Date(moment).toDateString()

/** The days to say above entries: where it is another than before, or at the beginning not today. */
function daysToSay(entries: readonly Entry[], language: Language): ReadonlyMap<string, string> {
  const days = new Map<string, string>()
  const words = new Intl.DateTimeFormat(regions[language], { weekday: 'long', day: 'numeric', month: 'long' })
  let known = dayOf(Date.now())
  for (const entry of entries) {
    const moment = momentOf(entry)
    if (moment === undefined || dayOf(moment) === known) continue
    days.set(entry.key, words.format(moment))
    known = dayOf(moment)
  }
  return days
}

/** The log of the conversation, the sign of typing, and the way back to the newest. */
export function TranscriptView({
  transcript,
  settled,
  live,
  retry,
  edit,
  leave,
}: {
  readonly transcript: Transcript
  readonly settled: boolean
  /** The line is there, so that an answer can be on its way. */
  readonly live: boolean
  readonly retry: (key: string) => void
  readonly edit: (key: string, text: string) => void
  /** Takes the focus from here to where one types. */
  readonly leave: () => void
}) {
  const { t, language } = useSetting()
  const { entries } = transcript
  const { scroller, onScroll, state, toEnd } = useFollowing(transcript, settled)
  useUnfolding(scroller, entries.length)
  const open = openQuestion(transcript)
  const busy = live && (transcript.typing || awaitsAnswer(transcript))
  const [believed, setBelieved] = useState(true)

  const days = useMemo(() => daysToSay(entries, language), [entries, language])

  useEffect(() => {
    setBelieved(true)
    if (!busy) return
    const timer = setTimeout(() => setBelieved(false), typingFor)
    return () => clearTimeout(timer)
  }, [busy, entries])

  const walk = (event: KeyboardEvent) => {
    const area = scroller.current
    const from = event.target as HTMLElement
    if (!area || event.altKey || event.ctrlKey || event.metaKey || from.closest('.scrolling')) return
    if (event.key === 'Escape') {
      // It has done what it is for; where the page is framed, the chat does not close as well.
      event.preventDefault()
      return leave()
    }
    // After the last message comes the end: whoever only hears the page knows that there is no more.
    const stops = [...area.querySelectorAll<HTMLElement>('article, .end')]
    const at = stops.findIndex((stop) => stop.contains(from))
    const last = stops.length - 2
    const to = {
      ArrowUp: at < 0 ? last : Math.max(at - 1, 0),
      ArrowDown: at < 0 ? last : Math.min(at + 1, last + 1),
      Home: 0,
      End: last,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    stops[to]?.focus()
  }

  return (
    <main class="talk">
      <div
        ref={scroller}
        class="log"
        role="log"
        aria-label={t.log}
        aria-live={settled ? 'polite' : 'off'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={walk}
      >
        <header class="intro">
          <p>{t.intro}</p>
        </header>
        {entries.map((entry, at) => {
          const day = days.get(entry.key)
          return (
            <div
              key={entry.key}
              data-entry={entry.kind}
              class={at < entries.length - recent ? 'past' : undefined}
            >
              {day !== undefined && <p class="note">{day}</p>}
              <Message
                entry={entry}
                first={entries[at - 1]?.kind !== entry.kind}
                last={entries[at + 1]?.kind !== entry.kind}
                open={entry.key === open}
                language={language}
                retry={retry}
                edit={edit}
              />
            </div>
          )
        })}
        {((busy && believed) || entries.length === 0) && (
          <div class={transcript.typing ? 'typing' : 'typing later'} data-testid="typing" aria-hidden="true">
            <i />
            <i />
            <i />
          </div>
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a stop on the keyboard's way through the conversation */}
        <p class="end" tabIndex={0} aria-live="off">
          {t.end}
        </p>
      </div>
      {state !== 'end' && (
        <button
          type="button"
          class={`newest ${state}`}
          aria-label={state === 'news' ? undefined : t.toNewest}
          onClick={toEnd}
        >
          <ArrowDown />
          {state === 'news' && t.newest}
        </button>
      )}
    </main>
  )
}
