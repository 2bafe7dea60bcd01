/** `npm run backup` and `npm run restore`: makes ready, then copies the embedded store to a file, or back. */
import { prepare } from './setup.mjs'

await prepare({ only: ['backup'] })
process.setSourceMapsEnabled(true)
await import('../dist/backup.js')
