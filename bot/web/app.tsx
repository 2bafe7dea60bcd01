/** The page as a whole. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Banner } from './banner.tsx'
import { Composer } from './composer.tsx'
import type { Conversation } from './conversation.ts'
import type { Device } from './device.ts'
import { Aperture } from './icons.tsx'
import { type Language, languageNames, texts } from './language.ts'
import { Menu } from './menu.tsx'
import { type Setting, SettingContext } from './setting.ts'
import { Stepper } from './stepper.tsx'
import { progressOf } from './transcript.ts'
import { saveText, transcriptText } from './transcript-file.ts'
import { TranscriptView } from './transcript-view.tsx'

/** Where there is a mouse, there is a keyboard that does not cover the page. */
const atDesk = () => matchMedia('(hover: hover) and (pointer: fine)').matches

/** Header, conversation and send box of one conversation. */
export function App({
  conversation,
  device,
}: {
  readonly conversation: Conversation
  readonly device: Device
}) {
  const [{ transcript, language, line, settled }, setView] = useState(conversation.view)
  const [draft, setDraft] = useState(() => device.draft)
  const field = useRef<HTMLTextAreaElement>(null)
  const t = texts[language]
  const progress = progressOf(transcript)

  useEffect(() => {
    conversation.start(() => setView(conversation.view))
    if (atDesk()) field.current?.focus()
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = t.title
  }, [language])

  const write = (text: string) => {
    setDraft(text)
    device.draft = text
  }
  /** What was focused may be gone after a tap: on a desk one types on, on a phone no keyboard springs up. */
  const settleFocus = () =>
    atDesk()
      ? field.current?.focus()
      : document.querySelector<HTMLElement>('[role=log]')?.focus({ preventScroll: true })
  const say = (text: string) => {
    conversation.say(text)
    settleFocus()
  }
  const setting = useMemo<Setting>(
    () => ({
      t,
      language,
      page: location.href,
      tap: ({ text, value }) => {
        conversation.say(text, value)
        settleFocus()
      },
    }),
    [language],
  )
  const retry = useCallback((key: string) => {
    conversation.retry(key)
    settleFocus()
  }, [])
  const edit = useCallback((key: string, text: string) => {
    conversation.takeBack(key)
    write(text)
    field.current?.focus()
  }, [])

  const items = [
    { label: t.menuRestart, run: () => say(t.sayRestart) },
    { label: t.menuKnown, run: () => say(t.sayKnown) },
    { label: t.menuPerson, run: () => say(t.sayPerson) },
    { label: t.menuDownload, run: () => saveText(t.fileName, transcriptText(transcript, setting)) },
    { label: t.menuForget, run: () => say(t.sayForget) },
  ]

  return (
    <SettingContext.Provider value={setting}>
      <div class="page">
        <header class="top">
          <div class="bar">
            <h1>
              <Aperture />
              {t.title}
            </h1>
            <fieldset class="languages">
              <legend class="unseen">{t.language}</legend>
              {(Object.keys(texts) as Language[]).map((one) => (
                <button
                  key={one}
                  type="button"
                  lang={one}
                  aria-pressed={one === language}
                  aria-label={languageNames[one]}
                  onClick={() => conversation.speak(one, languageNames[one])}
                >
                  {one}
                </button>
              ))}
            </fieldset>
            <Menu label={t.menu} items={items} />
          </div>
          {progress && <Stepper progress={progress} />}
          <Banner line={line} />
        </header>
        <TranscriptView
          transcript={transcript}
          settled={settled}
          live={line.kind === 'live'}
          retry={retry}
          edit={edit}
          leave={() => field.current?.focus()}
        />
        <footer class="bottom">
          <Composer
            draft={draft}
            write={write}
            field={field}
            send={(text) => {
              if (line.kind === 'offline') return false
              conversation.say(text)
              return true
            }}
          />
        </footer>
      </div>
    </SettingContext.Provider>
  )
}
