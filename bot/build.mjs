/** Builds `dist/` with esbuild: the server, the command that understands, the page, and the trained local engine. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build as bundle } from 'esbuild'

const node = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
  legalComments: 'none',
}

/** What is built: from which sources, into what, and how. Absent sources are no fault: that part is not there yet. */
const products = [
  {
    name: 'page',
    entry: 'bot/web/main.tsx',
    output: 'dist/web/index.html',
    from: ['bot/web', 'dialogs', 'domain'],
    make: page,
  },
  {
    name: 'local engine',
    entry: 'bot/understanding/train.ts',
    output: 'dist/understanding.json',
    from: ['bot/understanding', 'domain', 'prompts'],
    make: train,
  },
  {
    name: 'questions',
    entry: 'bot/questions.ts',
    output: 'dist/questions.js',
    from: ['bot', 'domain', 'prompts'],
    make: ({ entry, output }) => bundle({ ...node, entryPoints: [entry], outfile: output }),
  },
  {
    name: 'understand',
    entry: 'bot/understanding/command.ts',
    output: 'dist/understand.js',
    from: ['bot', 'domain', 'prompts'],
    make: ({ entry, output }) => bundle({ ...node, entryPoints: [entry], outfile: output }),
  },
  {
    name: 'scorecard',
    entry: 'bot/model/scorecard-command.ts',
    output: 'dist/scorecard.js',
    from: ['bot', 'domain', 'prompts'],
    make: ({ entry, output }) => bundle({ ...node, entryPoints: [entry], outfile: output }),
  },
  {
    name: 'server',
    entry: 'bot/main.ts',
    output: 'dist/server.js',
    from: ['bot', 'dialogs', 'domain', 'prompts'],
    make: ({ entry, output }) => bundle({ ...node, entryPoints: [entry], outfile: output }),
  },
]

/** Training takes a while: it is left out where what trains and what it reads are as they were. */
async function train({ root, entry, output, stamps }) {
  const program = join(root, 'dist', 'train.js')
  await bundle({ ...node, sourcemap: false, entryPoints: [entry], outfile: program })
  const inputs = createHash('sha256')
    .update(readFileSync(program))
    .update(hashOf(root, ['prompts/examples', 'domain/faq']))
  const key = inputs.digest('hex')
  if (stamps.training === key && existsSync(output)) return
  const { trainToFile } = await import(`${pathToFileURL(program).href}?${Date.now()}`)
  await trainToFile(`${output}.new`)
  renameSync(`${output}.new`, output)
  stamps.training = key
}

/** The page: script and style carry a hash of their content in their name, so that browsers may keep them for ever. */
async function page({ root, entry, output }) {
  const folder = join(root, 'dist', 'web')
  rmSync(folder, { recursive: true, force: true })
  const style = join(root, 'bot', 'web', 'page.css')
  const { metafile } = await bundle({
    entryPoints: [entry, ...(existsSync(style) ? [style] : [])],
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: '/assets',
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2020',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file' },
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
    legalComments: 'none',
    absWorkingDir: root,
  })
  const built = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint)
  const nameOf = (source) => built.find(([, { entryPoint }]) => entryPoint === source)?.[0]
  let html = readFileSync(join(root, 'bot', 'web', 'index.html'), 'utf8')
  for (const [source, names] of [
    ['bot/web/main.tsx', ['main.tsx', 'main.js']],
    ['bot/web/page.css', ['page.css']],
  ]) {
    const file = nameOf(source)
    if (!file) continue
    // Any spelling of the address in the source page: /main.js, ./main.tsx, /assets/page.css …
    for (const name of names)
      html = html.replace(
        new RegExp(`(src|href)="[^":]*\\b${name.replace('.', '\\.')}"`, 'g'),
        `$1="/assets/${basename(file)}"`,
      )
  }
  // Whatever else stands beside the page (icons, a manifest) is served as it is.
  for (const name of readdirSync(join(root, 'bot', 'web')))
    if (/\.(svg|png|ico|webmanifest|txt)$/.test(name))
      writeFileSync(join(folder, name), readFileSync(join(root, 'bot', 'web', name)))
  writeFileSync(output, html)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|css|html|svg|webmanifest|txt)$/.test(name)) continue
    const content = readFileSync(join(folder, name))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content))
  }
}

function hashOf(root, folders) {
  const hash = createHash('sha256')
  const add = (path) => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const below = `${path}/${entry.name}`
      if (entry.isDirectory()) add(below)
      else
        hash
          .update(below)
          .update('\0')
          .update(readFileSync(join(root, below)))
          .update('\0')
    }
  }
  for (const folder of folders) if (existsSync(join(root, folder))) add(folder)
  for (const file of ['package-lock.json', 'tsconfig.json', 'bot/build.mjs'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Builds each product whose sources changed since it was last built, or that is not there. */
export async function build({ root, say, only = undefined }) {
  const stampFile = join(root, 'dist', '.stamp')
  mkdirSync(join(root, 'dist'), { recursive: true })
  const stamps = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
  for (const product of products) {
    const [entry, output] = [join(root, product.entry), join(root, product.output)]
    if (!existsSync(entry) || (only && !only.includes(product.name))) continue
    const hash = hashOf(root, product.from)
    if (stamps[product.name] === hash && existsSync(output)) continue
    const started = Date.now()
    await product.make({ root, entry, output, stamps })
    stamps[product.name] = hash
    writeFileSync(stampFile, JSON.stringify(stamps, null, 2))
    say(`Built the ${product.name} in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
  }
}
