/** Shows how far the onboarding has come, and leads back to what is done. */
import { Tick } from './icons.tsx'
import type { Progress } from './protocol.ts'
import { useSetting } from './setting.ts'

/** The onboarding's parts with the present one marked; parts have names where there are as many as the page knows. */
export function Stepper({
  progress: { step, of },
  say,
}: {
  readonly progress: Progress
  readonly say: (text: string) => void
}) {
  const { t } = useSetting()
  const named = of === t.steps.length
  return (
    <section class="stepper" aria-label={t.progressLabel} data-testid="progress">
      <p>
        {t.progress(step, of)}
        {named && <strong>{t.steps[step - 1]}</strong>}
      </p>
      <ol>
        {Array.from({ length: of }, (_, at) => {
          const part = at + 1
          const done = part < step
          const name = t.steps[at]
          const words = t.sayRevisit[at]
          return (
            <li
              key={part}
              class={done ? 'done' : undefined}
              aria-current={part === step ? 'step' : undefined}
            >
              {done && named && name !== undefined && words !== undefined ? (
                <button type="button" aria-label={t.stepBack(name)} title={words} onClick={() => say(words)}>
                  <span class="name">
                    <Tick />
                    {name}
                  </span>
                </button>
              ) : (
                <span class={named ? 'name' : 'unseen'}>{named ? name : part}</span>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
