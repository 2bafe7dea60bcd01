/** Builds `dist/` with esbuild: the server, the command that understands, the page, and the trained local engine. */
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { bundleServer, keepCode } from './launch/server-bundle.mjs'
import { renderPictures } from './pictures.mjs'
import { hashOf, looksOf } from './sources.mjs'

/** Where nothing changed, nothing that builds is loaded. */
const bundle = async (options) => (await import('esbuild')).build(options)

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

/** Bundles programs that run on Node beside the built server: their entry points by name, into a folder. */
export const bundlePrograms = (entryPoints, outdir) => bundle({ ...node, entryPoints, outdir })

/** What is built: from which sources, into what, and how. Absent sources are no fault: that part is not there yet. */
const products = [
  {
    name: 'page',
    entry: 'bot/web/main.tsx',
    output: 'dist/web/index.html',
    from: ['bot/web', 'bot/widget', 'bot/pictures.mjs', 'dialogs', 'domain'],
    make: (paths) =>
      page({ ...paths, source: 'bot/web', style: 'page.css', at: '', widget: 'bot/widget/main.ts' }),
  },
  {
    name: 'tab',
    entry: 'bot/tab/main.tsx',
    output: 'dist/tab/index.html',
    from: ['bot/tab'],
    make: (paths) => page({ ...paths, source: 'bot/tab', style: 'tab.css', at: '/tab' }),
  },
  {
    name: 'local engine',
    entry: 'bot/understanding/train.ts',
    output: 'dist/understanding.json',
    from: ['bot/understanding', 'domain', 'prompts'],
    make: train,
  },
  {
    name: 'FAQ',
    entry: 'bot/yaml-file.ts',
    output: 'dist/faq.json',
    from: ['bot/yaml-file.ts', 'domain/faq'],
    make: parseFaq,
  },
  {
    name: 'questions',
    entry: 'bot/questions.ts',
    output: 'dist/questions.js',
    from: ['bot', 'domain', 'prompts'],
    make: ({ entry, output }) => bundle({ ...node, entryPoints: [entry], outfile: output }),
  },
  {
    name: 'replay',
    entry: 'bot/replay-command.ts',
    output: 'dist/replay.js',
    from: ['bot', 'dialogs', 'domain', 'prompts'],
    make: ({ entry, output }) => bundle({ ...node, entryPoints: [entry], outfile: output }),
  },
  {
    name: 'backup',
    entry: 'bot/backup-command.ts',
    output: 'dist/backup.js',
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
    name: 'proposals',
    entry: 'bot/proposals.ts',
    output: 'dist/proposals.js',
    from: ['bot', 'dialogs', 'domain', 'prompts'],
    make: ({ entry, output }) => bundle({ ...node, entryPoints: [entry], outfile: output }),
  },
  {
    name: 'manifest',
    entry: 'manifest/main.ts',
    output: 'dist/manifest.js',
    from: ['manifest'],
    make: ({ entry, output }) => bundle({ ...node, entryPoints: [entry], outfile: output }),
  },
  {
    name: 'server',
    entry: 'bot/main.ts',
    output: 'dist/server.js',
    from: ['bot', 'dialogs', 'domain', 'prompts'],
    make: async ({ stamps, ...paths }) => {
      stamps.bundle = await bundleServer(paths)
    },
  },
]

/** What the FAQ's files say, parsed: reading YAML takes longer than all else at a start. */
async function parseFaq({ root, entry, output }) {
  const program = join(root, 'dist', 'yaml-file.js')
  await bundle({ ...node, sourcemap: false, entryPoints: [entry], outfile: program })
  const { parseBeforehand } = await import(`${pathToFileURL(program).href}?${Date.now()}`)
  const folder = join(root, 'domain', 'faq')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ya?ml$/.test(name),
  )
  const parsed = parseBeforehand(files.map((name) => readFileSync(join(folder, name), 'utf8')))
  writeFileSync(`${output}.new`, JSON.stringify(parsed))
  renameSync(`${output}.new`, output)
}

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

/**
 * A page of a folder, served at an address: script and style carry a hash of their content in their name, so that browsers may
 * keep them for ever.
 */
