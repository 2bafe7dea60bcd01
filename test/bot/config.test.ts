import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig, SetupFault } from '../../bot/config.ts'
import { keptTokenKey } from '../../bot/token-key.ts'
import { runningServer, temporaryFolder } from './running-server.ts'

const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work()
  } catch (error) {
    if (error instanceof SetupFault) return error.faults
    throw error
  }
  return []
}

const key = 'x'.repeat(32)

describe('the configuration', () => {
  it('needs nothing, and takes an empty value for none', () => {
    const usual = {
      port: 3978,
      host: '127.0.0.1',
      dataDir: './data',
      allowedOrigins: [],
      tokenKey: undefined,
      policyFile: undefined,
      publicUrl: undefined,
      trustProxy: false,
      logLevel: 'info',
    }
    expect(readConfig({})).toEqual(usual)
    const names = [
      'PORT',
      'HOST',
      'DATA_DIR',
      'ALLOWED_ORIGINS',
      'TOKEN_KEY',
      'POLICY_FILE',
      'PUBLIC_URL',
      'TRUST_PROXY',
      'LOG_LEVEL',
    ]
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ' '])))).toEqual(usual)
  })

  it('is read as it is meant', () => {
    const given = {
      PORT: '80',
      HOST: '0.0.0.0',
      ALLOWED_ORIGINS: 'https://a.example, http://b.example:8080/',
      TOKEN_KEY: key,
      PUBLIC_URL: 'https://chat.example/cps/',
      TRUST_PROXY: '2',
    }
    expect(readConfig(given)).toMatchObject({
      port: 80,
      host: '0.0.0.0',
      allowedOrigins: ['https://a.example', 'http://b.example:8080'],
      tokenKey: new TextEncoder().encode(key),
      publicUrl: 'https://chat.example/cps',
      trustProxy: 2,
    })
    expect(readConfig({ TRUST_PROXY: 'true' }).trustProxy).toBe(true)
    expect(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toBe('10.0.0.0/8, ::1')
  })

  it('names everything that is wrong, at once', () => {
    const faults = faultsOf(() =>
      readConfig({
        PORT: '70000',
        ALLOWED_ORIGINS: 'https://a.example/page',
        TOKEN_KEY: 'short',
        PUBLIC_URL: 'chat.example',
        TRUST_PROXY: 'perhaps',
        LOG_LEVEL: 'loud',
      }),
    )
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'PORT',
      'ALLOWED_ORIGINS',
      'TOKEN_KEY',
      'PUBLIC_URL',
      'TRUST_PROXY',
      'LOG_LEVEL',
    ])
    // What to do is said; the key itself is not.
    expect(faults.join()).not.toContain('short')
    for (const port of ['-1', '3978x', '1e3', '99999'])
      expect(faultsOf(() => readConfig({ PORT: port }))).toHaveLength(1)
    for (const origin of ['*', 'a.example', 'null', 'ftp://a.example', 'https://a.example,,'])
      expect(faultsOf(() => readConfig({ ALLOWED_ORIGINS: origin }))).toHaveLength(1)
    // What the server itself would not start with.
    for (const proxies of ['10.0.0.0/33', '10.0.0.0/0', '::1/129', '10.0.0.0/', '10.0.0.1,'])
      expect(faultsOf(() => readConfig({ TRUST_PROXY: proxies }))).toHaveLength(1)
    for (const proxies of ['10.0.0.0/32', '::1/128'])
      expect(faultsOf(() => readConfig({ TRUST_PROXY: proxies }))).toEqual([])
  })

  it('is refused half-set outside loopback', () => {
    for (const HOST of ['0.0.0.0', '::', '192.168.1.5', 'chat.example']) {
      expect(faultsOf(() => readConfig({ HOST }))).toHaveLength(2)
      expect(faultsOf(() => readConfig({ HOST, TOKEN_KEY: key }))).toHaveLength(1)
      expect(faultsOf(() => readConfig({ HOST, ALLOWED_ORIGINS: 'https://a.example' }))).toHaveLength(1)
      expect(faultsOf(() => readConfig({ HOST, TOKEN_KEY: key, PUBLIC_URL: 'https://a.example' }))).toEqual(
        [],
      )
      expect(
        faultsOf(() => readConfig({ HOST, TOKEN_KEY: key, ALLOWED_ORIGINS: 'https://a.example' })),
      ).toEqual([])
    }
    for (const HOST of ['localhost', '::1', '127.0.0.53'])
      expect(faultsOf(() => readConfig({ HOST }))).toEqual([])
  })
})

describe('the kept key', () => {
  it('is made once, and refused where it is none', () => {
    const folder = temporaryFolder()
    const made = keptTokenKey(folder)
    expect(made.length).toBeGreaterThanOrEqual(32)
    expect(keptTokenKey(folder)).toEqual(made)
    expect(keptTokenKey(temporaryFolder())).not.toEqual(made)
    writeFileSync(join(folder, 'token.key'), 'short')
    expect(faultsOf(() => keptTokenKey(folder))).toEqual([expect.stringContaining('token.key')])
    expect(faultsOf(() => keptTokenKey(join(folder, 'token.key', 'below')))).toEqual([
      expect.stringContaining('DATA_DIR'),
    ])
  })
})

describe('an address that cannot be had', () => {
  it('is said plainly', async () => {
    const { url } = await runningServer()
    const taken = runningServer({ environment: { PORT: new URL(url).port } })
    await expect(taken).rejects.toMatchObject({
      name: 'SetupFault',
      faults: [expect.stringMatching(/^PORT: \d+ is in use/)],
    })
    const foreign = runningServer({
      environment: { HOST: '192.0.2.1', TOKEN_KEY: key, PUBLIC_URL: 'https://a.example' },
    })
    await expect(foreign).rejects.toMatchObject({
      name: 'SetupFault',
      faults: [expect.stringContaining('HOST')],
    })
  })
})
