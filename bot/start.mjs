/** `npm start`: makes ready, then runs the server in this process, so that it gets the signals itself. */
import { prepare } from './setup.mjs'

await prepare()
const { main } = await import('../dist/server.js')
await main()
