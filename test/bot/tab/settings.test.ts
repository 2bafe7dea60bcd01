/** A host for the tab on this machine is only for this machine: elsewhere the program does not start with it. */
import { describe, expect, it } from 'vitest'
import { readConfig, SetupFault } from '../../../bot/config.ts'
import { appId, tenantId } from './local-issuer.ts'

const registered = {
  MICROSOFT_APP_ID: appId,
  MICROSOFT_APP_PASSWORD: 'a password of the app’s own',
  MICROSOFT_APP_TENANT_ID: tenantId,
}
const local = { ...registered, TEAMS_LOCAL_HOST: 'http://127.0.0.1:5001' }
const reachable = { TOKEN_KEY: 'k'.repeat(40), PUBLIC_URL: 'https://chat.example.org' }

const faultsOf = (environment: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof SetupFault) return error.faults
    throw error
  }
}

describe('TEAMS_LOCAL_HOST', () => {
  it('is a page on this machine', () => {
    expect(readConfig({ ...local, TEAMS_LOCAL_HOST: 'http://localhost:5001/' }).teams?.localHost).toBe(
      'http://localhost:5001',
    )
    for (const host of [
      'https://teams.example.org',
      'http://10.0.0.1:80',
      'localhost',
      'http://127.0.0.1/page',
      '*',
    ])
      expect([host, faultsOf({ ...local, TEAMS_LOCAL_HOST: host }).length]).toEqual([host, 1])
  })

  it.each([
    ['others reach the address', { HOST: '0.0.0.0', ...reachable }],
    ['it is public', { PUBLIC_URL: 'https://chat.example.org' }],
    ['it stands behind a proxy', { TRUST_PROXY: '1' }],
  ])('is refused where %s', (_, more) => {
    expect(faultsOf({ ...local, ...more })).toEqual([expect.stringMatching(/^TEAMS_LOCAL_HOST: /)])
  })

  it('shows nothing where there is no registration', () => {
    expect(faultsOf({ TEAMS_LOCAL_HOST: local.TEAMS_LOCAL_HOST })).toEqual([
      expect.stringMatching(/^TEAMS_LOCAL_HOST: /),
    ])
  })
})
