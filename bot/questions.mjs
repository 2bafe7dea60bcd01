/** `npm run questions`: makes ready, then prints what members asked and nobody could answer. */
import { prepare } from './setup.mjs'

await prepare({ only: ['questions'] })
process.setSourceMapsEnabled(true)
await import('../dist/questions.js')
