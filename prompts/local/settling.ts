/** What is made of several values: one per slot, estimates marked, products kept apart. */
import type { ContractSlot } from '../../domain/values.ts'
import { guesses, soundsBelieved } from './clauses.ts'
import { productSlots, type Reading, type Value } from './values.ts'

const every = /(?<!\p{L})(?:allebei|beide|beiden|both|allemaal|alle twee|alletwee|all of them)(?!\p{L})/u
const single: readonly ContractSlot[] = ['points', 'tier', 'paymentMethod', 'rating', 'invoiceDate', 'email']

/** One value per slot: 'zilver of goud' says neither, 'eerst zilver, nu goud' says gold. Denied values are gone. */
function settled({ text: { low } }: Reading, found: readonly Value[]): readonly Value[] {
  const asserted = found.filter(({ value }) => value !== undefined)
  const products = new Set(
    asserted.filter(({ slot }) => slot === 'productName').map(({ value }) => String(value).toLowerCase()),
  )
  const serials = asserted.filter(({ slot }) => slot === 'serialNumber').length
  return asserted.filter((value, at) => {
    const same = asserted.filter(({ slot }) => slot === value.slot)
    if (same.length === 1) return true
    if (value.slot === 'productName')
      return (
        same.findIndex((other) => String(other.value).toLowerCase() === String(value.value).toLowerCase()) ===
        same.indexOf(value)
      )
    if (!single.includes(value.slot) && (products.size > 1 || serials > 1))
      return (
        asserted.findIndex(
          (other) => other.slot === value.slot && other.value === value.value && other.start === value.start,
        ) === at
      )
    if (same.every((other) => other.value === value.value)) return same[0] === value
    const between = same.slice(1).map((other, index) => low.slice(same[index]!.end, other.start))
    const offered = between.some((gap) =>
      /^[\s,'"]*(?:of|or|en|and|\/|en ook|as well as|\+|dan wel|versus|vs)[\s'"]*(?:toch |voor |met |de |een |the |a |by |via |with )*$/.test(
        gap,
      ),
    )
    const torn =
      /(?<!\p{L})(?:tussen|between|twijfel|allebei|beide|both|torn|kiezen|choose)(?!\p{L})/u.test(low) &&
      same.length === 2
    if ((offered || torn) && (value.slot === 'tier' || value.slot === 'paymentMethod')) return false
    if (offered && value.slot === 'purchaseCountry' && products.size <= 1) return false
    return same.at(-1) === value
  })
}

/** Marks product data as estimates: a hedge belongs to the value after it in its clause, else to the one before it. */
function withEstimates({ text: { low }, clauses }: Reading, values: readonly Value[]): readonly Value[] {
  const data = values.filter(({ slot }) => productSlots.includes(slot))
  const guessed = new Set<Value>()
  for (const { start, end } of guesses(low)) {
    const home = clauses.find((clause) => start >= clause.start && start < clause.end)
    if (!home || data.length === 0) continue
    const next = data.find((value) => value.start >= start && value.start < home.end)
    const before = data.findLast((value) => value.end <= start)
    const wide = values.length === 1 ? data[0] : undefined
    const inside = data.findLast((value) => value.end <= start && value.start >= home.start)
    const following = data.find((value) => value.start >= home.end)
    const near =
      next ??
      inside ??
      (data.some((value) => value.start >= home.start && value.end <= home.end) ? undefined : following) ??
      before ??
      wide
    if (near && (near.slot !== 'productName' || soundsBelieved(low.slice(start, end)))) guessed.add(near)
  }
  return values.map((value) => (guessed.has(value) ? { ...value, estimate: true } : value))
}

/** Several products: what belongs together carries the same item. */
function withItems({ text: { low }, clauses }: Reading, values: readonly Value[]): readonly Value[] {
  const heads = values.filter(({ slot }) => slot === 'productName')
  const serials = values.filter(({ slot }) => slot === 'serialNumber')
  const anchors = heads.length > 1 ? heads : heads.length === 0 && serials.length > 1 ? serials : []
  if (anchors.length < 2) return values
  return values.flatMap((value): Value[] => {
    if (!productSlots.includes(value.slot)) return [value]
    const part = low.slice(Math.max(0, value.start - 40), clauses[value.clause]!.end)
    if (!anchors.includes(value) && every.test(part) && value.start > anchors.at(-1)!.start)
      return anchors.map((_, item) => ({ ...value, item }))
    const before = anchors.findLastIndex(({ start }) => start <= value.start)
    return [{ ...value, item: Math.max(0, before) }]
  })
}

/** The values of a message as they are meant. `found` in order; denied ones have no value. */
export const settle = (reading: Reading, found: readonly Value[]): readonly Value[] =>
  withItems(reading, withEstimates(reading, settled(reading, found)))
