/** Builds the server: one file with the packages that it uses, the launcher that runs it, and what V8 makes of it. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeFile, codeFolder } from './code-cache.mjs'
import { lazyPackages } from './lazy-packages.mjs'
import { ownPlaces } from './own-places.mjs'

const node = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' }

function replace(file, content) {
  writeFileSync(`${file}.new`, content)
  renameSync(`${file}.new`, file)
}

/** Bundles the server from `entry` into `dist/`, with its launcher as `output`. Resolves with the bundle's hash. */
export async function bundleServer({ root, entry, output }) {
  const { build } = await import('esbuild')
  const dist = join(root, 'dist')
  const program = join(dist, 'server.cjs')
  const { outputFiles } = await build({
    ...node,
    entryPoints: [entry],
    outfile: program,
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    // A function for the launcher, not a module for Node.
    banner: {
      js: "(function (exports, require, module, __filename, __dirname) { const moduleUrl = require('node:url').pathToFileURL(__filename).href;",
    },
    footer: { js: '})' },
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'external',
    plugins: [lazyPackages(dist)],
    write: false,
  })
  const made = (suffix) => outputFiles.find(({ path }) => path === program + suffix)
  const bundle = made('')
  const hash = createHash('sha256').update(bundle.contents).digest('hex').slice(0, 16)
  const launcher = await build({
    ...node,
    entryPoints: [join(root, 'bot', 'launch', 'launcher.mjs')],
    outfile: output,
    format: 'esm',
    define: { BUNDLE: JSON.stringify(hash) },
    write: false,
  })
  // In this order no launcher, at any moment, finds what was made of one bundle beside another: it reads the bundle first.
  rmSync(join(dist, codeFolder), { recursive: true, force: true })
  replace(program, bundle.contents)
  replace(`${program}.map`, JSON.stringify(ownPlaces(JSON.parse(made('.map').text))))
  replace(`${program}.LEGAL.txt`, made('.LEGAL.txt')?.contents ?? '')
  replace(output, launcher.outputFiles[0].contents)
  return hash
}

/**
 * Has what V8 makes of a bundle kept, where this Node has none of it yet; whether it has now. Where that fails, the server starts
 * all the same, only slower.
 */
export function keepCode({ root, bundle, say }) {
  if (existsSync(codeFile(join(root, 'dist'), bundle))) return true
  const program = join(root, 'bot', 'launch', 'keep-code.mjs')
  const { status, error, stderr } = spawnSync(process.execPath, [program], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 30_000,
    encoding: 'utf8',
  })
  if (status !== 0) say(`The server will start slower than it could: ${error?.message ?? stderr.trim()}`)
  return status === 0
}
