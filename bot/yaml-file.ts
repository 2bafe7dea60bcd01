/** Files that people write: YAML, read so that a fault can be said with its line. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'

/** A YAML file as read. */
export interface YamlFile {
  readonly content: unknown
  /** Where it is no YAML: line (from 1) and what is wrong. */
  readonly faults: readonly { readonly line: number; readonly message: string }[]
  /** The line on which the value at a path stands, or the nearest one around it, from 1. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/** What texts without faults say, by their SHA-256 in hexadecimal: parsed when the program was built. */
export type ParsedYaml = Readonly<Record<string, unknown>>

const parsedSchema = z.record(z.string(), z.unknown())

/** What a build parsed; nothing where it left nothing, or nothing that can be read: every file is parsed then. */
export function readParsedYaml(path: string): ParsedYaml {
  try {
    return parsedSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return {}
  }
}

/** What these texts say, for those to whom parsing takes too long; without those that are faulty or say more than JSON can. */
export function parseBeforehand(texts: readonly string[]): ParsedYaml {
  const parsed: Record<string, unknown> = {}
  for (const text of texts) {
    const content = faultless(text)
    if (isDeepStrictEqual(content, JSON.parse(JSON.stringify(content ?? null))))
      parsed[hashOf(text)] = content
  }
  return parsed
}

function faultless(text: string): unknown {
  try {
    const { content, faults } = parse(text)
    return faults.length > 0 ? undefined : content
  } catch {
    // Too many aliases: said where the file is read.
    return undefined
  }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Reads a file, from what is `parsed` already where its text is the same; throws what the file system throws. */
export function readYamlFile(path: string, parsed: ParsedYaml = {}): YamlFile {
  const text = readFileSync(path, 'utf8')
  const hash = hashOf(text)
  if (!Object.hasOwn(parsed, hash)) return parse(text)
  return { content: parsed[hash], faults: [], lineOf: (at) => parse(text).lineOf(at) }
}

function parse(text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const faults = document.errors.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, message }))
  const lineOf = (at: readonly PropertyKey[]): number => {
    for (let length = at.length; length >= 0; length--) {
      const node = document.getIn(at.slice(0, length), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  // Faulty YAML is not read at all: half a file would say something that nobody wrote.
  return { content: faults.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 }), faults, lineOf }
}
