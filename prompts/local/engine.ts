/**
 * The local engine: understands a message without a model. Parsers read values, yes/no and ordinals; a linear classifier
 * reads what is wanted, clause by clause and as a whole; the pending question decides where both leave room.
 */
import { isSlot, isYesNo, talkIds, type TalkId, valueSchema } from '../../domain/values.ts'
import { type Act, actSchema, type PendingQuestion, plainActs, type Understander, type Understanding, type Utterance } from '../acts.ts'
import { type Answer, findUnsure, wholeAnswerOf } from './answers.ts'
import { findOrdinal } from './choices.ts'
import { type Clause, clausesOf, soundsCorrecting } from './clauses.ts'
import { detectLanguage } from './language.ts'
import { askedLanguage } from './language-switch.ts'
import { maskedText } from './masking.ts'
import { type Margins, type Model, scorer } from './model.ts'
import { type Neighbour, neighbours } from './neighbours.ts'
import { wholeAnswer } from './product-data.ts'
import { namesSubject } from './slot-words.ts'
import { readText, slice, words } from './text.ts'
import { findValues, type Reading, type Value } from './values.ts'

/** What the engine is made with. */
export interface EngineOptions {
  /** The FAQ ids that there are; readings of others are dropped. */
  readonly faqIds: readonly string[]
  /** Phrases of FAQ entries that the model was not trained on. */
  readonly phrases?: readonly Neighbour[]
}

/** The margins from which a reading counts. */
const bands = {
  /** The best reading of a message. */
  first: -0.62,
  /** A further reading of the same clause. */
  further: -0.1,
  /** The reading of a clause among several. */
  clause: -0.3,
  /** A yes/no fact that is stated. */
  stated: -0.25,
} as const

const small = new Set(['greet', 'thanks', 'goodbye'])
const steering = new Set(['back', 'repeat', 'skip', 'cancel', 'restart', 'help', 'human', 'source', 'why', 'changeLanguage', 'review', 'undo', 'forgetMe'])
const isIntent = (label: string) => label.startsWith('start:') || label.startsWith('faq:') || steering.has(label)
const statedOf = (label: string): { slot: string; value: boolean } | undefined => {
  const found = /^([a-zA-Z]+)=(true|false)$/.exec(label)
  return found ? { slot: found[1]!, value: found[2] === 'true' } : undefined
}

/** One clause, read. */
interface Read {
  readonly clause: Clause
  readonly answer: Answer | undefined
  readonly margins: Margins
  readonly best: string
}

const yesNoPending = (pending: PendingQuestion | null) => pending !== null && isSlot(pending.slot) && isYesNo(pending.slot)

