/** How fresh a view is, and what stands in its place where there is nothing to show. */
import type { ComponentChildren } from 'preact'
import type { Live } from './live.ts'
import { useSetting } from './setting.ts'

/** A page of words, with something to do about it or not. */
export function Message({
  title,
  children,
  action,
}: {
  readonly title: string
  readonly children: ComponentChildren
  readonly action?: { readonly label: string; readonly act: () => void } | undefined
}) {
  return (
    <section class="message">
      <h2>{title}</h2>
      <p>{children}</p>
      {action && (
        <button type="button" class="button" onClick={action.act}>
          {action.label}
        </button>
      )}
    </section>
  )
}

/** Says whether what is seen is so now, or when it was so. */
export function Freshness({ live }: { readonly live: Pick<Live<unknown>, 'state' | 'asOf'> }) {
  const { t, format } = useSetting()
  const { state, asOf } = live
  const time = asOf === undefined ? undefined : format.moment(asOf, Date.now())
  const words =
    state === 'live' ? t.live : state === 'away' ? (time === undefined ? t.awayYet : t.away(time)) : ''
  return (
    <p class={`freshness ${state}`} role="status">
      {words}
    </p>
  )
}

/** A view of what is live: the answer once it is there; until then, or where it cannot be had, why not. */
export function Shown<T>({
  live,
  gone,
  children,
}: {
  readonly live: Live<T>
  readonly gone?: string
  readonly children: (answer: T) => ComponentChildren
}) {
  const { t } = useSetting()
  const { answer, state, again } = live
  const retry = { label: t.tryAgain, act: again }
  if (state === 'signIn')
    return (
      <Message title={t.signInTitle} action={retry}>
        {t.signIn}
      </Message>
    )
  if (state === 'forbidden')
    return (
      <Message title={t.forbiddenTitle} action={retry}>
        {t.forbidden}
      </Message>
    )
  if (state === 'gone') return <p class="empty">{gone}</p>
  if (answer === undefined) return state === 'loading' ? <p class="empty">{t.loading}</p> : null
  return <>{children(answer)}</>
}
