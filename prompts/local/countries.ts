/** Countries by their Dutch and English names, plain big cities and, where a country is expected, their two letters. */
import { countryCodes as codes } from '../../domain/countries.ts'
import { nearest } from './edit-distance.ts'
import { matches, type Span, words } from './text.ts'

/** A country (ISO 3166-1 alpha-2) and where it stands. */
export interface FoundCountry extends Span {
  readonly value: string
  /** It is a city that was named. */
  readonly city?: true
}

const aliases: Readonly<Record<string, string>> = {
  GB: 'uk,u.k.,engeland,england,schotland,scotland,wales,groot-brittannie,groot brittannie,great britain,britain,verenigd koninkrijk,vk,northern ireland,noord-ierland',
  US: 'usa,u.s.a.,u.s.,vs,v.s.,amerika,america,the states,verenigde staten,united states',
  NL: 'holland,nederland,netherlands,the netherlands,ned',
  BE: 'belgie,vlaanderen,flanders,wallonie,belgium',
  CZ: 'tsjechie,czech republic,tsjechische republiek,czechia',
  DE: 'duitsland,d-land,dld',
  AE: 'emiraten,emirates,uae,vae',
  KR: 'zuid-korea,korea,south korea',
  HK: 'hong kong,hongkong',
  MO: 'macau',
  TR: 'turkije,turkey,turkiye',
  CI: 'ivoorkust,ivory coast',
  BA: 'bosnie,bosnia',
  MK: 'macedonie,macedonia',
  CN: 'china',
  RU: 'rusland,russia',
  LU: 'luxemburg',
}
const cities: Readonly<Record<string, string>> = {
  NL: 'amsterdam,rotterdam,utrecht,den haag,eindhoven,groningen,maastricht,tilburg,breda,nijmegen,arnhem,zwolle,haarlem,leiden,delft,almere,apeldoorn,enschede,den bosch,amersfoort,dordrecht,leeuwarden,the hague',
  BE: 'antwerpen,antwerp,gent,ghent,brussel,brussels,brugge,bruges,leuven,luik,hasselt,mechelen,kortrijk,oostende,namen,charleroi,aalst',
  DE: 'berlijn,berlin,hamburg,munchen,munich,keulen,cologne,dusseldorf,frankfurt,stuttgart,leipzig,dresden,bremen,hannover,aken,aachen,essen,dortmund',
  FR: 'parijs,paris,lyon,marseille,lille,rijsel,bordeaux,toulouse,nantes,strasbourg,straatsburg,montpellier',
  GB: 'londen,london,manchester,birmingham,edinburgh,glasgow,liverpool,bristol,leeds,belfast,cardiff',
  IE: 'dublin,cork,galway',
  ES: 'madrid,barcelona,valencia,sevilla,malaga,bilbao',
  PT: 'lissabon,lisbon,porto',
  IT: 'rome,roma,milaan,milan,milano,turijn,turin,napels,naples,florence,venetie,venice,bologna',
  AT: 'wenen,vienna,salzburg,graz,innsbruck',
  CH: 'zurich,geneve,geneva,basel,bern',
  DK: 'kopenhagen,copenhagen,aarhus',
  SE: 'stockholm,goteborg,gothenburg,malmo',
  NO: 'oslo,bergen',
  FI: 'helsinki',
  CZ: 'praag,prague,brno',
  PL: 'warschau,warsaw,krakau,krakow,gdansk',
  HU: 'boedapest,budapest',
  SK: 'bratislava',
  GR: 'athene,athens',
  JP: 'tokio,tokyo,osaka,kyoto',
  US: 'new york,los angeles,chicago,san francisco,miami,boston,seattle',
  CN: 'shanghai,beijing,peking',
  TR: 'istanbul,ankara',
  AU: 'sydney,melbourne',
  TH: 'bangkok',
  AE: 'dubai,abu dhabi',
  CA: 'toronto,vancouver,montreal',
  LU: 'luxemburg stad',
}

const fold = (name: string) => name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[’]/g, "'")

