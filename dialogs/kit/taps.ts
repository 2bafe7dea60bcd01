/** What can be tapped. A tap is a message like a typed one; its label is understood without understanding. */

import { countryCodes } from '../../domain/countries.ts'
import type { FactId } from '../../domain/facts.ts'
import { type Needs, type Part, parts } from '../../domain/rule.ts'
import { contractSlots, type Slot, talkIds } from '../../domain/values.ts'
import type { Act } from '../../prompts/acts.ts'
import type { ConfirmationSlot, Conversation } from '../conversation.ts'
import type { AskedSlot, Catalogue } from '../messages/catalogue.ts'
import { formatOf } from '../messages/format.ts'
import { catalogues } from '../messages/index.ts'
import { questionOf } from '../talks.ts'
import { labelOf, receiptLines } from './wording.ts'

/** What a message asks the assistant to do: an act that was understood, or what only a tap can say. */
export type Move =
  | Act
  /** A value for the question that waits. */
  | { readonly act: 'answer'; readonly value: unknown }
  | { readonly act: 'invoiceDay'; readonly daysAgo: number }
  /** Asks again for a fact, by its address. */
  | { readonly act: 'change'; readonly key: string }
  | { readonly act: 'erase'; readonly key: string }
  /** Goes back to a part of the onboarding that is done: asks again for what it is about. */
  | { readonly act: 'revisit'; readonly part: Part }
  /** Takes in what the member's device kept of an earlier conversation; its facts come with the message. */
  | { readonly act: 'takeAlong' }
  | { readonly act: 'rate'; readonly value: number | null }
  /** The message may mean one of these; the member is asked. */
  | { readonly act: 'clarify'; readonly readings: readonly (readonly Act[])[]; readonly contradict?: true }
  /** A confirmation's own button: it means nothing but that confirmation, also when it is tapped long after. */
  | { readonly act: 'confirm'; readonly what: ConfirmationSlot | 'keep' }
  | { readonly act: 'noneOfThese' }
  /** Takes back what was asked of a person, or ends it. */
  | { readonly act: 'withdraw' }
  /** Goes on where the conversation was. */
  | { readonly act: 'goOn' }
  /** Whether the last answer of the FAQ helped. */
  | { readonly act: 'helped'; readonly yes: boolean }

/** A label and what tapping it means. */
export interface Tap {
  readonly label: string
  readonly moves: readonly Move[]
}

/** Countries that are offered as taps; any other is typed. */
const nearCountries = { nl: ['NL', 'BE', 'DE'], en: ['GB', 'IE', 'NL'] } as const

/** What can be tapped under a question: the taps, the values that they stand for, and the facts that its words state. */
interface QuestionTaps {
  readonly taps: readonly Tap[]
  readonly options?: readonly unknown[]
  readonly states: readonly FactId[]
}

/** What decides which taps a question has. */
type Tappable = Pick<Needs, 'slot' | 'round' | 'options'>

