/** What members thought of it: how often each rating was given, and day by day. */
import { useState } from 'preact/hooks'
import { Freshness, Shown } from '../freshness.tsx'
import { useLive } from '../live.ts'
import { type RatingsAnswer, ratingsAnswer, type Span } from '../protocol.ts'
import { useSetting } from '../setting.ts'
import { SpanChoice } from './span-choice.tsx'

/** Milliseconds. */
const every = 20_000

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** How many ratings, and what they are on average; `undefined` for none. */
function summed(given: readonly number[]): { readonly times: number; readonly average: number | undefined } {
  const times = sum(given)
  const stars = sum(given.map((count, index) => count * (index + 1)))
  return { times, average: times === 0 ? undefined : stars / times }
}

function Figures({ days }: Pick<RatingsAnswer, 'days'>) {
  const { t, format } = useSetting()
  const given = [0, 1, 2, 3, 4].map((index) => sum(days.map((day) => day.given[index] ?? 0)))
  const declined = sum(days.map((day) => day.declined))
  const { times, average } = summed(given)
  const most = Math.max(1, ...given)
  return (
    <div class="columns">
      <section class="card" aria-labelledby="spread-title">
        <h3 id="spread-title">{t.distribution}</h3>
        {average !== undefined && (
          <p class="average">
            <span class="unseen">{t.average} </span>
            <b>{format.average(average)}</b> {t.outOf}
          </p>
        )}
        <ol class="spread">
          {[5, 4, 3, 2, 1].map((rating) => (
            <li key={rating}>
              <span>{rating}</span>
              <svg class="bar" aria-hidden="true">
                <rect class="answered" width={`${(given[rating - 1]! / most) * 100}%`} height="100%" />
              </svg>
              <span class="figure">
                {format.number(given[rating - 1]!)}
                <span class="unseen">×</span>
              </span>
            </li>
          ))}
        </ol>
        <p class="intro">
          {t.ratingCount(format.number(times), times === 1)}
          {declined > 0 && ` · ${t.declined(format.number(declined), declined === 1)}`}
        </p>
      </section>
      <section class="card" aria-labelledby="days-title">
        <h3 id="days-title">{t.perDay}</h3>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.day}</th>
              <th scope="col">{t.number}</th>
              <th scope="col">{t.average}</th>
            </tr>
          </thead>
          <tbody>
            {[...days].reverse().map((day) => {
              const one = summed(day.given)
              return (
                <tr key={day.day}>
                  <th scope="row">{format.day(Date.parse(day.day))}</th>
                  <td>{format.number(one.times)}</td>
                  <td>{one.average === undefined ? '–' : format.average(one.average)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </div>
  )
}

/** The ratings. */
export function RatingsView() {
  const { t, server } = useSetting()
  const [span, setSpan] = useState<Span>(30)
  const live = useLive(server, `ratings?days=${span}`, ratingsAnswer, every)
  return (
    <section aria-labelledby="ratings-title">
      <div class="view-head">
        <h2 id="ratings-title">{t.ratingsTitle}</h2>
        <Freshness live={live} />
      </div>
      <SpanChoice span={span} choose={setSpan} />
      <Shown live={live}>
        {({ days }) => (days.length === 0 ? <p class="empty">{t.noRatings}</p> : <Figures days={days} />)}
      </Shown>
    </section>
  )
}
