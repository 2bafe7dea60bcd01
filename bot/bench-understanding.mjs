/** `npm run bench:understanding`: makes ready, then measures the local engine on the test examples, beside others. */
import { join } from 'node:path'
import { prepare, root } from './setup.mjs'

await prepare({ dev: true, only: ['local engine'] })
const { build } = await import('esbuild')
const program = join(root, 'dist', 'bench-understanding.js')
await build({
  entryPoints: [join(root, 'bot', 'understanding', 'bench.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
})
process.setSourceMapsEnabled(true)
await import('../dist/bench-understanding.js')
