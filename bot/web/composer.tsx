/** Where the member types. */
import type { Ref } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { type AnswerKind, inputModes } from './answer-kind.ts'
import { ArrowUp, Microphone } from './icons.tsx'
import { regions } from './language.ts'
import { useLazy } from './lazy.ts'
import { useSetting } from './setting.ts'

/** Characters that a message may have, and from how many left on the member is told. */
const most = 2_000
const warnAt = 200

type Speech = typeof import('./voice.ts')

/** Listens to one message and writes it into the box: it is sent by whoever spoke it, once it is right. */
function SpeakButton({
  speech,
  write,
  told,
  done,
}: {
  readonly speech: Speech
  readonly write: (text: string) => void
  /** Says how listening goes. */
  readonly told: (words: string | undefined) => void
  readonly done: () => void
}) {
  const { t, language } = useSetting()
  const [stop, setStop] = useState<() => void>()
  useEffect(() => stop, [])
  if (!speech.canListen()) return null
  const begin = () => {
    speech.hush()
    told(t.voice.listening)
    const end = speech.listen(language, {
      heard: write,
      ended: (why) => {
        setStop(undefined)
        told(why === 'denied' ? t.voice.denied : why === 'unheard' ? t.voice.unheard : '')
        done()
      },
    })
    setStop(() => end)
  }
  return (
    <button
      type="button"
      class={stop ? 'round speak on' : 'round speak'}
      aria-label={stop ? t.voice.stop : t.voice.speak}
      aria-pressed={stop !== undefined}
      onClick={stop ?? begin}
    >
      <Microphone />
    </button>
  )
}

/** The send box: Enter sends, Shift+Enter begins a line; the text stays where `send` does not take it. */
export function Composer({
  draft,
  write,
  send,
  field,
  kind,
  voice,
}: {
  readonly draft: string
  readonly write: (text: string) => void
  /** Whether it was taken. */
  readonly send: (text: string) => boolean
  /** What kind of answer is waited for. */
  readonly kind: AnswerKind
  /** Speaking is switched on. */
  readonly voice: boolean
  readonly field: Ref<HTMLTextAreaElement> & { current: HTMLTextAreaElement | null }
}) {
  const { t, language } = useSetting()
  const [refused, setRefused] = useState(false)
  const left = most - draft.length
  const speech = useLazy(() => import('./voice.ts'), voice)
  const [heard, setHeard] = useState<string>()
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
      {speech && (
        <p class="hint spoken" role="status">
          {heard ?? t.voice.on}
        </p>
      )}
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          aria-label={t.input}
          placeholder={t.input}
          aria-describedby={hint === undefined ? undefined : 'hint'}
          aria-invalid={left < 0}
          enterkeyhint="send"
          inputmode={inputModes[kind]}
          {...(kind === 'code' ? { autocapitalize: 'characters', spellcheck: false } : {})}
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
        {speech && (
          <SpeakButton
            speech={speech}
            write={(text) => write(text)}
            told={setHeard}
            done={() => field.current?.focus()}
          />
        )}
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
