/** Puts slips of the finger right before anything reads a message: unknown words become the known word that is one slip away. */
import { answerWords } from './answers.ts'
import { colouringWords } from './clauses.ts'
import { closedWords } from './concepts.ts'
import { countryWords } from './countries.ts'
import { editDistance } from './edit-distance.ts'
import { everydayWords } from './everyday-words.ts'
import { languageWords } from './language-switch.ts'
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
  registreren register migreren migrate lidmaatschap membership aanmelden niveau level producten products camera lens approximately gouden zilveren golden platina platinium eentje tweetje drietje viertje vijfje hallo hello bedankt thanks doei goodbye`
  .trim()
  .split(/\s+/)

/** Answers that often stand alone. */
const usualAnswers = answerWords.filter((word) => word.length >= 5)

/** Names that are written with a capital and are ours all the same. */
const properNames: readonly string[] = [
  ...countryWords,
  ...languageWords,
  ...'januari februari maart april juni juli augustus september oktober november december january february march august october zilver platinum platina silver corporate'.split(
    ' ',
  ),
]

/** A message put right, and a way back to what the member wrote. */
export interface Spelled {
  readonly text: Text
  /** A stretch of the text as the member wrote it. */
  readonly asWritten: (value: string) => string
}

/** Puts messages right. */
export interface Speller {
  /** `bold` also puts two slips in one word right; not where the member's own names are expected. */
  (text: Text, bold?: boolean): Spelled
  /** Whether a lower-cased word is one of ours. */
  readonly knows: (word: string) => boolean
}

/** Which words are meant by what is left of them when one letter is left out, and by themselves. */
function slipsOf(counts: ReadonlyMap<string, number>): ReadonlyMap<string, readonly string[]> {
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
  return index
}

/** Makes a speller from the words of the training examples, with how often each occurs. */
export function speller(vocabulary: ReadonlyMap<string, number>): Speller {
  const counts = new Map(vocabulary)
  for (const word of [...closedWords, ...countryWords])
    if (word.length >= 3 && !counts.has(word)) counts.set(word, 1)
  for (const word of [...everydayWords, ...answerWords, ...colouringWords, ...steeringWords])
    if (!counts.has(word)) counts.set(word, 1)
  for (const word of essential) counts.set(word, (counts.get(word) ?? 0) + 4)
  let index: ReadonlyMap<string, readonly string[]> | undefined
  const remembered = new Map<string, string>()

  /** Words that the parsers live by, for two slips, by first letter. */
  const livedBy = new Map<string, string[]>()
  for (const word of new Set([
    ...essential,
    ...countryWords,
    ...languageWords,
    ...steeringWords,
    ...usualAnswers,
  ]))
    if (word.length >= 4) livedBy.set(word[0]!, [...(livedBy.get(word[0]!) ?? []), word])
  const lived = new Set([...essential, ...steeringWords])
  const kept = new Set([...closedWords, ...countryWords, ...everydayWords, ...steeringWords, ...essential])
  const rememberedBold = new Map<string, string>()

  /** The one word that is two slips away, none other being as near. */
  const twoSlips = (word: string): string => {
    if (word.length < 5) return word
    const known = rememberedBold.get(word)
    if (known !== undefined) return known
    let best = word
    let weight = 0
    for (const candidate of livedBy.get(word[0]!) ?? []) {
      if (Math.abs(candidate.length - word.length) > 2 || (candidate.length < 5 && word.length < 6)) continue
      if (editDistance(word, candidate, 2) > 2) continue
      const alike = candidate.at(-1) === word.at(-1) ? 2 : 1
      const value = alike * candidate.length
      if (value === weight && candidate !== best) best = word
      else if (value > weight) [best, weight] = [candidate, value]
    }
    if (rememberedBold.size < 5000) rememberedBold.set(word, best)
    return best
  }

  const properName = (word: string): string =>
    word.length < 5 || counts.has(word)
      ? word
      : (properNames.find(
          (name) => name[0] === word[0] && name.length >= 5 && editDistance(word, name, 1) === 1,
        ) ?? word)

  const right = (word: string, bold: boolean): string => {
    const near = oneSlip(word)
    return bold && near === word && !counts.has(word) ? twoSlips(word) : near
  }

  const oneSlip = (word: string): string => {
    const count = counts.get(word) ?? 0
    // A word that occurs once in the examples may be a slip in them: what the parsers live by comes first.
    const slip = count === 1 && word.length >= 7 && !kept.has(word)
    if (word.length < 3 || (count > 0 && !slip)) return word
    const known = remembered.get(word)
    if (known !== undefined) return known
    // Made for the first slip there is, not when the program starts.
    index ??= slipsOf(counts)
    const near = index
    const keys = [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))]
    let best = word
    let weight = 0
    for (const candidate of new Set(keys.flatMap((key) => near.get(key) ?? []))) {
      if (word.length === 3 && candidate.length < 4) continue
      if (candidate.length < 4 && word.length > 3 && candidate.length + 1 !== word.length) continue
      if (editDistance(word, candidate, 1) > 1) continue
      if (slip && !lived.has(candidate)) continue
      const count = counts.get(candidate)!
      const value = count * (candidate[0] === word[0] ? 4 : 1) * (candidate.length <= 4 && count < 4 ? 0 : 1)
      if (value > weight) [best, weight] = [candidate, value]
    }
    if (remembered.size < 5000) remembered.set(word, best)
    return best
  }

  const spell = (text: Text, bold = false): Spelled => {
    const changes: { readonly from: string; readonly to: string }[] = []
    let [raw, low, last] = ['', '', 0]
    for (const { word, start, end } of words(text.low)) {
      if (!/^[a-z']+$/.test(word) || word.length > 24) continue
      if (
        /[@\d_/&+]|[.-]$/.test(text.low[start - 1] ?? '') ||
        /[@\d_/&+]/.test(text.low[end] ?? '') ||
        /^\.\p{L}/u.test(text.low.slice(end, end + 2))
      )
        continue
      const written = text.raw.slice(start, end)
      const named =
        /^\p{Lu}\p{Ll}/u.test(written) && start > 0 && !/[.!?\n]\s*$/.test(text.raw.slice(0, start))
      const better = named ? (bold ? properName(word) : word) : right(word, bold)
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
  return Object.assign(spell, { knows: (word: string) => counts.has(word) })
}
