/** Shows how far the onboarding has come. */
import { Tick } from './icons.tsx'
import type { Progress } from './protocol.ts'
import { useSetting } from './setting.ts'

/** The onboarding's parts with the present one marked; parts have names where there are as many as the page knows. */
export function Stepper({ progress: { step, of } }: { readonly progress: Progress }) {
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
          return (
            <li
              key={part}
              class={done ? 'done' : undefined}
              aria-current={part === step ? 'step' : undefined}
            >
              <span class={named ? 'name' : 'unseen'}>
                {done && <Tick />}
                {named ? t.steps[at] : part}
              </span>
              {done && <span class="unseen"> ({t.progressDone})</span>}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
