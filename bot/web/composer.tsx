/** Where the member types. */
import type { Ref } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { ArrowUp } from './icons.tsx'
import { regions } from './language.ts'
import { useSetting } from './setting.ts'

/** Characters that a message may have, and from how many left on the member is told. */
const most = 2_000
const warnAt = 200

/** The send box: Enter sends, Shift+Enter begins a line; the text stays where `send` does not take it. */
export function Composer({
  draft,
  write,
  send,
  field,
}: {
  readonly draft: string
  readonly write: (text: string) => void
  /** Whether it was taken. */
  readonly send: (text: string) => boolean
  readonly field: Ref<HTMLTextAreaElement> & { current: HTMLTextAreaElement | null }
}) {
  const { t, language } = useSetting()
  const [refused, setRefused] = useState(false)
  const left = most - draft.length
  const hint =
    left < 0
      ? t.tooLong(-left, new Intl.NumberFormat(regions[language]).format(most))
      : left <= warnAt
        ? t.left(left)
        : undefined

  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = draft === '' ? '' : `${area.scrollHeight}px`
  }, [draft])

  const submit = () => {
    const text = draft.trim()
    setRefused(left < 0)
    if (text === '' || left < 0) {
      field.current?.focus()
      return
    }
    if (send(text)) write('')
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p id="hint" class={left < 0 ? 'hint over' : 'hint'} role={refused && left < 0 ? 'alert' : undefined}>
        {hint}
      </p>
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          aria-label={t.input}
          placeholder={t.input}
          aria-describedby={hint === undefined ? undefined : 'hint'}
          aria-invalid={left < 0}
          enterkeyhint="send"
          autocomplete="off"
          data-testid="send-box"
          value={draft}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            submit()
          }}
        />
        <button
          type="submit"
          class="round send"
          aria-label={t.send}
          aria-disabled={draft.trim() === '' || left < 0}
        >
          <ArrowUp />
        </button>
      </div>
    </form>
  )
}
