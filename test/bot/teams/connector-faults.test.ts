/** Teams' side down, slow, busy or odd: no reply is lost, and none comes twice. */
import { pino } from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Server } from '../../../bot/server.ts'
import { runningServer } from '../running-server.ts'
import { localIssuer, registration } from './local-issuer.ts'
import { json } from './stub-server.ts'
import { type Connector, connectorStub, message, post, type Way } from './teams-side.ts'

let server: Server
let connector: Connector
let lines: string[]

beforeEach(async () => {
  connector = await connectorStub()
  lines = []
  server = await runningServer({
    environment: { TEAMS_LOCAL: 'true' },
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
  })
})

const says = async (text: string, conversation = 'a:personal') => {
  const response = await post(
    server.url,
    message(connector.url, text, { id: `29:${conversation}`, conversation }),
  )
  expect(response.status).toBe(200)
}

const texts = (conversation?: string) => connector.messages(conversation).map(({ text }) => text)
const deliveries = async (delivery: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  return Number(
    new RegExp(`^cps_teams_messages_total\\{delivery="${delivery}"\\} (\\d+)$`, 'm').exec(text)?.[1],
  )
}

/** Answers the first so many messages with a status, and takes those that follow. */
const first =
  (count: number, status: number, headers: Record<string, string> = {}): Way =>
  (_, response) => {
    if (count-- <= 0) return false
    json(response, status, { error: { code: 'Oops', message: 'private words' } }, headers)
    return true
  }

describe('no reply is lost, and none comes twice, where Teams', () => {
  for (const status of [412, 429, 500, 502, 503, 504])
    test(`answers ${status} for a while`, async () => {
      connector.does(first(status === 500 ? 1 : 3, status, status === 429 ? { 'retry-after': '1' } : {}))
      await says('een')
      await says('twee')
      expect((await connector.took(2)).map(({ text }) => text)).toEqual(['1: een', '2: twee'])
      await says('drie')
      await connector.took(3)
      expect(texts()).toEqual(['1: een', '2: twee', '3: drie'])
      expect(await deliveries('sent')).toBe(3)
      expect(await deliveries('postponed')).toBeGreaterThan(0)
      expect(lines.join('')).not.toContain('private words')
    })

  test('is down, and comes back', async () => {
    const { url } = connector
    await connector.stop()
    await says('een')
    await says('twee')
    await new Promise((done) => setTimeout(done, 1_000))
    connector = await connectorStub(Number(new URL(url).port))
    await connector.took(2)
    await says('drie')
    await connector.took(3)
    expect(texts()).toEqual(['1: een', '2: twee', '3: drie'])
  })

  test('is slow', async () => {
    connector.does((sent, response) => {
      setTimeout(() => json(response, 201, { id: '1' }), 2_500)
      seen.push(String(sent.body.text))
      return true
    })
    const seen: string[] = []
    await says('een')
    await says('twee')
    while (seen.length < 2) await new Promise((done) => setTimeout(done, 20))
    await new Promise((done) => setTimeout(done, 3_000))
    expect(seen).toEqual(['1: een', '2: twee'])
  })

  test('hangs with many at once: what has left is not repeated, what only waited is brought later', async () => {
    const many = 50
    const left = new Set<string>()
    connector.does(({ conversation }) => {
      expect(left).not.toContain(conversation)
      return Boolean(left.add(conversation))
    })
    await Promise.all(Array.from({ length: many }, (_, n) => says('hallo', `a:${n}`)))
    while ((await deliveries('uncertain')) < 30) await new Promise((done) => setTimeout(done, 100))
    connector.does(({ conversation }) => void expect(left).not.toContain(conversation))
    await connector.took(many - left.size)
    expect(new Set([...left, ...connector.came.map(({ conversation }) => conversation)]).size).toBe(many)
    expect(connector.came).toHaveLength(many)
  })

  test('does not want a card: the words come without it, once', async () => {
    connector.does(first(1, 400))
    await says('een')
    await says('twee')
    await connector.took(2)
    expect(texts()).toEqual(['1: een', '2: twee'])
  })
})

test('who does not want the bot any more is sent nothing until they write again', async () => {
  connector.does(first(1, 403))
  await says('een')
  while ((await deliveries('refused')) < 1) await new Promise((done) => setTimeout(done, 10))
  await says('twee')
  await connector.took(1)
  expect(texts()).toEqual(['2: twee'])
})

test('a token of the bot that is refused is exchanged for another', async () => {
  const issuer = await localIssuer()
  const tenant = registration.MICROSOFT_APP_TENANT_ID
  const registered = await runningServer({ environment: { ...registration, TEAMS_LOCAL_ISSUER: issuer.url } })
  connector.does(first(1, 401))
  const token = await issuer.token(connector.url)
  await post(registered.url, message(connector.url, 'hallo', { tenant }), token)
  await connector.took(1)
  expect(texts()).toEqual(['1: hallo'])
  expect(issuer.asked.filter((call) => call === 'POST /oauth2/v2.0/token')).toHaveLength(2)
})