const makeTaps = (needs: Tappable, says: Catalogue): QuestionTaps => {
  const question = questionOf(needs.slot)
  const words = says.asks[needs.slot as AskedSlot]
  if (!question || !words) return { taps: [], states: [] }
  // Who asked for the explanation in the first round has had it.
  const unsure: Tap = {
    label: (needs.round === 2 ? undefined : words.unsure) ?? says.taps.unsure,
    moves: [{ act: 'unsure' }],
  }
  const { states } = question
  const answer = (label: string, value: unknown): Tap => ({ label, moves: [{ act: 'answer', value }] })
  switch (question.hears) {
    case 'yesNo':
      return {
        taps: [answer(words.yes ?? says.taps.yes, true), answer(words.no ?? says.taps.no, false), unsure],
        states,
      }
    case 'choice':
    case 'fields': {
      const options = needs.options ?? question.options ?? []
      const taps = options.map((value) =>
        question.hears === 'fields'
          ? answer(capital(labelOf(needs.slot, [value], says)), [value])
          : answer(labelOf(needs.slot, value, says), value),
      )
      return { taps: [...taps, unsure], options, states }
    }
    case 'date':
      return {
        taps:
          needs.slot === 'invoiceDate'
            ? [
                { label: says.taps.today, moves: [{ act: 'invoiceDay', daysAgo: 0 }] },
                { label: says.taps.yesterday, moves: [{ act: 'invoiceDay', daysAgo: 1 }] },
                unsure,
              ]
            : [unsure],
        states,
      }
    case 'country': {
      const format = formatOf(says.language)
      return {
        taps: [...nearCountries[says.language].map((code) => answer(format.country(code), code)), unsure],
        states,
      }
    }
    case 'number':
    case 'text':
      return { taps: [unsure], states }
    default:
      return question.hears satisfies never
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A question's taps with the labels as they compare. */
interface Laid extends QuestionTaps {
  readonly byLabel: ReadonlyMap<string, Tap>
}

const laid = new Map<string, Laid>()

/** A question's taps, laid out once: slots, second rounds and the options that rules choose from are closed lists, so there are few. */
const layOut = (needs: Tappable, says: Catalogue): Laid => {
  const key = `${says.language} ${needs.slot} ${needs.round === 2} ${needs.options ?? ''}`
  const known = laid.get(key)
  if (known) return known
  const made = makeTaps(needs, says)
  // Where two labels compare alike, the first one counts.
  const byLabel = new Map(made.taps.toReversed().map((tap) => [plainly(tap.label), tap]))
  const fresh = { ...made, byLabel }
  laid.set(key, fresh)
  return fresh
}

/** The taps of a question, the values that they stand for, and the facts that its words state. */
export const tapsOf = (needs: Tappable, says: Catalogue): QuestionTaps => layOut(needs, says)

/** The topics that can be started, 'from the beginning' first. */
export const topicTaps = (says: Catalogue): readonly Tap[] =>
  talkIds.map((dialog) => ({ label: says.topics[dialog], moves: [{ act: 'start', dialog }] }))

/** The taps of the rating. */
export const ratingTaps = (says: Catalogue): readonly Tap[] => [
  ...says.taps.ratings.map((label, index): Tap => ({ label, moves: [{ act: 'rate', value: index + 1 }] })),
  { label: says.taps.noRating, moves: [{ act: 'rate', value: null }] },
]

const steeringTaps = (says: Catalogue): readonly Tap[] => {
  const plain = [
    'skip',
    'back',
    'repeat',
    'why',
    'cancel',
    'restart',
    'help',
    'human',
    'review',
    'undo',
    'forgetMe',
    'source',
    'unsure',
  ] as const
  return [
    ...plain.map((act): Tap => ({ label: says.taps[act], moves: [{ act }] })),
    { label: says.taps.yes, moves: [{ act: 'affirm' }] },
    { label: says.taps.no, moves: [{ act: 'deny' }] },
    { label: says.taps.confirmRestart, moves: [{ act: 'confirm', what: 'confirmRestart' }] },
    { label: says.taps.confirmForget, moves: [{ act: 'confirm', what: 'confirmForget' }] },
    { label: says.taps.confirmCorrection, moves: [{ act: 'confirm', what: 'confirmCorrection' }] },
    { label: says.taps.handOff, moves: [{ act: 'confirm', what: 'confirmHandOff' }] },
    { label: says.taps.withdraw, moves: [{ act: 'withdraw' }] },
    { label: says.taps.leave, moves: [{ act: 'withdraw' }] },
    { label: says.taps.goOn, moves: [{ act: 'goOn' }] },
    { label: says.taps.keep, moves: [{ act: 'confirm', what: 'keep' }] },
    { label: says.taps.later, moves: [{ act: 'cancel' }] },
    { label: says.taps.noneOfThese, moves: [{ act: 'noneOfThese' }] },
    { label: says.taps.helped, moves: [{ act: 'helped', yes: true }] },
    { label: says.taps.notHelped, moves: [{ act: 'helped', yes: false }] },
    { label: says.taps.takeAlong, moves: [{ act: 'takeAlong' }] },
    ...parts.map(
      (part): Tap => ({ label: says.taps.revisit(says.parts[part]), moves: [{ act: 'revisit', part }] }),
    ),
    { label: says.name, moves: [{ act: 'changeLanguage', language: says.language }] },
  ]
}

const plainly = (label: string): string =>
  label
    .normalize('NFKC')
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase()

const all = Object.values(catalogues)
const fixed = new Map(
  all
    .flatMap((says) => [...ratingTaps(says), ...topicTaps(says), ...steeringTaps(says)])
    .map(({ label, moves }) => [plainly(label), moves]),
)

let countriesByName: ReadonlyMap<string, string> | undefined

/** The country that a text is the whole name of, in any language: picked from a list rather than written. */
const countryNamed = (said: string): string | undefined => {
  // Made where the first country is asked for: naming them all takes longer than a turn.
  countriesByName ??= new Map(
    all
      .flatMap((says) => countryCodes.map((code) => [plainly(formatOf(says.language).country(code)), code]))
      .map(([name, code]) => [name!, code!]),
  )
  return countriesByName.get(said)
}

const wordsOf = (text: string): readonly string[] => plainly(text).match(/[\p{L}\d]{4,}/gu) ?? []

const ordinals = [
  /^(?:de |the )?(?:eerste|first|1e|1)(?: optie| one| option)?$/,
  /^(?:de |the )?(?:tweede|second|2e|2)(?: optie| one| option)?$/,
  /^(?:de |the )?(?:derde|third|3e|3)(?: optie| one| option)?$/,
]

/**
 * Which button of a talk's own choice a typed message names: by its place, or by a word that only that button has.
 * Choices of the contract are understood; those of a talk's own are not in it, and their buttons are all that can be said.
 */
const named = (said: string, taps: readonly Tap[]): Tap | undefined => {
  const place = ordinals.findIndex((ordinal) => ordinal.test(said))
  if (place >= 0) return taps[place]
  const spoken = wordsOf(said)
  // Long messages, questions and refusals say more than a button; they are left to understanding.
  if (spoken.length > 6 || /\?|\b(?:niet|nooit|not|never|don't)\b/.test(said)) return undefined
  const hits = taps.filter(({ label }) => wordsOf(label).some((word) => spoken.includes(word)))
  return hits.length === 1 ? hits[0] : undefined
}

/** What a message means if it is the label of something that can be tapped, in any language; `undefined` where it is none. */
export const tapped = (
  text: string,
  record: Conversation,
  waiting: Tappable | undefined,
): readonly Move[] | undefined => {
  const said = plainly(text)
  if (said.length === 0 || said.length > 300) return undefined
  const known = fixed.get(said)
  for (const says of all) {
    if (!waiting) break
    const { taps, byLabel } = layOut(waiting, says)
    const ofQuestion = byLabel.get(said)
    const ofChoice = () =>
      questionOf(waiting.slot)?.hears === 'choice' && !contractSlots.some((slot) => slot === waiting.slot)
        ? named(said, taps)
        : undefined
    const found = ofQuestion ?? (known ? undefined : ofChoice())
    if (found) return found.moves
  }
  if (waiting && questionOf(waiting.slot)?.hears === 'country') {
    const value = countryNamed(said)
    if (value !== undefined) return [{ act: 'answer', value }]
  }
  const { rating, handOff, asked } = record.memory
  const isRated = rating === 'offered' || (handOff?.rates && asked === 'rating')
  if (isRated && waiting === undefined && /^[1-5]$/.test(said)) return [{ act: 'rate', value: Number(said) }]
  if (known) return known
  for (const says of all) {
    // Putting the receipt into words is dear: only for what begins like one of its buttons.
    if (![says.taps.change(''), says.taps.erase('')].some((verb) => said.startsWith(plainly(verb)))) continue
    for (const { name, key } of receiptLines(record, says)) {
      if (plainly(says.taps.change(name)) === said) return [{ act: 'change', key }]
      if (plainly(says.taps.erase(name)) === said) return [{ act: 'erase', key }]
    }
  }
  return undefined
}

/** Whether a slot can be asked at all. */
export const isAsked = (slot: Slot): slot is AskedSlot => questionOf(slot) !== undefined
