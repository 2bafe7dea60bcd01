/**
 * What is stored of a conversation: the facts with the member's own words, which talks are started, a small memory of the
 * turn, the language, and one version for it all. Where the conversation stands is not stored; it follows from the facts.
 */
import { z } from 'zod'
import type { FactId } from '../domain/facts.ts'
import type { Answer, Known } from '../domain/rule.ts'
import {
  type Address,
  type At,
  addressKey,
  bounds,
  type Language,
  languages,
  parseAddressKey,
  type Slot,
  talkIds,
  valueSchema,
} from '../domain/values.ts'

/** The version of the record. A change of shape raises it and adds an upcast. */
export const recordVersion = 1

const fact = z.object({
  /** 'unsure' and 'skipped' are answers too: they are not asked again. */
  kind: z.enum(['known', 'unsure', 'skipped']),
  value: z.unknown().optional(),
  estimate: z.literal(true).optional(),
  bound: z.enum(bounds).optional(),
  /** The member's own words, at most 300 characters. */
  words: z.string(),
  at: z.iso.datetime(),
})

/** One fact about the member, with the member's own words. */
export type MemberFact = z.infer<typeof fact>

const confirming = z.object({ kind: z.literal('confirm'), what: z.enum(['restart', 'forgetMe']) })
const again = z.object({ kind: z.literal('again'), key: z.string() })
/** A correction that takes other facts with it: shown before it is applied. */
const correcting = z.object({ kind: z.literal('correction'), key: z.string(), fact })
/** Several readings of a message, to choose from. Checked against the contract again when one is chosen. */
const clarifying = z.object({
  kind: z.literal('clarify'),
  readings: z.array(z.array(z.looseObject({ act: z.string() }))).max(3),
})

const record = z.object({
  schema: z.literal(recordVersion),
  language: z.enum(languages),
  facts: z.record(z.string(), fact),
  /** botbuilder's dialog stack: the talks that are started, the newest last; of each what was told already. */
  stack: z.array(
    z.object({
      id: z.enum(talkIds),
      state: z.object({ told: z.array(z.string()).default([]), lastTold: z.array(z.string()).default([]) }),
    }),
  ),
  memory: z.object({
    /** Messages in a row that were not understood. */
    attempts: z.number().int().min(0).default(0),
    /** Addresses in the order in which they were answered, for 'back'. */
    order: z.array(z.string()).default([]),
    /** What the last change replaced, for 'undo'; `null` stands for 'was not there'. */
    undo: z.record(z.string(), fact.nullable()).nullable().default(null),
    /** A question in front of the talks: a confirmation, or a fact that the member wants to change. */
    asking: z.union([confirming, again, correcting, clarifying]).nullable().default(null),
    /** The question that was asked last, so that it comes back shorter. */
    asked: z.string().nullable().default(null),
    /** The facts behind the last message that stated any. */
    cited: z.array(z.string()).default([]),
    citedByOperator: z.boolean().default(false),
    rating: z
      .union([z.enum(['offered', 'declined']), z.number().int().min(1).max(5)])
      .nullable()
      .default(null),
    /** Messages in a row that were answered with a choice of readings. */
    clarified: z.number().int().min(0).default(0),
    /** Anger or distress was acknowledged. */
    soothed: z.boolean().default(false),
    /** A question without which nothing can be said was skipped once: its address. */
    putOff: z.string().nullable().default(null),
    /** The FAQ's entry that was answered last. */
    faq: z.string().nullable().default(null),
    /** How often in a row the same question was said again. */
    repeated: z.number().int().min(0).default(0),
    /** What each talk that ended had told, so that it need not be told again. */
    told: z.partialRecord(z.enum(talkIds), z.array(z.string())).default({}),
    languageOffered: z.boolean().default(false),
    welcomed: z.boolean().default(false),
    lastAt: z.iso.datetime().nullable().default(null),
  }),
})

/** A conversation, as it is stored. */
export type Conversation = z.infer<typeof record>

type Asking = Conversation['memory']['asking']

/** A question that takes a yes or a no before anything is changed. */
export type Confirming = Extract<Asking, { kind: 'confirm' | 'correction' }>

/** Whether a confirmation stands in front of the talks. */
export const isConfirming = (asking: Asking): asking is Confirming =>
  asking?.kind === 'confirm' || asking?.kind === 'correction'

/** Confirmations by name. */
export type ConfirmationSlot = 'confirmRestart' | 'confirmForget' | 'confirmCorrection'

/** The confirmation's name, as the question that waits. */
export const confirmationSlot = (asking: Confirming): ConfirmationSlot =>
  asking.kind === 'correction'
    ? 'confirmCorrection'
    : asking.what === 'restart'
      ? 'confirmRestart'
      : 'confirmForget'

/** A conversation in which nothing was said yet. */
export const freshConversation = (language: Language): Conversation =>
  record.parse({ schema: recordVersion, language, facts: {}, stack: [], memory: {} })

/** Facts that check out, of those that were stored: an unknown address or a value that its slot no longer takes falls away. */
const soundFacts = (facts: Conversation['facts']): Conversation['facts'] =>
  Object.fromEntries(
    Object.entries(facts).filter(([key, { kind, value }]) => {
      const address = parseAddressKey(key)
      return address !== undefined && (kind !== 'known' || valueSchema(address.slot).safeParse(value).success)
    }),
  )

/** Whether a question in front of the talks can still be asked: its slot may have gone since. */
const isSound = (asking: Conversation['memory']['asking']): boolean =>
  asking?.kind === 'again'
    ? parseAddressKey(asking.key) !== undefined
    : asking?.kind !== 'correction' || soundFacts({ [asking.key]: asking.fact })[asking.key] !== undefined

/** Reads what was stored. Unreadable state is absent, never half-read: `undefined`. */
export const openConversation = (stored: unknown): Conversation | undefined => {
  const parsed = record.safeParse(stored)
  if (!parsed.success) return undefined
  const { memory, facts } = parsed.data
  return {
    ...parsed.data,
    facts: soundFacts(facts),
    memory: { ...memory, asking: isSound(memory.asking) ? memory.asking : null },
  }
}

/** Known facts as the rules read them. Every address that is read goes into `reads`. */
export const knownOf = (facts: Conversation['facts'], reads?: Set<string>): Known => ({
  get: <S extends Slot>(slot: S, at: At = {}) => {
    const key = addressKey({ slot, ...at })
    reads?.add(key)
    const stored = facts[key]
    if (stored === undefined) return undefined
    return (stored.kind === 'known' ? stored.value : 'unsure') as Answer<S>
  },
  manner: (slot, at = {}) => {
    const stored = facts[addressKey({ slot, ...at })]
    return { estimate: stored?.estimate, bound: stored?.bound }
  },
  skipped: (slot, at = {}) => facts[addressKey({ slot, ...at })]?.kind === 'skipped',
})

/** The latest address of a slot that something is known at, for one product where there are several. */
export const latestAddress = (
  facts: Conversation['facts'],
  slot: Slot,
  item?: number,
): Address | undefined => {
  const found = Object.keys(facts)
    .map((key) => parseAddressKey(key))
    .filter(
      (address): address is Address =>
        address?.slot === slot && (item === undefined || address.item === item),
    )
  return found.sort((a, b) => (a.item ?? 0) - (b.item ?? 0) || (a.round ?? 1) - (b.round ?? 1)).at(-1)
}

/** The ids among texts that are facts' ids; stored texts may be of an older version. */
export const citedFacts = (conversation: Conversation): readonly FactId[] =>
  conversation.memory.cited as FactId[]
