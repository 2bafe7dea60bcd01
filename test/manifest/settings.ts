/** What the tests' packages are made for. */
import { join } from 'node:path'
import type { PackageSettings } from '../../manifest/settings.ts'

export const drawings = join(import.meta.dirname, '../../manifest')

export const settings: PackageSettings = {
  appId: '5b0c7f4e-7c1d-4a8e-9d52-0f3a6b1c2d4e',
  publicUrl: 'https://chat.example.org/cps',
  version: '1.2.3',
  publisher: 'Example',
  privacyUrl: 'https://example.org/privacy',
  termsUrl: 'https://example.org/terms',
}
