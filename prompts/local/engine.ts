/**
 * The local engine: understands a message without a model. Parsers read values, yes/no and ordinals; a linear classifier
 * reads what is wanted, clause by clause and as a whole; the pending question decides where both leave room.
 */
import {
  type Act,
  actSchema,
  type PendingQuestion,
  type Understander,
  type Understanding,
  type Utterance,
} from '../acts.ts'
import { wholeAnswerOf } from './answers.ts'
import { clausesOf, letterEdges, soundsCorrecting } from './clauses.ts'
import { closeReadings } from './close-readings.ts'
import { composed } from './composing.ts'
import { conceptsOf } from './concepts.ts'
import { type Judged, judge } from './confidence.ts'
import { detectLanguage } from './language.ts'
import { askedLanguage } from './language-switch.ts'
import { maskedPart, masksOf } from './masking.ts'
import { asksYesNo, isTextSlot, type Message, type ReadClause } from './message.ts'
import { type Model, scorer } from './model.ts'
import { moodOf } from './mood.ts'
import { type Neighbour, neighbours } from './neighbours.ts'
import { erased, isOrder } from './orders.ts'
import { pointedAt } from './pending-answer.ts'
import { wholeAnswer } from './product-data.ts'
import { speller } from './spelling.ts'
import { steeringOf } from './steering-phrases.ts'
import { blank, readText, type Span, slice, type Text, words } from './text.ts'
import { findValues } from './values.ts'

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

  /** What is understood without weighing anything: orders, ordinals, usual phrases, a bare yes or no. */
  const exactly = (text: Text, pending: PendingQuestion | null): readonly Act[] | undefined => {
    const { low } = text
    if (!/[\p{L}\p{N}⭐★🌟]/u.test(low)) {
      const sign = wholeAnswerOf(low)
      return sign ? [{ act: sign }] : []
    }
    if (isOrder(low)) return [{ act: 'unknown' }]
    const gone = erased(text)
    if (gone) return [gone.slot ? { act: 'correct', slot: gone.slot } : { act: 'unknown' }]
    const pointed = pointedAt(low, pending)
    if (pointed) return pointed
    const steered = steeringOf(low)
    if (steered && !(pending === null && steered === 'restart')) return [{ act: steered }]
    if (finished.test(low)) {
      if (pending && doable.has(pending.slot)) return [{ act: 'affirm' }]
      if (!pending || !/^(?:another|more)/.test(pending.slot)) return [{ act: 'unknown' }]
    }
    const answer = wholeAnswerOf(low)
    if (!answer) return undefined
    const waits =
      answer === 'deny' &&
      pending &&
      !asksYesNo(pending) &&
      (notYet.test(low) || (isTextSlot(pending.slot) && bareNo.test(low)))
    return [{ act: waits ? 'unsure' : answer }]
  }

  /** Reads a message: clauses, margins, values. */
  const examined = (text: Text, pending: PendingQuestion | null, today: string): Message => {
    const { low } = text
    const clauses = clausesOf(low)
    const masks = masksOf(text, today)
    const marginsOf = (span: Span) => score(maskedPart(low, masks, span), pending?.slot)
    const whole = marginsOf({ start: 0, end: low.length })
    const reads = clauses.map((clause): ReadClause => {
      const margins = clauses.length === 1 ? whole : marginsOf(clause)
      const steers = steeringOf(clause.low)
      const answer = steers ? undefined : wholeAnswerOf(clause.low)
      return { clause, steers, answer, margins, best: margins.ranked[0]![0] }
    })
    const correcting = soundsCorrecting(low) || whole.of('correct') > 0.3
    const values = findValues({ text, clauses, pending, today, correcting })
    const own = words(low).filter(
      ({ start, end }) => !masks.some((mask) => mask.start < end && start < mask.end),
    )
    const strange = own.filter(({ word }) => !spell.knows(word) && conceptsOf(word).length === 0).length
    const readable = (strange < own.length && strange * 3 <= own.length * 2) || whole.coverage >= 0.9
    const foreign = own.length > 0 && strange === own.length && whole.coverage < 0.75 && values.length === 0
    return { text, reads, whole, values, pending, correcting, strange, readable, foreign, usable }
  }

  /** Asks for another language, and what is said beside it. */
  const switching = (
    { text, reads, whole, pending }: Message,
    today: string,
    language: string,
  ): readonly Act[] | undefined => {
    const { low } = text
    if (pending?.slot === 'purchaseCountry' && !speaks.test(low)) return undefined
    const asked = askedLanguage(low, detectLanguage(low, language))
    if (!asked || !(words(low).length <= 4 || whole.of('changeLanguage') > -0.5)) return undefined
    const rest = reads.filter(({ clause }) => !askedLanguage(clause.low, language))
    const others =
      rest.length === reads.length
        ? []
        : rest.flatMap(({ clause }) => read(slice(text, clause), pending, today, language).acts)
    return [
      { act: 'changeLanguage', language: asked },
      ...others.filter(({ act }) => !['unknown', 'affirm', 'deny'].includes(act)),
    ]
  }

  const read = (
    text: Text,
    pending: PendingQuestion | null,
    today: string,
    language: string,
  ): { readonly acts: readonly Act[]; readonly message?: Message } => {
    const exact = exactly(text, pending)
    if (exact) return { acts: exact }
    const message = examined(text, pending, today)
    const switched = switching(message, today, language)
    if (switched) return { acts: switched }
    return {
      acts: message.foreign ? strange(message, nearestOf(text.low)) : composed(message, nearestOf),
      message,
    }
  }

  const understand = ({ text: written, language, pending, today }: Utterance): Understanding => {
    const number = plainNumber(written, pending)
    if (number) return { language: language ?? detectLanguage(written), acts: [number] }
    const original = readText(written)
    const { text, asWritten } = spell(blank(original, letterEdges(original.low)), !isTextSlot(pending?.slot))
    const detected = language ?? detectLanguage(text.low)
    const { acts: made, message } = read(text, pending, today, detected)
    const tidy = (acts: readonly Act[]): readonly Act[] => {
      const kept = acts
        .map((act) =>
          'value' in act && typeof act.value === 'string' && (isTextSlot(act.slot) || act.slot === 'email')
            ? { ...act, value: asWritten(act.value) }
            : act,
        )
        .filter((act) => schema.safeParse(act).success)
      return kept.length > 0 ? ordered(kept) : [{ act: 'unknown' }]
    }
    const acts = tidy(made)
    const unsure = message !== undefined && judge(judgedOf(message), acts) < doubtedBelow
    const readings = message ? closeReadings(message, acts)?.map(tidy) : undefined
    const mood = moodOf(original)
    return {
      language: detected,
      acts,
      ...(unsure || readings ? { sure: false } : {}),
      ...(readings ? { readings } : {}),
      ...(mood ? { mood } : {}),
    }
  }

  return { understand }
}

