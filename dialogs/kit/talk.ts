/** A talk: the questions that can be asked, and the rule that decides which one, or what the verdict is. */
import type { FactId } from '../../domain/facts.ts'
import type { NeededBy, Rule } from '../../domain/rule.ts'
import type { Slot, SlotValue, TalkId } from '../../domain/values.ts'
import type { AskedSlot } from '../messages/catalogue.ts'

/** What an answer looks like. */
export type Hears = 'yesNo' | 'choice' | 'fields' | 'number' | 'date' | 'country' | 'text'

/** How one slot is asked. Its words stand in the catalogues under the slot's name. */
export interface Question {
  readonly hears: Hears
  /** The facts that the question's own words state. */
  readonly states: readonly FactId[]
  /** The values to choose from, where the rule does not name them. */
  readonly options?: readonly SlotValue[]
  /** Without it the talk cannot say much: skipping it is asked about once. */
  readonly mandatory?: true
  /** Days after which the answer may have changed and is asked again. */
  readonly fades?: number
}

const question =
  (hears: Hears) =>
  (...states: readonly FactId[]): Question => ({ hears, states })

export const yesNo = question('yesNo')
export const aNumber = question('number')
export const aDate = question('date')
export const aCountry = question('country')
export const someText = question('text')

/** A question with a few answers to choose from. */
export const choice = (options: readonly SlotValue[], ...states: readonly FactId[]): Question => ({
  hears: 'choice',
  states,
  options,
})

/** A question that may be answered with several of a few things. */
export const fieldsOf = (options: readonly SlotValue[], ...states: readonly FactId[]): Question => ({
  hears: 'fields',
  states,
  options,
})

/** The same question, which is better not skipped. */
export const mandatory = (asked: Question): Question => ({ ...asked, mandatory: true })

/** The same question, asked again when the answer is older than some days. */
export const fading = (days: number, asked: Question): Question => ({ ...asked, fades: days })

/** How what a talk stored at one version reads at the next. */
export interface Upcast {
  /** Slots that are called otherwise now, by their old names; `null` where one is kept no longer. */
  readonly renames?: Readonly<Record<string, Slot | null>>
  /** A value as it is written now, by the slot's new name. It may meet a value that is written so already, or none at all. */
  readonly values?: Readonly<Partial<Record<Slot, (value: unknown) => unknown>>>
}

/** A talk, as the interpreter runs it. */
export interface Talk {
  readonly id: TalkId
  /** Raised where what is stored changes its name or its meaning; each older version then has an upcast. */
  readonly version: number
  /** From each version to the one after it. */
  readonly upcasts?: Readonly<Record<number, Upcast>>
  readonly asks: Readonly<Partial<Record<AskedSlot, Question>>>
  readonly settles: Rule
  /** What is forgotten when the member starts the talk anew, unless another talk still needs it. */
  readonly forgets: readonly Slot[]
}

/** Defines a talk. A question that the rule may need and the talk does not ask does not compile. */
export const talk = <R extends Rule>(
  id: TalkId,
  definition: {
    readonly version: number
    readonly upcasts?: Readonly<Record<number, Upcast>>
    readonly asks: Readonly<Record<NeededBy<R>, Question>>
    readonly settles: R
    readonly forgets?: readonly Slot[]
  },
): Talk => ({ forgets: [], id, ...definition })