/** Makes the engine from a trained model. */
export function localEngine(model: Model, { faqIds, phrases = [] }: EngineOptions): Understander {
  const score = scorer(model)
  const schema = actSchema(faqIds)
  const known = new Set(faqIds)
  const nearestOf = neighbours(phrases.filter(({ id }) => known.has(id)))

  const understand = ({ text: message, language, pending, today }: Utterance): Understanding => {
    const text = readText(message)
    const detected = language ?? detectLanguage(text.low)
    const acts = read(text, pending, today, detected)
    const checked = ordered(acts.filter((act) => schema.safeParse(act).success))
    return { language: detected, acts: checked.length > 0 ? checked : [{ act: 'unknown' }] }
  }

  const read = (text: { raw: string; low: string }, pending: PendingQuestion | null, today: string, language: string): readonly Act[] => {
    const { low } = text
    const pointed = pointedAt(low, pending)
    if (pointed) return pointed
    const clauses = clausesOf(low)
    if (clauses.length === 0) return []
    const wholeBare = wholeAnswerOf(low)
    if (wholeBare) return [{ act: wholeBare }]
    const asked = askedLanguage(low, detectLanguage(low, language))
    const marginsOf = (part: { raw: string; low: string }) => score(maskedText(part, today), pending?.slot)
    const whole = marginsOf(text)
    if (asked && (words(low).length <= 4 || whole.of('changeLanguage') > -0.5)) {
      const others = [...small].filter((label) => whole.of(label) > 0.2).map((label) => ({ act: label }) as Act)
      return [{ act: 'changeLanguage', language: asked }, ...others]
    }
    const reads: readonly Read[] = clauses.map((clause) => {
      const margins = clauses.length === 1 ? whole : marginsOf(slice(text, clause))
      return { clause, answer: wholeAnswerOf(clause.low), margins, best: margins.ranked[0]![0] }
    })
    const correcting = soundsCorrecting(low) || whole.of('correct') > 0
    const reading: Reading = { text, clauses, pending, today, correcting }
    const values = findValues(reading)
    return combined(reading, reads, whole, values)
  }

  /** Brings together what clauses, whole and values say. */
  const combined = (reading: Reading, reads: readonly Read[], whole: Margins, found: readonly Value[]): readonly Act[] => {
    const { text, pending, correcting } = reading
    const yesNo = yesNoPending(pending)
    const several = reads.length > 1
    const answers = reads.filter(({ answer }) => answer !== undefined)
    const content = reads.filter(({ answer }) => answer === undefined)
    const acts: Act[] = []
    const intents = new Set<string>()
    const stated = new Map<string, boolean>()

    // What is wanted: of the whole, then of each clause that says something else.
    const usable = (label: string) => !label.startsWith('faq:') || known.has(label.slice(4))
    const ranked = whole.ranked.filter(([label]) => usable(label))
    const top = ranked[0]!
    const firstIntent = ranked.find(([label]) => isIntent(label) || label === 'unknown')!
    const ownValue = pending !== null && found.some(({ slot, clause }) => slot === pending.slot && !reads[clause]!.clause.conditional && !/\?\s*$/.test(reads[clause]!.clause.low))
    const gap = pending === null || yesNo ? 0 : ownValue ? 0.75 : 0
    if (several) {
      for (const { margins, clause } of content) {
        const own = margins.ranked.filter(([label]) => usable(label))
        const [label, margin] = own[0]!
        const bare = words(clause.low).length
        const backed = whole.of(label)
        if (isIntent(label) && margin > bands.clause + (bare <= 2 ? 0.15 : 0) && (backed > -0.75 || margin > 0.1) && margin > gap - 0.3) intents.add(label)
        else if (small.has(label) && margin > -0.1) intents.add(label)
        else if (label === 'unknown' && clause.question && margin > 0.1 && backed > -0.6) intents.add('unknown')
        for (const [further, value] of own.slice(1)) if (small.has(further) && value > bands.further + 0.1) intents.add(further)
      }
      for (const [label, margin] of ranked) if ((isIntent(label) && margin > (intents.size === 0 ? bands.further : 0.15) + gap) || (small.has(label) && margin > 0)) intents.add(label)
    }
    if (!several || [...intents].every((label) => small.has(label) || label === 'unknown')) {
      const [label, margin] = firstIntent
      const asserts = found.length > 0 || answers.length > 0
      if (label !== 'unknown' && margin > (asserts ? bands.further : bands.first) + gap && (label === top[0] || margin > bands.further)) intents.add(label)
      for (const [further, value] of ranked.slice(0, 6)) if (further !== label && value > bands.further + gap + (isIntent(further) ? 0.1 : 0) && (isIntent(further) || small.has(further))) intents.add(further)
    }
    dropRivals(intents, whole, reads)

    // Yes/no facts that are stated.
    for (const { margins, clause } of reads) {
      if (clause.conditional) continue
      const questioned = clause.question && /\?|^(?:hoe|wat|waar|wanneer|waarom|wie|how|what|where|when|why|who)/.test(clause.low)
      for (const [label, margin] of margins.ranked.slice(0, 8)) {
        const fact = statedOf(label)
        if (!fact || stated.has(fact.slot)) continue
        const aboutPending = pending?.slot === fact.slot
        if (margin > (questioned ? 0.1 : bands.stated) - (aboutPending ? 0.15 : 0) && (aboutPending || namesSubject(clause.low, fact.slot) || margin > 0)) stated.set(fact.slot, fact.value)
      }
    }

    // Values, where their clause is not a general question.
    const values = found.filter(({ clause, slot }) => {
      const { margins, clause: part, best } = reads[clause]!
      if (part.conditional) return false
      if (pending?.slot === slot && !/\?\s*$/.test(part.low)) return true
      const faq = margins.ranked.find(([label]) => label.startsWith('faq:'))
      const read = best.startsWith('faq:') || best === 'unknown' || best === 'why' || best === 'source'
      const general = read && (faq === undefined || margins.ranked[0]![1] > -0.6)
      if (!general) return true
      const chosen = [...intents]
      const served = chosen.some((label) => label.startsWith('start:'))
      return served && !(several && best.startsWith('faq:')) ? true : slot === 'email' || (!part.question && margins.of(`value:${slot}`) > -0.4)
    })

    // The pending question's own answer.
    const pendingSlot = pending?.slot
    const denied = answers.some(({ answer }) => answer === 'deny')
    const affirmed = answers.some(({ answer, clause }) => answer === 'affirm' && (content.length === 0 || !/^\W*(?:ok|oke|okay|goed|prima|top|graag|please|k|right|good|sure|well|correct|klopt)\W*$/.test(clause.low)))
    const doubted = answers.some(({ answer }) => answer === 'unsure')
    const pendingStated = pendingSlot !== undefined && stated.has(pendingSlot)
    if (yesNo && pending) {
      if (!pendingStated) {
        if (denied) acts.push({ act: 'deny' })
        else if (affirmed) acts.push({ act: 'affirm' })
        else if (doubted) acts.push({ act: 'unsure' })
        else {
          const lead = /^\W*(ja+|jep|jup|yes|yep|yeah|yup|jazeker|zeker|klopt|nee+n?|no|nope|nah)(?!\p{L})/u.exec(text.low)?.[1]
          const polarity = (['affirm', 'deny', 'unsure'] as const).map((label) => [label, whole.of(label)] as const).sort((one, other) => other[1] - one[1])[0]!
          const own = lead ? (/^n/.test(lead) ? 'deny' : 'affirm') : polarity[1] > (intents.size === 0 ? -0.45 : 0.1) && polarity[1] > firstIntent[1] ? polarity[0] : undefined
          if (own === 'unsure' || (own && !lead && findUnsure(text.low) && intents.size === 0)) acts.push({ act: 'unsure' })
          else if (own && reads.some(({ clause }) => namesSubject(clause.low, pendingSlot!)) && lead && reads.length === 1 && valueSchema(pending.slot as 'signedIn').safeParse(true).success) stated.set(pendingSlot!, own === 'affirm')
          else if (own) acts.push({ act: own })
          else if (findUnsure(text.low) && [...intents].every((label) => small.has(label) || label === 'help')) acts.push({ act: 'unsure' })
        }
      } else if (!reads.some(({ clause, answer }) => answer === undefined && namesSubject(clause.low, pendingSlot!))) {
        acts.push({ act: stated.get(pendingSlot!) ? 'affirm' : 'deny' })
        stated.delete(pendingSlot!)
      }
      if (acts.length > 0) for (const label of ['help', 'repeat']) if (whole.of(label) < 0.2) intents.delete(label)
    } else {
      const given = values.some(({ slot }) => slot === pendingSlot) || pendingStated
      const nothing = values.length === 0 && stated.size === 0 && [...intents].every((label) => small.has(label))
      if (doubted && !given) acts.push({ act: 'unsure' })
      else if (pending && nothing && (findUnsure(text.low) !== undefined || whole.of('unsure') > -0.1) && whole.of('unsure') > -0.8) acts.push({ act: 'unsure' })
      else if (denied && nothing && pending) acts.push({ act: 'deny' })
      else if (affirmed && nothing && pending) acts.push({ act: 'affirm' })
    }

    // Facts and values, as corrections where they are said as such.
    const wrong = whole.ranked.filter(([label, margin]) => label.startsWith('wrong:') && margin > -0.3)[0]
    const asCorrection = correcting && (whole.of('correct') > -0.75 || soundsCorrecting(text.low)) && !(yesNo && (denied || affirmed))
    const form = asCorrection && !selfRepaired(text.low, values) ? 'correct' : 'inform'
    for (const [slot, value] of stated) {
      const corrected = form === 'correct' && whole.of('correct') > -0.2 && !(pendingSlot === slot)
      acts.push({ act: corrected ? 'correct' : 'inform', slot, value } as Act)
    }
    for (const value of values) acts.push(valueAct(value, form, whole, intents))
    const whether = acts.some(({ act }) => act === 'inform' || act === 'correct' || act === 'affirm' || act === 'deny' || act === 'unsure')
    if (wrong && values.length === 0 && (whole.of('correct') > -0.3 || top[0] === wrong[0]) && ![...intents].some((label) => isIntent(label) && whole.of(label) > wrong[1] + 0.2)) {
      for (const label of intents) if (isIntent(label)) intents.delete(label)
      acts.push({ act: 'correct', slot: wrong[0].slice(6) } as Act)
    } else if (pending && !yesNo && !whether && isTextSlot(pendingSlot) && !answers.length) {
      const own = textAnswer(reading, reads, whole, intents)
      if (own) return own
    }
    for (const label of intents) acts.push(intentAct(label))
    if (acts.every(({ act }) => small.has(act))) {
      const phrase = nearestOf(text.low)
      if (phrase) acts.push({ act: 'faq', id: phrase })
      else if (acts.length === 0 || (content.some(({ best, clause }) => best === 'unknown' && words(clause.low).length > 2))) acts.push({ act: 'unknown' })
    }
    return acts
  }

  /** A product's name, serial number or dealer in free words, where nothing else is said. */
  const textAnswer = ({ text, pending }: Reading, reads: readonly Read[], whole: Margins, intents: ReadonlySet<string>): readonly Act[] | undefined => {
    const slot = pending!.slot as 'productName' | 'serialNumber' | 'dealer'
    const strongest = Math.max(-9, ...[...intents].filter(isIntent).map((label) => whole.of(label)))
    if (strongest > -0.15 || reads.some(({ clause }) => /\?\s*$/.test(clause.low)) || whole.of('unknown') > 0.25) return undefined
    const own = wholeAnswer(text, slot)
    if (!own) return undefined
    const guessed = /(?<!\p{L})(?:denk|dacht|gok|volgens mij|geloof|think|guess|believe|maybe|misschien|probably|waarschijnlijk|iets als|something like)(?!\p{L})/u.test(text.low)
    return [{ act: 'inform', slot, value: own.value, ...(guessed ? { estimate: true as const } : {}) }, ...[...intents].filter((label) => small.has(label) && whole.of(label) > 0.3).map(intentAct)]
  }

  return { understand }
}

