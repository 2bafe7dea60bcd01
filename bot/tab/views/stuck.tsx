/** Where members get stuck: how each question of each talk came to its end. */
import { useState } from 'preact/hooks'
import { Freshness, Shown } from '../freshness.tsx'
import { useLive } from '../live.ts'
import { type Span, type StuckQuestion, type StuckTalk, stuckAnswer } from '../protocol.ts'
import { useSetting } from '../setting.ts'
import { SpanChoice } from './span-choice.tsx'

/** Figures of days need not be seconds old. Milliseconds. */
const every = 20_000
/** Fewer times than this say little about a question. */
const fewest = 3
const mostShown = 3

const lostOf = ({ left, open }: StuckQuestion) => left + open
const shareOf = (question: StuckQuestion) =>
  question.asked === 0 ? 0 : Math.min(1, lostOf(question) / question.asked)

/** A part of a bar; where there is nothing there is none. */
function Part({ kind, share }: { readonly kind: string; readonly share: number }) {
  // Widths are set by attribute, for the page's policy allows no style in the markup.
  return share > 0 ? <rect class={kind} width={`${share * 100}%`} height="100%" /> : null
}

function Bar({ question }: { readonly question: StuckQuestion }) {
  const { answered, unsure, skipped } = question
  const whole = answered + unsure + skipped + lostOf(question) || 1
  const first = answered / whole
  const second = (unsure + skipped) / whole
  return (
    <svg class="bar" aria-hidden="true">
      <Part kind="stopped" share={lostOf(question) > 0 ? 1 : 0} />
      <Part kind="unsure" share={first + second} />
      <Part kind="answered" share={first} />
    </svg>
  )
}

function Question({ question }: { readonly question: StuckQuestion }) {
  const { t, format } = useSetting()
  const { asked, name } = question
  const parts = (['answered', 'unsure', 'skipped', 'left', 'open', 'missed'] as const)
    .filter((part) => question[part] > 0)
    .map((part) => t.counts[part](format.number(question[part])))
  return (
    <li>
      <p class="question">
        <b>{name}</b>
        <span>{t.asked(format.number(asked), asked === 1)}</span>
      </p>
      <Bar question={question} />
      <p class="counts">{parts.join(' · ')}</p>
    </li>
  )
}

function Talk({ talk }: { readonly talk: StuckTalk }) {
  const { t, format } = useSetting()
  const steps = [talk.started, talk.completed, talk.handedOff, talk.cancelled].map(format.number) as [
    string,
    string,
    string,
    string,
  ]
  return (
    <section class="card" aria-labelledby={`talk-${talk.talk}`}>
      <h3 id={`talk-${talk.talk}`}>{talk.name}</h3>
      <p class="intro">{t.talkSteps(...steps)}</p>
      <ol class="funnel">
        {talk.questions.map((question) => (
          <Question key={question.slot} question={question} />
        ))}
      </ol>
    </section>
  )
}

function Most({ talks }: { readonly talks: readonly StuckTalk[] }) {
  const { t, format } = useSetting()
  const most = talks
    .flatMap(({ name: talk, questions }) => questions.map((question) => ({ talk, question })))
    .filter(({ question }) => question.asked >= fewest && shareOf(question) > 0)
    .sort((one, other) => shareOf(other.question) - shareOf(one.question))
    .slice(0, mostShown)
  if (most.length === 0) return null
  return (
    <section aria-labelledby="most-title">
      <h3 id="most-title">{t.mostStuck}</h3>
      <ol class="most">
        {most.map(({ talk, question }) => (
          <li key={`${talk} ${question.slot}`}>
            <b>{question.name}</b>
            <span>{talk}</span>
            <span class="figure">{t.leftHere(format.share(shareOf(question)))}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The funnel of all talks. */
export function StuckView() {
  const { t, language, server } = useSetting()
  const [span, setSpan] = useState<Span>(30)
  const live = useLive(server, `stuck?language=${language}&days=${span}`, stuckAnswer, every)
  return (
    <section aria-labelledby="stuck-title">
      <div class="view-head">
        <h2 id="stuck-title">{t.stuckTitle}</h2>
        <Freshness live={live} />
      </div>
      <p class="intro">{t.stuckIntro}</p>
      <SpanChoice span={span} choose={setSpan} />
      <Shown live={live}>
        {({ talks }) =>
          talks.length === 0 ? (
            <p class="empty">{t.noStuck}</p>
          ) : (
            <>
              <Most talks={talks} />
              <ul class="legend">
                {(['answered', 'unsure', 'stopped'] as const).map((kind) => (
                  <li key={kind}>
                    <svg class="swatch" aria-hidden="true">
                      <rect class={kind} width="100%" height="100%" />
                    </svg>
                    {t[kind]}
                  </li>
                ))}
              </ul>
              {talks.map((talk) => (
                <Talk key={talk.talk} talk={talk} />
              ))}
            </>
          )
        }
      </Shown>
    </section>
  )
}
