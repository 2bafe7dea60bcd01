/** The open cases: who waits, the longest first, and whom somebody has. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Freshness, Shown } from '../freshness.tsx'
import { useLive, useNow } from '../live.ts'
import { type CaseLine, casesAnswer } from '../protocol.ts'
import { moveFocus } from '../roving.ts'
import { useSetting } from '../setting.ts'

/** Seconds count for who waits. Milliseconds. */
const every = 3_000

/** How long a case is open, in words that grow with it. */
export function Age({ since }: { readonly since: number }) {
  const { t, format } = useSetting()
  const now = useNow(20_000)
  return <time dateTime={new Date(since).toISOString()}>{format.age(since, now) ?? t.justNow}</time>
}

/** Where a case stands, in a word or two. */
export function Standing({ line }: { readonly line: CaseLine }) {
  const { t } = useSetting()
  const words =
    line.state === 'closed'
      ? t.closed
      : line.place !== null
        ? t.place(line.place)
        : line.assignee !== null
          ? t.takenBy(line.assignee)
          : t.waiting
  return <span class={`standing ${line.state}`}>{words}</span>
}

function Row({
  line,
  isStop,
  reach,
  open,
}: {
  readonly line: CaseLine
  readonly isStop: boolean
  readonly reach: (id: string) => void
  readonly open: (id: string) => void
}) {
  const { t } = useSetting()
  return (
    <li>
      <button
        type="button"
        class="row"
        data-case={line.id}
        tabIndex={isStop ? 0 : -1}
        onFocus={() => reach(line.id)}
        onClick={() => open(line.id)}
      >
        <span class="row-head">
          <Standing line={line} />
          <span class="age">
            <span class="unseen">{t.age} </span>
            <Age since={line.openedAt} />
          </span>
        </span>
        <span class="wants" lang={line.wants ? line.language : undefined}>
          {line.wants || t.noWords}
        </span>
        <span class="where">
          {[line.talk, line.question].filter(Boolean).join(' · ') || t.reasons[line.reason]}
        </span>
      </button>
    </li>
  )
}

/** The list. `last` is the case that was looked at before: the focus goes back to it. */
export function CasesView({
  open,
  last,
}: {
  readonly open: (id: string) => void
  readonly last: string | undefined
}) {
  const { t, language, server } = useSetting()
  const live = useLive(server, `cases?language=${language}`, casesAnswer, every)
  const list = useRef<HTMLDivElement>(null)
  const returned = useRef(last)
  /** The row that the Tab key stops at. */
  const [reached, setReached] = useState(last)
  const isThere = live.answer !== undefined

  useEffect(() => {
    if (!isThere || returned.current === undefined) return
    list.current?.querySelector<HTMLElement>(`[data-case="${CSS.escape(returned.current)}"]`)?.focus()
    returned.current = undefined
  }, [isThere])

  return (
    <section aria-labelledby="cases-title">
      <div class="view-head">
        <h2 id="cases-title">{t.openCases}</h2>
        <Freshness live={live} />
      </div>
      <Shown live={live}>
        {({ cases }) => {
          const waiting = cases.filter(({ state }) => state === 'unassigned')
          const assigned = cases.filter(({ state }) => state === 'assigned')
          const stop = cases.some(({ id }) => id === reached) ? reached : (waiting[0] ?? assigned[0])?.id
          const groups = [
            { name: t.waiting, lines: waiting },
            { name: t.assigned, lines: assigned },
          ].filter(({ lines }) => lines.length > 0)
          return (
            <>
              <p class="intro" role="status">
                {cases.length === 0 ? t.noCases : t.queue(waiting.length, assigned.length)}
              </p>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears the arrow keys of the buttons in it */}
              <div ref={list} onKeyDown={(event) => moveFocus(event, '.row', 'list')}>
                {groups.map(({ name, lines }) => (
                  <div key={name}>
                    <h3>{name}</h3>
                    <ul class="rows">
                      {lines.map((line) => (
                        <Row
                          key={line.id}
                          line={line}
                          isStop={line.id === stop}
                          reach={setReached}
                          open={open}
                        />
                      ))}
                    </ul>
                  </div>
                ))}
              </div>
            </>
          )
        }}
      </Shown>
    </section>
  )
}
