/** Questions that ask the same, brought together: by likeness, without a model, and the same ones every time. */
import { type Compared, comparedText } from './likeness.ts'

/** A question and how often it was asked. */
export interface Asked {
  readonly language: string
  readonly text: string
  readonly count: number
}

/** Questions that ask the same: the most asked one stands for them all. */
export interface AskedGroup<T extends Asked> {
  readonly language: string
  /** The most asked wording. */
  readonly text: string
  /** How often all of them were asked together. */
  readonly count: number
  /** All wordings, the most asked first. */
  readonly questions: readonly T[]
}

/** How alike two questions have to be. */
const alike = 0.6

/** Words that say how something is asked, or to whom, and not what. */
const small: ReadonlySet<string> = new Set(
  `de het een en of is zijn ben was kan kun kunnen mag moet moeten wil wilt wat waar wanneer waarom wie welke hoe hoeveel ik je jij u mij me mijn jullie we wij ons er te
  in op aan bij met voor van naar om dat die dit deze dan als ook nog al niet geen wel eigenlijk graag even toch a b hallo hoi vraag
  the an and or are am be can could may must do does did have has i you my me we our it its this that there to in on at by with for of from if also still not no please what where when why
  who which how much many hello hi question`
    .trim()
    .split(/\s+/),
)
/** Words that nearly every question here has. */
const usual: ReadonlySet<string> = new Set(
  'cps canon lidmaatschap lid leden membership member members punten points camera lens account product producten products'.split(
    ' ',
  ),
)
/** Names of which one in place of another makes another question. */
const names: ReadonlySet<string> = new Set(
  'goud gouden gold golden zilver zilveren silver platinum platina corporate creditcard card overschrijving transfer'.split(
    ' ',
  ),
)
const comparing = {
  weigh: (word: string): number =>
    small.has(word) ? 0.2 : usual.has(word) ? 0.6 : names.has(word) ? 1.6 : 1,
  // 'Gold' and 'platinum' are one concept, and two questions.
  concepts: false,
}

/** Placeholders of hidden private data say nothing of what is asked. */
const withoutPlaceholders = (text: string): string =>
  text.replace(/\[(?:email|iban|card|phone|serial|name)-\d+\]/g, ' ')

const inOrder = (one: Asked, other: Asked): number =>
  other.count - one.count ||
  (one.language < other.language ? -1 : one.language > other.language ? 1 : 0) ||
  (one.text < other.text ? -1 : one.text > other.text ? 1 : 0)

/** The questions that stand for groups, to be found by what they are made of. */
class Leaders {
  private readonly lengths: number[] = []
  /** By letter group: whose it is and how often it is in there, one after the other. */
  private readonly holders = new Map<number, number[]>()

  add({ groups, length }: Compared): void {
    const at = this.lengths.push(length) - 1
    for (const [hash, count] of groups) {
      const known = this.holders.get(hash)
      if (known) known.push(at, count)
      else this.holders.set(hash, [at, count])
    }
  }

  /** The leader that is most like a question, where one is alike enough; of equals the earliest. */
  nearest({ groups, length }: Compared): number | undefined {
    const products = new Float64Array(this.lengths.length)
    for (const [hash, count] of groups) {
      const held = this.holders.get(hash) ?? []
      for (let one = 0; one < held.length; one += 2)
        products[held[one]!] = products[held[one]!]! + count * held[one + 1]!
    }
    let best: number | undefined
    let most = alike
    for (const [at, product] of products.entries()) {
      const found = product / (length * this.lengths[at]!)
      if (found > most) [best, most] = [at, found]
    }
    return best
  }
}

/** The questions by what they ask, the most asked first. The order in which they come in does not matter. */
export function groupAlike<T extends Asked>(questions: readonly T[]): readonly AskedGroup<T>[] {
  const groups: { readonly language: string; readonly text: string; readonly questions: T[] }[] = []
  const byLanguage = new Map<
    string,
    { readonly leaders: Leaders; readonly groups: (typeof groups)[number][] }
  >()
  for (const question of [...questions].sort(inOrder)) {
    const { language, text } = question
    const spoken = byLanguage.get(language) ?? { leaders: new Leaders(), groups: [] }
    byLanguage.set(language, spoken)
    const compared = comparedText(withoutPlaceholders(text), comparing)
    const nearest = spoken.leaders.nearest(compared)
    if (nearest !== undefined) {
      spoken.groups[nearest]!.questions.push(question)
      continue
    }
    const group = { language, text, questions: [question] }
    spoken.leaders.add(compared)
    spoken.groups.push(group)
    groups.push(group)
  }
  return groups
    .map((group) => ({ ...group, count: group.questions.reduce((sum, { count }) => sum + count, 0) }))
    .sort(inOrder)
}
