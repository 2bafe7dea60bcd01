/**
 * An esbuild plugin for programs that are to start quickly: of botbuilder, whose packages load all they have at once, only what
 * is used is run; and what has machine code in it, or only some set-ups need, stays where it is installed.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { relative, sep } from 'node:path'

/** Packages with machine code in them, and such as only some set-ups need: not bundled. */
const apart =
  /^(?:botbuilder$|undici$|lmdb|cockatiel|langchain|openai|pdfkit|redis|@langchain\/|@opentelemetry\/|@redis\/)/

/** What botbuilder's packages need for channels that are not ours: loaded by them, from where they find it. */
const foreign = /^(?:botframework-connector|@azure\/)/

const botbuilder =
  /[\\/]node_modules[\\/](?:botbuilder-core|botbuilder-dialogs|botframework-schema)[\\/].*\.js$/

/** The plugin, for a bundle that is written into `folder`. */
export const lazyPackages = (folder) => ({
  name: 'lazy packages',
  setup(build) {
    build.onResolve({ filter: apart }, ({ path }) => ({ path, external: true }))
    build.onResolve({ filter: foreign }, ({ path, importer }) => ({
      path: `./${relative(folder, createRequire(importer).resolve(path)).split(sep).join('/')}`,
      external: true,
    }))
    build.onLoad({ filter: botbuilder }, ({ path }) => ({
      contents: whenUsed(readFileSync(path, 'utf8'), path),
      loader: 'js',
    }))
  },
})

/** A module as TypeScript compiles it to CommonJS, changed so that what it requires is loaded where it is used first. */
function whenUsed(text, path) {
  const require = createRequire(path)
  const withoutStars = text.replaceAll(/^__exportStar\(require\("([^"]+)"\), exports\);$/gm, (_, from) => {
    const names = Object.keys(require(from)).filter((name) => name !== '__esModule')
    return names
      .map((name) => {
        const getter = `{ enumerable: true, configurable: true, get: () => require("${from}").${name} }`
        return `if (!("${name}" in exports)) Object.defineProperty(exports, "${name}", ${getter});`
      })
      .join(' ')
  })
  let changed = withoutStars
  for (const [statement, name, from] of withoutStars.matchAll(
    /^(?:const|var) (\w+_\d+) = require\("([^"]+)"\);$/gm,
  ))
    changed = changed
      .replace(statement, '')
      .replaceAll(new RegExp(`(?<![\\w$.])${name}(?![\\w$])`, 'g'), `(require("${from}"))`)
  return changed
}
