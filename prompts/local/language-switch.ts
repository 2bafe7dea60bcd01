/** Asks to go on in another language: 'kan het in het Engels?', 'English please', 'sprechen Sie Deutsch?'. */
import { words } from './text.ts'

const names: Readonly<Record<string, string>> = {
  nl: 'nederlands nederlandse dutch hollands vlaams flemish niederlandisch neerlandais holandes nederland nederlans',
  en: 'engels engelse english anglais englisch ingles inglese engels inglish englis englsh',
  de: 'duits duitse german deutsch allemand aleman',
  fr: 'frans franse french francais franzosisch frances frans',
  es: 'spaans spaanse spanish espanol espagnol spanisch castellano',
  it: 'italiaans italiaanse italian italiano italien',
  pt: 'portugees portuguese portugues portugais',
  pl: 'pools poolse polish polski',
  tr: 'turks turkse turkish turkce',
  ar: 'arabisch arabische arabic',
  da: 'deens danish dansk',
  sv: 'zweeds swedish svenska',
  no: 'noors norwegian norsk',
  fi: 'fins finnish suomi',
  hu: 'hongaars hungarian magyar',
  cs: 'tsjechisch czech cesky',
  sk: 'slowaaks slovak',
  ro: 'roemeens romanian romana',
  ru: 'russisch russian',
  uk: 'oekraiens ukrainian',
  zh: 'chinees chinese mandarijn mandarin',
  ja: 'japans japanese',
  el: 'grieks greek',
  fy: 'fries frisian frysk',
}
const codes = new Map(
  Object.entries(names).flatMap(([code, list]) => list.split(' ').map((name) => [name, code] as const)),
)

/** The names of languages. */
export const languageWords: readonly string[] = [...codes.keys()]

const asksFor =
  /(?<!\p{L})(?:in (?:het |'t |the )?\p{L}+|liever|verder|switch|speak|spreek\p{L}*|sprek\p{L}*|praat|praten|talk|taal|language|please|graag|aub|doe|kan|kunnen|kun|can|could|change|verander\p{L}*|prefer|continue|go on|ga|gaan|parler?|parlez|sprechen|auf|hablar?|habla|en|svp|schakel|over op|instead|rather|wissel|zet|set|use|versie|version|understand|begrijp|versta|snap|moedertaal|chat|antwoord|answer|reply|write|schrijf|my|mijn|not so good|niet zo goed)(?!\p{L})/u
const refuses =
  /(?<!\p{L})(?:don't|do not|dont|can't|cannot|not|no|geen|niet|nie|barely|hardly|nauwelijks|slecht|poor|bad)(?!\p{L})(?!.*\?)/u
const source =
  /(?<!\p{L})(?:handleiding|manual|website|site|pagina|page|factuur|invoice|gids|guide|mail|e-mail|toestel|camera|menu|dealer|gekocht|bought|winkel|bedrijf|company|markt)(?!\p{L})/u

const speaking =
  /(?<!\p{L})(?:spreek\p{L}*|praat\p{L}*|taal|switch|please|graag|liever|verder|talk|language)(?!\p{L})/u

/** The language that a lower-cased text asks for; `written` is the one that it is written in. */
export function askedLanguage(low: string, written: string): string | undefined {
  const list = words(low)
  const named = list.flatMap(({ word, start, end }) => {
    const code = codes.get(word)
    return code && (word !== 'nederland' || speaking.test(low)) ? [{ code, start, end }] : []
  })
  if (named.length === 0 || list.length > 22) return undefined
  const short = list.length <= 3
  if (!short && (!asksFor.test(low) || source.test(low))) return undefined
  const wanted = named.filter(
    ({ start }) =>
      !refuses.test(low.slice(Math.max(0, start - 26), start).replace(/^.*(?:but|maar)(?!\p{L})/u, '')),
  )
  const after = named.filter(
    ({ end }) => !/^ (?:is|isn't)?\s?(?:not|niet|isn't|n't)/.test(low.slice(end, end + 16)),
  )
  const chosen = wanted.filter((name) => after.includes(name)).at(-1)
  if (chosen) return chosen.code
  const refused = named[0]!.code
  return written !== refused ? written : refused === 'nl' ? 'en' : 'nl'
}
