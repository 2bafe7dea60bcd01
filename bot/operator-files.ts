/** The files that an operator writes: the policy and the FAQ, checked at start, each fault named with its line. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type FaqBook, type FaqFile, faqBook } from '../domain/faq.ts'
import { emptyPolicy, type Policy, policySchema } from '../domain/policy.ts'
import { type Replies, type ReplyBook, repliesSchema } from '../domain/replies.ts'
import type { Language } from '../domain/values.ts'
import { SetupFault } from './config.ts'
import { type ParsedYaml, readYamlFile, type YamlFile } from './yaml-file.ts'

function read(path: string, name: string, parsed?: ParsedYaml): YamlFile {
  let file: YamlFile
  try {
    file = readYamlFile(path, parsed)
  } catch (error) {
    throw new SetupFault([
      `${name}: cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}): ${path}.`,
    ])
  }
  if (file.faults.length > 0)
    throw new SetupFault(file.faults.map(({ line, message }) => `${path}:${line}: ${message}`))
  return file
}

/** The policy of a file; without one it fills nothing in. Throws a `SetupFault`. */
export function readPolicy(path: string | undefined): Policy {
  if (path === undefined) return emptyPolicy
  const { content, lineOf } = read(path, 'POLICY_FILE')
  const parsed = policySchema.safeParse(content ?? {})
  if (parsed.success) return parsed.data
  throw new SetupFault(
    parsed.error.issues.map((issue) => {
      // An unknown field is named by itself: its line, not that of what it stands in.
      const at = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path
      return `${path}:${lineOf(at)}: ${at.join('.') || 'the file'}: ${issue.message}`
    }),
  )
}

/** The ready replies of a folder with one file per language; none where a file is not there. Throws a `SetupFault`. */
export function readReplies(folder: string): ReplyBook {
  const of = (language: Language): Replies => {
    const path = join(folder, `${language}.yaml`)
    if (!existsSync(path)) return []
    const { content, lineOf } = read(path, 'REPLIES_DIR')
    const parsed = repliesSchema.safeParse(content ?? [])
    if (parsed.success) return parsed.data
    throw new SetupFault(
      parsed.error.issues.map(
        ({ path: at, message }) => `${path}:${lineOf(at)}: ${at.join('.') || 'the file'}: ${message}`,
      ),
    )
  }
  return { nl: of('nl'), en: of('en') }
}

/** The FAQ of a folder with one folder per language; what is `parsed` already is not parsed again. Throws a `SetupFault`. */
export function readFaq(folder: string, parsed?: ParsedYaml): FaqBook {
  const files: FaqFile[] = []
  for (const language of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
    if (!language.isDirectory()) continue
    for (const name of readdirSync(join(folder, language.name)).sort()) {
      if (!/\.ya?ml$/.test(name)) continue
      const { content, lineOf } = read(join(folder, language.name, name), 'FAQ', parsed)
      files.push({ language: language.name, id: basename(name).replace(/\.ya?ml$/, ''), content, lineOf })
    }
  }
  const { book, faults } = faqBook(files)
  if (faults.length > 0)
    throw new SetupFault(
      faults.map(
        ({ language, id, line, message }) => `${join(folder, language, id)}.yaml:${line}: ${message}`,
      ),
    )
  return book
}
