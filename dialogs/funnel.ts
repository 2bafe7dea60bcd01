/**
 * Where members get stuck, as counts: how each question that was asked came to an end, and each talk. Worked out of what a turn
 * changed; there is nothing of the member in it. Every time that a question is asked ends once, or is still open.
 */
import { isSlot, parseAddressKey, type Slot, type TalkId, talkIds } from '../domain/values.ts'
import type { Conversation } from './conversation.ts'
import { ratingKey } from './rating.ts'

/**
 * What happens to a question. `answered`, `unsure` and `skipped` end it with an answer; `left`: its talk was stopped; `aside`:
 * something else came first, and it is asked again. `missed`: a message to it was not understood; it is still open.
 */
export const questionSteps = ['asked', 'answered', 'unsure', 'skipped', 'left', 'aside', 'missed'] as const
export type QuestionStep = (typeof questionSteps)[number]

/** What happens to a talk. `handedOff`: its verdict is that a person has to help. */
export const talkSteps = ['started', 'completed', 'handedOff', 'cancelled'] as const
export type TalkStep = (typeof talkSteps)[number]

/** One thing that is counted. */
export type Counted =
  | { readonly kind: 'question'; readonly talk: TalkId; readonly slot: Slot; readonly step: QuestionStep }
  | { readonly kind: 'talk'; readonly talk: TalkId; readonly step: TalkStep }
  | { readonly kind: 'rating'; readonly value: number | 'declined' }

/** How a talk ended in a turn. */
export interface Ended {
  readonly talk: TalkId
  readonly step: Exclude<TalkStep, 'started'>
}

/** Where a conversation stands, as far as it is counted. */
export interface Standing {
  readonly talks: readonly TalkId[]
  readonly question: { readonly talk: TalkId; readonly slot: Slot; readonly key: string } | undefined
  readonly attempts: number
  readonly rating: Conversation['memory']['rating']
}

/** Where it stands now; what comes later changes nothing of it. */
export function standingOf({ stack, memory, facts }: Conversation): Standing {
  const { asked, attempts, rating } = memory
  const talk = stack.at(-1)?.id
  const open =
    asked !== null && asked !== ratingKey && facts[asked] === undefined ? parseAddressKey(asked) : undefined
  return {
    talks: stack.map(({ id }) => id),
    question: open && talk ? { talk, slot: open.slot, key: asked! } : undefined,
    attempts,
    rating,
  }
}

const endings = { known: 'answered', unsure: 'unsure', skipped: 'skipped' } as const

/** What a turn is counted as, from where the conversation stood before it. */
export function countedIn(
  before: Standing,
  record: Conversation,
  ended: readonly Ended[],
): readonly Counted[] {
  const after = standingOf(record)
  const counted: Counted[] = []
  for (const talk of new Set([...ended.map(({ talk }) => talk), ...after.talks]))
    if (!before.talks.includes(talk)) counted.push({ kind: 'talk', talk, step: 'started' })
  const [was, is] = [before.question, after.question]
  const isSame = was !== undefined && was.key === is?.key && was.talk === is.talk
  if (was && !isSame) {
    const fact = record.facts[was.key]
    const step = fact ? endings[fact.kind] : after.talks.includes(was.talk) ? 'aside' : 'left'
    counted.push({ kind: 'question', talk: was.talk, slot: was.slot, step })
  }
  if (is && !isSame) counted.push({ kind: 'question', talk: is.talk, slot: is.slot, step: 'asked' })
  if (is && isSame && after.attempts > before.attempts)
    counted.push({ kind: 'question', talk: is.talk, slot: is.slot, step: 'missed' })
  for (const { talk, step } of ended) counted.push({ kind: 'talk', talk, step })
  const { rating } = after
  if (rating !== before.rating && (typeof rating === 'number' || rating === 'declined'))
    counted.push({ kind: 'rating', value: rating })
  return counted
}

/** The name that something is counted under. */
export const countName = (counted: Counted): string => {
  switch (counted.kind) {
    case 'question':
      return `question ${counted.talk} ${counted.slot} ${counted.step}`
    case 'talk':
      return `talk ${counted.talk} ${counted.step}`
    case 'rating':
      return `rating ${counted.value}`
    default:
      return counted satisfies never
  }
}

const oneOf = <T extends string>(values: readonly T[], text: string | undefined): T | undefined =>
  values.find((value) => value === text)

/** What a name counts; `undefined` for one that nothing is counted under any more. */
export function readCountName(name: string): Counted | undefined {
  const [kind, first = '', second = '', third] = name.split(' ')
  const talk = oneOf(talkIds, first)
  if (kind === 'rating') {
    if (first === 'declined') return { kind, value: first }
    return /^[1-5]$/.test(first) ? { kind, value: Number(first) } : undefined
  }
  if (kind === 'talk') {
    const step = oneOf(talkSteps, second)
    return talk && step && { kind, talk, step }
  }
  const step = oneOf(questionSteps, third)
  return kind === 'question' && talk && isSlot(second) && step
    ? { kind, talk, slot: second, step }
    : undefined
}