async function page({ root, entry, output, source, style, at, widget }) {
  const folder = dirname(output)
  rmSync(folder, { recursive: true, force: true })
  const styleFile = join(root, source, style)
  const { metafile } = await bundle({
    entryPoints: [entry, ...(existsSync(styleFile) ? [styleFile] : [])],
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: `${at}/assets`,
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
  const nameOf = (name) => built.find(([, { entryPoint }]) => entryPoint === `${source}/${name}`)?.[0]
  let html = readFileSync(join(root, source, 'index.html'), 'utf8')
  for (const [built, names] of [
    ['main.tsx', ['main.tsx', 'main.js']],
    [style, [style]],
  ]) {
    const file = nameOf(built)
    if (!file) continue
    // Any spelling of the address in the source page: /main.js, ./main.tsx, /assets/page.css …
    for (const name of names)
      html = html.replace(
        new RegExp(`(src|href)="[^":]*\\b${name.replace('.', '\\.')}"`, 'g'),
        `$1="${at}/assets/${basename(file)}"`,
      )
  }
  // Whatever else stands beside the page (icons, a manifest) is served as it is.
  for (const name of readdirSync(join(root, source)))
    if (/\.(svg|png|ico|webmanifest|txt)$/.test(name))
      writeFileSync(join(folder, name), readFileSync(join(root, source, name)))
  // What the page's script imports is fetched beside it, not after it.
  html = html.replace('</head>', `${preloads(metafile, nameOf('main.tsx'), at)}</head>`)
  const pictures = join(root, source, 'pictures')
  if (existsSync(pictures)) {
    mkdirSync(join(folder, 'pictures'), { recursive: true })
    for (const name of readdirSync(pictures))
      copyFileSync(join(pictures, name), join(folder, 'pictures', name))
    await renderPictures(pictures, join(folder, 'pictures'))
  }
  writeFileSync(output, html)
  // What sites name in their pages keeps its name.
  if (widget)
    await bundle({
      entryPoints: [join(root, widget)],
      outfile: join(folder, 'widget.js'),
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'iife',
      target: 'es2020',
      logLevel: 'warning',
      legalComments: 'none',
      absWorkingDir: root,
    })
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|css|html|svg|webmanifest|txt)$/.test(name)) continue
    const content = readFileSync(join(folder, name))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content))
  }
}

/** Links that have all that a script imports statically fetched together with it. */
function preloads({ outputs }, script, at) {
  const found = new Set()
  const follow = (name) => {
    for (const { path, kind } of outputs[name]?.imports ?? [])
      if (kind === 'import-statement' && !found.has(path)) {
        found.add(path)
        follow(path)
      }
  }
  follow(script)
  return [...found]
    .map((path) => `<link rel="modulepreload" href="${at}/assets/${basename(path)}" />`)
    .join('')
}

/** Builds each product whose sources changed since it was last built, or that is not there. */
export async function build({ root, say, only = undefined }) {
  const stampFile = join(root, 'dist', '.stamp')
  mkdirSync(join(root, 'dist'), { recursive: true })
  const stamps = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
  const keep = () => writeFileSync(stampFile, JSON.stringify(stamps, null, 2))
  const wanted = products.filter(
    ({ name, entry }) => existsSync(join(root, entry)) && (!only || only.includes(name)),
  )
  // Reading all sources takes longer than seeing that none was touched.
  const looks = looksOf(root, [...new Set(wanted.flatMap(({ from }) => from))])
  const seen = `looks of ${wanted.map(({ name }) => name).join(', ')}`
  const untouched = stamps[seen] === looks
  for (const product of wanted) {
    const [entry, output] = [join(root, product.entry), join(root, product.output)]
    if (untouched && existsSync(output)) continue
    const hash = hashOf(root, product.from)
    if (stamps[product.name] === hash && existsSync(output)) continue
    const started = Date.now()
    await product.make({ root, entry, output, stamps })
    stamps[product.name] = hash
    keep()
    say(`Built the ${product.name} in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
  }
  const starts = wanted.some(({ name }) => name === 'server')
  // What failed once is not tried at every start.
  const attempt = `${stamps.bundle} with Node ${process.versions.node}`
  if (starts && stamps.slow !== attempt && !keepCode({ root, bundle: stamps.bundle, say })) {
    stamps.slow = attempt
    keep()
  }
  if (untouched) return
  stamps[seen] = looks
  keep()
}
