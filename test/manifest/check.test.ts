/** What the schema cannot see is seen: each mistake that Teams would refuse, or show to people, is named. */
import { encode } from 'fast-png'
import { beforeAll, describe, expect, test } from 'vitest'
import { packageFaults } from '../../manifest/check.ts'
import { type PackageFiles, packageFiles, zipOf } from '../../manifest/package.ts'
import { drawings, settings } from './settings.ts'

let good: PackageFiles

beforeAll(async () => {
  good = await packageFiles(settings, drawings)
})

const faultsWith = (files: PackageFiles) => packageFaults(zipOf({ ...good, ...files }))
const without = (name: string) =>
  packageFaults(zipOf(Object.fromEntries(Object.entries(good).filter(([other]) => other !== name))))
/** The package with a text of one of its files in place of another. */
const replacing = (file: string, from: string | RegExp, to: string) => {
  const text = Buffer.from(good[file]!).toString()
  const changed = text.replace(from, to)
  expect(changed).not.toBe(text)
  return faultsWith({ [file]: Buffer.from(changed) })
}
const image = (size: number, pixel: readonly number[]) =>
  encode({
    width: size,
    height: size,
    data: Uint8Array.from({ length: size * size * pixel.length }, (_, at) => pixel[at % pixel.length]!),
    channels: pixel.length as 3 | 4,
    depth: 8,
  })

describe('a package that Teams would not take is refused', () => {
  test('what is no zip, or has no manifest', async () => {
    expect(await packageFaults(Buffer.from('hello'))).toHaveLength(1)
    expect(await without('manifest.json')).toEqual(['manifest.json: not in the package'])
    expect(await faultsWith({ 'manifest.json': Buffer.from('{') })).toEqual(['manifest.json: no JSON'])
  })

  test.each<[string, string, string | RegExp, string, RegExp]>([
    [
      'a command beyond the schema',
      'manifest.json',
      '"supportsFiles": false',
      '"supports": 1',
      /additional properties/,
    ],
    [
      'another version',
      'manifest.json',
      '"manifestVersion": "1.25"',
      '"manifestVersion": "1.19"',
      /manifestVersion/,
    ],
    [
      'an id that is none',
      'manifest.json',
      `"id": "${settings.appId}"`,
      '"id": "5b0c7f4e"',
      /no id of a registration/,
    ],
    ['ids that differ', 'manifest.json', /"botId": "5b/, '"botId": "6b', /differ/],
    [
      'an empty GUID',
      'manifest.json',
      new RegExp(settings.appId, 'g'),
      '00000000-0000-0000-0000-000000000000',
      /no id of a registration/,
    ],
    [
      'a wildcard domain',
      'manifest.json',
      '"chat.example.org"\n',
      '"*.example.org"\n',
      /not the name of one host/,
    ],
    [
      'a domain of others only',
      'manifest.json',
      '"chat.example.org"\n',
      '"example.org"\n',
      /chat\.example\.org is missing/,
    ],
    [
      'a page without TLS',
      'manifest.json',
      '"contentUrl": "https:',
      '"contentUrl": "http:',
      /does not begin with https/,
    ],
    [
      'sign-in for another host',
      'manifest.json',
      'api://chat.example.org',
      'api://example.org',
      /webApplicationInfo/,
    ],
    [
      'a title that is cut off',
      'manifest.json',
      '"title": "Paying"',
      `"title": "${'Paying '.repeat(6)}"`,
      /longer than 32/,
    ],
    [
      'a title that is cut off in Dutch',
      'nl.json',
      '"Betalen"',
      `"${'Betalen '.repeat(6)}"`,
      /longer than 32/,
    ],
    ['an empty text', 'nl.json', '"Betalen"', '" "', /is empty/],
    [
      'the same command twice',
      'manifest.json',
      '"title": "Paying"',
      '"title": "Register products"',
      /same command twice/,
    ],
    ['a placeholder', 'manifest.json', '"name": "Example"', '"name": "{{PUBLISHER}}"', /placeholder/],
    [
      'a text without translation',
      'nl.json',
      /"staticTabs\[0\].name": "[^"]*",/,
      '',
      /staticTabs\[0\].name is missing/,
    ],
    [
      'a translation of nothing',
      'nl.json',
      'commands[6].title',
      'commands[9].title',
      /is not in the manifest/,
    ],
    [
      'a translation that the schema does not know',
      'nl.json',
      '"name.short"',
      '"name.long"',
      /additional properties/,
    ],
    ['a translation that is no JSON', 'nl.json', '{', '[', /nl\.json: no JSON/],
  ])('%s', async (_, file, from, to, named) => {
    expect((await replacing(file, from, to)).join('\n')).toMatch(named)
  })

  test.each(['en.json', 'nl.json', 'color.png', 'outline.png'])('%s not there', async (name) => {
    expect(await without(name)).toEqual([`${name}: not in the package`])
  })

  test('a file that nothing names', async () => {
    expect(await faultsWith({ 'notes.txt': Buffer.from('x') })).toEqual([
      'notes.txt: nothing in the manifest names it',
    ])
  })

  test.each<[string, string, Uint8Array, RegExp]>([
    ['too small', 'color.png', image(96, [1, 2, 3, 255]), /96 × 96 pixels instead of 192 × 192/],
    ['too large', 'outline.png', image(192, [255, 255, 255, 0]), /instead of 32 × 32/],
    ['no picture', 'color.png', Buffer.from('GIF89a'), /no PNG/],
    ['without transparency', 'outline.png', image(32, [255, 255, 255]), /transparency/],
    ['on a ground', 'outline.png', image(32, [255, 255, 255, 255]), /no transparent ground/],
    ['in colour', 'outline.png', image(32, [200, 20, 20, 128]), /another colour than white/],
  ])('an icon %s', async (_, name, file, named) => {
    expect((await faultsWith({ [name]: file })).join('\n')).toMatch(named)
  })
})
