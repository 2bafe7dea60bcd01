/** Numbers as members write them: '2.000', '2,5k', 'twee en een half duizend', 'twenty-five hundred', '600 en nog 250, dus 850'. */
import type { Bound } from '../../domain/values.ts'
import { editDistance } from './edit-distance.ts'
import { remembering } from './remembering.ts'
import { matches, type Span, words } from './text.ts'

/** A number and where it stands; `bound` says how sure the member was. */
export interface FoundNumber extends Span {
  readonly value: number
  readonly bound?: Bound
  /** Written in words that are mostly something else ('een', 'one'). */
  readonly weak?: true
}

const low: Readonly<Record<string, number>> = {
  nul: 0,
  een: 1,
  twee: 2,
  drie: 3,
  vier: 4,
  vijf: 5,
  zes: 6,
  zeven: 7,
  acht: 8,
  negen: 9,
  tien: 10,
  elf: 11,
  twaalf: 12,
  dertien: 13,
  veertien: 14,
  vijftien: 15,
  zestien: 16,
  zeventien: 17,
  achttien: 18,
  negentien: 19,
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twintig: 20,
  dertig: 30,
  veertig: 40,
  vijftig: 50,
  zestig: 60,
  zeventig: 70,
  tachtig: 80,
  negentig: 90,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
}
const scales: Readonly<Record<string, number>> = {
  honderd: 100,
  hundred: 100,
  duizend: 1000,
  thousand: 1000,
  k: 1000,
  miljoen: 1e6,
  million: 1e6,
}
const parts = [
  ...Object.keys(low),
  ...Object.keys(scales).filter((scale) => scale !== 'k'),
  'half',
  'halve',
  'anderhalf',
  'anderhalve',
  'en',
  'and',
].sort((one, other) => other.length - one.length)
const longParts = parts.filter((part) => part.length >= 6)

/** 'tweeduizendvijfhonderd' → its parts; `undefined` where something else is in it. */
const partsOf = remembering((word: string): readonly string[] | undefined => {
  if (word.length > 60) return undefined
  const found: string[] = []
  let rest = word
    .replace(/d(?:uz|iuz|ui|uiz|uizz)e?nd|duizen(?!d)|duizned/, 'duizend')
    .replace(/hondert|hondurd|hondrd|hondderd|hoderd|hondred(?=$|\w{4})/, 'honderd')
  while (rest) {
    const part = parts.find((known) => rest.startsWith(known))
    if (!part) {
      const meant =
        found.length === 0 &&
        word.length >= 6 &&
        longParts.find((known) => editDistance(word, known, 1) === 1)
      return meant ? [meant] : undefined
    }
    found.push(part)
    rest = rest.slice(part.length)
  }
  return found
}, 4000)

/** The value of parts in order: [twee, duizend, vijf, honderd] → 2500. */
function worth(given: readonly string[]): number | undefined {
  const text = given.filter((part) => part !== 'en' && part !== 'and')
  let total = 0
  let group: number | undefined
  for (let at = 0; at < text.length; at++) {
    const part = text[at]!
    const scale = scales[part]
    if (part === 'half' || part === 'halve') {
      if (group === 1 && text[at - 1] !== 'twee' && at >= 2) group = (low[text[at - 2]!] ?? 0) + 0.5
      else group = (group ?? 0) + 0.5
    } else if (part.startsWith('anderhal')) group = 1.5
    else if (scale !== undefined) {
      if (scale === 100) group = (group ?? 1) * 100
      else {
        total += (group ?? 1) * scale
        group = undefined
      }
    } else if (part === 'een' && (text[at + 1] === 'half' || text[at + 1] === 'halve') && group !== undefined)
      continue
    else if (part === 'a' || (part === 'one' && text[at + 1] === 'half' && group !== undefined)) continue
    else {
      const unit = low[part]!
      const tens = group === undefined ? 0 : group % 100
      if (
        group !== undefined &&
        group < 100 &&
        !(unit < 10 && tens >= 20) &&
        !(unit >= 20 && tens < 10 && tens > 0)
      ) {
        if (unit >= 10 && group >= 1) group = group * 100 + unit
        else return undefined
      } else group = (group ?? 0) + unit
    }
  }
  const value = total + (group ?? 0)
  return Number.isInteger(value) ? value : undefined
}

