/**
 * The built server, `dist/server.js`: runs the bundle beside it from what V8 made of it before, where the build kept that.
 * Without it everything is compiled again: slower, and the same otherwise.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { constants, Script } from 'node:vm'
import { codeFile, readCode, writeCode } from './code-cache.mjs'
import { nameSources } from './stack-traces.mjs'

const folder = dirname(fileURLToPath(import.meta.url))
const program = join(folder, 'server.cjs')
// The build puts the bundle's hash here.
const keptIn = codeFile(folder, BUNDLE)

// Nothing but ASCII is in it, which is read faster this way.
const script = new Script(readFileSync(program, 'latin1'), {
  filename: program,
  cachedData: readCode(keptIn),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
})
nameSources(program)

const module = { exports: {} }
script.runInThisContext()(module.exports, createRequire(program), module, program, folder)

/** What `bot/main.ts` has. */
export const { main, startServer } = module.exports

/** Keeps what V8 made of all that ran until now. */
export const keepCode = () => writeCode(keptIn, script.createCachedData())

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) await main()
