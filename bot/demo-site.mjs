/** `npm run demo-site`: makes ready, and opens a site of somebody else's with the launcher on it. */
import { join } from 'node:path'
import { prepare, root } from './setup.mjs'

await prepare()
const { bundlePrograms } = await import('./build.mjs')
await bundlePrograms({ 'demo-site': join(root, 'bot', 'demo', 'main.ts') }, join(root, 'dist'))
const { openDemo } = await import('../dist/demo-site.js')
await openDemo()
