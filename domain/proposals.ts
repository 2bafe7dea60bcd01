/** What support proposes for the FAQ: an entry in every language with the facts that it rests on, and what became of it. */
import { z } from 'zod'
import { facts, links } from './facts.ts'
import { faqEntrySchema } from './faq.ts'
import { type Language, languages } from './values.ts'

/** The version of a stored proposal; what is of no known version counts as absent. */
export const proposalVersion = 1
/** More wordings than this nobody looks through. */
export const mostVariants = 20

const { question, variants, answer, facts: citedFacts } = faqEntrySchema.shape
const wordingSchema = z.strictObject({ question, variants: variants.max(mostVariants), answer })

/** An entry's words in one language. */
export type Wording = Readonly<z.infer<typeof wordingSchema>>

const contentSchema = z.strictObject({
  wordings: z.record(z.enum(languages), wordingSchema),
  facts: citedFacts,
})

/** What an entry would say. */
export type ProposedContent = Readonly<z.infer<typeof contentSchema>>

/** How a proposal is kept. */
export const proposalSchema = contentSchema.extend({
  version: z.literal(proposalVersion),
  /** The id that the entry would have in the FAQ. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** Tells the same form sent again from another one. */
  key: z.string(),
  caseId: z.string().nullable(),
  proposedBy: z.string(),
  /** Milliseconds since 1970, as are all moments. */
  proposedAt: z.number(),
  state: z.enum(['open', 'accepted', 'discarded']),
  decidedAt: z.number().nullable(),
})

/** A proposal for the FAQ. */
export type Proposal = Readonly<z.infer<typeof proposalSchema>>

/** One language's part of a form, as it was typed. */
export interface TypedWording {
  readonly question: string
  readonly answer: string
  /** One on each line. */
  readonly variants: string
}

/** A form as it was filled in. */
export interface TypedProposal {
  readonly wordings: Readonly<Record<Language, TypedWording>>
  readonly facts: readonly string[]
}

/** Where in a form something is wrong. */
export interface Field {
  readonly language: Language
  readonly part: keyof TypedWording
}

/** What is wrong with a form. */
export type ProposalFault =
  | { readonly kind: 'tooShort'; readonly field: Field; readonly least: number }
  | { readonly kind: 'tooLong'; readonly field: Field; readonly most: number }
  | { readonly kind: 'tooMany'; readonly field: Field; readonly most: number }
  /** Something of a person's. */
  | { readonly kind: 'private'; readonly field: Field; readonly found: string }
  /** Something in braces or brackets that nothing fills in. */
  | { readonly kind: 'placeholder'; readonly field: Field; readonly found: string }
  | { readonly kind: 'noFact' }
  | { readonly kind: 'unknownFact'; readonly id: string }

/** A form's content, or all that is wrong with it. */
export type CheckedProposal =
  | { readonly kind: 'right'; readonly content: ProposedContent }
  | { readonly kind: 'wrong'; readonly faults: readonly ProposalFault[] }

const parts = ['question', 'answer', 'variants'] as const
/** What the FAQ's reader fills in, in answers. */
const filledIn: readonly string[] = ['{signIn}', '{resetPassword}', '{support}']
/** What stands in Canon's facts is nobody's private matter. */
const stated = [...Object.values(facts).map(({ claim }) => claim), ...Object.values(links)].join('\n')

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const faultOf = (issue: z.core.$ZodIssue): ProposalFault => {
  const [, language, part] = issue.path
  if (issue.path[0] === 'facts')
    return issue.code === 'custom'
      ? { kind: 'unknownFact', id: issue.message.replace(/^.*: /, '') }
      : { kind: 'noFact' }
  const field = { language: language as Language, part: part as Field['part'] }
  if (issue.code === 'too_big') {
    const most = Number(issue.maximum)
    return { kind: issue.origin === 'array' ? 'tooMany' : 'tooLong', field, most }
  }
  return { kind: 'tooShort', field, least: issue.code === 'too_small' ? Number(issue.minimum) : 1 }
}

function* leftovers(
  typed: TypedProposal,
  privateIn: (text: string) => readonly string[],
): Generator<ProposalFault> {
  for (const language of languages)
    for (const part of parts) {
      const text = typed.wordings[language][part]
      const field = { language, part }
      for (const found of privateIn(text))
        if (!stated.includes(found)) yield { kind: 'private', field, found }
      for (const [found] of text.matchAll(/\{[^{}\n]*\}|\[(?:email|iban|card|phone|serial|name)-\d+\]/g))
        if (part !== 'answer' || !filledIn.includes(found)) yield { kind: 'placeholder', field, found }
    }
}

/** Checks a form. `privateIn` finds what is personal in a text. Where nobody said how members put it, the question itself does. */
export const checkProposal = (
  typed: TypedProposal,
  privateIn: (text: string) => readonly string[],
): CheckedProposal => {
  const wordings = Object.fromEntries(
    languages.map((language) => {
      const { question: asked, answer: said, variants: lines } = typed.wordings[language]
      const others = [...new Set(linesOf(lines))]
      return [language, { question: asked, variants: others.length > 0 ? others : [asked], answer: said }]
    }),
  )
  const parsed = contentSchema.safeParse({ wordings, facts: [...new Set(typed.facts)] })
  const wrong = (parsed.error?.issues ?? [])
    .map(faultOf)
    // A missing question is one fault, also where it stands in for its variants.
    .filter(
      (fault) =>
        !('field' in fault) ||
        fault.field.part !== 'variants' ||
        linesOf(typed.wordings[fault.field.language].variants).length > 0,
    )
  const faults = [...wrong, ...leftovers(typed, privateIn)]
  return parsed.success && faults.length === 0
    ? { kind: 'right', content: parsed.data }
    : { kind: 'wrong', faults }
}

/** Words that say nothing of what is asked: an id does without them. */
const small = new Set(
  'a an the and or of to in on at for with from by is are was be been am do does did can could may might must should will would how what when where which who why i you we my me our your it its this that there any if have has had get'.split(
    ' ',
  ),
)
const [mostWords, longestId] = [5, 48]

/** An id for an entry, from its English question; another one than those that are taken. */
export const faqIdFor = (englishQuestion: string, taken: ReadonlySet<string>): string => {
  const words = englishQuestion
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}\s'’-]/gu, ' ')
    .toLowerCase()
    .replace(/['’]\p{L}*/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const telling = words.filter((word) => !small.has(word))
  const chosen = telling.length > 0 ? telling : words
  const base = chosen.slice(0, mostWords).join('-').slice(0, longestId).replace(/-+$/, '') || 'entry'
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!taken.has(id)) return id
  }
}
