/** `npm run replay`: makes ready, then runs a conversation again from its journal. */
import { prepare } from './setup.mjs'

await prepare({ only: ['replay'] })
process.setSourceMapsEnabled(true)
const { main } = await import('../dist/replay.js')
await main(process.argv.slice(2))
