/**
 * The local engine: understands a message without a model. Parsers read values, yes/no and ordinals; a linear classifier
 * reads what is wanted, clause by clause and as a whole; the pending question decides where both leave room.
 */
import type { TalkId } from '../../domain/values.ts'
import {
  type Act,
  actSchema,
  type PendingQuestion,
  type PlainAct,
  type Understander,
  type Understanding,
  type Utterance,
} from '../acts.ts'
import { wholeAnswerOf } from './answers.ts'
import { assertedValues, statedFacts, wishedTalk } from './assertions.ts'
import { clausesOf, letterEdges, soundsCorrecting } from './clauses.ts'
import { intentsOf } from './intents.ts'
import { detectLanguage } from './language.ts'
import { askedLanguage } from './language-switch.ts'
import { maskedPart, masksOf } from './masking.ts'
import {
  asksYesNo,
  isIntent,
  isTextSlot,
  type Message,
  type ReadClause,
  smallTalk,
  steering,
} from './message.ts'
import { type Model, scorer } from './model.ts'
import { type Neighbour, neighbours } from './neighbours.ts'
import { bareAnswer, type Made, pointedAt, textAnswer } from './pending-answer.ts'
import { saidWrong } from './slot-words.ts'
import { speller } from './spelling.ts'
import { steeringOf } from './steering-phrases.ts'
import { blank, readText, type Span, slice, type Text, words } from './text.ts'
import { findValues, type Value } from './values.ts'

/** What the engine is made with. */
export interface EngineOptions {
  /** The FAQ ids that there are; readings of others are dropped. */
  readonly faqIds: readonly string[]
  /** Phrases of FAQ entries that the model was not trained on: found by likeness. */
  readonly phrases?: readonly Neighbour[]
}

/** An understander that needs no one: it answers at once. */
export interface LocalUnderstander extends Understander {
  understand(utterance: Utterance): Understanding
}

/** Makes the engine from a trained model. Deterministic; never throws for what a member writes. */
export function localEngine(model: Model, { faqIds, phrases = [] }: EngineOptions): LocalUnderstander {
  const score = scorer(model)
  const spell = speller(new Map(Object.entries(model.words)))
  const schema = actSchema(faqIds)
  const known = new Set(faqIds)
  const nearestOf = neighbours(phrases.filter(({ id }) => known.has(id)))
  const usable = (label: string) => !label.startsWith('faq:') || known.has(label.slice(4))

  const read = (
    text: Text,
    pending: PendingQuestion | null,
    today: string,
    language: string,
  ): readonly Act[] => {
    const { low } = text
    const clauses = clausesOf(low)
    if (clauses.length === 0) {
      const sign = wholeAnswerOf(low)
      return sign ? [{ act: sign }] : []
    }
    const pointed = pointedAt(low, pending)
    if (pointed) return pointed
    const steered = steeringOf(low)
    if (steered && !(pending === null && steered === 'restart')) return [{ act: steered }]
    const answer = wholeAnswerOf(low)
    if (answer)
      return [
        { act: answer === 'deny' && pending && !asksYesNo(pending) && notYet.test(low) ? 'unsure' : answer },
      ]
    const masks = masksOf(text, today)
    const marginsOf = (span: Span) => score(maskedPart(low, masks, span), pending?.slot)
    const whole = marginsOf({ start: 0, end: low.length })
    const countryAsked =
      pending?.slot === 'purchaseCountry' &&
      !/(?<!\p{L})(?:spreek\p{L}*|speak|praat|talk|taal|language|switch|please|graag|liever|rather|verder)(?!\p{L})/u.test(
        low,
      )
    const asked = countryAsked ? undefined : askedLanguage(low, detectLanguage(low, language))
    if (asked && (words(low).length <= 4 || whole.of('changeLanguage') > -0.5)) {
      const rest = clauses.filter((clause) => !askedLanguage(clause.low, language))
      const others =
        rest.length === clauses.length
          ? []
          : rest.flatMap((clause) => read(slice(text, clause), pending, today, language))
      return [
        { act: 'changeLanguage', language: asked },
        ...others.filter(({ act }) => !['unknown', 'affirm', 'deny'].includes(act)),
      ]
    }
    const reads = clauses.map((clause): ReadClause => {
      const margins = clauses.length === 1 ? whole : marginsOf(clause)
      const steers = steeringOf(clause.low)
      return {
        clause,
        steers,
        answer: steers ? undefined : wholeAnswerOf(clause.low),
        margins,
        best: margins.ranked[0]![0],
      }
    })
    const correcting = soundsCorrecting(low) || whole.of('correct') > 0.3
    const values = findValues({ text, clauses, pending, today, correcting })
    return together({ text, reads, whole, values, pending, correcting, usable })
  }

  /** Brings together what clauses, the whole and the values say. */
  const together = (message: Message): readonly Act[] => {
    const { text, reads, whole, pending } = message
    const intents = intentsOf(message)
    const stated = statedFacts(message)
    const values = assertedValues(message, intents)
    const made: Made = { intents, stated, values }
    const bare = bareAnswer(message, made)
    if (bare && asksYesNo(pending))
      for (const label of ['help', 'repeat']) if (whole.of(label) < 0.2) intents.delete(label)
    const amends = bare?.act === 'deny' && amended(message, values)
    const corrects = amends || soundsLikeCorrection(message, values, bare)
    const acts: Act[] = bare && !amends ? [bare] : []
    for (const [slot, value] of stated) {
      const corrected = corrects && pending?.slot !== slot && (pending !== null || whole.of('correct') > -0.6)
      acts.push({ act: corrected ? 'correct' : 'inform', slot, value } as Act)
    }
    const starts = [...intents].some((label) => label.startsWith('start:'))
    for (const value of values) acts.push(valueAct(value, corrects && !starts ? 'correct' : 'inform'))
    const wrong = wronged(message, made, corrects)
    if (wrong) {
      for (const label of intents) if (!steering.has(label)) intents.delete(label)
      acts.push(wrong)
    } else if (acts.length === 0) {
      const own = textAnswer(message, made)
      if (own)
        return [
          own,
          ...[...intents].filter((label) => smallTalk.has(label) && whole.of(label) > 0.3).map(intentAct),
        ]
    }
    implied(message, made, intents, acts)
    for (const label of intents) acts.push(intentAct(label))
    if (acts.some(({ act }) => !smallTalk.has(act))) return acts
    const phrase = nearestOf(text.low)
    const unread =
      acts.length === 0 ||
      reads.some(({ best, answer, clause }) => !answer && best === 'unknown' && words(clause.low).length > 2)
    return phrase ? [...acts, { act: 'faq', id: phrase }] : unread ? [...acts, { act: 'unknown' }] : acts
  }

  const understand = ({ text: message, language, pending, today }: Utterance): Understanding => {
    const written = readText(message)
    const { text, asWritten } = spell(blank(written, letterEdges(written.low)))
    const detected = language ?? detectLanguage(text.low)
    const acts = read(text, pending, today, detected)
      .map((act) =>
        'value' in act && typeof act.value === 'string' && isTextSlot(act.slot)
          ? { ...act, value: asWritten(act.value) }
          : act,
      )
      .filter((act) => schema.safeParse(act).success)
    return { language: detected, acts: acts.length > 0 ? ordered(acts) : [{ act: 'unknown' }] }
  }

  return { understand }
}

