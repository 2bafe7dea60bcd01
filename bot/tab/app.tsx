/** The tab as a whole: its views side by side, and one case in front of the list. */
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import { arrive, offerTab, type Surroundings, type Theme, userToken } from './host.ts'
import { chosenLanguage, formatOf, keepLanguage, languageOf, texts } from './language.ts'
import { Outside } from './outside.tsx'
import type { TabLanguage } from './protocol.ts'
import { moveFocus } from './roving.ts'
import { Server } from './server.ts'
import { type Setting, SettingProvider, useSetting } from './setting.ts'
import { CaseView } from './views/case.tsx'
import { CasesView } from './views/cases.tsx'
import { QuestionsView } from './views/questions.tsx'
import { RatingsView } from './views/ratings.tsx'
import { StuckView } from './views/stuck.tsx'

const views = ['cases', 'stuck', 'questions', 'ratings'] as const
type View = (typeof views)[number]

const otherThan = (language: TabLanguage): TabLanguage => (language === 'nl' ? 'en' : 'nl')

function Tabs({
  view,
  show,
  press,
}: {
  readonly view: View
  readonly show: (view: View) => void
  readonly press: (view: View) => void
}) {
  const { t } = useSetting()
  return (
    <div
      class="tabs"
      role="tablist"
      tabIndex={-1}
      aria-label={t.views}
      onKeyDown={(event) => moveFocus(event, '[role=tab]', 'row')}
    >
      {views.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`tab-${each}`}
          aria-selected={each === view}
          aria-controls="view"
          tabIndex={each === view ? 0 : -1}
          onClick={() => press(each)}
          // Whoever walks through the tabs sees what is in them.
          onFocus={() => show(each)}
        >
          {t[each]}
        </button>
      ))}
    </div>
  )
}

function Views({ first }: { readonly first: string | undefined }) {
  const [view, setView] = useState<View>('cases')
  const [caseId, setCaseId] = useState(first)
  const [last, setLast] = useState<string>()
  const back = useCallback(() => {
    setLast(caseId)
    setCaseId(undefined)
  }, [caseId])
  const press = (next: View) => {
    setView(next)
    setCaseId(undefined)
    setLast(undefined)
  }
  return (
    <>
      <Tabs view={view} show={(next) => next !== view && press(next)} press={press} />
      <div id="view" class="view" role="tabpanel" aria-labelledby={`tab-${view}`}>
        {view === 'stuck' ? (
          <StuckView />
        ) : view === 'questions' ? (
          <QuestionsView />
        ) : view === 'ratings' ? (
          <RatingsView />
        ) : caseId === undefined ? (
          <CasesView open={setCaseId} last={last} />
        ) : (
          <CaseView id={caseId} back={back} />
        )}
      </div>
    </>
  )
}

function BeingAdded() {
  const { t } = useSetting()
  useEffect(() => offerTab(t.title), [t])
  return (
    <section class="message">
      <h2>{t.settingTitle}</h2>
      <p>{t.setting}</p>
    </section>
  )
}

/** The page in Teams; outside it, a word about where to go. */
export function App() {
  const [surroundings, setSurroundings] = useState<Surroundings | 'arriving' | 'outside'>('arriving')
  const [theme, setTheme] = useState<Theme>()
  const [language, setLanguage] = useState<TabLanguage>(chosenLanguage() ?? languageOf(navigator.language))
  const server = useMemo(() => new Server(userToken), [])
  const setting = useMemo<Setting>(
    () => ({ t: texts[language], language, format: formatOf(language), server }),
    [language, server],
  )
  const { t } = setting

  useEffect(() => {
    arrive(setTheme).then(
      (arrived) => {
        setTheme(arrived.theme)
        setLanguage(chosenLanguage() ?? languageOf(arrived.locale))
        setSurroundings(arrived)
      },
      () => setSurroundings('outside'),
    )
  }, [])
  useEffect(() => {
    if (theme) document.documentElement.dataset.theme = theme
  }, [theme])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = t.title
  }, [language, t])

  if (surroundings === 'outside') return <Outside />
  if (surroundings === 'arriving') return <p class="empty">{t.loading}</p>
  const other = otherThan(language)
  return (
    <SettingProvider value={setting}>
      <header class="head">
        <h1>{t.title}</h1>
        <button
          type="button"
          class="button"
          lang={other}
          onClick={() => {
            keepLanguage(other)
            setLanguage(other)
          }}
        >
          {t.otherLanguage}
        </button>
      </header>
      <main>{surroundings.isSetting ? <BeingAdded /> : <Views first={surroundings.caseId} />}</main>
    </SettingProvider>
  )
}
