/** From what a member says to facts: where a value belongs, whether it can be right, and what a correction takes with it. */
import { account, passwordReset } from '../domain/account.ts'
import { payment } from '../domain/payment.ts'
import { ticks } from '../domain/points.ts'
import { impossible, mostProducts, productSheet, sheetFields } from '../domain/product-data.ts'
import { products } from '../domain/products.ts'
import type { Manner, Needs, Rule } from '../domain/rule.ts'
import { tierSelection } from '../domain/tiers.ts'
import { type Address, addressKey, parseAddressKey, type Slot, valueSchema } from '../domain/values.ts'
import { type Conversation, knownOf, latestAddress, type MemberFact } from './conversation.ts'
import type { Turn } from './kit/turn.ts'
import { nameOf, readValue } from './kit/wording.ts'
import { formatOf } from './messages/format.ts'
import { talks } from './talks.ts'

/** The question that waits, as far as answers need it. */
export type Waiting = Pick<Needs, 'slot' | 'item' | 'round' | 'options'>

/** What was said of a slot; `words` where they were said in an earlier turn. */
export type Said = Manner & { readonly words?: string } & (
    | { readonly kind: 'known'; readonly value: unknown }
    | { readonly kind: 'unsure' | 'skipped' }
  )

/** How it was said: as the answer to the question that waits, tapped or typed; beside it; or as a correction, confirmed where it takes other facts with it. */
export type Way = 'tapped' | 'answer' | 'inform' | 'correct' | 'confirmed'

const sheetSlots: readonly Slot[] = sheetFields
/** Slots in which a second, later answer takes the place of the first instead of standing beside it. */
const replaced: readonly Slot[] = ['points', 'tier', 'paymentMethod', 'serialNumber', 'purchaseDate']

/** The product that talk is about: that of the question, the next one where it asks for another, else the last one named. */
const productInHand = (turn: Turn, waiting: Waiting | undefined, slot: Slot): number => {
  if (waiting?.slot === 'anotherProduct') return (waiting.item ?? 0) + 1
  if (waiting?.item !== undefined && waiting.slot !== 'missingFields' && waiting.slot !== 'moreWithoutTick')
    return waiting.item
  const { facts } = turn.record
  let item = 0
  while (
    facts[`productName#${item + 1}`] !== undefined ||
    facts[addressKey({ slot, item: item + 1 })] !== undefined
  )
    item++
  if (slot === 'productName') return facts[`productName#${item}`] === undefined ? item : item + 1
  return item
}

/** Where a value belongs. `item` counts the products within the message. */
export const place = (
  turn: Turn,
  waiting: Waiting | undefined,
  slot: Slot,
  item?: number,
  corrects = false,
): Address => {
  const ofAnother = turn.firstProduct !== undefined && sheetSlots.includes(slot)
  if (waiting?.slot === slot && item === undefined && !ofAnother) return waiting
  if (sheetSlots.includes(slot)) {
    if (item === undefined) {
      const inHand = turn.firstProduct ?? productInHand(turn, waiting, slot)
      // A product named beside another question is one more, unless it is said to correct the one in hand.
      const isNamed =
        slot === 'productName' &&
        !corrects &&
        turn.record.facts[addressKey({ slot, item: inHand })] !== undefined
      if (isNamed) turn.firstProduct = inHand + 1
      return { slot, item: isNamed ? inHand + 1 : inHand }
    }
    // Where the message's products begin is settled once for the message, before any of them is taken in.
    turn.firstProduct ??= productInHand(turn, waiting, 'productName')
    return { slot, item: turn.firstProduct + item }
  }
  if (slot === 'missingFields') {
    const latest = latestAddress(turn.record.facts, 'greenTickVisible')
    const round = waiting?.slot === 'greenTickVisible' ? waiting.round : latest?.round
    return { slot, item: item ?? 0, round }
  }
  const latest = latestAddress(turn.record.facts, slot)
  return replaced.includes(slot) ? { slot } : (latest ?? { slot })
}

const sameAs = (old: MemberFact | undefined, said: Said): boolean =>
  old !== undefined &&
  old.kind === said.kind &&
  old.bound === said.bound &&
  JSON.stringify(old.value) === JSON.stringify(said.kind === 'known' ? said.value : undefined)

/** Puts a fact in its place, or takes it away, and remembers what was there for 'undo' and 'back'. */
export const put = (turn: Turn, key: string, fact: MemberFact | undefined): void => {
  const { facts, memory } = turn.record
  turn.replaced ??= {}
  if (!(key in turn.replaced)) turn.replaced[key] = facts[key] ?? null
  memory.undo = turn.replaced
  memory.order = memory.order.filter((other) => other !== key)
  if (fact === undefined) {
    delete facts[key]
    return
  }
  facts[key] = fact
  memory.order.push(key)
}

/** Takes a fact away. */
export const forgetFact = (turn: Turn, key: string): void => put(turn, key, undefined)

const settled: readonly Rule[] = [
  account,
  passwordReset,
  products,
  ticks,
  productSheet,
  tierSelection,
  payment,
]

