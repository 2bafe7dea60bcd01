/** How a message answers the question that waits: yes, no, 'I don't know', one of the options, or a text of the member's own. */
import { isSlot, slotValues, valueSchema } from '../../domain/values.ts'
import type { Act, PendingQuestion } from '../acts.ts'
import { findUnsure } from './answers.ts'
import { findMethods, findOrdinal, findTiers } from './choices.ts'
import { soundsBelieved } from './clauses.ts'
import { findCountries } from './countries.ts'
import { asksYesNo, endsAsking, isIntent, isTextSlot, type Message, smallTalk } from './message.ts'
import { wholeAnswer } from './product-data.ts'
import { namesSubject } from './slot-words.ts'
import { words } from './text.ts'
import type { Value } from './values.ts'

const leading = /^\W*(ja+|jep|jup|yes|yep|yeah|yup|jazeker|zeker|klopt|nee+n?|no|nope|nah)(?!\p{L})/u
const filler = /^\W*(?:ok|oke|okay|goed|prima|top|graag|please|k|right|good|sure|well|correct|klopt)\W*$/

/** What was already made out of a message. */
export interface Made {
  readonly intents: ReadonlySet<string>
  readonly stated: Map<string, boolean>
  readonly values: readonly Value[]
}

/** 'The first one', 'nummer 2': the option meant, `unknown` where there is none, `undefined` where it is no such answer. */
export function pointedAt(low: string, pending: PendingQuestion | null): readonly Act[] | undefined {
  if (pending && ['points', 'rating', 'serialNumber', 'productName'].includes(pending.slot)) return undefined
  const options = pending?.options ?? []
  const at = findOrdinal(low, options.length)
  if (at === undefined) return undefined
  if (at === 'none' || !pending) return [{ act: 'unknown' }]
  const value = options[at]
  if (
    typeof value === 'boolean' ||
    !isSlot(pending.slot) ||
    !valueSchema(pending.slot).safeParse(value).success
  )
    return [{ act: value === false ? 'deny' : value === true ? 'affirm' : 'unknown' }]
  return [{ act: 'inform', slot: pending.slot, value } as Act]
}

function plainAnswers({ reads }: Message) {
  const content = reads.some(({ answer }) => answer === undefined)
  const has = (wanted: string) =>
    reads.some(
      ({ answer, clause }) =>
        answer === wanted && !(wanted === 'affirm' && content && filler.test(clause.low)),
    )
  return { denied: has('deny'), affirmed: has('affirm'), doubted: has('unsure') }
}

/** The answer to a yes/no question; with words of its own about the question it becomes a stated fact instead. */
function yesNoAnswer(message: Message, { intents, stated }: Made): Act | undefined {
  const { text, reads, whole, pending } = message
  const slot = pending!.slot
  const named = reads.some(({ clause, answer }) => answer === undefined && namesSubject(clause.low, slot))
  if (stated.has(slot)) {
    if (named) return undefined
    const yes = stated.get(slot)
    stated.delete(slot)
    return { act: yes ? 'affirm' : 'deny' }
  }
  const { denied, affirmed, doubted } = plainAnswers(message)
  if (denied) return { act: 'deny' }
  if (affirmed) return { act: 'affirm' }
  if (doubted) return { act: 'unsure' }
  const lead = leading.exec(text.low)?.[1]
  const [label, margin] = (['affirm', 'deny', 'unsure'] as const)
    .map((name) => [name, whole.of(name)] as const)
    .reduce((one, other) => (other[1] > one[1] ? other : one))
  const strongest = whole.ranked.find(([name]) => isIntent(name) || name === 'unknown')?.[1] ?? -9
  const heard = margin > (intents.size === 0 ? -0.45 : 0.1) && margin > strongest ? label : undefined
  const own = lead ? (lead.startsWith('n') ? 'deny' : 'affirm') : heard
  const unsure = findUnsure(text.low) !== undefined
  if (own === 'unsure' || (own && !lead && unsure && intents.size === 0)) return { act: 'unsure' }
  if (own && lead && named && reads.length === 1 && Object.hasOwn(slotValues, slot)) {
    stated.set(slot, own === 'affirm')
    return undefined
  }
  if (own) return { act: own }
  return unsure && [...intents].every((name) => smallTalk.has(name) || name === 'help')
    ? { act: 'unsure' }
    : undefined
}

/** Whether several of the options are named and none is chosen. */
const wavers = (low: string, slot: string): boolean =>
  slot === 'purchaseCountry'
    ? new Set(findCountries(low, true).map(({ value }) => value)).size > 1
    : slot === 'tier'
      ? new Set(findTiers(low).map(({ value }) => value)).size > 1
      : slot === 'paymentMethod' && new Set(findMethods(low, true).map(({ value }) => value)).size > 1

/** The answer, where it is no value, to any other question. */
function otherAnswer(message: Message, { intents, stated, values }: Made): Act | undefined {
  const { text, reads, whole, pending } = message
  const { denied, affirmed, doubted } = plainAnswers(message)
  const given =
    values.some(({ slot }) => slot === pending?.slot) || (pending !== null && stated.has(pending.slot))
  const nothing =
    values.length === 0 && stated.size === 0 && [...intents].every((label) => smallTalk.has(label))
  const doubtful = reads.some(
    ({ clause }, at) =>
      words(clause.low).length <= 8 &&
      findUnsure(clause.low) &&
      !message.values.some(({ clause: home }) => home === at),
  )
  if (!given && doubted) return { act: 'unsure' }
  if (!pending) return undefined
  if (!given && doubtful && values.length > 0 && !values.some(({ estimate }) => estimate))
    return { act: 'unsure' }
  if (
    !given &&
    !reads.some(({ clause }) => clause.question) &&
    (wavers(text.low, pending.slot) ||
      (['tier', 'paymentMethod'].includes(pending.slot) &&
        /^\W*(?:alle (?:twee|drie|vier)|all (?:of them|two|three|four)|allemaal|alles|everything)\W*$/.test(
          text.low,
        )))
  )
    return { act: 'unsure' }
  if (!nothing) return undefined
  if ((findUnsure(text.low) || whole.of('unsure') > -0.1) && whole.of('unsure') > -0.8)
    return { act: 'unsure' }
  return denied ? { act: 'deny' } : affirmed ? { act: 'affirm' } : undefined
}

/** The act by which a message answers the pending question, where it is a bare yes, no or 'I don't know'. */
export const bareAnswer = (message: Message, made: Made): Act | undefined =>
  asksYesNo(message.pending) ? yesNoAnswer(message, made) : otherAnswer(message, made)

/** A product's name, serial number or dealer in the member's own words, where the message says nothing else. */
export function textAnswer({ text, pending, reads, whole }: Message, { intents }: Made): Act | undefined {
  const slot = pending?.slot
  if (
    !isTextSlot(slot) ||
    reads.some(({ answer, clause }) => answer || clause.conditional || endsAsking(clause))
  )
    return undefined
  if ([...intents].some((label) => isIntent(label) && whole.of(label) > -0.1) || whole.of('unknown') > 0.25)
    return undefined
  const [label, margin] = whole.ranked.find(
    ([name]) => isIntent(name) || name === 'unsure' || name === 'unknown',
  )!
  if (margin > (label.includes(':') ? -0.2 : -0.55) && margin > whole.of(`value:${slot}`)) return undefined
  const own = wholeAnswer(text, slot)
  return (
    own && {
      act: 'inform',
      slot,
      value: own.value,
      ...(soundsBelieved(text.low) ? { estimate: true as const } : {}),
    }
  )
}
