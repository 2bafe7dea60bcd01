/** The page as a whole. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { answerKind } from './answer-kind.ts'
import { Banner } from './banner.tsx'
import { Composer } from './composer.tsx'
import type { Conversation } from './conversation.ts'
import type { Device } from './device.ts'
import { Aperture, Card, Cross } from './icons.tsx'
import { type Language, languageNames, regions, texts } from './language.ts'
import { useLazy } from './lazy.ts'
import { Menu, type MenuItem } from './menu.tsx'
import type { PageSettings } from './page-settings.ts'
import { QueueLine } from './queue-line.tsx'
import { useReadAloud } from './read-aloud.ts'
import { type Setting, SettingContext } from './setting.ts'
import { Stepper } from './stepper.tsx'
import { hasSpoken, progressOf, waitingSlot } from './transcript.ts'
import { saveText, transcriptText } from './transcript-file.ts'
import { TranscriptView } from './transcript-view.tsx'

/** Where there is a mouse, there is a keyboard that does not cover the page. */
const atDesk = () => matchMedia('(hover: hover) and (pointer: fine)').matches

/** Whether the browser can speak or listen at all. */
const canSpeak = () => 'speechSynthesis' in window

const listed = (names: readonly string[], language: Language) =>
  new Intl.ListFormat(regions[language], { type: 'conjunction' }).format(names)

/** Header, conversation and send box of one conversation. */
export function App({
  conversation,
  device,
  close,
  settings: asked,
}: {
  readonly conversation: Conversation
  readonly device: Device
  /** Where the page is shown on somebody's site: back to the site. */
  readonly close?: (() => void) | undefined
  readonly settings: Promise<PageSettings | undefined>
}) {
  const [{ transcript, language, line, settled, carried }, setView] = useState(conversation.view)
  const [draft, setDraft] = useState(() => device.draft)
  const field = useRef<HTMLTextAreaElement>(null)
  const t = texts[language]
  const progress = progressOf(transcript)
  const [settings, setSettings] = useState<PageSettings>()
  const [sheet, setSheet] = useState<'known' | 'privacy'>()
  const sheets = useLazy(() => import('./sheets.ts'), sheet !== undefined)
  const [voice, setVoice] = useState(false)
  const kind = answerKind(waitingSlot(transcript))
  const pickers = useLazy(() => import('./pickers.tsx'), kind === 'date' || kind === 'country')
  useReadAloud(transcript, voice, settled)

  useEffect(() => {
    conversation.start(() => setView(conversation.view))
    if (atDesk()) field.current?.focus()
    void asked.then(setSettings)
  }, [])
  useEffect(() => {
    // What makes the page beautiful comes after what makes it useful.
    if (settled && line.kind === 'live')
      void import('./fonts.ts').then(
        (letters) => letters.bringLetters(),
        () => {},
      )
  }, [settled && line.kind === 'live'])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = t.title
  }, [language])

  const write = (text: string) => {
    setDraft(text)
    device.draft = text
    if (text !== '') conversation.types()
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
  const closeSheet = useCallback(() => setSheet(undefined), [])
  const carry = (words: string | undefined) => {
    conversation.carry(words)
    settleFocus()
  }
  const edit = useCallback((key: string, text: string) => {
    conversation.takeBack(key)
    write(text)
    field.current?.focus()
  }, [])

  const saveTranscript = () => saveText(t.fileName, transcriptText(transcript, setting))
  const items: readonly MenuItem[] = [
    { label: t.menuRestart, run: () => say(t.sayRestart) },
    { label: t.menuKnown, run: () => setSheet('known') },
    { label: t.menuPerson, run: () => say(t.sayPerson) },
    { label: t.menuDownload, run: saveTranscript },
    ...(canSpeak() ? [{ label: t.voice.menu, checked: voice, run: () => setVoice(!voice) }] : []),
    ...(settings ? [{ label: t.privacy.open, run: () => setSheet('privacy') }] : []),
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
                  onClick={() => conversation.speak(one, languageNames[one])}
                >
                  <span aria-hidden="true">{one}</span>
                  <span class="unseen">{languageNames[one]}</span>
                </button>
              ))}
            </fieldset>
            <button
              type="button"
              class="round"
              aria-label={t.known.open}
              aria-haspopup="dialog"
              onClick={() => setSheet('known')}
            >
              <Card />
            </button>
            <Menu label={t.menu} items={items} />
            {close && (
              <button type="button" class="round" aria-label={t.close} onClick={close}>
                <Cross />
              </button>
            )}
          </div>
          {progress && <Stepper progress={progress} say={say} />}
          <Banner line={line} />
          <QueueLine handOff={transcript.handOff?.is} />
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
          {carried ? (
            <section class="offer" aria-label={t.carry.take}>
              <p role="status">{t.carry.offer(listed(carried.names, language))}</p>
              <button type="button" class="action" onClick={() => carry(t.carry.say)}>
                {t.carry.take}
              </button>
              <button type="button" class="quiet" onClick={() => carry(undefined)}>
                {t.carry.leave}
              </button>
            </section>
          ) : (
            settings &&
            !hasSpoken(transcript) && (
              <p class="offer small" data-testid="privacy-note">
                {t.privacy.short(t.privacy.days(settings.keepDays))}{' '}
                <button type="button" class="link" onClick={() => setSheet('privacy')}>
                  {t.privacy.more}
                </button>
              </p>
            )
          )}
          {pickers && kind === 'date' && <pickers.DatePicker say={say} />}
          {pickers && kind === 'country' && <pickers.CountryPicker say={say} />}
          <Composer
            draft={draft}
            write={write}
            field={field}
            kind={kind}
            voice={voice}
            send={(text) => {
              if (line.kind === 'offline') return false
              conversation.say(text)
              return true
            }}
          />
        </footer>
        {sheets && sheet === 'known' && (
          <sheets.KnownSheet
            conversation={conversation}
            seen={transcript.entries.length}
            say={say}
            saveTranscript={saveTranscript}
            closed={closeSheet}
          />
        )}
        {sheets && sheet === 'privacy' && settings && (
          <sheets.PrivacySheet settings={settings} closed={closeSheet} />
        )}
      </div>
    </SettingContext.Provider>
  )
}
