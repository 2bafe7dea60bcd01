/** The FAQ: curated questions, how members put them, and answers that name their facts. */
import { z } from 'zod'
import { type FactId, isFactId } from './facts.ts'
import { type Language, languages } from './values.ts'

/**
 * One entry in one language. `answer` is short Markdown (paragraphs, `- ` lists, `**bold**`) and may hold the
 * placeholders `{signIn}`, `{resetPassword}` (links) and `{support}` (a sentence on how support is reached).
 */
export const faqEntrySchema = z.strictObject({
  question: z.string().trim().min(5).max(160),
  variants: z.array(z.string().trim().min(3).max(200)).min(1),
  answer: z.string().trim().min(10).max(1200),
  facts: z
    .array(z.string())
    .min(1)
    .superRefine((ids, context) => {
      for (const [index, id] of ids.entries())
        if (!isFactId(id)) context.addIssue({ code: 'custom', path: [index], message: `no such fact: ${id}` })
    })
    .transform((ids) => ids as FactId[]),
})

/** One FAQ entry in one language. */
export type FaqEntry = Readonly<z.infer<typeof faqEntrySchema>> & {
  readonly id: string
  readonly language: Language
}

/** A file that holds an entry: its language and id are its folder and name. */
export interface FaqFile {
  readonly language: string
  readonly id: string
  readonly content: unknown
  /** The line on which the value at a path of `content` stands, from 1. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/** What is wrong with a file, said for the person who wrote it. */
export interface FaqFault {
  readonly language: string
  readonly id: string
  readonly line: number
  readonly message: string
}

/** All entries, by id and language. */
export interface FaqBook {
  readonly ids: readonly string[]
  /** The entry in that language, or in the first language that has it; `undefined` where the id does not exist. */
  readonly entry: (id: string, language: Language) => FaqEntry | undefined
}

/** Checks the files of the FAQ and binds them to a book, or says what is wrong with which line. */
export function faqBook(files: readonly FaqFile[]): {
  readonly book: FaqBook
  readonly faults: readonly FaqFault[]
} {
  const faults: FaqFault[] = []
  const entries = new Map<string, Map<Language, FaqEntry>>()
  for (const file of files) {
    const where = { language: file.language, id: file.id }
    const language = languages.find((known) => known === file.language)
    if (!language || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(file.id)) {
      faults.push({
        ...where,
        line: 1,
        message: `stands in a folder named by its language (${languages.join(', ')}), in a file named by its id`,
      })
      continue
    }
    const parsed = faqEntrySchema.safeParse(file.content)
    if (parsed.success) {
      const byLanguage = entries.get(file.id) ?? new Map<Language, FaqEntry>()
      entries.set(file.id, byLanguage.set(language, { ...parsed.data, id: file.id, language }))
      continue
    }
    for (const issue of parsed.error.issues)
      faults.push({
        ...where,
        line: file.lineOf(issue.path),
        message: `${issue.path.join('.') || 'the file'}: ${issue.message}`,
      })
  }
  const entry: FaqBook['entry'] = (id, language) => {
    const byLanguage = entries.get(id)
    return (
      byLanguage?.get(language) ?? languages.map((other) => byLanguage?.get(other)).find((found) => found)
    )
  }
  return { book: { ids: [...entries.keys()], entry }, faults }
}
