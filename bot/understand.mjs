/** `npm run --silent understand`: makes ready, then answers each JSON line on stdin with one on stdout. */
import { prepare } from './setup.mjs'

await prepare({ only: ['local engine', 'understand'] })
process.setSourceMapsEnabled(true)
await import('../dist/understand.js')
