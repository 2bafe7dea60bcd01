/** `npm run scorecard -- --model NAME`: makes ready, then puts the labelled examples to a model. */
import { prepare } from './setup.mjs'

await prepare({ only: ['local engine', 'scorecard'] })
process.setSourceMapsEnabled(true)
await import('../dist/scorecard.js')
