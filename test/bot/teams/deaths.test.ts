/** A process that dies between saving a reply and sending it: the reply arrives all the same, from whoever is there next. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  buildCountingServer,
  newTokenKey,
  removeCountingServer,
  ServerProcess,
} from '../guarantees/server-process.ts'
import { patience, type SharedStore, sharedStores } from '../guarantees/shared-store.ts'
import { json } from './stub-server.ts'
import { type Connector, connectorStub, message, post } from './teams-side.ts'

beforeAll(buildCountingServer)
afterAll(removeCountingServer)

const people = process.env.PROVE ? 50 : 5

describe.each(sharedStores)('%s: a process', (_, start) => {
  let store: SharedStore
  let connector: Connector
  let servers: ServerProcess[]

  const begin = async (count: number) => {
    ;[store, connector] = await Promise.all([start(), connectorStub()])
    const environment = { ...store.environment, TOKEN_KEY: newTokenKey(), TEAMS_LOCAL: 'true' }
    servers = Array.from({ length: count }, () => new ServerProcess(environment))
    for (const server of servers) await server.start()
  }
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await store.stop()
  })

  const someone = (n: number) => ({ id: `29:${n}`, conversation: `a:${n}` })
  const everybodySays = (server: ServerProcess, text: string) =>
    Promise.all(
      Array.from({ length: people }, async (_, n) => {
        const response = await post(server.url, message(connector.url, text, someone(n)))
        expect(response.status).toBe(200)
      }),
    )
  const onceEach = async (texts: readonly string[]) => {
    await connector.took(people * texts.length)
    for (let n = 0; n < people; n++)
      expect(connector.messages(`a:${n}`).map(({ text }) => text)).toEqual(texts)
  }

  it(
    'and another: who writes to both at once for the first time has one conversation',
    async () => {
      await begin(2)
      const all = Array.from({ length: 12 }, (_, n) => `hallo ${n}`)
      const statuses = all.map(async (text, n) => {
        const { url } = servers[n % 2]!
        return (await post(url, message(connector.url, text))).status
      })
      expect(await Promise.all(statuses)).toEqual(all.map(() => 200))
      const sent = (await connector.took(all.length)).map(({ text }) => text)
      expect(sent.map((text) => Number(text?.split(' ')[0]))).toEqual(all.map((_, n) => n + 1))
      expect(sent.map((text) => text?.slice(text.indexOf(' ') + 1)).sort()).toEqual([...all].sort())
    },
    patience,
  )

  it(
    'and another: what takes Teams longer than a claim lasts is sent by one of them',
    async () => {
      await begin(2)
      const [first, second] = servers as [ServerProcess, ServerProcess]
      const seen: (string | undefined)[] = []
      connector.does(({ body }, response) => {
        seen.push(body.text)
        setTimeout(() => json(response, 201, { id: 'm' }), 3_000)
        return true
      })
      await everybodySays(first, 'hallo')
      while (seen.length < people) await new Promise((done) => setTimeout(done, 10))
      connector.does(() => {})
      await everybodySays(second, 'en verder')
      await connector.took(people)
      expect(seen).toEqual(Array(people).fill('1 hallo'))
      for (let n = 0; n < people; n++)
        expect(connector.messages(`a:${n}`).map(({ text }) => text)).toEqual(['2 en verder'])
    },
    patience,
  )

  it(
    'that dies between the save and the sending: another start brings all replies, each once',
    async () => {
      await begin(1)
      const [server] = servers as [ServerProcess]
      const { url } = connector
      await connector.stop()
      await everybodySays(server, 'hallo')
      await server.kill()
      connector = await connectorStub(Number(new URL(url).port))
      await server.start()
      await onceEach(['1 hallo'])
    },
    patience,
  )

  it(
    'that dies while Teams takes its time to answer: another process brings what nobody saw arrive',
    async () => {
      await begin(2)
      const [first, second] = servers as [ServerProcess, ServerProcess]
      let taken = 0
      connector.does(({ body }) => body.type === 'message' && ++taken > 0)
      await everybodySays(first, 'hallo')
      while (taken < people) await new Promise((done) => setTimeout(done, 10))
      await first.kill()
      connector.does(() => {})
      await onceEach(['1 hallo'])
      await everybodySays(second, 'en verder')
      await onceEach(['1 hallo', '2 en verder'])
    },
    patience,
  )

  it(
    'that dies in the middle of a slow turn: another process serves it, and brings the reply',
    async () => {
      await begin(2)
      const [first] = servers as [ServerProcess]
      await everybodySays(first, 'slow')
      await first.kill()
      await onceEach(['1 slow'])
    },
    patience,
  )
})
