/** What the build reads, told apart from what it read before: by content, or quickly, by what the file system says of it. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** How things are built counts for everything that is. */
const always = ['package-lock.json', 'tsconfig.json', 'bot/build.mjs']

/** The files in these folders, and these files, under `root`, in one order. */
function* filesOf(root, paths) {
  for (const path of paths) {
    const place = join(root, path)
    if (!existsSync(place)) continue
    if (statSync(place).isFile()) yield path
    else
      for (const entry of readdirSync(place, { withFileTypes: true }).sort((a, b) =>
        a.name < b.name ? -1 : 1,
      ))
        if (entry.isDirectory()) yield* filesOf(root, [`${path}/${entry.name}`])
        else yield `${path}/${entry.name}`
  }
}

/** A hash of what these folders and files hold. */
export function hashOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of filesOf(root, [...paths, ...always]))
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  return hash.digest('hex')
}

/** A hash of names, sizes and times: the same where nothing was touched. Where it differs, the content may yet be the same. */
export function looksOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of filesOf(root, [...paths, ...always])) {
    const { size, mtimeMs, ctimeMs } = statSync(join(root, path))
    hash.update(`${path}\0${size}\0${mtimeMs}\0${ctimeMs}\0`)
  }
  return hash.digest('hex')
}
