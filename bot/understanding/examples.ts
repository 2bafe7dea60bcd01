/** Reads what the local engine learns from: the example files, and the questions and variants of the FAQ. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { faqEntrySchema } from '../../domain/faq.ts'
import { type Act, actSchema, faqIds } from '../../prompts/acts.ts'
import type { Example } from '../../prompts/local/train.ts'

/** The project's folder, from the address of a module in `bot/understanding/` or, built, in `dist/`. */
export function projectRoot(moduleUrl: string): string {
  const folder = dirname(fileURLToPath(moduleUrl))
  return basename(folder) === 'dist' ? dirname(folder) : dirname(dirname(folder))
}

/** A phrase of the FAQ: the entry that answers it. */
export interface FaqPhrase {
  readonly id: string
  readonly language: string
  readonly text: string
}

/** An example and where it stands: its language by the file's name. */
export interface FiledExample extends Example {
  readonly language: string
  readonly file: string
  readonly line: number
}

const exampleSchema = (ids: readonly string[]) =>
  z.strictObject({
    text: z.string().max(100_000),
    acts: z.array(actSchema(ids)).min(1),
    language: z.string().optional(),
    /** What the example shows, for whoever reads the figures. */
    tags: z.array(z.string()).optional(),
    pending: z
      .strictObject({
        dialog: z.string().nullable().default(null),
        slot: z.string(),
        item: z.number().optional(),
        options: z.array(z.unknown()).optional(),
      })
      .nullable()
      .optional(),
    today: z.iso.date().optional(),
  })

const listed = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort()
  } catch {
    return []
  }
}

/** Reads a folder of examples (`<name>.<language>.yaml`). A wrong one is named with its file and line. */
export async function readExamples(
  folder: string,
  ids: readonly string[] = faqIds,
): Promise<readonly FiledExample[]> {
  const schema = exampleSchema(ids)
  const examples: FiledExample[] = []
  for (const name of await listed(folder)) {
    const file = join(folder, name)
    const counter = new LineCounter()
    const document = parseDocument(await readFile(file, 'utf8'), { lineCounter: counter })
    const fault = document.errors[0]
    if (fault) throw new Error(`${file}:${counter.linePos(fault.pos[0]).line}: ${fault.message}`)
    const content: unknown = document.toJS()
    if (!Array.isArray(content)) throw new Error(`${file}:1: a file of examples is a list`)
    const language = /\.([a-z]{2})\.ya?ml$/.exec(name)?.[1] ?? 'nl'
    content.forEach((entry: unknown, at) => {
      const node = document.getIn([at], true)
      const line = isNode(node) && node.range ? counter.linePos(node.range[0]).line : 1
      const parsed = schema.safeParse(entry)
      if (!parsed.success) {
        const issue = parsed.error.issues[0]!
        throw new Error(`${file}:${line}: ${issue.path.join('.') || 'the example'}: ${issue.message}`)
      }
      examples.push({
        ...parsed.data,
        acts: parsed.data.acts as readonly Act[],
        language: parsed.data.language ?? language,
        file,
        line,
      })
    })
  }
  return examples
}

/** Reads the FAQ's questions and variants (`<folder>/<language>/<id>.yaml`). */
export async function readFaqPhrases(
  folder: string,
  languages: readonly string[] = ['nl', 'en'],
): Promise<readonly FaqPhrase[]> {
  const phrases: FaqPhrase[] = []
  for (const language of languages)
    for (const name of await listed(join(folder, language))) {
      const file = join(folder, language, name)
      const document = parseDocument(await readFile(file, 'utf8'))
      const parsed = faqEntrySchema.safeParse(document.errors.length ? undefined : document.toJS())
      if (!parsed.success)
        throw new Error(`${file}:1: ${document.errors[0]?.message ?? parsed.error.issues[0]!.message}`)
      const id = name.replace(/\.ya?ml$/, '')
      for (const text of [parsed.data.question, ...parsed.data.variants]) phrases.push({ id, language, text })
    }
  return phrases
}
