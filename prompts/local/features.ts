/** What the classifier sees of a message: words and pairs, letter groups, concepts, and how it is said. Values are masked. */
import { isSlot, isYesNo } from '../../domain/values.ts'
import { findUnsure } from './answers.ts'
import { conceptsOf } from './concepts.ts'
import { words } from './text.ts'

/** The kinds of features; each kind has a length of its own, so that many letters do not drown few words. */
export const kinds = ['word', 'letters', 'concept', 'form'] as const
export type Kind = (typeof kinds)[number]

/** How much each kind weighs. */
export const kindWeights: Readonly<Record<Kind, number>> = { word: 1, letters: 1, concept: 0.9, form: 0.35 }

/** A 32-bit hash of a feature (FNV-1a). */
export function hashed(feature: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < feature.length; at++) hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

const self =
  /(?<!\p{L})(?:ik|mij|mijn|m'n|me|mn|wij|we|ons|onze|'k|kheb|kzou|kwil|i|i'm|i've|i'd|i'll|im|ive|my|mine|our|us|myself|we're|kan 'k|heb|wil)(?!\p{L})/u
const general =
  /(?<!\p{L})(?:je|men|iemand|you|one|people|mensen|someone|members|leden|een lid|a member|u|ge)(?!\p{L})/u
const asks =
  /\?|^(?:\S+ ){0,2}(?:hoe|wat|waar|wanneer|waarom|wie|welke?|hoeveel|how|what|what's|where|when|why|who|which)(?!\p{L})/u
const howTo = /(?<!\p{L})(?:hoe|how)(?!\p{L})/u
const canI = /(?<!\p{L})(?:kan ik|mag ik|kunnen we|can i|may i|could i|can we|kan 'k|am i able)(?!\p{L})/u
const negative =
  /(?<!\p{L})(?:niet|geen|nie|nooit|niks|niets|not|no|never|nothing|don't|doesn't|didn't|can't|cannot|isn't|won't|haven't|hasn't|cant|dont|doesnt|nergens|nowhere|without|zonder|weg|verdwenen|gone|missing|ni|gene|neither|none|nope|nee|neen|kwijt|lost|ontbreekt|forgot|vergeten)(?!\p{L})/u
const wants =
  /(?<!\p{L})(?:wil|graag|willen|zou|want|would like|i'd like|need|moet|please|aub|like to|wanna)(?!\p{L})/u

/** What kind of answer the pending question waits for. */
const awaited = (slot: string | undefined): string =>
  slot === undefined ? 'none' : isSlot(slot) && isYesNo(slot) ? 'yesno' : 'value'

/** The features of a lower-cased, masked text, by kind, as hashes, each once. */
export function featuresOf(
  low: string,
  pendingSlot: string | undefined,
): Readonly<Record<Kind, readonly number[]>> {
  const list = words(low).map(({ word }) => word)
  const word = new Set<number>()
  const letters = new Set<number>()
  const concept = new Set<number>()
  const form = new Set<number>()
  for (let at = 0; at < list.length; at++) {
    const current = list[at]!
    word.add(hashed(`w:${current}`))
    word.add(hashed(`b:${list[at - 1] ?? '^'} ${current}`))
    if (at === list.length - 1) word.add(hashed(`b:${current} $`))
    const padded = ` ${current} `
    for (let size = 2; size <= 4; size++)
      for (let from = 0; from + size <= padded.length; from++)
        letters.add(hashed(`c:${padded.slice(from, from + size)}`))
  }
  const flags = [
    self.test(low) ? 'self' : 'noself',
    ...(general.test(low) ? ['general'] : []),
    ...(asks.test(low) ? ['asks'] : []),
    ...(howTo.test(low) ? ['how'] : []),
    ...(canI.test(low) ? ['can'] : []),
    ...(negative.test(low) ? ['neg'] : ['pos']),
    ...(wants.test(low) ? ['wants'] : []),
    ...(findUnsure(low) ? ['unsure'] : []),
    list.length <= 1 ? 'len1' : list.length <= 3 ? 'len3' : list.length <= 7 ? 'len7' : 'long',
  ]
  const concepts = conceptsOf(low).slice(0, 9)
  const crossing = flags.filter((flag) => ['self', 'neg', 'asks', 'general'].includes(flag))
  concepts.forEach((one, at) => {
    concept.add(hashed(`k:${one}`))
    for (const other of concepts.slice(at + 1))
      concept.add(hashed(`kk:${one < other ? `${one} ${other}` : `${other} ${one}`}`))
    for (const flag of crossing) concept.add(hashed(`kf:${one} ${flag}`))
  })
  for (const flag of flags) form.add(hashed(`f:${flag}`))
  if (flags.includes('asks')) form.add(hashed(`f:asks ${flags[0]}`))
  form.add(hashed(`p:${awaited(pendingSlot)}`))
  if (pendingSlot !== undefined) {
    form.add(hashed(`ps:${pendingSlot}`))
    for (const flag of crossing) form.add(hashed(`pf:${pendingSlot} ${flag}`))
  }
  return { word: [...word], letters: [...letters], concept: [...concept], form: [...form] }
}
