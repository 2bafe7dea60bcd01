/** Brings together what the clauses of a message, the whole of it and its values say: the acts it comes down to. */
import type { Act } from '../acts.ts'
import { assertedValues, statedFacts, wishedTalk } from './assertions.ts'
import { soundsCorrecting } from './clauses.ts'
import { intentAct } from './close-readings.ts'
import { intentsOf } from './intents.ts'
import { asksYesNo, isIntent, type Message, smallTalk, steering } from './message.ts'
import { bareAnswer, type Made, textAnswer } from './pending-answer.ts'
import { saidWrong } from './slot-words.ts'
import { words } from './text.ts'
import type { Value } from './values.ts'

/** The acts of a message that was read; `nearestOf` finds the FAQ entry whose phrase is near. May be empty. */
export function composed(message: Message, nearestOf: (low: string) => string | undefined): readonly Act[] {
  const { text, reads, whole, pending } = message
  const intents = intentsOf(message)
  const stated = statedFacts(message)
  let values = assertedValues(message, intents)
  const made: Made = {
    intents,
    stated,
    values,
    drop: (dropped) => {
      values = values.filter(({ slot }) => slot !== dropped)
    },
  }
  const bare = bareAnswer(message, made)
  if (bare && asksYesNo(pending))
    for (const label of ['help', 'repeat']) if (whole.of(label) < 0.2) intents.delete(label)
  if (bare && asksYesNo(pending)) withoutAsides(message, intents)
  const amends = bare?.act === 'deny' && amended(message, values, stated)
  const corrects = amends || soundsLikeCorrection(message, values, bare)
  const acts: Act[] = bare && !amends ? [bare] : []
  for (const [slot, value] of stated) {
    const corrected = corrects && pending?.slot !== slot && (pending !== null || whole.of('correct') > -0.6)
    acts.push({ act: corrected ? 'correct' : 'inform', slot, value } as Act)
  }
  const starts = [...intents].some(
    (label) => label.startsWith('start:') && label !== `start:${pending?.dialog}`,
  )
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
  if ((stated.size > 0 || (corrects && values.length > 0)) && !reads.some(({ clause }) => clause.question))
    for (const label of intents) if (label.startsWith('faq:')) intents.delete(label)
  implied(message, made, intents, acts)
  for (const label of intents) acts.push(intentAct(label))
  if (acts.some(({ act }) => !smallTalk.has(act))) return acts
  const phrase = nearestOf(text.low)
  const unread =
    acts.length === 0 ||
    reads.some(({ best, answer, clause }) => !answer && best === 'unknown' && words(clause.low).length > 2)
  return phrase ? [...acts, { act: 'faq', id: phrase }] : unread ? [...acts, { act: 'unknown' }] : acts
}

/** Beside a yes or a no, what merely names the thing asked about is no question and no wish. */
function withoutAsides({ reads, pending }: Message, intents: Set<string>): void {
  if (reads.some(({ clause }) => clause.question)) return
  for (const label of intents)
    if (
      label.startsWith('faq:') ||
      (['wantsSheet', 'anotherProduct', 'moreWithoutTick'].includes(pending!.slot) &&
        /^start:(?:registration|migration)$/.test(label))
    )
      intents.delete(label)
}

const turning =
  /^\W*(?:nee+n?|no|nope|nah)\W+(?:nee |no |oh |o )?(?:wacht|wait|toch|sorry|actually|eigenlijk|hold on|hang on|scratch|ik bedoel|i mean)(?!\p{L})/u

/** A 'no' that takes something back, or that gives the right value at once. */
const amended = (
  { pending, reads, text }: Message,
  values: readonly Value[],
  stated: ReadonlyMap<string, boolean>,
): boolean =>
  (turning.test(text.low) &&
    [...values.map(({ slot }) => slot as string), ...stated.keys()].some((slot) => slot !== pending?.slot)) ||
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
  { text, whole, pending }: Message,
  { intents, stated, values }: Made,
  corrects: boolean,
): Act | undefined {
  const slot = saidWrong(text.low)
  if (slot && !values.some((value) => value.slot === slot) && stated.size === 0)
    return values.length === 0 || corrects ? { act: 'correct', slot } : undefined
  const heard = whole.ranked.find(([label, margin]) => label.startsWith('wrong:') && margin > -0.3)
  if (
    !heard ||
    values.length > 0 ||
    heard[0] === `wrong:${pending?.slot}` ||
    whole.of('correct') < -0.2 ||
    (whole.of('correct') <= -0.3 && whole.ranked[0] !== heard)
  )
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
  if (
    pending === null &&
    !corrected &&
    idle &&
    stated.get('accountEmailReceived') === false &&
    !reads.some(({ clause }) => /(?<!\p{L})(?:wacht\p{L}*|waiting)(?!\p{L})/u.test(clause.low))
  )
    start('start:passwordReset')
  const wish = wishedTalk(values, reads)
  if (pending === null && !corrected && wish && ![...intents].some(isIntent) && whole.of(wish) > -0.8)
    start(wish)
  if (
    (visible.includes(true) &&
      !visible.includes(false) &&
      (reads.length === 1 || whole.of('start:migration') < 0.3)) ||
    acts.some((act) => act.act === 'correct' && typeof act.value === 'boolean')
  )
    intents.delete('start:migration')
  if (acts.length > 0 && pending?.dialog) intents.delete(`start:${pending.dialog}`)
}

const valueAct = ({ slot, value, estimate, bound, item }: Value, act: 'inform' | 'correct'): Act => ({
  act,
  slot,
  value,
  ...(estimate ? { estimate } : {}),
  ...(bound ? { bound } : {}),
  ...(item !== undefined ? { item } : {}),
})
