/** A package is made of settings that are there and right, or not at all. */
import { describe, expect, test } from 'vitest'
import { readSettings } from '../../manifest/settings.ts'
import { settings } from './settings.ts'

const full = { MICROSOFT_APP_ID: settings.appId, PUBLIC_URL: 'https://chat.example.org/cps/' }

const faultsOf = (environment: Readonly<Record<string, string>>, version: unknown = '1.2.3') => {
  const read = readSettings(environment, version)
  return read.kind === 'faults' ? read.faults.map((fault) => fault.split(':')[0]) : []
}

describe('what the package is made for', () => {
  test('an id and an address are enough; what was filled in is said', () => {
    const read = readSettings(full, '1.2.3')
    expect(read).toMatchObject({
      kind: 'settings',
      settings: {
        appId: settings.appId,
        publicUrl: 'https://chat.example.org/cps',
        privacyUrl: 'https://chat.example.org/cps/',
      },
    })
    expect(read.kind === 'settings' && read.hints).toHaveLength(2)
  })

  test('everything that is missing is named at once', () => {
    expect(faultsOf({})).toEqual(['MICROSOFT_APP_ID', 'PUBLIC_URL'])
    expect(faultsOf({ MICROSOFT_APP_ID: ' ', PUBLIC_URL: '' })).toEqual(['MICROSOFT_APP_ID', 'PUBLIC_URL'])
  })

  test.each<[string, Readonly<Record<string, string>>, unknown, string]>([
    ['an id that is none', { ...full, MICROSOFT_APP_ID: 'my-app' }, '1.2.3', 'MICROSOFT_APP_ID'],
    [
      'the empty id',
      { ...full, MICROSOFT_APP_ID: '00000000-0000-0000-0000-000000000000' },
      '1.2.3',
      'MICROSOFT_APP_ID',
    ],
    ['an address without TLS', { ...full, PUBLIC_URL: 'http://chat.example.org' }, '1.2.3', 'PUBLIC_URL'],
    ['an address that is none', { ...full, PUBLIC_URL: 'chat' }, '1.2.3', 'PUBLIC_URL'],
    ['a wildcard', { ...full, PUBLIC_URL: 'https://*.example.org' }, '1.2.3', 'PUBLIC_URL'],
    ['an address with a question', { ...full, PUBLIC_URL: 'https://example.org?a' }, '1.2.3', 'PUBLIC_URL'],
    ['terms without TLS', { ...full, TERMS_URL: 'http://example.org' }, '1.2.3', 'TERMS_URL'],
    [
      'a publisher that Teams cuts off',
      { ...full, PUBLISHER_NAME: 'x'.repeat(33) },
      '1.2.3',
      'PUBLISHER_NAME',
    ],
    ['a version that Teams does not take', full, '1.2.3-beta', 'version in package.json'],
    ['no version', full, null, 'version in package.json'],
  ])('%s is refused', (_, environment, version, named) => {
    expect(faultsOf(environment, version)).toEqual([named])
  })
})