const isTextSlot = (slot: string | undefined): boolean => slot === 'productName' || slot === 'serialNumber' || slot === 'dealer'

const intentAct = (label: string): Act => {
  if (label.startsWith('start:')) return { act: 'start', dialog: label.slice(6) as TalkId }
  if (label.startsWith('faq:')) return { act: 'faq', id: label.slice(4) }
  return { act: label as (typeof plainActs)[number] }
}

const valueAct = ({ slot, value, estimate, bound, item }: Value, form: 'inform' | 'correct', _whole: Margins, intents: ReadonlySet<string>): Act => ({
  act: [...intents].some((label) => label.startsWith('start:')) && form === 'correct' ? 'inform' : form,
  slot,
  value,
  ...(estimate ? { estimate } : {}),
  ...(bound ? { bound } : {}),
  ...(item !== undefined ? { item } : {}),
})

/** 'Zilver, nee wacht, goud': the slip and its repair stand in one message, so that nothing earlier is corrected. */
const selfRepaired = (low: string, values: readonly Value[]): boolean => values.length === 1 && /(?:^|\s)(?:niet|geen|not)\s.{1,30}\s(?:maar|but)\s/.test(low) && !/^\W*(?:nee|no|sorry|wacht|wait|oeps)/.test(low)

/** Of a question and a wish that say the same, the better one stays; small talk stays beside everything. */
function dropRivals(intents: Set<string>, whole: Margins, reads: readonly Read[]): void {
  const margin = (label: string) => Math.max(whole.of(label), ...reads.map(({ margins, best }) => (best === label ? margins.of(label) : -9)))
  const big = [...intents].filter(isIntent).sort((one, other) => margin(other) - margin(one))
  const homes = new Set<number>()
  for (const label of big) {
    const home = reads.findIndex(({ best }) => best === label)
    const first = big[0] === label
    if (!first && (home < 0 || homes.has(home)) && margin(label) < 0.35) intents.delete(label)
    if (home >= 0) homes.add(home)
  }
}

/** `start` first, then the rest as said, each once. */
function ordered(acts: readonly Act[]): readonly Act[] {
  const seen = new Set<string>()
  const once = acts.filter((act) => {
    const key = JSON.stringify(act)
    return seen.has(key) ? false : seen.add(key)
  })
  return [...once.filter(({ act }) => act === 'start'), ...once.filter(({ act }) => act !== 'start')]
}

/** 'The first one', 'nummer 2': the option meant, `unknown` where there is none, `undefined` where it is no such answer. */
function pointedAt(low: string, pending: PendingQuestion | null): readonly Act[] | undefined {
  const options = pending?.options ?? []
  if (pending && ['points', 'rating', 'serialNumber', 'productName'].includes(pending.slot)) return undefined
  const at = findOrdinal(low, options.length)
  if (at === undefined) return undefined
  if (at === 'none' || !pending) return [{ act: 'unknown' }]
  return [{ act: 'inform', slot: pending.slot, value: options[at] } as Act]
}

void talkIds
