/** `npm run manifest`, as it is built: a package where all is set, a clear refusal and no package where it is not. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFaults } from '../../manifest/check.ts'
import { settings } from './settings.ts'

const root = join(import.meta.dirname, '../..')
const zip = join(root, 'dist', 'manifest', 'cps-assistant.zip')

const build = (environment: Readonly<Record<string, string>>) =>
  new Promise<{ readonly failed: boolean; readonly out: string; readonly says: string }>((resolve) => {
    const { PATH = '' } = process.env
    execFile(
      process.execPath,
      [join(root, 'dist', 'manifest.js')],
      { cwd: root, env: { PATH, ...environment } },
      (error, out, says) => resolve({ failed: error !== null, out, says }),
    )
  })

test('a package is made where all is set, and none where it is not', async () => {
  rmSync(zip, { force: true })
  const refused = await build({ PUBLIC_URL: 'http://chat.example.org' })
  expect(refused).toMatchObject({ failed: true, out: '' })
  expect(refused.says).toMatch(/^MICROSOFT_APP_ID: .+\nPUBLIC_URL: .+\n$/)
  expect(existsSync(zip)).toBe(false)

  const made = await build({ MICROSOFT_APP_ID: settings.appId, PUBLIC_URL: settings.publicUrl })
  expect(made).toMatchObject({ failed: false })
  expect(made.out).toContain('cps-assistant.zip')
  expect(await packageFaults(readFileSync(zip))).toEqual([])
})
