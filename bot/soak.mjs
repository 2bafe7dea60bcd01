/** `npm run soak`: makes ready, then has members talk to the built server for half an hour; `-- --minutes 5 --members 20` to change that. */
import { join } from 'node:path'
import { prepare, root } from './setup.mjs'

await prepare({ dev: true })
const { bundlePrograms } = await import('./build.mjs')
const sources = join(root, 'bot', 'bench')
await bundlePrograms(
  { soak: join(sources, 'soak.ts'), probe: join(sources, 'probe.ts') },
  join(root, 'dist', 'bench'),
)
process.setSourceMapsEnabled(true)
const { main } = await import('../dist/bench/soak.js')
process.exitCode = await main(process.argv.slice(2), join(root, 'dist'))
