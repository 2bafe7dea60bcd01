/** What the tab is answered, and whom: nobody without a good token of Teams', and of support only. */
import { generateKeyPair, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseIn } from '../../../bot/channels/tab/case-answers.ts'
import { makeSignIn } from '../../../bot/channels/tab/sign-in.ts'
import { signingKeys } from '../../../bot/channels/tab/signing-keys.ts'
import { memberOfAny, supportOf } from '../../../bot/channels/tab/support.ts'
import { transcriptParts } from '../../../bot/channels/web/transcript.ts'
import type { Server } from '../../../bot/server.ts'
import type { Conversation } from '../../../bot/stores/store.ts'
import { openConversation, say } from '../direct-line-client.ts'
import { runningServer, temporaryFolder } from '../running-server.ts'
import { agentOid, appId, type LocalIssuer, startLocalIssuer, tenantId } from './local-issuer.ts'
import { SomeCases, someCase } from './some-cases.ts'

let issuer: LocalIssuer
beforeAll(async () => {
  issuer = await startLocalIssuer()
})
afterAll(() => issuer.stop())

const paths = ['cases', 'cases/one', 'stuck', 'questions', 'ratings']

async function tabServer(cases = new SomeCases(), environment: Record<string, string> = {}) {
  const isSupport = supportOf(
    () => [agentOid],
    async () => false,
  )
  return runningServer({
    environment: { ...issuer.environment, ...environment },
    tab: { folder: undefined, cases, isSupport },
  })
}

const ask = (server: Server, path: string, token?: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/tab/${path}`, {
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
  })

const answered = async <T>(server: Server, path: string): Promise<T> => {
  const response = await ask(server, path, await issuer.token())
  expect(response.status).toBe(200)
  return (await response.json()) as T
}

const now = () => Math.floor(Date.now() / 1000)

describe('whoever is signed in by Teams and of support', () => {
  it('is answered, and nobody on the way keeps it', async () => {
    const server = await tabServer(new SomeCases([someCase('one')]))
    for (const path of paths) {
      const response = await ask(server, path, await issuer.token())
      expect([path, response.status]).toEqual([path, 200])
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })

  it.each([
    ['of version 1', () => ({ aud: `api://${appId}`, ver: '1.0' })],
    ['for the app by its registered address', () => ({ aud: `api://127.0.0.1:9/${appId}` })],
    ['for the bot by its registered address', () => ({ aud: `api://127.0.0.1:9/botid-${appId}` })],
    ['with other scopes beside ours', () => ({ scp: 'User.Read access_as_user' })],
    ['of a clock that runs a little ahead', () => ({ nbf: now() + 20 })],
  ])('with a token %s', async (_, claims) => {
    const server = await tabServer(undefined, { PUBLIC_URL: 'http://127.0.0.1:9' })
    const token = await issuer.token({ claims: claims() })
    expect((await ask(server, 'cases', token)).status).toBe(200)
  })

  it('is told in a few bytes that nothing changed', async () => {
    const cases = new SomeCases([someCase('one')])
    const server = await tabServer(cases)
    const token = await issuer.token()
    const first = await ask(server, 'cases', token)
    const tag = first.headers.get('etag')!
    const again = await ask(server, 'cases', token, { 'if-none-match': tag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    cases.all = [...cases.all, someCase('two')]
    expect((await ask(server, 'cases', token, { 'if-none-match': tag })).status).toBe(200)
  })
})

