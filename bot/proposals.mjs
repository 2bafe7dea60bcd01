/** `npm run proposals`: makes ready, then lists what support proposed for the FAQ, exports it or says what became of it. */
import { prepare } from './setup.mjs'

await prepare({ only: ['proposals'] })
process.setSourceMapsEnabled(true)
await import('../dist/proposals.js')