/** A 'no' to 'is that right?' that gives the right value at once. */
const amended = ({ pending, reads }: Message, values: readonly Value[]): boolean =>
  values.some(
    ({ slot, clause }) =>
      (slot !== pending?.slot &&
        /(?<!\p{L})(?:was|waren|were|moest|moet|should)(?!\p{L})/u.test(reads[clause]!.clause.low)) ||
      (pending?.slot === 'serialConfirmed' && slot === 'serialNumber') ||
      (pending?.slot === 'dateConfirmed' && slot === 'purchaseDate'),
  )

function soundsLikeCorrection(
  { correcting, whole, text, pending }: Message,
  values: readonly Value[],
  bare: Act | undefined,
): boolean {
  if (!correcting || (bare && asksYesNo(pending))) return false
  return (
    whole.of('correct') > 0.3 ||
    soundsCorrecting(
      text.low,
      values.some(({ slot }) => slot === pending?.slot),
    )
  )
}

/** An earlier answer that the member says was wrong, without giving another. */
function wronged(
  { text, whole }: Message,
  { intents, stated, values }: Made,
  corrects: boolean,
): Act | undefined {
  const slot = saidWrong(text.low)
  if (slot && !values.some((value) => value.slot === slot) && stated.size === 0)
    return values.length === 0 || corrects ? { act: 'correct', slot } : undefined
  const heard = whole.ranked.find(([label, margin]) => label.startsWith('wrong:') && margin > -0.3)
  if (!heard || values.length > 0 || (whole.of('correct') <= -0.3 && whole.ranked[0] !== heard))
    return undefined
  if ([...intents].some((label) => isIntent(label) && whole.of(label) > heard[1] + 0.2)) return undefined
  return { act: 'correct', slot: heard[0].slice(6) } as Act
}

/** What follows from the rest: a talk that is implied, or that needs no start because it is going on or about something that is fine. */
function implied(
  { pending, reads, whole }: Message,
  { stated, values }: Made,
  intents: Set<string>,
  acts: readonly Act[],
): void {
  const corrected = acts.some(({ act }) => act === 'correct')
  const start = (label: string) => {
    intents.add(label)
    intents.delete('unknown')
  }
  const visible = [stated.get('migrateButtonVisible'), stated.get('greenTickVisible')]
  const idle = ![...intents].some(isIntent)
  if (
    pending === null &&
    !corrected &&
    idle &&
    (visible.includes(false) || values.some(({ slot }) => slot === 'missingFields'))
  )
    start('start:migration')
  const wish = wishedTalk(values, reads)
  if (pending === null && !corrected && wish && ![...intents].some(isIntent) && whole.of(wish) > -0.8)
    start(wish)
  if (
    (visible.includes(true) && reads.length === 1) ||
    acts.some((act) => act.act === 'correct' && typeof act.value === 'boolean')
  )
    intents.delete('start:migration')
  if (acts.length > 0 && pending?.dialog) intents.delete(`start:${pending.dialog}`)
}

const notYet = /(?<!\p{L})(?:nog (?:steeds )?niet|not yet|nog geen|still not|nog niks|nothing yet)(?!\p{L})/u

const intentAct = (label: string): Act => {
  if (label.startsWith('start:')) return { act: 'start', dialog: label.slice(6) as TalkId }
  if (label.startsWith('faq:')) return { act: 'faq', id: label.slice(4) }
  return { act: label as PlainAct }
}

const valueAct = ({ slot, value, estimate, bound, item }: Value, act: 'inform' | 'correct'): Act => ({
  act,
  slot,
  value,
  ...(estimate ? { estimate } : {}),
  ...(bound ? { bound } : {}),
  ...(item !== undefined ? { item } : {}),
})

/** `start` first, then the rest as said, each once. */
function ordered(acts: readonly Act[]): readonly Act[] {
  const seen = new Set<string>()
  const once = acts.filter((act) => {
    const key = JSON.stringify(act)
    return seen.has(key) ? false : seen.add(key)
  })
  return [...once.filter(({ act }) => act === 'start'), ...once.filter(({ act }) => act !== 'start')]
}
