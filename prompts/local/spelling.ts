/** Puts slips of the finger right before anything reads a message: unknown words become the known word that is one slip away. */
import { answerWords } from './answers.ts'
import { colouringWords } from './clauses.ts'
import { closedWords } from './concepts.ts'
import { countryWords } from './countries.ts'
import { editDistance } from './edit-distance.ts'
import { steeringWords } from './steering-phrases.ts'
import { type Text, words } from './text.ts'

/** Words that the parsers live by, whether or not an example has them. */
const essential = `
  een twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend
  one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
  januari februari maart april mei juni juli augustus september oktober november december january february march may june july august october
  maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday sunday
  vandaag gisteren eergisteren vorige vorig afgelopen verleden jaar maand week weken maanden dagen geleden dit deze ergens begin eind
  today yesterday last year month week weeks months days years ago this early late spring summer autumn winter zomer voorjaar najaar herfst
  punten points ongeveer ruim meer minder dan bijna minstens minimaal about around over under almost nearly more less than least roughly exactly
  serienummer serienummers serial number aankoopdatum datum date purchase land country aankoop dealer winkel verkoper shop store retailer anders other else
  zilver goud platina platinum silver gold corporate creditcard overschrijving bankoverschrijving overboeking transfer bank betaling payment kaart card
  gekocht aangeschaft bought purchased kocht bij via from door eerste tweede derde vierde laatste first second third fourth last nummer optie option
  niet geen nooit wel not never neither zonder without maar instead rather plaats sorry wacht wait eigenlijk actually verkeerd wrong fout klopt moet zijn should
  denk gok geloof volgens think guess believe maybe misschien waarschijnlijk probably weet know idee idea zeker sure beide allebei both
  jazeker zeker natuurlijk inderdaad absoluut correct right yeah nope factuur invoice factuurdatum ontbreekt ontbreken missing leeg empty blank
  account zakelijk zakelijke business email mail knop button vinkje tick groene green blauwe blue wachtwoord password inloggen login
  sterren ster stars star rating beoordeling waarom why hoezo overslaan skip later terug back stoppen stop medewerker iemand mens human person
  registreren register migreren migrate lidmaatschap membership aanmelden niveau level producten products camera lens hallo hello bedankt thanks doei goodbye`
  .trim()
  .split(/\s+/)

/** Words that are near a word of ours and mean something else. */
const strangers =
  'ideal paypal klarna bancontact apple google tikkie cash contant cheque nikon sony fuji leica sigma tamron tokina wex weer boom geld gold good goud goed oud bold sold told loan leen lenen huur rent hire repair gift cadeau parts party pizza weather joke paint print prints point tack track truck trick buttons batterij battery'.split(
    ' ',
  )

/** A message put right, and a way back to what the member wrote. */
export interface Spelled {
  readonly text: Text
  /** A stretch of the text as the member wrote it. */
  readonly asWritten: (value: string) => string
}

/** Makes a speller from the words of the training examples, with how often each occurs. */
export function speller(vocabulary: ReadonlyMap<string, number>): (text: Text) => Spelled {
  const counts = new Map(vocabulary)
  for (const word of [...closedWords, ...countryWords])
    if (word.length >= 3 && !counts.has(word)) counts.set(word, 1)
  for (const word of [...strangers, ...answerWords, ...colouringWords, ...steeringWords])
    if (!counts.has(word)) counts.set(word, 1)
  for (const word of essential) counts.set(word, (counts.get(word) ?? 0) + 4)
  const index = new Map<string, string[]>()
  const file = (key: string, word: string) => {
    const list = index.get(key)
    if (list) list.push(word)
    else index.set(key, [word])
  }
  for (const [word, count] of counts) {
    if (count < 2 && !closedWords.has(word) && !countryWords.has(word)) continue
    if (word.length < 3 || /\d/.test(word)) continue
    file(word, word)
    for (let at = 0; at < word.length; at++) file(word.slice(0, at) + word.slice(at + 1), word)
  }
  const remembered = new Map<string, string>()

  const right = (word: string): string => {
    if (word.length < 3 || counts.has(word)) return word
    const known = remembered.get(word)
    if (known !== undefined) return known
    const keys = [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))]
    let best = word
    let weight = 0
    for (const candidate of new Set(keys.flatMap((key) => index.get(key) ?? []))) {
      if (word.length === 3 && candidate.length < 4) continue
      if (candidate.length < 4 && word.length > 3 && candidate.length + 1 !== word.length) continue
      if (editDistance(word, candidate, 1) > 1) continue
      const count = counts.get(candidate)!
      const value = count * (candidate[0] === word[0] ? 4 : 1) * (candidate.length <= 4 && count < 4 ? 0 : 1)
      if (value > weight) [best, weight] = [candidate, value]
    }
    if (remembered.size < 5000) remembered.set(word, best)
    return best
  }

  return (text) => {
    const changes: { readonly from: string; readonly to: string }[] = []
    let [raw, low, last] = ['', '', 0]
    for (const { word, start, end } of words(text.low)) {
      if (!/^[a-z']+$/.test(word) || word.length > 24) continue
      if (
        /[@\d_/&]|[.-]$/.test(text.low[start - 1] ?? '') ||
        /[@\d_/&]/.test(text.low[end] ?? '') ||
        /^\.\p{L}/u.test(text.low.slice(end, end + 2))
      )
        continue
      const written = text.raw.slice(start, end)
      const named =
        /^\p{Lu}\p{Ll}/u.test(written) && start > 0 && !/[.!?\n]\s*$/.test(text.raw.slice(0, start))
      if (named) continue
      const better = right(word)
      if (better === word) continue
      raw += text.raw.slice(last, start) + better
      low += text.low.slice(last, start) + better
      last = end
      changes.push({ from: better, to: written })
    }
    if (changes.length === 0) return { text, asWritten: (value) => value }
    return {
      text: { raw: raw + text.raw.slice(last), low: low + text.low.slice(last) },
      asWritten: (value) =>
        changes.reduce(
          (given, { from, to }) => given.replace(new RegExp(`(?<!\\p{L})${from}(?!\\p{L})`, 'u'), to),
          value,
        ),
    }
  }
}
