/** `npm run manifest`: builds the app package, checks it as Teams would, and says where it lies. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { packageFaults } from './check.ts'
import { packageFiles, zipOf } from './package.ts'
import { readSettings } from './settings.ts'

const root = join(import.meta.dirname, '..')
const output = join(root, 'dist', 'manifest', 'cps-assistant.zip')

const refuse = (faults: readonly string[]): void => {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exitCode = 1
}

/** Writes the package of the environment's settings, or says what is wrong and writes nothing. */
export async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version?: unknown }
  const read = readSettings(process.env, version)
  if (read.kind === 'faults') return refuse(read.faults)
  const zip = zipOf(await packageFiles(read.settings, join(root, 'manifest')))
  const faults = await packageFaults(zip)
  if (faults.length > 0) return refuse(faults)
  mkdirSync(dirname(output), { recursive: true })
  writeFileSync(output, zip)
  for (const hint of read.hints) process.stderr.write(`${hint}\n`)
  const { appId, publicUrl } = read.settings
  console.log(
    `${relative(process.cwd(), output)}: version ${read.settings.version} for ${publicUrl}, app ${appId}`,
  )
}

await main()
