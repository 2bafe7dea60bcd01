/**
 * What was stored by earlier versions, brought to the version of today: the record's own shape step by step, then each
 * talk's facts. Every step is pure and total: whatever was stored, it does not throw, and a second time it changes nothing.
 */
import type { Slot, TalkId } from '../domain/values.ts'
import type { Conversation, MemberFact } from './conversation.ts'
import type { Upcast } from './kit/talk.ts'

/** A JSON object that nothing is known of yet. */
export type Stored = Readonly<Record<string, unknown>>

/** Whether something that was stored is a JSON object. */
export const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One change of the record's shape. */
interface Step {
  readonly from: number
  readonly to: number
  readonly upcast: (stored: Stored) => Stored
}

/** The record's changes of shape, the oldest first. */
export const steps: readonly Step[] = [
  // Talks' versions were not stored; all talks were at their first.
  { from: 1, to: 2, upcast: (stored) => ({ ...stored, versions: {} }) },
  // Requests for a person were not remembered: there were none.
  { from: 2, to: 3, upcast: (stored) => stored },
]

/** A record in the shape of today; the same object where it has that already, or where nothing is known of its version. */
export const upcastRecord = (stored: Stored): Stored =>
  steps.reduce(
    (record, { from, to, upcast }) => (record.schema === from ? { ...upcast(record), schema: to } : record),
    stored,
  )

/** What upcasts look at of a talk. */
interface Versioned {
  readonly id: TalkId
  readonly version: number
  readonly upcasts?: Readonly<Record<number, Upcast>>
}

/** The version that a talk's facts are written at. */
const versionOf = ({ versions }: Conversation, id: TalkId): number => versions[id] ?? 1

/** The versions of today's talks, as a record names them. */
export const versionsOf = (talks: readonly Versioned[]): Conversation['versions'] =>
  Object.fromEntries(talks.filter(({ version }) => version > 1).map(({ id, version }) => [id, version]))

/** An address under its new name; `undefined` where it is kept no longer. */
const renamed = (key: string, { renames = {} }: Upcast): string | undefined => {
  const [, slot = '', which = ''] = /^([A-Za-z]+)(.*)$/.exec(key) ?? []
  const name: string | null | undefined = Object.hasOwn(renames, slot) ? renames[slot] : slot
  if (name === slot) return key
  return name ? `${name}${which}` : undefined
}

const rewritten = <F extends MemberFact | null>(key: string, fact: F, { values = {} }: Upcast): F => {
  const slot = /^[A-Za-z]*/.exec(key)![0] as Slot
  const write = Object.hasOwn(values, slot) ? values[slot] : undefined
  return write && fact?.kind === 'known' ? { ...fact, value: write(fact.value) } : fact
}

/** Facts by their new addresses. What stands under a new name already is newer than what stood under the old one. */
const upcastFacts = <F extends MemberFact | null>(
  facts: Readonly<Record<string, F>>,
  upcast: Upcast,
): Record<string, F> => {
  const moved = Object.entries(facts).flatMap(([key, fact]) => {
    const name = renamed(key, upcast)
    return name === undefined || (name !== key && Object.hasOwn(facts, name))
      ? []
      : [[name, rewritten(name, fact, upcast)] as const]
  })
  return Object.fromEntries(moved)
}

const upcastAsking = (asking: Conversation['memory']['asking'], upcast: Upcast): typeof asking => {
  switch (asking?.kind) {
    case 'again':
      return { ...asking, key: renamed(asking.key, upcast) ?? asking.key }
    case 'correction': {
      const key = renamed(asking.key, upcast) ?? asking.key
      return { ...asking, key, fact: rewritten(key, asking.fact, upcast) }
    }
    case 'clarify':
      return {
        ...asking,
        readings: asking.readings.map((acts) =>
          acts.map((act) =>
            typeof act.slot === 'string' ? { ...act, slot: renamed(act.slot, upcast) ?? act.slot } : act,
          ),
        ),
      }
    default:
      return asking
  }
}

/** A question that is asked no longer keeps its old address: an answer to it is then known for what it is. */
const upcastOnce = (record: Conversation, upcast: Upcast): Conversation => {
  const { facts, memory } = record
  const address = (key: string | null) => (key === null ? null : (renamed(key, upcast) ?? key))
  return {
    ...record,
    facts: upcastFacts(facts, upcast),
    memory: {
      ...memory,
      order: memory.order.flatMap((key) => renamed(key, upcast) ?? []),
      undo: memory.undo && upcastFacts(memory.undo, upcast),
      asking: upcastAsking(memory.asking, upcast),
      asked: address(memory.asked),
      putOff: address(memory.putOff),
    },
  }
}

/** Whether all talks wrote a record at their versions of today. */
export const isCurrent = (record: Conversation, talks: readonly Versioned[]): boolean =>
  talks.every(({ id, version }) => versionOf(record, id) === version)

/**
 * A record with each talk's facts as the talk writes them today. What a newer version than today's wrote stays as it is:
 * of that, whatever still checks out is kept.
 */
export const upcastTalks = (record: Conversation, talks: readonly Versioned[]): Conversation => {
  if (isCurrent(record, talks)) return record
  let current = record
  for (const { id, version, upcasts = {} } of talks)
    for (let from = versionOf(record, id); from < version; from++)
      current = upcastOnce(current, upcasts[from] ?? {})
  return { ...current, versions: versionsOf(talks) }
}