/** A number of points, in digits and nothing else, where points are asked: there is nothing to weigh. */
const plainNumber = (written: string, pending: PendingQuestion | null): Act | undefined =>
  pending?.slot === 'points' && /^\d{1,6}$/.test(written)
    ? { act: 'inform', slot: 'points', value: Number(written) }
    : undefined

/** Below this the engine would rather have its reading checked. */
const doubtedBelow = 0

const judgedOf = ({ text, reads, pending, whole, strange }: Message): Judged => ({
  low: text.low,
  clauses: reads.map(({ clause }) => clause),
  pending,
  whole,
  parts: reads.length > 1 ? reads.map(({ margins }) => margins) : [],
  strange,
})

const speaks =
  /(?<!\p{L})(?:spreek\p{L}*|speak|praat|talk|taal|language|switch|please|graag|liever|rather|verder)(?!\p{L})/u

/** Says that something was done, and not what. */
const finished =
  /^\W*(?:(?:ok|oke|okay|zo|nou|ja|yes|yep|top|goed|alright|right|so|en|and)[ ,.!]+)*(?:(?:dat |dit |het |'t )?(?:is |heb ik |heb (?:ik )?dat |had ik )?(?:nu |net |zojuist |al |allang |inmiddels )*(?:klaar|gedaan|gebeurd|gefikst|geregeld|voltooid)|(?:ik )?ben (?:er )?(?:nu |al )?(?:klaar|mee klaar)|alles (?:is )?(?:klaar|gedaan)|(?:it's |that's |i'm |all |i've |just |already |have )*(?:done|finished|completed)(?: (?:it|that|now|already))?)\W*$/u
/** Yes/no questions about something that the member was to do. */
const doable: ReadonlySet<string> = new Set([
  'greenTickVisible',
  'accountCreated',
  'resetWorked',
  'firstPasswordWorked',
  'signedIn',
])
const bareNo = /^\W*(?:nee+n?|no|nope|nah)\W*$/u

const notYet = /(?<!\p{L})(?:nog (?:steeds )?niet|not yet|nog geen|still not|nog niks|nothing yet)(?!\p{L})/u

/** A message in words that nobody here knows: what was asked for where that is the member's own text, else not understood. */
function strange({ text, pending }: Message, phrase: string | undefined): readonly Act[] {
  if (phrase) return [{ act: 'faq', id: phrase }]
  const slot = pending?.slot
  const own = isTextSlot(slot) && !/\?\s*$/.test(text.low) ? wholeAnswer(text, slot) : undefined
  return [own && isTextSlot(slot) ? { act: 'inform', slot, value: own.value } : { act: 'unknown' }]
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
