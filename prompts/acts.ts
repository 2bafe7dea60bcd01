/**
 * The contract of understanding: one member message becomes a set of dialogue acts, whoever does the understanding.
 * Nothing else ever comes out of it; no sentence that a member reads is made here.
 */
import { z } from 'zod'
import { bounds, type ContractSlot, contractSlots, languages, slotValues, talkIds } from '../domain/values.ts'

/** The FAQ ids that the product ships with; an operator's entries come on top. */
export const faqIds = [
  'what-is-cps',
  'who-can-join',
  'which-countries',
  'account-email',
  'first-password',
  'where-sign-in',
  'reset-password',
  'where-register',
  'which-products-count',
  'who-can-migrate',
  'where-migrate-button',
  'no-migrate-button',
  'green-tick-meaning',
  'no-green-tick',
  'mandatory-fields',
  'unknown-details',
  'minimum-points',
  'tier-overview',
  'tier-points',
  'corporate-tier',
  'corporate-switch',
  'points-change',
  'annual-fee',
  'payment-methods',
  'bank-transfer-costs',
  'when-invoice',
  'card-charge-date',
  'transfer-deadline',
  'when-active',
  'number-changes',
  'contact-support',
] as const

/** Acts that carry nothing: answers to a yes/no question, steering, small talk, and not understood. */
export const plainActs = [
  'affirm',
  'deny',
  'unsure',
  'back',
  'repeat',
  'skip',
  'cancel',
  'restart',
  'help',
  'human',
  'source',
  'why',
  'review',
  'undo',
  'forgetMe',
  'greet',
  'thanks',
  'goodbye',
  'unknown',
] as const
export type PlainAct = (typeof plainActs)[number]

/** The act of giving a value, asked for or not. `item` groups what belongs to one product in a message about several. */
export interface Inform {
  readonly act: 'inform'
  readonly slot: ContractSlot
  readonly value: unknown
  /** The member says that it is a guess. */
  readonly estimate?: true | undefined
  readonly bound?: (typeof bounds)[number] | undefined
  readonly item?: number | undefined
}

/** One dialogue act. */
export type Act =
  | { readonly act: PlainAct }
  | { readonly act: 'start'; readonly dialog: (typeof talkIds)[number] }
  | Inform
  | {
      readonly act: 'correct'
      readonly slot: ContractSlot
      /** Absent where the member only says that it was wrong. */
      readonly value?: unknown
      readonly estimate?: true | undefined
      readonly bound?: (typeof bounds)[number] | undefined
      readonly item?: number | undefined
    }
  | { readonly act: 'faq'; readonly id: string }
  | { readonly act: 'changeLanguage'; readonly language: string }

const slot = z.enum(contractSlots as [ContractSlot, ...ContractSlot[]])
const extras = {
  estimate: z.literal(true).optional(),
  bound: z.enum(bounds).optional(),
  item: z.number().int().min(0).max(99).optional(),
}

const fits = (given: { slot: ContractSlot; value?: unknown }) =>
  given.value === undefined || slotValues[given.slot].safeParse(given.value).success

/** The schema of one act, for the FAQ ids that there are. Values are checked against their slot. */
export const actSchema = (faqs: readonly string[] = faqIds) =>
  z.union([
    z.strictObject({ act: z.enum(plainActs) }),
    z.strictObject({ act: z.literal('start'), dialog: z.enum(talkIds) }),
    z
      .strictObject({ act: z.literal('inform'), slot, value: z.unknown(), ...extras })
      .refine((given) => given.value !== undefined && fits(given), 'a value that the slot does not take'),
    z
      .strictObject({ act: z.literal('correct'), slot, value: z.unknown().optional(), ...extras })
      .refine(fits, 'a value that the slot does not take'),
    z.strictObject({
      act: z.literal('faq'),
      id: z.string().refine((id) => faqs.includes(id), 'no such FAQ entry'),
    }),
    z.strictObject({ act: z.literal('changeLanguage'), language: z.string().regex(/^[a-z]{2,3}$/) }),
  ])

/** The question that waits for an answer when a message comes. */
export interface PendingQuestion {
  /** The talk that asks, `null` where it is asked between talks. */
  readonly dialog: string | null
  readonly slot: string
  readonly item?: number | undefined
  /** The values that were offered, in the order shown. */
  readonly options?: readonly unknown[] | undefined
}

/** One message to understand. */
export interface Utterance {
  readonly text: string
  /** The language it is written in, `null` to have it detected. */
  readonly language: string | null
  readonly pending: PendingQuestion | null
  /** The day that relative dates count from, ISO 8601, as it is in Europe/Amsterdam. */
  readonly today: string
}

/** What a message was understood as. */
export interface Understanding {
  /** The language that the message was taken to be in. */
  readonly language: string
  /** The acts, `start` first, then as said; never empty (`unknown` where nothing was understood). */
  readonly acts: readonly Act[]
  /** `false` where whoever understood would rather have it checked: by a model, or by asking the member. Absent is sure. */
  readonly sure?: boolean | undefined
  /** Where several readings are close: two or three to choose from, best first; the first is `acts`, unless that is `unknown`. */
  readonly readings?: readonly (readonly Act[])[] | undefined
  /** How the member sounds, where it calls for a word. */
  readonly mood?: 'angry' | 'distressed' | undefined
  /** Who understood it, where that was not the local engine. */
  readonly by?: 'model' | 'pin' | undefined
}

/** Whoever understands: the local engine, or the model in front of it. Never throws for what a member writes. */
export interface Understander {
  understand(utterance: Utterance): Understanding | Promise<Understanding>
}

/** A line of `npm run understand`: `today` and `pending.options` are optional, `language` may be null. */
export const utteranceLine = z.object({
  id: z.union([z.string(), z.number()]),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/)
    .nullable()
    .default(null),
  text: z.string().max(100_000),
  pending: z
    .object({
      dialog: z.string().nullable().default(null),
      slot: z.string(),
      item: z.number().int().min(0).optional(),
      options: z.array(z.unknown()).optional(),
    })
    .nullable()
    .default(null),
  today: z.iso.date().optional(),
})

/** The languages that the assistant itself speaks. */
export const spokenLanguages: readonly string[] = languages