const names = new Map<string, string>()
for (const language of ['en', 'nl']) {
  const display = new Intl.DisplayNames(language, { type: 'region' })
  for (const code of codes) names.set(fold(display.of(code) ?? code), code)
}
for (const [code, list] of Object.entries(aliases)) for (const name of list.split(',')) names.set(name, code)
// Names that are everyday words in a member's message.
for (const name of ['man', 'jersey', 'mali', 'georgia']) names.delete(name)
const cityNames = new Map(
  Object.entries(cities).flatMap(([code, list]) => list.split(',').map((name) => [name, code] as const)),
)
/** Single words that name a country or a city. */
export const countryWords: ReadonlySet<string> = new Set(
  [...names.keys(), ...cityNames.keys()].filter((name) => /^[a-z]{4,}$/.test(name)),
)
const codeSet = new Set(codes)
const adjectives: Readonly<Record<string, string>> = {
  duits: 'DE',
  nederlands: 'NL',
  dutch: 'NL',
  belgisch: 'BE',
  frans: 'FR',
  spaans: 'ES',
  italiaans: 'IT',
  duitse: 'DE',
  nederlandse: 'NL',
  belgische: 'BE',
  franse: 'FR',
  engelse: 'GB',
  german: 'DE',
  belgian: 'BE',
  french: 'FR',
  british: 'GB',
  italiaanse: 'IT',
  italian: 'IT',
  spaanse: 'ES',
  spanish: 'ES',
}
/** Words within one slip of a country's or city's name. */
const everyday = new Set([
  'italic',
  'winkel',
  'bijna',
  'ireland',
  'geheel',
  'tussen',
  'essen',
  'namen',
  'bergen',
  'online',
  'postorder',
  'spoor',
  'aankoop',
  'polen',
  'finding',
  'samen',
  'omdat',
  'india',
  'indien',
  'cameroon',
  'camera',
  'cameras',
  'canada',
  'canon',
  'points',
  'prints',
  'manier',
  'plaats',
  'website',
  'leuke',
  'lease',
  'least',
  'winter',
  'paar',
  'basis',
  'parts',
  'party',
  'maand',
  'welke',
  'where',
  'wales',
  'malaga',
  'tuesday',
  'change',
  'chance',
  'peru',
  'berlin',
  'serial',
  'china',
])

const longest = 4

/** The countries in a lower-cased text. `expected`: a country was asked for, so that slips, two letters and adjectives count. */
export function findCountries(low: string, expected: boolean): readonly FoundCountry[] {
  const list = words(low.replace(/-/g, '-'))
  const found: FoundCountry[] = []
  for (let at = 0; at < list.length; at++) {
    for (let length = Math.min(longest, list.length - at); length >= 1; length--) {
      const span = { start: list[at]!.start, end: list[at + length - 1]!.end }
      const name = low.slice(span.start, span.end)
      const code = names.get(name)
      const city = code === undefined ? cityNames.get(name) : undefined
      const value = code ?? city
      if (value === undefined || (!expected && /^(essen|namen|bergen|cork|aken|valencia)$/.test(name)))
        continue
      found.push({ ...span, value, ...(city ? { city: true as const } : {}) })
      at += length - 1
      break
    }
  }
  if (found.length > 0) return found
  const cued = expected
    ? list
    : matches(
        low,
        /(?<!\p{L})(?:gekocht in|bought in|aangeschaft in|purchased in|land is|country is)\s+(?:het |the )?(\p{L}{5,})/gu,
      ).map((m) => ({ word: m.groups[1]!, start: m.end - m.groups[1]!.length, end: m.end }))
  for (const { word, start, end } of cued) {
    if (everyday.has(word)) continue
    const adjective = expected ? adjectives[word] : undefined
    const near =
      adjective ?? (word.length >= 5 ? (nearest(word, names) ?? nearest(word, cityNames)) : undefined)
    if (near !== undefined) found.push({ start, end, value: near })
  }
  if (found.length === 0 && expected) {
    const bare = /^\W*(?:in |uit |from |land:? ?|the |in the |from the )?([a-z]{2})\W*$/.exec(low)
    const code = bare?.[1]?.toUpperCase()
    if (code !== undefined && codeSet.has(code) && !/^(IN|JA|NO)$/.test(code))
      found.push({ start: 0, end: low.length, value: code })
  }
  return found
}
