/** One case: what the member wants, where it went wrong, all that was said, and what is known. */
import { useEffect, useRef } from 'preact/hooks'
import { Freshness, Shown } from '../freshness.tsx'
import { useLive } from '../live.ts'
import { type CaseAnswer, caseAnswer, type ReceiptLine, type Said } from '../protocol.ts'
import { useSetting } from '../setting.ts'
import { Age, Standing } from './cases.tsx'

/** Milliseconds. */
const every = 3_000

function Details({ answer }: { readonly answer: CaseAnswer }) {
  const { t, format } = useSetting()
  const { case: line, outcome, rating } = answer
  const details = [
    { name: t.state, value: <Standing line={line} /> },
    {
      name: t.age,
      value: (
        <>
          <Age since={line.openedAt} />
          {`, ${t.since} ${format.moment(line.openedAt, Date.now())}`}
        </>
      ),
    },
    { name: t.reason, value: t.reasons[line.reason] },
    { name: t.where, value: [line.talk, line.question].filter(Boolean).join(' · ') || t.nowhere },
    { name: t.language, value: t.languages[line.language] ?? line.language },
    ...(outcome
      ? [{ name: t.outcome, value: [t.outcomes[outcome.kind], outcome.text].filter(Boolean).join(': ') }]
      : []),
    ...(rating === null ? [] : [{ name: t.rating, value: t.ofFive(rating) }]),
  ]
  return (
    <dl class="details">
      {details.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Transcript({ said, language }: { readonly said: readonly Said[]; readonly language: string }) {
  const { t, format } = useSetting()
  if (said.length === 0) return <p class="empty">{t.noTranscript}</p>
  const nameOf = ({ who, name }: Said) =>
    who === 'member' ? t.member : who === 'assistant' ? t.assistant : (name ?? t.assistant)
  return (
    <ol class="said">
      {said.map((line, index) => (
        // Lines are only ever added: a line's place is what it is known by.
        <li key={index} class={line.who}>
          <p class="by">
            <b>{nameOf(line)}</b>
            {line.at !== null && (
              <time dateTime={new Date(line.at).toISOString()}>{format.moment(line.at, Date.now())}</time>
            )}
          </p>
          <p class="words" lang={language}>
            {line.text}
          </p>
        </li>
      ))}
    </ol>
  )
}

function Receipt({
  receipt,
  language,
}: {
  readonly receipt: readonly ReceiptLine[]
  readonly language: string
}) {
  const { t } = useSetting()
  if (receipt.length === 0) return <p class="empty">{t.noReceipt}</p>
  return (
    <dl class="receipt">
      {receipt.map(({ name, value, words }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {words && words !== value && (
            <dd class="own">
              <span class="unseen">{t.ownWords}: </span>
              <q lang={language}>{words}</q>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

function Whole({ answer }: { readonly answer: CaseAnswer }) {
  const { t, format } = useSetting()
  const { case: line, notes, conversation } = answer
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <>
      <h2 ref={title} tabIndex={-1} class="case-title" lang={line.wants ? line.language : undefined}>
        {line.wants || t.noWords}
      </h2>
      <Details answer={answer} />
      <div class="columns">
        <section aria-labelledby="said-title">
          <h3 id="said-title">{t.transcript}</h3>
          {conversation ? (
            <Transcript said={conversation.said} language={line.language} />
          ) : (
            <p class="empty">{t.conversationGone}</p>
          )}
        </section>
        <div>
          {conversation && (
            <section aria-labelledby="receipt-title">
              <h3 id="receipt-title">{t.receipt}</h3>
              <Receipt receipt={conversation.receipt} language={line.language} />
            </section>
          )}
          {notes.length > 0 && (
            <section aria-labelledby="notes-title">
              <h3 id="notes-title">{t.notes}</h3>
              <ul class="notes">
                {notes.map(({ by, at, text }) => (
                  <li key={`${at} ${by}`}>
                    <p class="words">{text}</p>
                    <p class="by">{t.noteBy(by, format.moment(at, Date.now()))}</p>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </>
  )
}

/** The case; Escape and the button lead back to the list. */
export function CaseView({ id, back }: { readonly id: string; readonly back: () => void }) {
  const { t, language, server } = useSetting()
  const path = `cases/${encodeURIComponent(id)}?language=${language}`
  const live = useLive(server, path, caseAnswer, every)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) back()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [back])

  return (
    <>
      <div class="view-head">
        <button type="button" class="button back" onClick={back}>
          <svg viewBox="0 0 16 16" aria-hidden="true" class="icon">
            <path d="M10 3 5 8l5 5" />
          </svg>
          {t.allCases}
        </button>
        <Freshness live={live} />
      </div>
      <Shown live={live} gone={t.caseGone}>
        {(answer) => <Whole answer={answer} />}
      </Shown>
    </>
  )
}
