/** `npm run bench:page`: makes ready, bundles the page's benchmark into `dist/bench/` and runs it; `-- --quick` for three rounds. */
import { join } from 'node:path'
import { prepare, root } from './setup.mjs'

await prepare({ dev: true })
const { bundlePrograms } = await import('./build.mjs')
const sources = join(root, 'bot', 'bench')
await bundlePrograms(
  { 'bench-page': join(sources, 'page', 'main.ts'), probe: join(sources, 'probe.ts') },
  join(root, 'dist', 'bench'),
)
process.setSourceMapsEnabled(true)
const { benchPage } = await import('../dist/bench/bench-page.js')
process.exitCode = await benchPage(process.argv.slice(2), root)
