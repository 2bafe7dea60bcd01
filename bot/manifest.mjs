/** `npm run manifest`: makes ready, then builds and checks the Teams app package. */
import { prepare } from './setup.mjs'

await prepare({ dev: true, only: ['manifest'] })
process.setSourceMapsEnabled(true)
await import('../dist/manifest.js')
