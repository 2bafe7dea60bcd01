import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { readConfig, SetupFault } from '../../bot/config.ts'
import { startServer } from '../../bot/main.ts'
import { keptTokenKeys } from '../../bot/token-key.ts'
import { echoAssistant } from './echo-assistant.ts'
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
const teams = {
  MICROSOFT_APP_ID: '0b1f6a7e-1111-4222-8333-0123456789ab',
  MICROSOFT_APP_PASSWORD: 'geheim',
  MICROSOFT_APP_TENANT_ID: '9c2f6a7e-1111-4222-8333-0123456789AB',
}

describe('the configuration', () => {
  it('needs nothing, and takes an empty value for none', () => {
    const usual = {
      port: 3978,
      host: '127.0.0.1',
      dataDir: './data',
      storeSync: 'always',
      allowedOrigins: [],
      tokenKeys: [],
      trustProxy: false,
      limits: {
        startsPerMinute: Number.POSITIVE_INFINITY,
        postsPerSecond: 10,
        postsBurst: 600,
        postsPerDay: 1000,
        postsPerAddress: Number.POSITIVE_INFINITY,
        readsPerMinute: 1200,
        readsPerAddress: Number.POSITIVE_INFINITY,
      },
      conversationSize: 4 * 1024 * 1024,
      teamsLocal: false,
      logLevel: 'info',
    }
    expect(readConfig({})).toEqual(usual)
    const names = [
      'PORT',
      'HOST',
      'DATA_DIR',
      'STORE_SYNC',
      'REDIS_URL',
      'REDIS_PREFIX',
      'REDIS_CLUSTER',
      'ALLOWED_ORIGINS',
      'TOKEN_KEY',
      'POLICY_FILE',
      'FAQ_DIR',
      'PUBLIC_URL',
      'TRUST_PROXY',
      'LIMIT_STARTS_PER_MINUTE',
      'LIMIT_POSTS_PER_SECOND',
      'LIMIT_POSTS_BURST',
      'LIMIT_POSTS_PER_DAY',
      'LIMIT_POSTS_PER_ADDRESS',
      'LIMIT_READS_PER_MINUTE',
      'LIMIT_READS_PER_ADDRESS',
      'LIMIT_CONVERSATION_KB',
      'METRICS_TOKEN',
      'TRACES_URL',
      'REPLIES_DIR',
      'SMTP_URL',
      'SMTP_FROM',
      'MICROSOFT_APP_ID',
      'MICROSOFT_APP_PASSWORD',
      'MICROSOFT_APP_TENANT_ID',
      'MICROSOFT_APP_TYPE',
      'TEAMS_LOCAL',
      'TEAMS_LOCAL_ISSUER',
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
      STORE_SYNC: 'interval',
      REDIS_URL: 'rediss://:geheim@redis.example:6380/1',
      REDIS_PREFIX: 'club:cps_1-',
      REDIS_CLUSTER: 'true',
      FAQ_DIR: '/srv/faq',
      LIMIT_POSTS_PER_SECOND: 'off',
      LIMIT_POSTS_PER_DAY: '50',
      LIMIT_POSTS_PER_ADDRESS: 'off',
      LIMIT_READS_PER_MINUTE: '70',
      LIMIT_CONVERSATION_KB: '100',
      METRICS_TOKEN: 'a-bearer-of-16-bytes',
      TRACES_URL: 'http://127.0.0.1:4318/v1/traces',
      REPLIES_DIR: '/srv/replies',
      SMTP_URL: 'smtps://bot:geheim@mail.example',
      SMTP_FROM: 'CPS <cps@example.org>',
      ...teams,
    }
    expect(readConfig(given)).toMatchObject({
      port: 80,
      host: '0.0.0.0',
      allowedOrigins: ['https://a.example', 'http://b.example:8080'],
      tokenKeys: [new TextEncoder().encode(key)],
      publicUrl: 'https://chat.example/cps',
      trustProxy: 2,
      storeSync: 'interval',
      redis: { url: 'rediss://:geheim@redis.example:6380/1', prefix: 'club:cps_1-', cluster: true },
      faqDir: '/srv/faq',
      limits: {
        startsPerMinute: 60,
        postsPerSecond: Number.POSITIVE_INFINITY,
        postsPerDay: 50,
        postsPerAddress: Number.POSITIVE_INFINITY,
        readsPerMinute: 70,
        readsPerAddress: 6000,
      },
      conversationSize: 102_400,
      metricsToken: 'a-bearer-of-16-bytes',
      tracesUrl: 'http://127.0.0.1:4318/v1/traces',
      repliesDir: '/srv/replies',
      mail: { url: 'smtps://bot:geheim@mail.example', from: 'CPS <cps@example.org>' },
      teams: {
        appId: teams.MICROSOFT_APP_ID,
        password: teams.MICROSOFT_APP_PASSWORD,
        tenantId: teams.MICROSOFT_APP_TENANT_ID,
      },
    })
    expect(readConfig({ REDIS_URL: 'redis://127.0.0.1', TOKEN_KEY: key }).redis).toEqual({
      url: 'redis://127.0.0.1',
      prefix: 'cps:',
      cluster: false,
    })
    expect(readConfig({ TOKEN_KEY: `${'b'.repeat(32)}, ${key}` }).tokenKeys).toEqual(
      ['b'.repeat(32), key].map((text) => new TextEncoder().encode(text)),
    )
    expect(readConfig({ SMTP_URL: 'smtp://127.0.0.1:2525' }).mail?.from).toBe(
      'CPS Assistant <noreply@127.0.0.1>',
    )
    // Whoever tries it on a machine of their own is not counted; whoever is reached by others is.
    expect(readConfig({ PUBLIC_URL: 'https://chat.example' }).limits).toMatchObject({
      startsPerMinute: 60,
      postsPerAddress: 1200,
      readsPerAddress: 6000,
    })
    expect(readConfig({ LIMIT_STARTS_PER_MINUTE: '5' }).limits.startsPerMinute).toBe(5)
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

  it('refuses each variable that is written wrongly, without repeating what is secret', () => {
    for (const [name, values] of Object.entries({
      STORE_SYNC: ['never', 'Always'],
      REDIS_PREFIX: ['a b', 'x'.repeat(41), '{tag}'],
      REDIS_CLUSTER: ['yes', '1'],
      LIMIT_STARTS_PER_MINUTE: ['0', '-1', '1.5', 'none'],
      LIMIT_POSTS_PER_SECOND: ['0'],
      LIMIT_POSTS_BURST: ['many'],
      LIMIT_POSTS_PER_DAY: ['1e3'],
      LIMIT_POSTS_PER_ADDRESS: ['0'],
      LIMIT_READS_PER_MINUTE: ['-5'],
      LIMIT_READS_PER_ADDRESS: ['all'],
      LIMIT_CONVERSATION_KB: ['4M'],
      METRICS_TOKEN: ['too-short', 'with spaces in between it'],
      TRACES_URL: ['collector:4318', 'grpc://collector:4317'],
      SMTP_URL: ['mail.example', 'http://mail.example', 'smtp://'],
    }))
      for (const value of values) {
        const set = name.startsWith('REDIS') ? { REDIS_URL: 'redis://127.0.0.1', TOKEN_KEY: key } : {}
        const faults = faultsOf(() => readConfig({ ...set, [name]: value }))
        expect([name, value, faults.map((fault) => fault.split(':')[0])]).toEqual([name, value, [name]])
      }
    for (const url of ['http://127.0.0.1:6379', 'redis://', '127.0.0.1:6379', 'geheim'])
      expect(faultsOf(() => readConfig({ REDIS_URL: url, TOKEN_KEY: key }))).toEqual([
        expect.stringMatching(/^REDIS_URL: (?!.*geheim)/),
      ])
    for (const from of ['nobody', 'a@b <', 'CPS <a@b>\r\nBcc: x@example.org'])
      expect(faultsOf(() => readConfig({ SMTP_URL: 'smtp://127.0.0.1', SMTP_FROM: from }))).toEqual([
        expect.stringMatching(/^SMTP_FROM: /),
      ])
    expect(faultsOf(() => readConfig({ SMTP_FROM: 'cps@example.org' }))).toEqual([
      expect.stringMatching(/^SMTP_URL: /),
    ])
    const beyond = { HOST: '0.0.0.0', TOKEN_KEY: key, ALLOWED_ORIGINS: 'https://a.example' }
    expect(faultsOf(() => readConfig({ ...beyond, SMTP_URL: 'smtp://geheim:x@mail.example' }))).toEqual([
      expect.stringMatching(/^PUBLIC_URL: (?!.*geheim)/),
    ])
    for (const list of [`${key},`, `${key},short`, `,${key}`])
      expect(faultsOf(() => readConfig({ TOKEN_KEY: list }))).toEqual([expect.stringMatching(/^TOKEN_KEY: /)])
  })

  it('refuses Teams set by half, whatever half it is', () => {
    const names = Object.keys(teams) as (keyof typeof teams)[]
    for (let some = 1; some < 7; some++) {
      const given = names.filter((_, at) => some & (1 << at))
      const missing = names.filter((name) => !given.includes(name))
      const faults = faultsOf(() => readConfig(Object.fromEntries(given.map((name) => [name, teams[name]]))))
      expect(faults).toHaveLength(1)
      expect(faults[0]?.split(':')[0]).toBe(missing.join(', '))
      expect(faults.join()).not.toContain('geheim')
    }
    expect(faultsOf(() => readConfig({ MICROSOFT_APP_TYPE: 'SingleTenant' }))).toHaveLength(1)
    expect(readConfig({ ...teams, MICROSOFT_APP_TYPE: 'SingleTenant' }).teams).toBeDefined()
    for (const type of ['MultiTenant', 'singletenant', 'SingleTenants', 'UserAssignedMSI'])
      expect(faultsOf(() => readConfig({ ...teams, MICROSOFT_APP_TYPE: type }))).toEqual([
        expect.stringMatching(/^MICROSOFT_APP_TYPE: /),
      ])
    for (const id of ['my-bot', teams.MICROSOFT_APP_ID.slice(1), `{${teams.MICROSOFT_APP_ID}}`])
      for (const name of ['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID'])
        expect(faultsOf(() => readConfig({ ...teams, [name]: id }))).toEqual([
          expect.stringMatching(new RegExp(`^${name}: `)),
        ])
  })

  it('refuses what is meant for Redis without it, and Redis without a key that all processes share', () => {
    expect(faultsOf(() => readConfig({ REDIS_URL: 'redis://127.0.0.1' }))).toEqual([
      expect.stringMatching(/^TOKEN_KEY: /),
    ])
    for (const name of ['REDIS_PREFIX', 'REDIS_CLUSTER'])
      expect(faultsOf(() => readConfig({ [name]: 'true' }))).toEqual([expect.stringMatching(/^REDIS_URL: /)])
  })

  it('names what is wrong and what is missing together', () => {
    const faults = faultsOf(() =>
      readConfig({
        HOST: '0.0.0.0',
        PORT: 'x',
        MICROSOFT_APP_ID: 'x',
        MODEL_KEY: 'k',
        REDIS_URL: 'redis://a',
      }),
    )
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'PORT',
      'MICROSOFT_APP_ID',
      'TOKEN_KEY',
      'TOKEN_KEY',
      'PUBLIC_URL',
      'MICROSOFT_APP_PASSWORD, MICROSOFT_APP_TENANT_ID',
      'MODEL_NAME',
    ])
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

describe('Teams, set up in full', () => {
  it('starts, also where nobody answers for its keys, and the secret is in no log', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
    const TEAMS_LOCAL_ISSUER = 'http://127.0.0.1:9'
    const environment = { ...teams, TEAMS_LOCAL_ISSUER, PORT: '0', DATA_DIR: temporaryFolder() }
    const server = await startServer({ environment, assistant: echoAssistant, log })
    expect((await fetch(`${server.url}/api/messages`, { method: 'POST' })).status).toBe(401)
    await server.stop()
    expect(lines.join('')).not.toContain('geheim')
  })
})

describe('Teams on this machine only', () => {
  const key = 'k'.repeat(32)
  const beyond = {
    HOST: { HOST: '0.0.0.0', TOKEN_KEY: key, ALLOWED_ORIGINS: 'https://a.example' },
    PUBLIC_URL: { PUBLIC_URL: 'https://chat.example.org' },
    TRUST_PROXY: { TRUST_PROXY: '1' },
  }

  it('is a local client without a registration, or a local issuer with one', () => {
    expect(readConfig({}).teamsLocal).toBe(false)
    expect(readConfig({ TEAMS_LOCAL: 'false' }).teamsLocal).toBe(false)
    expect(readConfig({ TEAMS_LOCAL: 'true' })).toMatchObject({ teamsLocal: true, teams: undefined })
    const localIssuer = 'http://127.0.0.1:5000'
    const local = readConfig({ ...teams, TEAMS_LOCAL_ISSUER: `${localIssuer}/` })
    expect(local).toMatchObject({ teamsLocal: false, teams: { localIssuer } })
    expect(readConfig(teams).teams).toMatchObject({ localIssuer: undefined })
  })

  it.each(Object.entries(beyond))('refuses to start where %s says that others reach it', (name, given) => {
    expect(faultsOf(() => readConfig(given))).toEqual([])
    const local = [
      ['TEAMS_LOCAL', { TEAMS_LOCAL: 'true' }],
      ['TEAMS_LOCAL_ISSUER', { ...teams, TEAMS_LOCAL_ISSUER: 'http://127.0.0.1:5000' }],
    ] as const
    for (const [setting, settings] of local)
      expect(faultsOf(() => readConfig({ ...given, ...settings }))).toEqual([
        expect.stringMatching(new RegExp(`^${setting}: .*${name}`)),
      ])
  })

  it('refuses what does not belong together, and an issuer elsewhere', () => {
    expect(faultsOf(() => readConfig({ ...teams, TEAMS_LOCAL: 'true' }))).toEqual([
      expect.stringMatching(/^TEAMS_LOCAL: /),
    ])
    expect(faultsOf(() => readConfig({ TEAMS_LOCAL_ISSUER: 'http://127.0.0.1:5000' }))).toEqual([
      expect.stringMatching(/^TEAMS_LOCAL_ISSUER: /),
    ])
    expect(faultsOf(() => readConfig({ TEAMS_LOCAL: 'yes' }))).toHaveLength(1)
    for (const url of [
      'https://login.example.org',
      'http://127.0.0.1.example.org',
      'http://localhost:1/path',
      'x',
    ])
      expect(faultsOf(() => readConfig({ ...teams, TEAMS_LOCAL_ISSUER: url }))).toEqual([
        expect.stringMatching(/^TEAMS_LOCAL_ISSUER: /),
      ])
  })
})

describe('the kept keys', () => {
  it('are one that is made once, and those that somebody adds; refused where a line is none', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'token.key')
    const made = keptTokenKeys(folder)
    expect(made).toHaveLength(1)
    expect(made[0]!.length).toBeGreaterThanOrEqual(32)
    expect(keptTokenKeys(folder)).toEqual(made)
    expect(keptTokenKeys(temporaryFolder())).not.toEqual(made)
    writeFileSync(file, `${key}\n${readFileSync(file, 'utf8')}\n`)
    expect(keptTokenKeys(folder)).toEqual([new TextEncoder().encode(key), ...made])
    for (const [text, line] of [
      ['short', 1],
      ['', 1],
      ['\n\n', 1],
      [`${key}\n\nshort\n`, 3],
    ] as const) {
      writeFileSync(file, text)
      expect(faultsOf(() => keptTokenKeys(folder))).toEqual([expect.stringContaining(`token.key:${line}: `)])
    }
    expect(faultsOf(() => keptTokenKeys(join(file, 'below')))).toEqual([expect.stringContaining('DATA_DIR')])
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
