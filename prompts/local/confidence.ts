/**
 * How far the local engine's reading can be trusted: where it can, nobody else is asked. Exact answers and usual phrases
 * are sure. The rest is as sure as the weakest of the classifier's margins behind it, less what experience makes doubtful:
 * negation, conditions, other people, several things at once, words never seen.
 */
import { isSlot, isYesNo } from '../../domain/values.ts'
import type { Act, PendingQuestion, Utterance } from '../acts.ts'
import { wholeAnswerOf } from './answers.ts'
import { type Clause, clausesOf, soundsCorrecting } from './clauses.ts'
import { maskedPart, masksOf } from './masking.ts'
import { isTextSlot } from './message.ts'
import { type Margins, type Model, scorer } from './model.ts'
import { pointedAt } from './pending-answer.ts'
import { steeringOf } from './steering-phrases.ts'
import { readText, words } from './text.ts'
import { labelsOf } from './train.ts'

/** Says how sure a reading of a message is: 1 and above where it is exact or plain, below 0 where it is hardly more than a guess. */
export type Confidence = (utterance: Utterance, acts: readonly Act[]) => number

/** From this on a reading is taken as it is: of the test examples above it, 98 in 100 and more are right, with a slip of the finger too. */
export const sureFrom = 0.5

const smallTalk: ReadonlySet<string> = new Set(['greet', 'thanks', 'goodbye'])
const negated =
  /(?<!\p{L})(?:niet|nie|geen|gene|nooit|niks|zonder|not|no|never|none|without|\p{L}+n't|dont|cant|wont|didnt)(?!\p{L})/u
const conditional = /(?<!\p{L})(?:als|stel|zou|zouden|mocht|if|suppose|would|say|might|could)(?!\p{L})/u
const others =
  /(?<!\p{L})(?:vriend|vriendin|collega|man|vrouw|hij|zij|iemand|vorig jaar|vroeger|friend|colleague|husband|wife|someone|he|she|last year|used to)(?!\p{L})/u
const turning =
  /(?<!\p{L})(?:maar|echter|hoewel|of|but|though|however|or|instead|twijfel|misschien|maybe|between|tussen)(?!\p{L})/u

/** What a reading is judged by. */
export interface Judged {
  readonly low: string
  readonly clauses: readonly Clause[]
  readonly pending: PendingQuestion | null
  readonly whole: Margins
  /** The margins of the clauses, where there are several. */
  readonly parts: readonly Margins[]
  /** How many words were never seen. */
  readonly strange: number
}

/** Makes the judgement for a trained model. */
export function confidenceOf(model: Model): Confidence {
  const score = scorer(model)
  const known = new Set(Object.keys(model.words))
  return ({ text: message, pending, today }, acts) => {
    const text = readText(message)
    const { low } = text
    const clauses = clausesOf(low)
    if (clauses.length === 0 || pointedAt(low, pending) || steeringOf(low) || wholeAnswerOf(low)) return 1
    const list = words(low)
    const masks = masksOf(text, today)
    const strange = list.filter(
      ({ word, start, end }) =>
        /^\p{L}{3,}$/u.test(word) &&
        !known.has(word) &&
        !masks.some((mask) => mask.start < end && start < mask.end),
    ).length
    const marginsOf = (start: number, end: number): Margins =>
      score(maskedPart(low, masks, { start, end }), pending?.slot)
    const whole = marginsOf(0, low.length)
    const parts = clauses.length > 1 ? clauses.map(({ start, end }) => marginsOf(start, end)) : []
    return judge({ low, clauses, pending, whole, parts, strange }, acts)
  }
}

/** Judges a reading by what was seen of the message: 1 where it is plain, below 0 where it is hardly more than a guess. */
export function judge(
  { low, clauses, pending, whole, parts, strange }: Judged,
  acts: readonly Act[],
): number {
  const list = words(low)
  const asked =
    acts.length === 1 && acts[0]!.act === 'inform' && acts[0]!.slot === pending?.slot && !/\?/.test(low)
  const plain =
    !negated.test(low) &&
    !conditional.test(low) &&
    !turning.test(low) &&
    !others.test(low) &&
    !soundsCorrecting(low)
  // A value that was asked for, and little beside it.
  if (asked && list.length <= 4 && plain && (strange === 0 || isTextSlot(pending!.slot))) return 1
  const yesNo = pending !== null && isSlot(pending.slot) && isYesNo(pending.slot)
  if (
    yesNo &&
    acts.length === 1 &&
    (acts[0]!.act === 'affirm' || acts[0]!.act === 'deny') &&
    list.length <= 3 &&
    list.length > 0 &&
    strange === 0
  )
    return 1
  const of = (label: string) => Math.max(whole.of(label), ...parts.map((part) => part.of(label)))
  const backing = Math.min(...acts.map((act) => Math.max(...labelsOf([act]).map(of))))
  const said = new Set(acts.flatMap((act) => labelsOf([act])))
  // What the classifier hears and the reading leaves out.
  const unserved = Math.max(
    -2,
    ...whole.ranked
      .slice(0, 5)
      .filter(([label]) => !said.has(label) && !smallTalk.has(label) && label !== 'correct')
      .map(([, margin]) => margin),
  )
  const wanted = acts.filter(({ act }) => !smallTalk.has(act)).length
  const doubt =
    (negated.test(low) ? 0.6 : 0) +
    (conditional.test(low) ? 0.3 : 0) +
    (others.test(low) ? 0.4 : 0) +
    (turning.test(low) ? 0.4 : 0) +
    (soundsCorrecting(low) ? 0.4 : 0) +
    (clauses.length > 1 ? 0.2 * (clauses.length - 1) : 0) +
    (wanted > 1 ? 0.2 * (wanted - 1) : 0) +
    (acts.some(({ act }) => act === 'unknown') ? 0.2 : 0) +
    strange * 0.2 +
    (list.length > 14 ? 0.3 : 0)
  return Math.min(1, backing, 0.6 - unserved) - doubt
}
