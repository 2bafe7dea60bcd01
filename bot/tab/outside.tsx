/** The page outside Teams: what it is and where to open it, in each language, the reader's own first. */
import { languageOf, texts } from './language.ts'
import { type TabLanguage, tabLanguages } from './protocol.ts'

const inOrder = (first: TabLanguage): readonly TabLanguage[] => [
  first,
  ...tabLanguages.filter((language) => language !== first),
]

/** A word for whoever comes by. */
export function Outside() {
  const [first, ...others] = inOrder(languageOf(navigator.language))
  return (
    <main class="outside">
      <section lang={first}>
        <h1>{texts[first!].outsideTitle}</h1>
        <p>{texts[first!].outside}</p>
      </section>
      {others.map((language) => (
        <section key={language} lang={language}>
          <h2>{texts[language].outsideTitle}</h2>
          <p>{texts[language].outside}</p>
        </section>
      ))}
    </main>
  )
}
