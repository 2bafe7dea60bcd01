/** Which language a message is in: a vote of common words and of letter groups that only one language has. */
import { words } from './text.ts'

const common: Readonly<Record<string, string>> = {
  nl: `de het een en van ik je jij u mijn m'n is zijn was niet geen wel dat die dit deze met voor op aan bij naar uit om maar
    ook nog al als dan dus hoe wat waar welke welk wanneer waarom wie kan kun kunt moet mag wil heb hebt heeft hebben had ben
    bent wordt worden zie krijg weet ja nee joh hoor graag bedankt dank hallo hoi hey dag goedemorgen er daar hier over onder
    ongeveer iets alles niks niets punten wachtwoord rekening goud zilver vorige vorig jaar maand week geleden gisteren mij ons
    onze jullie hun ze zij wij we eerste tweede laatste terug opnieuw lukt werkt kaart bestelling gekocht inloggen
    overschrijving toestel camera's vinkje knop nieuwe oude zakelijk zakelijke doe ga kom mn idd ff nie da efkes volgens denk
    geloof precies sorry eigenlijk toch verder stoppen stop hulp iemand medewerker duizend honderd nederland nederlands engels
    kies liever beide allebei misschien klopt jazeker natuurlijk tuurlijk neen uw hebde ge gij ne goeiedag goeie tis kdenk alstublieft aub svp doei`,
  en: `the a an and of i i'm i've my me is are was not no yes that this these with for on at to from but also as if then so how
    what where which when why who can could do does did don't doesn't didn't can't must may want have haven't has had am be been
    will would see get got know yeah yep nope please thanks thank hello hi hey good morning there here over under about
    something everything nothing points password account gold silver last year month week ago yesterday it its it's you your we
    our they them first second back again works work card bought sign login transfer tick button new old business think guess
    exactly sorry actually further stop help someone person thousand hundred dutch english choose rather both maybe correct sure
    course afternoon evening any some need never mind tell show still just really should right wrong let's dunno idk cheers bye`,
  de: `der die das und ich du sie mein meine ist sind nicht kein keine mit für auf von zu wie wo wann warum kann muss möchte habe
    hat haben bin bitte danke guten tag ja nein auch oder aber wir ihr ihre punkte passwort konto sehe deutsch weiß`,
  fr: `le la les un une des et je tu vous mon ma mes est sont pas ne avec pour sur de du à comment où quand pourquoi peux dois
    voudrais ai avez suis merci bonjour oui non aussi ou mais nous votre mot passe compte français s'il`,
  es: `el los las uno unas y yo tú mi mis es son no con para por del cómo dónde cuándo puedo quiero tengo gracias hola sí también
    pero contraseña cuenta español`,
}
const spoken = Object.keys(common)
const votes = new Map<string, string[]>()
for (const [language, list] of Object.entries(common))
  for (const word of new Set(list.normalize('NFD').replace(/\p{M}/gu, '').split(/\s+/)))
    votes.set(word, [...(votes.get(word) ?? []), language])

const groups: readonly (readonly [RegExp, string, number])[] = [
  [/(ij|aa|uu|oe|ui|sch|eeu|auw|cht|tje|lijk)/g, 'nl', 0.3],
  [/(th|wh|ing\b|ould|ght|tion|ck|sh|ea|'s\b|n't)/g, 'en', 0.3],
  [/(ß|sch\w|ung\b|ich\b)/g, 'de', 0.2],
]

/** How strongly a lower-cased text votes for each language. */
export function languageVotes(low: string): ReadonlyMap<string, number> {
  const tally = new Map<string, number>(spoken.map((language) => [language, 0]))
  const add = (language: string, weight: number) => tally.set(language, tally.get(language)! + weight)
  for (const { word } of words(low)) {
    const voters = votes.get(word)
    for (const language of voters ?? []) add(language, 1 / voters!.length)
  }
  for (const [pattern, language, weight] of groups)
    add(language, Math.min(1.5, weight * (low.match(pattern)?.length ?? 0)))
  return tally
}

/**
 * The language of a lower-cased text: a two-letter code. Dutch where nothing tells; a language that the assistant does not
 * speak only where it leads clearly.
 */
export function detectLanguage(low: string, otherwise = 'nl'): string {
  const tally = languageVotes(low)
  const [nl, en] = [tally.get('nl')!, tally.get('en')!]
  for (const language of ['de', 'fr', 'es']) {
    const count = tally.get(language)!
    if (count >= 2 && count > 1.5 * nl && count > 1.5 * en) return language
  }
  return en > nl ? 'en' : nl > en ? 'nl' : otherwise
}
