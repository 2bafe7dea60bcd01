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
} from '../domain/values.ts'

/** The version of the record. A change of shape raises it and adds a step to `upcasts.ts`. */
export const recordVersion = 3

/** How one fact is stored. */
export const factSchema = z.object({
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
export type MemberFact = z.infer<typeof factSchema>

const confirming = z.object({ kind: z.literal('confirm'), what: z.enum(['restart', 'forgetMe']) })
/** Being passed on to a person: why, and what the member wants of one. */
const handingOff = z.object({
  kind: z.literal('confirm'),
  what: z.literal('handOff'),
  reason: z.enum(['asked', 'notUnderstood']),
  wants: z.string(),
})
const again = z.object({ kind: z.literal('again'), key: z.string() })
/** A correction that takes other facts with it: shown before it is applied. */
const correcting = z.object({ kind: z.literal('correction'), key: z.string(), fact: factSchema })
/** Several readings of a message, to choose from. Checked against the contract again when one is chosen. */
const clarifying = z.object({
  kind: z.literal('clarify'),
  readings: z.array(z.array(z.looseObject({ act: z.string() }))).max(3),
})

/** How a conversation is stored. */
export const recordSchema = z.object({
  schema: z.literal(recordVersion),
  language: z.enum(languages),
  /** The version at which each talk's facts are written; a talk that is not named stands at its first. */
  versions: z.record(z.string(), z.number().int().min(1)),
  facts: z.record(z.string(), factSchema),
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
    undo: z.record(z.string(), factSchema.nullable()).nullable().default(null),
    /** A question in front of the talks: a confirmation, or a fact that the member wants to change. */
    asking: z.union([confirming, handingOff, again, correcting, clarifying]).nullable().default(null),
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
    /** The member's own words that were understood last or not at all, as far as they were typed: what a person is asked for. */
    typed: z.string().optional(),
    /** The latest request for a person: it waits, an agent talks with the member, or it is over and may be rated. */
    handOff: z
      .object({
        state: z.enum(['waiting', 'talking', 'over']),
        agent: z.string().default(''),
        place: z.number().int().min(1).default(1),
        /** The address that support was told. */
        email: z.string().nullable().default(null),
        /** The rating that is asked for is about this. */
        rates: z.boolean().default(false),
      })
      .optional(),
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
export type Conversation = z.infer<typeof recordSchema>

type Asking = Conversation['memory']['asking']

/** A question that takes a yes or a no before anything is changed. */
export type Confirming = Extract<Asking, { kind: 'confirm' | 'correction' }>

/** Whether a confirmation stands in front of the talks. */
export const isConfirming = (asking: Asking): asking is Confirming =>
  asking?.kind === 'confirm' || asking?.kind === 'correction'

/** Confirmations by name. */
export type ConfirmationSlot = 'confirmRestart' | 'confirmForget' | 'confirmCorrection' | 'confirmHandOff'

/** The confirmation's name, as the question that waits. */
export const confirmationSlot = (asking: Confirming): ConfirmationSlot =>
  asking.kind === 'correction'
    ? 'confirmCorrection'
    : asking.what === 'restart'
      ? 'confirmRestart'
      : asking.what === 'handOff'
        ? 'confirmHandOff'
        : 'confirmForget'

/**
 * On records that turns of this process left behind: sound as they are, while what comes out of a store is checked. It is no
 * part of what is stored. A mark on the record itself, for a set of them all is dear to whoever collects garbage.
 */
const made = Symbol('made')

/** A record that may be vouched for. */
interface Vouched extends Conversation {
  [made]?: boolean
}

/** The same once more, to be worked on: what is changed in place is not shared. Facts are only ever replaced, so they are. Nobody vouches for it yet. */
const workingCopy = (conversation: Conversation): Conversation => ({
  schema: conversation.schema,
  language: conversation.language,
  versions: conversation.versions,
  facts: { ...conversation.facts },
  stack: conversation.stack.map(({ id, state }) => ({
    id,
    state: { told: [...state.told], lastTold: [...state.lastTold] },
  })),
  memory: {
    ...conversation.memory,
    order: [...conversation.memory.order],
    told: { ...conversation.memory.told },
    ...(conversation.memory.handOff ? { handOff: { ...conversation.memory.handOff } } : {}),
  },
})

const blank = recordSchema.parse({
  schema: recordVersion,
  language: languages[0],
  versions: {},
  facts: {},
  stack: [],
  memory: {},
})

/** A conversation in which nothing was said yet. */
export const freshConversation = (language: Language): Conversation => workingCopy({ ...blank, language })

/** Vouches for a record that a turn leaves behind: if this very object comes back, it is not checked again. Nobody may change it from here on. */
export const closeConversation = (conversation: Conversation): Conversation => {
  const vouched: Vouched = conversation
  vouched[made] = true
  return vouched
}

/** Whether a turn of this process left this record behind. */
export const isVouchedFor = (stored: unknown): stored is Conversation =>
  typeof stored === 'object' && stored !== null && (stored as Vouched)[made] === true

/** A record that a turn of this process left behind, to be worked on; `undefined` for anything else. */
export const reopened = (stored: unknown): Conversation | undefined =>
  isVouchedFor(stored) ? workingCopy(stored) : undefined

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
