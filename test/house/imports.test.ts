/** The house keeps its rooms: each folder imports only what it may. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mjs)$/.test(name))
    .map((name) => join(folder, name))

/** Whatever a file imports, statically, dynamically or for types only: packages by name, own files by their path from the root. */
const importsOf = (file: string): readonly string[] => {
  const text = readFileSync(join(root, file), 'utf8')
  const found = [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"]([^'"\n]+)['"]/g)].map(
    (match) => match[1]!,
  )
  return found.map((name) => (name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name))
}

/** What each room may import beside itself. */
const table: Readonly<Record<string, readonly RegExp[]>> = {
  domain: [/^domain\//, /^zod$/],
  prompts: [/^prompts\//, /^domain\//, /^zod$/],
  dialogs: [/^dialogs\//, /^domain\//, /^prompts\/acts\.ts$/, /^zod$/],
  // Its own validator, and what draws, packs and looks at the package.
  manifest: [
    /^manifest\//,
    /^node:/,
    /^zod$/,
    /^@microsoft\/app-manifest$/,
    /^@resvg\/resvg-wasm$/,
    /^fflate$/,
    /^fast-png$/,
  ],
}
/** The one file that knows the SDK's dialogs. */
const knowsTheSdk = 'dialogs/talk-dialog.ts'

describe('what may be imported', () => {
  for (const [room, allowed] of Object.entries(table))
    test(room, () => {
      const files = sourcesIn(room)
      expect(files.length).toBeGreaterThan(3)
      for (const file of files)
        for (const imported of importsOf(file)) {
          const may = allowed.some((pattern) => pattern.test(imported))
          const sdk = file === knowsTheSdk && /^botbuilder-(core|dialogs)(\/|$)/.test(imported)
          expect(may || sdk, `${file} imports ${imported}`).toBe(true)
        }
    })

  test('nothing in the product imports a test', () => {
    for (const room of ['bot', 'dialogs', 'domain', 'manifest', 'prompts'])
      for (const file of sourcesIn(room))
        for (const imported of importsOf(file)) expect(imported, file).not.toMatch(/^test\/|^vitest$/)
  })

  test('the domain and the talks have no clock and no chance of their own', () => {
    for (const room of ['domain', 'dialogs', 'prompts'])
      for (const file of sourcesIn(room)) {
        const text = readFileSync(join(root, file), 'utf8')
        expect(text, file).not.toMatch(/\bDate\.now\(|new Date\(\)|Math\.random\(|process\.|performance\.now/)
      }
  })
})

describe('sentences stand in the catalogues', () => {
  test('no talk and no rule writes a sentence of its own', () => {
    const files = [...sourcesIn('domain'), ...sourcesIn('dialogs')].filter(
      (file) => !file.startsWith('dialogs/messages/') && file !== 'domain/facts.ts',
    )
    for (const file of files) {
      const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      // A sentence: a capital, several words, and a full stop or question mark inside one string.
      expect(code.match(/'[A-Z][^'\n]*( [a-zë]+){3,}[^'\n]*[.?!]'/g) ?? [], file).toEqual([])
    }
  })
})
