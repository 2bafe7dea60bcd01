/** What members asked and nobody could answer, the most asked first. */
import { Freshness, Shown } from '../freshness.tsx'
import { useLive } from '../live.ts'
import { questionsAnswer } from '../protocol.ts'
import { useSetting } from '../setting.ts'

/** Milliseconds. */
const every = 20_000

/** The list of questions. */
export function QuestionsView() {
  const { t, format, server } = useSetting()
  const live = useLive(server, 'questions', questionsAnswer, every)
  return (
    <section aria-labelledby="questions-title">
      <div class="view-head">
        <h2 id="questions-title">{t.questionsTitle}</h2>
        <Freshness live={live} />
      </div>
      <p class="intro">{t.questionsIntro}</p>
      <Shown live={live}>
        {({ questions, total }) =>
          total === 0 ? (
            <p class="empty">{t.noQuestions}</p>
          ) : (
            <>
              <ol class="asked">
                {questions.map(({ text, language, count, lastAt }) => (
                  <li key={`${language} ${text}`}>
                    <span class="times" aria-hidden="true">
                      {t.times(format.number(count))}
                    </span>
                    <div>
                      <p class="words" lang={language}>
                        {text}
                      </p>
                      <p class="by">
                        <span class="unseen">{`${t.timesAsked(format.number(count))}, `}</span>
                        {`${t.languages[language] ?? language}, ${t.lastAsked(format.day(lastAt))}`}
                      </p>
                    </div>
                  </li>
                ))}
              </ol>
              {total > questions.length && (
                <p class="intro">{t.andMore(format.number(total - questions.length))}</p>
              )}
            </>
          )
        }
      </Shown>
    </section>
  )
}
