/** Files that people write: YAML, read so that a fault can be said with its line. */
import { readFileSync } from 'node:fs'
import { isNode, LineCounter, parseDocument } from 'yaml'

/** A YAML file as read. */
export interface YamlFile {
  readonly content: unknown
  /** Where it is no YAML: line (from 1) and what is wrong. */
  readonly faults: readonly { readonly line: number; readonly message: string }[]
  /** The line on which the value at a path stands, or the nearest one around it, from 1. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/** Reads a file; throws what the file system throws. */
export function readYamlFile(path: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines, prettyErrors: false })
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