describe('whoever is not', () => {
  const forged = async () => (await generateKeyPair('RS256')).privateKey
  const badTokens: readonly (readonly [string, () => Promise<string | undefined>])[] = [
    ['no token', async () => undefined],
    ['no token at all in it', async () => 'nonsense'],
    ['a token of another key', async () => issuer.token({ key: await forged() })],
    ['a token of a key nobody knows', async () => issuer.token({ header: { kid: 'other' } })],
    ['a token that names no key’s algorithm', async () => unsecured()],
    [
      'a token signed with the public key as a secret',
      async () => issuer.token({ header: { alg: 'HS256' }, key: new TextEncoder().encode('k'.repeat(64)) }),
    ],
    ['a token for another app', async () => issuer.token({ claims: { aud: agentOid } })],
    [
      'a token for another address',
      async () => issuer.token({ claims: { aud: `api://evil.example/${appId}` } }),
    ],
    ['a token for nobody', async () => issuer.token({ claims: { aud: undefined } })],
    ['a token of another issuer', async () => issuer.token({ claims: { iss: 'https://evil.example/v2.0' } })],
    [
      'a token of Microsoft’s in place of the local issuer',
      async () => issuer.token({ claims: { iss: `https://login.microsoftonline.com/${tenantId}/v2.0` } }),
    ],
    ['a token of another tenant', async () => issuer.token({ claims: { tid: agentOid } })],
    ['a token of no tenant', async () => issuer.token({ claims: { tid: undefined } })],
    ['a token of nobody', async () => issuer.token({ claims: { oid: undefined } })],
    ['a token of an empty somebody', async () => issuer.token({ claims: { oid: '' } })],
    ['a token for something else', async () => issuer.token({ claims: { scp: 'User.Read' } })],
    [
      'an app’s own token',
      async () => issuer.token({ claims: { scp: undefined, roles: ['access_as_user'] } }),
    ],
    ['a token that has expired', async () => issuer.token({ claims: { exp: now() - 1 } })],
    ['a token without an end', async () => issuer.token({ claims: { exp: undefined } })],
    ['a token not valid yet', async () => issuer.token({ claims: { nbf: now() + 600 } })],
    ['a token without a beginning', async () => issuer.token({ claims: { nbf: undefined } })],
    ['a token that is far too long', async () => issuer.token({ claims: { more: 'x'.repeat(20_000) } })],
  ]

  const unsecured = () =>
    new UnsecuredJWT({ oid: agentOid, tid: tenantId, scp: 'access_as_user', nbf: now() - 60 })
      .setIssuer(`${issuer.origin}/${tenantId}/v2.0`)
      .setAudience(appId)
      .setExpirationTime('1h')
      .encode()

  it('is answered nothing at all', async () => {
    const server = await tabServer(new SomeCases([someCase('one', { wants: 'geheim' })]))
    for (const [what, make] of badTokens) {
      const token = await make()
      for (const path of what === 'no token' ? paths : ['cases']) {
        const response = await ask(server, path, token)
        const text = await response.text()
        // A header that is too long is refused before anybody looks at it.
        expect([what, [401, 431].includes(response.status)]).toEqual([what, true])
        if (response.status === 401) {
          expect([what, response.headers.get('www-authenticate')]).toEqual([what, 'Bearer'])
          expect([what, JSON.parse(text)]).toEqual([
            what,
            { error: { code: 'Unauthorized', message: 'A valid token is needed.' } },
          ])
        }
        expect([what, response.headers.get('cache-control')]).toEqual([what, 'no-store'])
        expect([what, text.includes('geheim')]).toEqual([what, false])
      }
    }
  })

  it('of the tenant but not of support is told so, and no more', async () => {
    const server = await tabServer(new SomeCases([someCase('one')]))
    const token = await issuer.token({ claims: { oid: '99999999-2222-3333-4444-555555555555' } })
    for (const path of paths) {
      const response = await ask(server, path, token)
      expect([path, response.status]).toEqual([path, 403])
      expect(((await response.json()) as { error: { code: string } }).error.code).toBe('NotSupport')
    }
  })

  it('has no tab where Teams is not set up', async () => {
    const tab = { folder: undefined, cases: new SomeCases(), isSupport: async () => true }
    const server = await runningServer({ tab })
    expect((await ask(server, 'cases', await issuer.token())).status).toBe(404)
  })
})

describe('the issuer’s keys', () => {
  it('are asked for once, and stay good while the issuer is away', async () => {
    const own = await startLocalIssuer()
    try {
      const server = await runningServer({
        environment: { ...own.environment },
        tab: { folder: undefined, cases: new SomeCases(), isSupport: async () => true },
      })
      own.answers(503)
      const token = await own.token()
      const early = await ask(server, 'cases', token)
      expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
      own.answers(200)
      const statuses = await Promise.all(
        [1, 2, 3].map(async () => (await ask(server, 'cases', token)).status),
      )
      expect(statuses).toEqual([200, 200, 200])
      const before = own.asked()
      own.answers(503)
      expect((await ask(server, 'cases', await own.token())).status).toBe(200)
      expect(own.asked()).toBe(before)
    } finally {
      await own.stop()
    }
  })
})

describe('new keys of the issuer', () => {
  const signInWith = (own: LocalIssuer, times: { restAfter?: number; refreshEvery?: number }) => {
    const keys = signingKeys(new URL(`${own.origin}/${tenantId}/discovery/v2.0/keys`), { warn() {} }, times)
    const issuers = [`${own.origin}/${tenantId}/v2.0`]
    const parts = { appId, tenantId, issuers, host: undefined, keys: keys.find, now: () => new Date() }
    return { keys, signIn: makeSignIn(parts) }
  }

  it('are asked for when a token names one', async () => {
    const own = await startLocalIssuer()
    const { keys, signIn } = signInWith(own, { restAfter: 0 })
    expect((await signIn(await own.token())).kind).toBe('good')
    await own.rotate()
    const user = { oid: agentOid, tenantId }
    expect(await signIn(await own.token())).toEqual({ kind: 'good', user })
    keys.stop()
    await own.stop()
  })

  it('come in the background, before anybody needs them', async () => {
    const own = await startLocalIssuer()
    const { keys, signIn } = signInWith(own, { refreshEvery: 20 })
    await own.rotate()
    const before = own.asked()
    // One more than was under way.
    await expect.poll(() => own.asked(), { timeout: 10_000 }).toBeGreaterThan(before + 2)
    expect((await signIn(await own.token())).kind).toBe('good')
    keys.stop()
    await own.stop()
  })
})