/** What each rule that looks at a fact looked at, where it has decided. */
const looksAt = (
  facts: Conversation['facts'],
  { circumstances }: Turn,
  key: string,
): readonly (readonly [Rule, ReadonlySet<string>])[] =>
  settled.flatMap((rule) => {
    const reads = new Set<string>()
    const { kind } = rule(knownOf(facts, reads), circumstances)
    return reads.has(key) && kind !== 'needs' ? [[rule, reads] as const] : []
  })

/** Facts that decided something before a change and would no longer do so after it. */
const lostBy = (turn: Turn, key: string, fact: MemberFact): readonly string[] => {
  const { facts } = turn.record
  const changed = { ...facts, [key]: fact }
  const after = new Map(looksAt(changed, turn, key))
  const lost = looksAt(facts, turn, key).flatMap(([rule, reads]) => {
    const still = after.get(rule)
    return still ? [...reads].filter((read) => !still.has(read) && facts[read] !== undefined) : []
  })
  return [...new Set(lost)]
}

const namesOf = (turn: Turn, keys: readonly string[]): readonly string[] =>
  keys.map((key) => nameOf(parseAddressKey(key)!, turn.record.facts, turn.says))

/** What the talk on top would ask for after a change. */
const nextAfter = (
  turn: Turn,
  key: string,
  fact: MemberFact,
  lost: readonly string[],
): string | undefined => {
  const top = turn.record.stack.at(-1)
  if (!top) return undefined
  const facts = { ...turn.record.facts, [key]: fact }
  for (const gone of lost) delete facts[gone]
  const decision = talks[top.id].settles(knownOf(facts), turn.circumstances)
  return decision.kind === 'needs' ? nameOf(decision, facts, turn.says) : undefined
}

/** Shows what a correction changes and what it takes with it, before anything is changed. */
export const confirmCorrection = (turn: Turn, key: string, fact: MemberFact): void => {
  const { facts } = turn.record
  const address = parseAddressKey(key)!
  const lost = lostBy(turn, key, fact)
  const [name, to] = [nameOf(address, facts, turn.says), readValue(address.slot, fact, turn.says)]
  const old = facts[key]
  const from = old ? readValue(address.slot, old, turn.says) : turn.says.values.unsure
  const next = nextAfter(turn, key, fact, lost)
  const text = turn.says.steer.confirmCorrection(name, from, to, namesOf(turn, lost), next)
  turn.confirm(text, { kind: 'correction', key, fact })
}

/** Answers that were read from free text and could be misread are said back. */
const echoes: readonly Slot[] = ['points', 'purchaseDate', 'invoiceDate', 'purchaseCountry', 'missingFields']

/**
 * Takes in what was said of an address; `false` where it cannot be right and was not stored.
 * A known fact that is told differently is a correction, also where nobody called it one.
 */
export const learn = (turn: Turn, address: Address, said: Said, way: Way): boolean => {
  if (said.kind === 'known') {
    if (!valueSchema(address.slot).safeParse(said.value).success) return false
    const why = impossible(address.slot, said.value, turn.circumstances)
    if (why) {
      turn.tell(why)
      return false
    }
  }
  if ((address.item ?? 0) >= mostProducts) {
    turn.note(turn.says.steer.sheetFull(formatOf(turn.record.language).number(mostProducts)))
    return false
  }
  const key = addressKey(address)
  const old = turn.record.facts[key]
  const fact: MemberFact = {
    kind: said.kind,
    ...(said.kind === 'known' ? { value: said.value } : {}),
    ...(said.estimate ? { estimate: true as const } : {}),
    ...(said.bound ? { bound: said.bound } : {}),
    words: said.words ?? turn.words,
    at: turn.parts.now.toISOString(),
  }
  if (old !== undefined && sameAs(old, said)) {
    if (way === 'correct') turn.sayBack(readValue(address.slot, old, turn.says))
    return true
  }
  const name = nameOf(address, turn.record.facts, turn.says)
  const value = readValue(address.slot, fact, turn.says)
  const lost = old === undefined ? [] : lostBy(turn, key, fact)
  if (old !== undefined && lost.length > 0 && way !== 'confirmed') {
    confirmCorrection(turn, key, fact)
    return true
  }
  const lostNames = namesOf(turn, lost)
  put(turn, key, fact)
  if (old !== undefined) {
    if (replaced.includes(address.slot) && (address.round ?? 1) === 1) {
      const later = addressKey({ ...address, round: 2 })
      if (turn.record.facts[later]) put(turn, later, undefined)
    }
    turn.note(turn.says.steer.corrected(name, readValue(address.slot, old, turn.says), value))
    turn.offer(turn.says.taps.undo)
    for (const gone of lost) put(turn, gone, undefined)
    if (lost.length > 0) turn.note(turn.says.steer.fallsAway(lostNames))
  } else if (
    said.kind === 'known' &&
    (way === 'inform' || way === 'correct' || (way === 'answer' && echoes.includes(address.slot)))
  ) {
    // What the points open is said right away, and says them back.
    if (address.slot === 'points' && (way === 'answer' || turn.record.stack.at(-1)?.id === 'tierSelection'))
      return true
    // '2,100 points' says itself what it is.
    const named = address.slot !== 'points' && (typeof said.value === 'boolean' || way !== 'answer')
    turn.sayBack(named ? `${name}: ${value}` : value)
  }
  return true
}
