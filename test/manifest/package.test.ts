/** The package is one that Teams takes, says in both languages what there is, and is the same however often it is built. */
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { packageFaults } from '../../manifest/check.ts'
import { type PackageFiles, packageFiles, zipOf } from '../../manifest/package.ts'
import { drawings, settings } from './settings.ts'

let files: PackageFiles
let manifest: Record<string, never>

beforeAll(async () => {
  files = await packageFiles(settings, drawings)
  manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString()) as typeof manifest
})

describe('the app package', () => {
  test('has nothing that Microsoft’s schema or our own checks find wrong', async () => {
    expect(await packageFaults(zipOf(files))).toEqual([])
  })

  test('is written by schema 1.25 or later', () => {
    const [major, minor] = String(manifest.manifestVersion).split('.').map(Number)
    expect([major, minor! >= 25]).toEqual([1, true])
  })

  test('is the same to the byte in any time zone', async () => {
    const zone = process.env.TZ
    const zips: string[] = []
    for (const one of ['UTC', 'Pacific/Auckland', 'America/St_Johns']) {
      process.env.TZ = one
      zips.push(Buffer.from(zipOf(await packageFiles(settings, drawings))).toString('base64'))
    }
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(new Set(zips).size).toBe(1)
    expect(Object.keys(unzipSync(Buffer.from(zips[0]!, 'base64')))).toEqual(Object.keys(files))
  })

  test('serves one person, a team and a group chat, and searches', () => {
    expect(manifest).toMatchObject({
      bots: [{ botId: settings.appId, scopes: ['personal', 'team', 'groupChat'] }],
      composeExtensions: [{ botId: settings.appId, commands: [{ type: 'query', initialRun: true }] }],
      staticTabs: [{ contentUrl: 'https://chat.example.org/cps/tab/', scopes: ['personal'] }],
      configurableTabs: [{ scopes: ['team', 'groupChat'] }],
    })
  })

  test('hears replies in threads and group chats by consent, and signs in for this host and app', () => {
    expect(manifest).toMatchObject({
      authorization: {
        permissions: {
          resourceSpecific: [
            { name: 'ChannelMessage.Read.Group', type: 'Application' },
            { name: 'ChatMessage.Read.Chat', type: 'Application' },
          ],
        },
      },
      webApplicationInfo: { id: settings.appId, resource: `api://chat.example.org/${settings.appId}` },
      validDomains: ['chat.example.org'],
    })
  })

  test('names the port where there is one: in the sign-in, not among the domains', async () => {
    const made = await packageFiles({ ...settings, publicUrl: 'https://chat.example.org:8443' }, drawings)
    expect(await packageFaults(zipOf(made))).toEqual([])
    expect(JSON.parse(Buffer.from(made['manifest.json']!).toString())).toMatchObject({
      webApplicationInfo: { resource: `api://chat.example.org:8443/${settings.appId}` },
      validDomains: ['chat.example.org'],
    })
  })
})
