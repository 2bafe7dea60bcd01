/** Microsoft's schemas for app packages, as its own package carries them: nothing is fetched. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppManifestUtils } from '@microsoft/app-manifest'
import { schemaVersion } from './app.ts'

type Schema = NonNullable<Parameters<typeof AppManifestUtils.validateAgainstSchema>[1]>
type Checked = Parameters<typeof AppManifestUtils.validateAgainstSchema>[0]

const schemas = {
  manifest: 'MicrosoftTeams.schema.json',
  localisation: 'MicrosoftTeams.Localization.schema.json',
} as const

const read = (name: keyof typeof schemas): Schema => {
  const library = dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest'))
  const file = join(library, 'json-schemas', 'teams', `v${schemaVersion}`, schemas[name])
  // Microsoft's patterns leave a bracket bare (`\\b]`) that a strict regular expression needs escaped.
  return JSON.parse(readFileSync(file, 'utf8').replaceAll('\\\\b]', '\\\\b\\\\]')) as Schema
}

/** What a schema finds wrong, one line each; none where it is as Microsoft describes it. */
export const schemaFaults = async (
  content: unknown,
  schema: keyof typeof schemas,
): Promise<readonly string[]> => AppManifestUtils.validateAgainstSchema(content as Checked, read(schema))