describe('the policy', () => {
  it('names who is of support, in any spelling; where it names nobody, the teams are asked', async () => {
    const asked: string[] = []
    const isMember = async (oid: string) => {
      asked.push(oid)
      return oid === 'b'
    }
    const named = supportOf(() => ['A'], isMember)
    expect([await named({ oid: 'a', tenantId }), await named({ oid: 'b', tenantId })]).toEqual([true, false])
    expect(asked).toEqual([])
    const open = supportOf(() => undefined, isMember)
    expect([await open({ oid: 'a', tenantId }), await open({ oid: 'b', tenantId })]).toEqual([false, true])
  })
})

describe('the teams of support', () => {
  it('are all asked; one that cannot be asked leaves it open, unless another one knows the user', async () => {
    const members: Readonly<Record<string, readonly string[]>> = { one: ['a'], two: ['b'] }
    const isMember = async (team: string, oid: string) => {
      if (!members[team]) throw new Error('away')
      return members[team].includes(oid)
    }
    const of = (...teams: string[]) => memberOfAny(async () => teams, isMember)
    expect([await of('one', 'two')('b'), await of('one', 'two')('c'), await of()('a')]).toEqual([
      true,
      false,
      false,
    ])
    expect(await of('away', 'one')('a')).toBe(true)
    await expect(of('away', 'one')('c')).rejects.toThrow('away')
    const server = await runningServer({
      environment: { ...issuer.environment },
      tab: { folder: undefined, cases: new SomeCases(), isSupport: supportOf(() => undefined, of('away')) },
    })
    expect((await ask(server, 'cases', await issuer.token())).status).toBe(503)
  })
})

describe('several processes', () => {
  it('answer the same: what one of them says is known at the other', async () => {
    const DATA_DIR = temporaryFolder()
    const cases = new SomeCases([someCase('one')])
    const [one, other] = [await tabServer(cases, { DATA_DIR }), await tabServer(cases, { DATA_DIR })]
    await one.store.keepCounts({ 'talk payment started': 3 }, Date.now())
    const token = await issuer.token()
    for (const path of ['cases', 'stuck']) {
      const tag = (await ask(one, path, token)).headers.get('etag')!
      expect([path, (await ask(other, path, token, { 'if-none-match': tag })).status]).toEqual([path, 304])
    }
    const { talks } = await answered<{ talks: { started: number }[] }>(other, 'stuck')
    expect(talks[0]?.started).toBe(3)
  })
})

interface Line {
  readonly id: string
  readonly place: number | null
  readonly assignee: string | null
}

describe('cases', () => {
  it('come with their place in the queue, the oldest first', async () => {
    const assigned = { state: 'assigned', assignee: { name: 'Sanne de Vries' } } as const
    const cases = new SomeCases([
      someCase('newest', { openedAt: 3_000 }),
      someCase('taken', { openedAt: 2_000, ...assigned }),
      someCase('oldest', { openedAt: 1_000 }),
      someCase('done', { openedAt: 500, state: 'closed' }),
    ])
    const { cases: lines } = await answered<{ cases: Line[] }>(await tabServer(cases), 'cases')
    expect(lines.map(({ id, place, assignee }) => [id, place, assignee])).toEqual([
      ['oldest', 1, null],
      ['taken', null, 'Sanne de Vries'],
      ['newest', 2, null],
    ])
  })

  it('name talk and question in the words of the user’s language', async () => {
    const step = { talk: 'registration', question: 'serialNumber#0' } as const
    const server = await tabServer(new SomeCases([someCase('one', { step })]))
    const inWords = async (language: string) => {
      const { cases } = await answered<{ cases: { talk: string; question: string }[] }>(
        server,
        `cases?language=${language}`,
      )
      return [cases[0]?.talk, cases[0]?.question]
    }
    expect(await inWords('nl')).toEqual(['Producten registreren', 'serienummer'])
    expect((await inWords('en'))[1]).toBe('serial number')
    for (const bad of ['cases?language=de', 'stuck?days=31', 'stuck?days=x'])
      expect((await ask(server, bad, await issuer.token())).status).toBe(400)
  })

  it('come one by one with what was said; of a member who is forgotten there is no more than that', async () => {
    const cases = new SomeCases()
    const server = await tabServer(cases)
    const member = await openConversation(server.url)
    await say(server.url, member, 'Ik wil een mens')
    cases.all = [someCase('one', { conversationId: member.conversationId }), someCase('gone')]
    const said = await answered<{ conversation: { said: { who: string; text: string }[] } }>(
      server,
      'cases/one',
    )
    expect(said.conversation.said.map(({ who, text }) => [who, text]).slice(-2)).toEqual([
      ['member', 'Ik wil een mens'],
      ['assistant', '1: Ik wil een mens'],
    ])
    expect(await answered(server, 'cases/gone')).toMatchObject({ conversation: null })
    expect((await ask(server, 'cases/nobody', await issuer.token())).status).toBe(404)
  })
})

