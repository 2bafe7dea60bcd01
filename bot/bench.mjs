/** `npm run bench`: makes ready, bundles the benchmark into `dist/bench/` and runs it; `-- --quick --only turns,store` to narrow it. */
import { join } from 'node:path'
import { prepare, root } from './setup.mjs'

await prepare({ dev: true })
const { bundlePrograms } = await import('./build.mjs')
const sources = join(root, 'bot', 'bench')
await bundlePrograms(
  {
    bench: join(sources, 'main.ts'),
    probe: join(sources, 'probe.ts'),
    rival: join(sources, 'rivals', 'program.ts'),
    connector: join(sources, 'rivals', 'connector.ts'),
    'bare-sockets': join(sources, 'rivals', 'bare-sockets.ts'),
  },
  join(root, 'dist', 'bench'),
)
process.setSourceMapsEnabled(true)
const { bench } = await import('../dist/bench/bench.js')
process.exitCode = await bench(process.argv.slice(2), root)
