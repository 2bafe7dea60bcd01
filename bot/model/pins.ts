/** Understandings that a person has reviewed: the same message in the same place always means the same, without a call. */
import { z } from 'zod'
import { type Act, actSchema, type Utterance } from '../../prompts/acts.ts'
import { SetupFault } from '../config.ts'
import { readYamlFile } from '../yaml-file.ts'

/** Looks a message up; `undefined` where nobody reviewed it. */
export type Pins = (utterance: Utterance) => readonly Act[] | undefined

/** A message and its place: case, accents, spaces and closing marks make no difference. */
const keyOf = (
  text: string,
  pending: { readonly dialog: string | null; readonly slot: string } | null,
): string => {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/[\s.!…]+$/u, '')
    .trim()
  return `${pending?.dialog ?? ''}/${pending?.slot ?? ''}/${plain}`
}

const fileSchema = (faqIds: readonly string[]) =>
  z.array(
    z.strictObject({
      text: z.string().trim().min(1).max(1000),
      pending: z
        .strictObject({ dialog: z.string().nullable().default(null), slot: z.string() })
        .nullable()
        .default(null),
      acts: z.array(actSchema(faqIds)).min(1),
    }),
  )

/** Reads a file of pins (a list of `text`, `pending` and `acts`, as examples are written). Throws a `SetupFault` that names the line. */
export function readPins(path: string | undefined, faqIds: readonly string[]): Pins {
  if (path === undefined) return () => undefined
  const fault = (line: number, message: string) => new SetupFault([`${path}:${line}: ${message}`])
  let file: ReturnType<typeof readYamlFile>
  try {
    file = readYamlFile(path)
  } catch (error) {
    throw new SetupFault([
      `MODEL_PINS: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): ${path}.`,
    ])
  }
  const broken = file.faults[0]
  if (broken) throw fault(broken.line, broken.message)
  const parsed = fileSchema(faqIds).safeParse(file.content ?? [])
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw fault(file.lineOf(issue.path), `${issue.path.join('.') || 'the file'}: ${issue.message}`)
  }
  const pinned = new Map<string, readonly Act[]>()
  parsed.data.forEach(({ text, pending, acts }, at) => {
    const key = keyOf(text, pending)
    if (pinned.has(key))
      throw fault(file.lineOf([at]), 'the same message in the same place stands here twice')
    pinned.set(key, acts as readonly Act[])
  })
  return ({ text, pending }) => pinned.get(keyOf(text, pending))
}
