/** What the assistant knows of the member, as the server tells it to the page and the device keeps it. Pure. */
import { each, type Json, object, string } from './narrow.ts'

/** One thing that is known. */
export interface OwnFact {
  readonly key: string
  readonly name: string
  /** Markdown: the member's own words stand in it as typed. */
  readonly value: string
  readonly words: string
  /** What to say to change it, where it can be asked again. */
  readonly change: string | undefined
  readonly erase: string
  /** As it is kept; goes back as it came. */
  readonly kept: Json
}

/** All that is known, and where the conversation can be fetched. */
export interface OwnData {
  readonly facts: readonly OwnFact[]
  readonly transcriptUrl: string | undefined
}

/** Reads what the server tells; what cannot be read of it is left out. */
export function readOwnData(value: unknown): OwnData {
  const { facts, transcriptUrl } = object(value)
  return {
    facts: each(facts, (one) => {
      const given = object(one)
      const [key, name, erase] = [string(given.key), string(given.name), string(given.erase)]
      if (key === undefined || name === undefined || erase === undefined) return undefined
      const kept = object(given.kept)
      const words = string(kept.words) ?? ''
      return { key, name, value: string(given.value) ?? '', words, change: string(given.change), erase, kept }
    }),
    transcriptUrl: string(transcriptUrl),
  }
}

/** What the device keeps of it, to be taken along into another conversation. */
export interface CarriedFacts {
  /** The conversation that it was told in. */
  readonly of: string
  readonly names: readonly string[]
  readonly known: Json
}

/** What of it can be taken along; `undefined` where there is nothing. */
export const carriedOf = ({ facts }: OwnData, of: string): CarriedFacts | undefined =>
  facts.length === 0
    ? undefined
    : {
        of,
        names: facts.map(({ name }) => name),
        known: Object.fromEntries(facts.map(({ key, kept }) => [key, kept])),
      }

/** Reads what the device kept. */
export function readCarried(text: string | undefined): CarriedFacts | undefined {
  if (text === undefined) return undefined
  try {
    const { of, names, known } = object(JSON.parse(text))
    const read = each(names, string)
    return read.length > 0 ? { of: string(of) ?? '', names: read, known: object(known) } : undefined
  } catch {
    return undefined
  }
}
