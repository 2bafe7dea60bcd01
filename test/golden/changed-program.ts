/**
 * The program as a later deploy might change it, built from today's sources with a few edits: a question added in front, one
 * renamed and an option renamed (with upcasts), an option and two questions removed, steps in another order.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { languages } from '../../domain/values.ts'

const root = join(import.meta.dirname, '../..')

/** What a piece of a source file becomes. */
type Edit = readonly [from: string, to: string]

const inEveryLanguage = (file: string, ...edits: Edit[]): readonly (readonly [string, readonly Edit[]])[] =>
  languages.map((language) => [`dialogs/messages/${language}/${file}`, edits])

const renamed: Edit = ['hadMembership: ', 'formerMember: ']
const paymentUpcast = `renames: { hadMembership: 'formerMember' }`
const migrationUpcast = `values: { wayOut: (value) => (value === 'support' ? 'prioritySupport' : value) }`
const registrationUpcast = `renames: { dateConfirmed: null }`
const allUpcasts = `renames: { hadMembership: 'formerMember', dateConfirmed: null }, ${migrationUpcast}`
const second = (upcast: string): Edit => ['version: 1,', `version: 2, upcasts: { 1: { ${upcast} } },`]

/** The edits, by file. Each must find its place once: where the sources change, they are to be changed as well. */
const edits: ReadonlyMap<string, readonly Edit[]> = new Map<string, readonly Edit[]>([
  [
    'domain/values.ts',
    [
      ['hadMembership: z.boolean()', 'formerMember: z.boolean(), payingForCompany: z.boolean()'],
      [
        `wayOut: z.enum(['registerAgain', 'support'])`,
        `wayOut: z.enum(['registerAgain', 'prioritySupport'])`,
      ],
      [`z.enum(['button', 'tick', 'data'])`, `z.enum(['button', 'tick'])`],
      ['dateConfirmed: z.boolean(),', ''],
    ],
  ],
  [
    'domain/payment.ts',
    [
      [
        `let method = known.get('paymentMethod')`,
        `if (known.get('payingForCompany') === undefined) return needs('payingForCompany')
  let method = known.get('paymentMethod')`,
      ],
      [`known.get('hadMembership')`, `known.get('formerMember')`],
      [`needs('hadMembership'`, `needs('formerMember'`],
    ],
  ],
  ['domain/products.ts', [[`way === 'support'`, `way === 'prioritySupport'`]]],
  [
    'domain/product-data.ts',
    [
      // The dealer comes before the serial number, the country is not asked, and an old date is believed.
      [
        `for (const slot of ['serialNumber', 'purchaseDate'] as const) {`,
        `if (known.get('dealer', { item }) === undefined) return needs('dealer', { item, tells: noPoints })
  for (const slot of ['purchaseDate', 'serialNumber'] as const) {`,
      ],
      [
        `(slot === 'serialNumber' ? isOddSerial(value) : isOddDate(value, today))`,
        `slot === 'serialNumber' && isOddSerial(value)`,
      ],
      [
        `for (const slot of ['purchaseCountry', 'dealer'] as const)`,
        `for (const slot of ['dealer'] as const)`,
      ],
    ],
  ],
  [
    'domain/onboarding.ts',
    [
      [`    ['tier', tierSelection],\n`, ''],
      [`    ['payment', payment],\n`, `    ['payment', payment],\n    ['tier', tierSelection],\n`],
    ],
  ],
  [
    'dialogs/payment.ts',
    [second(paymentUpcast), [`hadMembership: yesNo(`, `payingForCompany: yesNo(), formerMember: yesNo(`]],
  ],
  [
    'dialogs/migration.ts',
    [
      second(migrationUpcast),
      [`choice(['registerAgain', 'support']`, `choice(['registerAgain', 'prioritySupport']`],
      [`choice(['button', 'tick', 'data'])`, `choice(['button', 'tick'])`],
    ],
  ],
  [
    'dialogs/registration.ts',
    [
      second(registrationUpcast),
      ['  dateConfirmed: yesNo(),\n', ''],
      ['  purchaseCountry: aCountry(),\n', ''],
    ],
  ],
  ['dialogs/onboarding.ts', [second(allUpcasts)]],
  ...inEveryLanguage('asks.ts', [
    renamed[0],
    `payingForCompany: { ask: () => 'New question?', short: () => 'New?', why: '-', example: '-' }, ${renamed[1]}`,
  ]),
  ...inEveryLanguage(
    'words.ts',
    [renamed[0], `payingForCompany: 'company', ${renamed[1]}`],
    ['  support: ', '  prioritySupport: '],
  ),
])

/** A source as it is after its edits. */
const edited = (path: string): string => {
  const source = readFileSync(join(root, path), 'utf8')
  return (edits.get(path) ?? []).reduce((text, [from, to]) => {
    if (text.split(from).length !== 2)
      throw new Error(`${path} has not one place that reads ${from}: the changed program is to be adapted`)
    return text.replace(from, () => to)
  }, source)
}

const changing: Plugin = {
  name: 'changing',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/(domain|dialogs)\/.*\.ts$/ }, ({ path }) => ({
      contents: edited(path.slice(root.length + 1)),
      loader: 'ts',
    })),
}

/** Where a build is: laid out as the project is, with what is read at run time. */
const layOut = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cps-changed-'))
  mkdirSync(join(folder, 'dist'))
  for (const path of ['node_modules', 'package.json', 'domain', 'dist/understanding.json', 'dist/web'])
    symlinkSync(join(root, path), join(folder, path))
  return folder
}

/** A program that was built. */
export interface BuiltProgram {
  /** The server, to be run by Node. */
  readonly server: string
  /** The talks of the program, in this process. */
  readonly talks: () => Promise<typeof import('./program-entry.ts')>
  readonly remove: () => void
}

/** Builds the program from its sources; `changed` builds it as a later deploy. */
export const buildProgram = async ({ changed }: { readonly changed: boolean }): Promise<BuiltProgram> => {
  const folder = layOut()
  await build({
    entryPoints: { server: 'test/golden/server-entry.ts', talks: 'test/golden/program-entry.ts' },
    outdir: join(folder, 'dist'),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
    plugins: changed ? [changing] : [],
  })
  return {
    server: join(folder, 'dist', 'server.js'),
    talks: () => import(/* @vite-ignore */ pathToFileURL(join(folder, 'dist', 'talks.js')).href),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
