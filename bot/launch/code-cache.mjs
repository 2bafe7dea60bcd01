/** What V8 made of the server's code, kept from one start for the next: a file per build, Node and its options. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { arch, env, pid, version } from 'node:process'

const hashOf = (data) => createHash('sha1').update(data).digest()
const digestLength = 20

/** The folder of all of them, in `dist/`. */
export const codeFolder = 'code'

/** The file for a build in its place and for this Node: V8 takes back what the same V8 made with the same options, place names and all. */
export function codeFile(dist, built) {
  const options = hashOf([arch, env.NODE_OPTIONS, dist].join('\n')).toString('hex', 0, 4)
  return join(dist, codeFolder, `${built}-${version}-${options}`)
}

/** What was kept; nothing where that is not whole, for V8 itself does not look and would run whatever is there. */
export function readCode(file) {
  try {
    const kept = readFileSync(file)
    const code = kept.subarray(digestLength)
    return hashOf(code).equals(kept.subarray(0, digestLength)) ? code : undefined
  } catch {
    return undefined
  }
}

/** Keeps it. Whoever reads meanwhile finds the whole of it or nothing. */
export function writeCode(file, code) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.${pid}`, Buffer.concat([hashOf(code), code]))
  renameSync(`${file}.${pid}`, file)
}
