/**
 * What every rule is made of. A rule looks at what is known and answers with one of three things: the fact that it still
 * needs, a verdict with its reasons, or 'only the account can tell'. It is pure: today's date and the policy come in with the call.
 */
import type { Cited } from './facts.ts'
import type { Policy } from './policy.ts'
import type { StatementId, Statements } from './statements.ts'
import type { At, Bound, Slot, SlotValue } from './values.ts'

/** What is known of a slot: its value, that the member does not know (or skipped it), or nothing yet. */
export type Answer<S extends Slot> = SlotValue<S> | 'unsure' | undefined

/** How a value was given beside the value itself. */
export interface Manner {
  readonly estimate?: true | undefined
  readonly bound?: Bound | undefined
}

/** The facts about a member, as a rule reads them. */
export interface Known {
  readonly get: <S extends Slot>(slot: S, at?: At) => Answer<S>
  readonly manner: (slot: Slot, at?: At) => Manner
  /** Whether a slot was skipped: the member knows, perhaps, but does not want to say. */
  readonly skipped: (slot: Slot, at?: At) => boolean
}

/** What a rule is asked with beside the facts. */
export interface Circumstances {
  /** ISO 8601, the day as it is in Europe/Amsterdam. */
  readonly today: string
  readonly policy: Policy
}

/** Something that is said, with what it is said about and the facts that it rests on. Its words stand in the message catalogues. */
export interface Statement<Id extends StatementId = StatementId> {
  readonly says: Id
  readonly about: Statements[Id]
  readonly cites: Cited
  /** `true` where the operator's policy fills in what the sources leave open. */
  readonly byOperator?: true
}

/** A statement; it does not compile without the facts that it rests on. */
export const say = <Id extends StatementId>(
  says: Id,
  about: Statements[Id],
  cites: Cited,
  byOperator = false,
): Statement => ({ says, about, cites, ...(byOperator ? { byOperator } : {}) }) as Statement

/** The five parts of the onboarding, in order. */
export const parts = ['account', 'products', 'points', 'tier', 'payment'] as const
export type Part = (typeof parts)[number]

/** How a talk can end. */
export type VerdictId =
  | 'signedIn'
  | 'createAccountFirst'
  | 'accountSupport'
  | 'migrate'
  | 'register'
  | 'registerAgain'
  | 'productsSupport'
  | 'migrateIfButton'
  | 'registerYourself'
  | 'sheet'
  | 'allPoints'
  | 'lookForTick'
  | 'pointsSupport'
  | 'notEnoughPoints'
  | 'tierChosen'
  | 'tierNotOpen'
  | 'tierOpen'
  | 'tierInAccount'
  | 'paymentKnown'
  | 'joined'

/** The rule needs a fact before it can say more. `tells` is what may be told on the way there. */
export interface Needs<S extends Slot = Slot> extends At {
  readonly kind: 'needs'
  readonly slot: S
  /** The values that can be chosen from, where they depend on what is known. */
  readonly options?: readonly SlotValue[] | undefined
  readonly tells: readonly Statement[]
  readonly part?: Part | undefined
}

/** The rule has decided. The last of `tells` is the verdict itself, those before it its reasons and what goes with it. */
export interface Verdict {
  readonly kind: 'verdict'
  readonly verdict: VerdictId
  readonly tells: readonly Statement[]
  /** Nothing after it makes sense yet: the onboarding ends here. */
  readonly stops?: true
  /** The way from here leads to a person. */
  readonly toPerson?: true
  readonly part?: Part | undefined
}

/** Only the member's account on Canon's pages shows it. */
export interface OnlyAccount extends Omit<Verdict, 'kind' | 'stops'> {
  readonly kind: 'onlyAccount'
  readonly stops?: never
}

/** What a rule answers. */
export type Decision<S extends Slot = Slot> = Needs<S> | Verdict | OnlyAccount

/** A rule over the facts of a member. */
export type Rule<S extends Slot = Slot> = (known: Known, circumstances: Circumstances) => Decision<S>

/** The slots that a rule may ask for. */
export type NeededBy<R> = R extends (...given: never[]) => infer D
  ? D extends Needs<infer S>
    ? S
    : never
  : never

export const needs = <S extends Slot>(
  slot: S,
  { tells = [], ...rest }: At & { tells?: readonly Statement[]; options?: readonly SlotValue[] } = {},
): Needs<S> => ({ kind: 'needs', slot, tells, ...rest })

type Said = readonly [...Statement[], Statement]

export const verdict = (
  id: VerdictId,
  tells: Said,
  more: { stops?: true; toPerson?: true } = {},
): Verdict => ({
  kind: 'verdict',
  verdict: id,
  tells,
  ...more,
})

export const onlyAccount = (id: VerdictId, tells: Said): OnlyAccount => ({
  kind: 'onlyAccount',
  verdict: id,
  tells,
})

/** What was told on the way goes before what is told now. */
export const after = <D extends Decision>(tells: readonly Statement[], decision: D): D => ({
  ...decision,
  tells: [...tells, ...decision.tells],
})
