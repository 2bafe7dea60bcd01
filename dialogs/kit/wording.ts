/** Addresses and values in words: what a fact is called, what its value reads as, what its question asks. */
import { type Address, parseAddressKey, type Slot } from '../../domain/values.ts'
import type { Conversation, MemberFact } from '../conversation.ts'
import type { Asked, Catalogue, ReceiptLine } from '../messages/catalogue.ts'
import { asTyped, formatOf } from '../messages/format.ts'

/** The name of a product as the member wrote it, where it is known. */
export const productOf = (facts: Conversation['facts'], item: number | undefined): string | undefined => {
  const name = item === undefined ? undefined : facts[`productName#${item}`]
  return name?.kind === 'known' ? String(name.value) : undefined
}

/** A product's name, with its number where another one is called the same. */
const distinctProduct = (item: number, facts: Conversation['facts'], says: Catalogue): string => {
  const name = productOf(facts, item)
  if (name === undefined) return says.product(item)
  const same = Object.entries(facts).filter(
    ([key, fact]) => key.startsWith('productName#') && fact.kind === 'known' && fact.value === name,
  )
  return same.length > 1 ? `${name} (${item + 1})` : name
}

/** What a fact is called: 'serial number, EOS R5'. Unmarked text: it stands on buttons too. */
export const nameOf = (
  { slot, item, round }: Address,
  facts: Conversation['facts'],
  says: Catalogue,
): string => {
  const name = says.names[slot]
  const product =
    item === undefined || (slot === 'productName' && item === 0)
      ? undefined
      : distinctProduct(item, facts, says)
  const which = slot === 'productName' ? (item ? `${item + 1}` : undefined) : product
  return [
    which === undefined ? name : slot === 'productName' ? `${name} ${which}` : `${name}, ${which}`,
    ...(round !== undefined && round > 1 ? [`(${says.try(round)})`] : []),
  ].join(' ')
}

const plainValue = (slot: Slot, value: unknown, says: Catalogue): string => {
  const format = formatOf(says.language)
  if (typeof value === 'boolean') return value ? says.values.yes : says.values.no
  switch (slot) {
    case 'points':
      return says.values.points(format.number(Number(value)), value === 1)
    case 'tier':
      return says.tiers[value as keyof typeof says.tiers]
    case 'paymentMethod':
      return says.methods[value as keyof typeof says.methods]
    case 'wayOut':
      return says.waysOut[value as keyof typeof says.waysOut]
    case 'migrationProblem':
      return says.problems[value as keyof typeof says.problems]
    case 'missingFields':
      return format.list((value as (keyof typeof says.fields)[]).map((field) => says.fields[field]))
    case 'purchaseDate':
    case 'invoiceDate':
      return format.date(String(value))
    case 'purchaseCountry':
      return format.country(String(value))
    default:
      return String(value)
  }
}

/** The label of a choice, as its button says it. */
export const labelOf = plainValue

/** A fact's value in words; the member's own words stay as typed, made harmless for Markdown. */
export const readValue = (slot: Slot, fact: MemberFact, says: Catalogue): string => {
  if (fact.kind !== 'known') return fact.kind === 'unsure' ? says.values.unsure : says.values.skipped
  const value = asTyped(plainValue(slot, fact.value, says))
  const bounded = fact.bound ? says.values[fact.bound](value) : value
  return fact.estimate && !fact.bound ? says.values.estimate(bounded) : bounded
}

/** Every fact so far, in the order in which it was given. */
export const receiptLines = (
  { facts, memory }: Conversation,
  says: Catalogue,
): readonly (ReceiptLine & { key: string })[] => {
  const keys = [...new Set([...memory.order, ...Object.keys(facts)])]
  return keys.flatMap((key) => {
    const [address, fact] = [parseAddressKey(key), facts[key]]
    if (!address || !fact) return []
    return [
      {
        key,
        name: nameOf(address, facts, says),
        value: readValue(address.slot, fact, says),
        words: fact.words,
        asked: address.slot in says.asks,
      },
    ]
  })
}

/** What a question needs to find its words. */
export const askedAbout = (
  { slot, item, round }: Address,
  facts: Conversation['facts'],
  says: Catalogue,
): Asked => {
  const confirmed =
    slot === 'serialConfirmed' ? 'serialNumber' : slot === 'dateConfirmed' ? 'purchaseDate' : undefined
  const fact = confirmed && facts[`${confirmed}#${item ?? 0}`]
  return {
    format: formatOf(says.language),
    item,
    round,
    product: slot === 'productName' ? undefined : productOf(facts, item),
    ...(confirmed && fact ? { value: readValue(confirmed, { ...fact, estimate: undefined }, says) } : {}),
  }
}