describe('what was said by a person through the bot', () => {
  it('is said under that person’s name, to agents and in the member’s own file', async () => {
    const says = (number: number, from: object, text: string) => ({
      number,
      json: JSON.stringify({
        type: 'message',
        from,
        text,
        textFormat: 'plain',
        timestamp: '2026-11-22T10:00:00Z',
      }),
    })
    const entries = [
      says(1, { role: 'user', id: 'm' }, 'Is er iemand?'),
      says(2, { role: 'bot', id: 'cps-assistant', name: 'CPS Assistant' }, 'Ik haal er iemand bij.'),
      says(3, { role: 'bot', id: 'cps-assistant', name: 'Sanne' }, 'Hoi, met Sanne.'),
    ]
    const store = { read: async (_: string, after: number) => entries.filter(({ number }) => number > after) }
    const conversation = { id: 'c', locale: 'nl-NL', expiresAt: 1 } as Conversation
    const seen = await caseIn(
      {
        cases: new SomeCases([someCase('one', { conversationId: 'c' })]),
        store: { ...store, load: async () => conversation },
        now: 0,
      },
      'one',
      'nl',
    )
    expect(seen?.conversation?.said.map(({ who, name }) => [who, name])).toEqual([
      ['member', null],
      ['assistant', null],
      ['agent', 'Sanne'],
    ])
    let transcript = ''
    for await (const part of transcriptParts(store, conversation)) transcript += part
    expect(transcript).toMatch(/^Sanne, .*\nHoi, met Sanne\.$/m)
  })
})

describe('figures', () => {
  it('sum up how each question came to its end over the days that are asked for', async () => {
    const server = await tabServer()
    const day = 24 * 60 * 60 * 1000
    const counts = {
      'talk registration started': 10,
      'talk registration completed': 4,
      'question registration serialNumber asked': 10,
      'question registration serialNumber answered': 5,
      'question registration serialNumber aside': 1,
      'question registration serialNumber left': 2,
      'question registration greenTickVisible asked': 3,
      'rating 5': 3,
      'rating declined': 2,
      'question lunch soup asked': 4,
    }
    await server.store.keepCounts(counts, Date.now())
    await server.store.keepCounts(
      { 'question registration serialNumber asked': 100, 'rating 1': 7 },
      Date.now() - 20 * day,
    )
    const { talks } = await answered<{ talks: { talk: string; questions: object[] }[] }>(
      server,
      'stuck?days=7',
    )
    expect(talks).toHaveLength(1)
    expect(talks[0]).toMatchObject({ talk: 'registration', started: 10, completed: 4, handedOff: 0 })
    expect(talks[0]?.questions).toContainEqual(
      expect.objectContaining({ slot: 'serialNumber', asked: 9, answered: 5, left: 2, open: 2 }),
    )
    const longer = await answered<{ talks: { questions: { asked: number }[] }[] }>(server, 'stuck?days=30')
    expect(longer.talks[0]?.questions.map(({ asked }) => asked)).toContain(109)
    const { days } = await answered<{ days: object[] }>(server, 'ratings?days=7')
    expect(days).toEqual([expect.objectContaining({ given: [0, 0, 0, 0, 3], declined: 2 })])
    expect((await answered<{ days: object[] }>(server, 'ratings?days=30')).days).toHaveLength(2)
  })

  it('list the questions that nobody could answer, the most asked first', async () => {
    const server = await tabServer()
    for (const text of ['Mag ik met Bitcoin betalen?', 'Is er korting?', 'Mag ik met bitcoin betalen'])
      await server.store.keepQuestion({ language: 'nl', text }, Date.now())
    const { total, questions } = await answered<{ total: number; questions: { count: number }[] }>(
      server,
      'questions',
    )
    expect([total, questions.map(({ count }) => count)]).toEqual([2, [2, 1]])
  })
})
