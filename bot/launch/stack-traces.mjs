/** Stack traces that name the sources. Node's own way reads the whole source map at every start; this reads it at the first fault. */
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { cwd } from 'node:process'

const asThrown = (error) => {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}

/** From now on, places in the bundled `program` are told as places in what it was made from. What its map leaves out stays. */
export function nameSources(program) {
  let map
  const readMap = () => {
    try {
      return new SourceMap(JSON.parse(readFileSync(`${program}.map`, 'utf8')))
    } catch {
      return new SourceMap({ version: 3, sources: [], names: [], mappings: '' })
    }
  }
  const frameOf = (frame) => {
    const told = String(frame)
    if (frame.getFileName() !== program) return told
    const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()]
    map ??= readMap()
    const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1)
    if (!originalSource) return told
    const source = relative(cwd(), join(dirname(program), originalSource))
    return told.replace(
      `${program}:${line}:${column}`,
      () => `${source}:${originalLine + 1}:${originalColumn + 1}`,
    )
  }
  Error.prepareStackTrace = (error, frames) => [asThrown(error), ...frames.map(frameOf)].join('\n    at ')
}
