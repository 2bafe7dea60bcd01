/**
 * Reads the model's answer: JSON, then the acts' schema, then the domain. What does not fit is refused as a whole. No
 * text of the model's passes through: strings are cut out of the member's own message.
 */
import { z } from 'zod'
import { type Act, actSchema } from '../acts.ts'

/** What an answer was read as. */
export type Reading =
  | { readonly kind: 'read'; readonly language: string | undefined; readonly acts: readonly Act[] }
  | { readonly kind: 'refused'; readonly why: Refusal }

/** Why an answer is refused: no JSON, not the schema, nothing in it, words or a number that the member did not write, a place or language that does not exist. */
export type Refusal = 'notJson' | 'notActs' | 'empty' | 'notSaid' | 'noSuchPlace' | 'noSuchLanguage'

/** What an answer is read against. */
export interface ReadingSetting {
  readonly faqIds: readonly string[]
  /** The member's message as it was written, with its private data. */
  readonly message: string
  /** Puts private data back into a string of the model's. */
  readonly show: (text: string) => string
}

const actsAtMost = 40
const answer = z.object({
  language: z.unknown().optional(),
  acts: z.array(z.record(z.string(), z.unknown())).max(actsAtMost),
})

/** Slots that hold the member's own words. */
const ownWords: ReadonlySet<string> = new Set(['productName', 'serialNumber', 'dealer', 'email'])

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const tongues = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
const isCountry = (code: string) => code !== 'ZZ' && regions.of(code) !== undefined
const isLanguage = (code: unknown): code is string =>
  typeof code === 'string' && /^[a-z]{2,3}$/.test(code) && tongues.of(code) !== undefined

/** A text without case, accents and doubled spaces, and where in the original each of its characters begins. */
function folded(text: string): { readonly low: string; readonly at: readonly number[] } {
  let low = ''
  const at: number[] = []
  let index = 0
  for (const char of text) {
    const plain = /\s/u.test(char) ? ' ' : char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    if (plain !== ' ' || !low.endsWith(' ')) {
      low += plain
      for (let count = 0; count < plain.length; count++) at.push(index)
    }
    index += char.length
  }
  return { low, at: [...at, index] }
}

/** The stretch of the member's message that says the same as a text, as the member wrote it; `undefined` where there is none. */
export function saidInMessage(text: string, message: string): string | undefined {
  const wanted = folded(text.trim()).low
  if (wanted === '') return undefined
  const { low, at } = folded(message)
  const isInner = (index: number) => /[\p{L}\p{N}]/u.test(low[index] ?? ' ')
  for (let from = low.indexOf(wanted); from >= 0; from = low.indexOf(wanted, from + 1)) {
    const end = from + wanted.length
    // Whole words only: 'on' is not said in 'Canon'.
    if ((isInner(from) && isInner(from - 1)) || (isInner(end - 1) && isInner(end))) continue
    return message.slice(at[from], at[end]).trim()
  }
  return undefined
}

/** Strict modes fill every key: null, false and empty stand for absent. */
const given = (act: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(act).filter(
      ([key, value]) => value !== null && value !== undefined && !(key === 'estimate' && value === false),
    ),
  )

/** Whether a number is only what stands before the mark of a grouped one: 2 of '2.000'. */
const cutAtItsMark = (value: number, message: string): boolean =>
  [...message.matchAll(/(?<![\d.,])(\d{1,3})(?:[., {2}]\d{3})+(?![\d.,]*\d)/g)].some(
    ([, head]) => Number(head) === value,
  ) && !new RegExp(`(?<![\\d.,])${value}(?![\\d.,  ]*\\d)`).test(message)

function checked(act: Act, { message }: ReadingSetting): Act | Refusal {
  if ('value' in act && typeof act.value === 'number' && cutAtItsMark(act.value, message)) return 'notSaid'
  if (act.act === 'changeLanguage') return isLanguage(act.language) ? act : 'noSuchLanguage'
  if ((act.act !== 'inform' && act.act !== 'correct') || typeof act.value !== 'string') return act
  if (act.slot === 'purchaseCountry') return isCountry(act.value) ? act : 'noSuchPlace'
  if (!ownWords.has(act.slot)) return act
  const value = saidInMessage(act.value, message)
  return value === undefined ? 'notSaid' : { ...act, value }
}

/** Reads an answer. Never throws. */
export function readAnswer(content: string, setting: ReadingSetting): Reading {
  const refused = (why: Refusal): Reading => ({ kind: 'refused', why })
  let json: unknown
  try {
    json = JSON.parse(content)
  } catch {
    return refused('notJson')
  }
  const parsed = answer.safeParse(json)
  if (!parsed.success) return refused('notActs')
  const schema = actSchema(setting.faqIds)
  const acts: Act[] = []
  for (const one of parsed.data.acts) {
    // Placeholders are shown before the slot's own check, which an e-mail's would not pass.
    const filled = given(one)
    const raw =
      typeof filled.value === 'string' && ownWords.has(String(filled.slot))
        ? { ...filled, value: setting.show(filled.value) }
        : filled
    const act = schema.safeParse(raw)
    if (!act.success) return refused('notActs')
    const right = checked(act.data as Act, setting)
    if (typeof right === 'string') return refused(right)
    if (!acts.some((other) => JSON.stringify(other) === JSON.stringify(right))) acts.push(right)
  }
  if (acts.length === 0) return refused('empty')
  const ordered = [...acts.filter(({ act }) => act === 'start'), ...acts.filter(({ act }) => act !== 'start')]
  return {
    kind: 'read',
    language: isLanguage(parsed.data.language) ? parsed.data.language : undefined,
    acts: ordered,
  }
}
