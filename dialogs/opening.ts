/**
 * Opens what was stored: brought to the version of today, checked, and where it does not check out as a whole, everything of
 * it kept that does by itself. Whatever comes out of a store, a conversation goes on or starts afresh.
 */
import { type Language, parseAddressKey, valueSchema } from '../domain/values.ts'
import {
  type Conversation,
  factSchema,
  freshConversation,
  type MemberFact,
  recordSchema,
  reopened,
} from './conversation.ts'
import { questionOf, talks } from './talks.ts'
import { isCurrent, isStored, type Stored, upcastRecord, upcastTalks, versionsOf } from './upcasts.ts'

/** A conversation that was opened. */
export interface Opened {
  readonly record: Conversation
  /** What of the facts and the talks that were stored could not be kept. */
  readonly lost: 'nothing' | 'some' | 'everything'
  /** What was put to the member last is not known any more: an answer to it means nothing. */
  readonly questionLost: boolean
}

type Asking = Conversation['memory']['asking']

const today = Object.values(talks)
const { stack, memory, language, versions } = recordSchema.shape

/** Whether a fact checks out by itself: its address is one, and its value is one that its slot takes. */
export const isSoundFact = (key: string, { kind, value }: MemberFact): boolean => {
  const address = parseAddressKey(key)
  return address !== undefined && (kind !== 'known' || valueSchema(address.slot).safeParse(value).success)
}

/** Facts that check out: an unknown address, or a value that its slot no longer takes, falls away. The same object where all do. */
const soundFacts = (facts: Conversation['facts']): Conversation['facts'] =>
  Object.keys(facts).every((key) => isSoundFact(key, facts[key]!))
    ? facts
    : Object.fromEntries(Object.entries(facts).filter(([key, fact]) => isSoundFact(key, fact)))

/** Whether a question in front of the talks can still be asked: its slot, or the value it is about, may have gone since. */
const isSoundQuestion = (asking: Asking): boolean => {
  if (asking?.kind === 'correction') return isSoundFact(asking.key, asking.fact)
  if (asking?.kind !== 'again') return true
  const address = parseAddressKey(asking.key)
  return address !== undefined && questionOf(address.slot) !== undefined
}

/** What is kept of a record that is not as it should be. */
interface Pieces {
  readonly record: Conversation
  readonly complete: boolean
  /** Also what waited in front of the talks, and what was asked last, was readable. */
  readonly memoryComplete: boolean
}

const factsIn = (stored: unknown): Conversation['facts'] =>
  Object.fromEntries(
    Object.entries(isStored(stored) ? stored : {}).flatMap(([key, value]) => {
      const parsed = factSchema.safeParse(value)
      return parsed.success ? [[key, parsed.data]] : []
    }),
  )

/** Talks that still exist; what they had told is told again where it cannot be read. */
const startedIn = (stored: unknown): Conversation['stack'] =>
  (Array.isArray(stored) ? stored : []).flatMap((entry: unknown) => {
    const parsed = stack.element.safeParse(entry)
    if (parsed.success) return [parsed.data]
    const known = isStored(entry) ? stack.element.shape.id.safeParse(entry.id) : undefined
    return known?.success ? [{ id: known.data, state: { told: [], lastTold: [] } }] : []
  })

const memoryIn = (stored: Stored, fresh: Conversation['memory']) => {
  const read = Object.entries(memory.shape).map(([name, schema]) => ({
    name,
    ...(name in stored ? schema.safeParse(stored[name]) : { success: true, data: undefined }),
  }))
  const kept = read.flatMap(({ name, success, data }) =>
    success && data !== undefined ? [[name, data]] : [],
  )
  return {
    memory: { ...fresh, ...Object.fromEntries(kept) } as Conversation['memory'],
    memoryComplete: read.every(({ success, name }) => success || (name !== 'asking' && name !== 'asked')),
  }
}

const size = (stored: unknown): number =>
  Array.isArray(stored) ? stored.length : isStored(stored) ? Object.keys(stored).length : Number.NaN

/** Reads a record piece by piece: each fact, each started talk and each part of the memory by itself. */
const piecewise = (stored: Stored, otherwise: Language): Pieces => {
  const spoken = language.safeParse(stored.language)
  const fresh = freshConversation(spoken.success ? spoken.data : otherwise)
  const [facts, started] = [factsIn(stored.facts), startedIn(stored.stack)]
  const remembered = isStored(stored.memory)
    ? memoryIn(stored.memory, fresh.memory)
    : { memory: fresh.memory, memoryComplete: false }
  const written = versions.safeParse(stored.versions)
  const record = { ...fresh, facts, stack: started, memory: remembered.memory }
  return {
    record: written.success ? { ...record, versions: written.data } : record,
    complete: size(stored.facts) === size(facts) && size(stored.stack) === started.length,
    memoryComplete: remembered.memoryComplete,
  }
}

const read = (stored: Stored, otherwise: Language): Pieces => {
  const parsed = recordSchema.safeParse(stored)
  return parsed.success
    ? { record: parsed.data, complete: true, memoryComplete: true }
    : piecewise(stored, otherwise)
}

const newConversation = (spoken: Language): Conversation => ({
  ...freshConversation(spoken),
  versions: versionsOf(today),
})

/** Opens what was stored; `otherwise` is the language where none can be read. */
export const openConversation = (stored: unknown, otherwise: Language): Opened => {
  const ours = reopened(stored)
  if (ours && isCurrent(ours, today)) return { record: ours, lost: 'nothing', questionLost: false }
  if (stored === undefined || stored === null)
    return { record: newConversation(otherwise), lost: 'nothing', questionLost: false }
  if (!isStored(stored)) return { record: newConversation(otherwise), lost: 'everything', questionLost: true }
  const pieces = read(upcastRecord(stored), otherwise)
  const record = upcastTalks(pieces.record, today)
  const facts = soundFacts(record.facts)
  const asks = isSoundQuestion(record.memory.asking)
  const complete = pieces.complete && facts === record.facts
  const nothingKept = Object.keys(facts).length === 0 && record.stack.length === 0
  return {
    record: { ...record, facts, memory: { ...record.memory, asking: asks ? record.memory.asking : null } },
    lost: complete ? 'nothing' : nothingKept ? 'everything' : 'some',
    questionLost: !asks || !pieces.memoryComplete || (!complete && record.memory.asked === null),
  }
}