function inWords(text: string): readonly FoundNumber[] {
  const list = words(text)
  const found: FoundNumber[] = []
  for (let at = 0; at < list.length; at++) {
    const collected: string[] = []
    let end = at
    let last = at
    while (end < list.length && end - at < 12) {
      const { word, start } = list[end]!
      const gap = end === at ? '' : text.slice(list[end - 1]!.end, start)
      if (end > at && !/^(\s|-| - )$/.test(gap)) break
      const pieces =
        word === 'a' && /^(thousand|hundred|half)/.test(list[end + 1]?.word ?? '')
          ? collected.length
            ? []
            : ['one']
          : partsOf(word)
      if (!pieces || (collected.length === 0 && (pieces[0] === 'en' || pieces[0] === 'and'))) break
      collected.push(...pieces)
      end++
      if (!['en', 'and'].includes(pieces.at(-1) ?? '')) last = end
    }
    while (collected.length && ['en', 'and'].includes(collected.at(-1)!)) collected.pop()
    if (last === at || collected.length === 0) continue
    const value = worth(collected)
    if (value === undefined) continue
    const weak = collected.length === 1 && ['een', 'one', 'acht', 'half', 'elf'].includes(collected[0]!)
    found.push({
      start: list[at]!.start,
      end: list[last - 1]!.end,
      value,
      ...(weak ? { weak: true as const } : {}),
    })
    at = last - 1
  }
  return found
}

