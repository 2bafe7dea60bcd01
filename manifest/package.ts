/** The app package: the files that Teams takes, and the zip around them. */
import { strToU8, zipSync } from 'fflate'
import { localeFile, localeOf, manifestOf } from './app.ts'
import { renderIcon } from './icons.ts'
import type { PackageSettings } from './settings.ts'
import { packageLanguages } from './texts.ts'

/** The package's files by name. */
export type PackageFiles = Readonly<Record<string, Uint8Array>>

const json = (content: unknown): Uint8Array => strToU8(`${JSON.stringify(content, null, 2)}\n`)

/** All files of the package for these settings; `folder` holds the drawings. */
export const packageFiles = async (settings: PackageSettings, folder: string): Promise<PackageFiles> => {
  const manifest = manifestOf(settings)
  return {
    'manifest.json': json(manifest),
    ...Object.fromEntries(
      packageLanguages.map((language) => [localeFile(language), json(localeOf(language))]),
    ),
    [manifest.icons.color]: await renderIcon(folder, 'color'),
    [manifest.icons.outline]: await renderIcon(folder, 'outline'),
  }
}

/** The zip: the same files, the same bytes, whenever and wherever it is made. */
export const zipOf = (files: PackageFiles): Uint8Array =>
  // A zip holds local time without a zone: the first that it can hold, wherever this runs.
  zipSync({ ...files }, { level: 9, mtime: new Date(1980, 0, 1), os: 3 })
