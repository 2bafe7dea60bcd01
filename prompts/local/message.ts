/** A message as the engine has read it: parts, margins and values, before they are brought together. */
import { isSlot, isYesNo } from '../../domain/values.ts'
import type { PendingQuestion } from '../acts.ts'
import type { Answer } from './answers.ts'
import type { Clause } from './clauses.ts'
import type { Margins } from './model.ts'
import type { Text } from './text.ts'
import type { Value } from './values.ts'

/** One clause, read. */
export interface ReadClause {
  readonly clause: Clause
  /** A yes, a no or an 'I don't know', and nothing else. */
  readonly answer: Answer | undefined
  /** What it steers to, where it is one of the usual phrases. */
  readonly steers: string | undefined
  readonly margins: Margins
  /** The classifier's first reading. */
  readonly best: string
}

/** A message, read. */
export interface Message {
  readonly text: Text
  readonly reads: readonly ReadClause[]
  readonly whole: Margins
  readonly values: readonly Value[]
  readonly pending: PendingQuestion | null
  readonly correcting: boolean
  /** It says something in words that are known, beside values: the classifier has something to go by. */
  readonly readable: boolean
  /** How many of its words were never seen. */
  readonly strange: number
  /** All of them are: another alphabet, gibberish, a name. */
  readonly foreign: boolean
  /** Whether a reading can be served (an FAQ id that is there). */
  readonly usable: (label: string) => boolean
}

/** The margins from which a reading counts. */
export const bands = {
  /** The best reading of a message that says nothing else. */
  first: -0.45,
  /** The best reading of a message that gives values too. */
  beside: -0.35,
  /** A further reading of the same words. */
  further: 0.1,
  /** The reading of a clause among several. */
  clause: -0.3,
  /** A yes/no fact that is stated. */
  stated: -0.25,
} as const

/** Small talk: stays beside everything else. */
export const smallTalk: ReadonlySet<string> = new Set(['greet', 'thanks', 'goodbye'])
/** Acts that steer the conversation. */
export const steering: ReadonlySet<string> = new Set([
  'back',
  'repeat',
  'skip',
  'cancel',
  'restart',
  'help',
  'human',
  'source',
  'why',
  'changeLanguage',
  'review',
  'undo',
  'forgetMe',
])

/** Whether a label is something that the member wants. */
export const isIntent = (label: string): boolean =>
  label.startsWith('start:') || label.startsWith('faq:') || steering.has(label)

/** Whether a clause ends as a question. */
export const endsAsking = ({ low }: Clause): boolean => /\?\s*$/.test(low)

/** Whether the pending question is one for yes or no. */
export const asksYesNo = (pending: PendingQuestion | null): boolean =>
  pending !== null && isSlot(pending.slot) && isYesNo(pending.slot)

/** Whether a slot holds the member's own words. */
export const isTextSlot = (slot: string | undefined): slot is 'productName' | 'serialNumber' | 'dealer' =>
  slot === 'productName' || slot === 'serialNumber' || slot === 'dealer'