const digits =
  /(?<![\p{L}\p{N}.,/:#])(-?)(\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)(?:(?:,-)|(?:\s?(k|duizend|thousand|honderd|hundred|d?zd))(?![\p{L}\p{N}])|(?:\s(en een half|and a half) (duizend|thousand)))?(?:pt|pts|ptn|pnt)?(?!\d|[.,/:]\d|-\d|\p{L})/gu

function digitValue(written: string, scale: string | undefined): number | undefined {
  const factor = scale === undefined ? 1 : scale.startsWith('h') ? 100 : 1000
  if (factor > 1 && /^\d{1,3}[.,]\d{1,3}$/.test(written)) {
    const value = Math.round(Number(written.replace(',', '.')) * factor)
    return value
  }
  if (/^\d{1,3}([.,' ])\d{3}(?:\1\d{3})*(?:[.,]\d{1,2})?$/.test(written)) {
    const cents = /[.,](\d{1,2})$/.exec(written)
    if (cents && Number(cents[1]) !== 0) return undefined
    return Number((cents ? written.slice(0, -cents[0].length) : written).replace(/\D/g, '')) * factor
  }
  if (/^\d+[.,]0{1,2}$/.test(written)) return Number(written.replace(/[.,]\d+$/, '')) * factor
  return /^\d+$/.test(written) ? Number(written) * factor : undefined
}

function inDigits(text: string): readonly FoundNumber[] {
  return matches(text, digits).flatMap(({ start, end, groups }) => {
    const [, minus, written, scale, half, halfScale] = groups
    if (minus) return []
    const value = half
      ? (digitValue(written!, undefined) ?? 0) * 1000 + 500
      : digitValue(written!, scale ?? halfScale)
    return value === undefined || value > Number.MAX_SAFE_INTEGER ? [] : [{ start, end, value }]
  })
}

const before: readonly (readonly [RegExp, Bound])[] = [
  [
    /(?:niet meer dan|niet boven(?: de)?|not more than|not over|nog (?:lang )?geen|nog niet(?: eens)?|net geen|net niet|bijna|minder dan|onder(?: de)?|hooguit|hoogstens|maximaal|max\.?|krap(?: aan)?|een kleine|kleine|(?:a (?:bit|little|tad) |just )?short of|net onder(?: de)?|iets minder dan|iets onder(?: de)?|tot|tegen de|amper|nauwelijks|just under|almost|nearly|(?:a (?:bit|little) )?less than|fewer than|under|below|not (?:quite|even|yet)|at most|up to|no more than|barely|<)$/,
    'under',
  ],
  [
    /(?:ruim|royaal|goed|net boven(?: de)?|meer dan|boven(?: de)?|over(?: de)?|minstens|minimaal|ten minste|tenminste|zeker|een dikke|dikke|dik|op zijn minst|meer als|more than|above|at least|just over|well over|upwards of|north of|no less than|minimum(?: of)?|>)$/,
    'over',
  ],
  [
    /(?:zowat|nagenoeg|close to|pushing|approaching|i believe|ongeveer|ongv\.?|zo'?n|zoiets als|iets van|iets rond|zo rond|rond(?: de)?|rondom|om en (?:na)?bij(?: de)?|in de buurt van(?: de)?|in the (?:region|neighbourhood|neighborhood) of|somewhere near|circa|ca\.?|pakweg|grofweg|plusminus|plus ?-?minus|ongeveer een|een stuk of|tegen|richting(?: de)?|een|ik denk|ik gok|gok|denk|schat|volgens mij|ik geloof|misschien|about|around|roughly|approx\.?|approximately|some|something like|somewhere (?:around|near|in the region of)|circa|i think|i guess|i'd say|maybe|probably|give or take|~|\+-|\+\/-|±)$/,
    'about',
  ],
]
const after: readonly (readonly [RegExp, Bound])[] = [
  [
    /^ ?\+(?! ?\d)|^ (?:punten |points )?(?:of|or) (?:meer|more)|^ (?:punten |points )?(?:en|and) (?:een beetje|nog wat|iets|a bit|some|something|then some|change)(?! \d)|^ plus(?! \d| \w+(?:tig|honderd))|^ (?:punten |points )?(?:ruim)(?=$|[.,!? ])/,
    'over',
  ],
  [/^ (?:punten |points )?(?:of|or) (?:minder|less|fewer)/, 'under'],
  [
    /^ ?(?:punten,? |points,? |pt |pts |ptn |pnt |,)? ?(?:ongeveer|of zo|ofzo|of zoiets|denk ik|dacht ik|geloof ik|schat ik|gok ik|ofzoiets|zo ongeveer|volgens mij|naar schatting|zoiets|iets in die richting|in die buurt|or so|thereabouts|i think|i guess|i believe|roughly|approximately|approx|ish|give or take|or thereabouts|of daaromtrent|ongv|rond die koers|grofweg|plus ?minus)(?=$|[^\p{L}])|^-?ish/u,
    'about',
  ],
]

function boundOf(text: string, { start, end }: Span): Bound | undefined {
  const lead = text.slice(Math.max(0, start - 30), start).replace(/\s+$/, '')
  const lean = lead.replace(/ (?:een|a|the|de|maar)$/, '')
  const tail = text.slice(end, end + 40)
  const boundary = (rule: RegExp, given: string) => {
    const found = rule.exec(given)
    return (
      found !== null &&
      (found.index === 0 || !/[\p{L}\p{N}]/u.test(given[found.index - 1]!) || !/^\p{L}/u.test(found[0]))
    )
  }
  for (const [rule, bound] of before) {
    if (boundary(rule, lead) && !/(?:^|\s)een$/.test(lead)) return bound
    if (boundary(rule, lean)) return lean === lead && /(?:^|\s)een$/.test(lead) ? undefined : bound
  }
  return after.find(([rule]) => rule.test(tail))?.[1]
}

/** Ranges: 'tussen 1800 en 2000' is over 1800, and no more is certain. */
function ranged(text: string, found: readonly FoundNumber[]): readonly FoundNumber[] {
  const at = found.findIndex((one, index) => {
    const next = found[index + 1]
    return (
      next &&
      /(?:tussen|between|van|from)(?: de| het| the)? $/.test(text.slice(0, one.start)) &&
      /^ ?(?:en|and|tot|to|-|a|à)(?: de| the)? ?$/.test(text.slice(one.end, next.start)) &&
      one.value < next.value
    )
  })
  if (at < 0) return found
  const [one, next] = [found[at]!, found[at + 1]!]
  return [
    ...found.slice(0, at),
    { start: one.start, end: next.end, value: one.value, bound: 'over' },
    ...found.slice(at + 2),
  ]
}

/** Sums: '600 en nog 250, dus 850' is 850, '600 plus 250' too. */
function summed(text: string, found: readonly FoundNumber[]): readonly FoundNumber[] {
  for (let at = 0; at + 1 < found.length; at++) {
    const [one, next] = [found[at]!, found[at + 1]!]
    const joint = text
      .slice(one.end, next.start)
      .replace(/punten|points|pt|van .*?(?= en | and |$)|from .*?(?= and |$)/g, '')
      .replace(/^[\s,;]+/, '')
      .trim()
    if (
      !/^(?:en (?:nog|dan nog|daarbij|daarnaast|ook nog|daar kom(?:t|en) (?:nog )?)(?: eens| een keer)?|plus(?: nog)?|and (?:another|then|also|a further)|\+|erbij|en|and|,? ?daarbij)$/.test(
        joint,
      )
    )
      continue
    const plainAnd = joint === 'en' || joint === 'and'
    const third = found[at + 2]
    const total =
      third &&
      /(?:dus|samen|totaal|maakt|wordt|is|=|so|total|altogether|makes|together)\W*(?:\p{L}+ ){0,2}$/u.test(
        text.slice(next.end, third.start),
      )
    const added =
      /^(?: punten| points)? (?:erbij|er bij|bij elkaar|samen|in totaal|together|in total|altogether|on top|extra|bij)(?!\p{L})/u.test(
        text.slice(next.end),
      )
    if (plainAnd && !added && !(total && third.value === one.value + next.value)) continue
    const sum = total ? third.value : one.value + next.value
    const last = total ? third : next
    return [
      ...found.slice(0, at),
      { start: one.start, end: last.end, value: sum, ...(last.bound ? { bound: last.bound } : {}) },
      ...found.slice(at + (total ? 3 : 2)),
    ]
  }
  return found
}

/** The numbers of a lower-cased text, in order. */
export function findNumbers(text: string): readonly FoundNumber[] {
  const written = inDigits(text)
  const spoken = inWords(text).filter(
    ({ start, end }) => !written.some((other) => start < other.end && other.start < end),
  )
  const all = [...written, ...spoken].sort((one, other) => one.start - other.start)
  return ranged(
    text,
    summed(
      text,
      all.map((found) => {
        const bound = boundOf(text, found)
        return bound ? { ...found, bound } : found
      }),
    ),
  )
}
