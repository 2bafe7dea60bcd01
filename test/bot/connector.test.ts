/** Sending to a channel's connector: what is sent, when it is tried again, and how it fails. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type Connector,
  ConnectorFault,
  type ConnectorParts,
  openConnector,
} from '../../bot/channels/teams/connector.ts'

interface Taken {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: Record<string, unknown>
  readonly at: number
}

type Answering = (response: ServerResponse, request: IncomingMessage) => void

const cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** A connector that answers each activity in its own way, the last way for all that follow. */
async function stubConnector(...ways: readonly Answering[]) {
  const taken: Taken[] = []
  const sockets = new Set<unknown>()
  const server = createServer((request, response) => {
    sockets.add(request.socket)
    let text = ''
    request.on('data', (data) => {
      text += data
    })
    request.on('end', () => {
      taken.push({
        path: `${request.method} ${request.url}`,
        authorization: request.headers.authorization,
        body: JSON.parse(text),
        at: performance.now(),
      })
      ways[Math.min(taken.length, ways.length) - 1]!(response, request)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  cleanups.push(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  return { url: `http://127.0.0.1:${port}`, taken, sockets }
}

function opened(parts: Partial<ConnectorParts> = {}): Connector {
  const connector = openConnector({ token: async () => 'the-token', allowed: () => true, ...parts })
  cleanups.push(() => connector.close())
  return connector
}

const answers =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Answering =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

const taking = answers(201, { id: 'an-id' })

/** The fault that this ends in. */
const faultOf = (sending: Promise<unknown>): Promise<ConnectorFault> =>
  sending.then(
    () => expect.unreachable('it was sent'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(ConnectorFault)
      return error as ConnectorFault
    },
  )

const hello = { type: 'message', text: 'Dag' }

describe('an activity', () => {
  test('is posted to its conversation, signed, and the id comes back', async () => {
    const stub = await stubConnector(taking)
    const sent = await opened().send(`${stub.url}/emea/`, '19:abc@thread.tacv2;messageid=1', hello)
    expect(sent).toEqual({ id: 'an-id' })
    expect(stub.taken).toMatchObject([
      {
        path: 'POST /emea/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D1/activities',
        authorization: 'Bearer the-token',
        body: hello,
      },
    ])
  })

  test('that replies is posted to what it replies to', async () => {
    const stub = await stubConnector(taking)
    await opened().send(stub.url, 'c', { ...hello, replyToId: 'a/b' })
    expect(stub.taken[0]?.path).toBe('POST /v3/conversations/c/activities/a%2Fb')
  })

  test('that is taken without an id has none', async () => {
    const stub = await stubConnector(answers(202, ''))
    expect(await opened().send(stub.url, 'c', hello)).toEqual({ id: '' })
  })

  test('goes over a connection that is kept', async () => {
    const stub = await stubConnector(taking)
    const connector = opened()
    for (let time = 0; time < 20; time++) await connector.send(stub.url, 'c', hello)
    expect(stub.taken).toHaveLength(20)
    expect(stub.sockets.size).toBeLessThan(5)
  })

  test('goes out with many others at once', async () => {
    const stub = await stubConnector(taking)
    const connector = opened()
    await Promise.all(Array.from({ length: 300 }, (_, n) => connector.send(stub.url, `c${n}`, hello)))
    expect(new Set(stub.taken.map(({ path }) => path)).size).toBe(300)
  })
})

describe('a second try', () => {
  for (const status of [429, 502, 503, 504])
    test(`follows a ${status}`, async () => {
      const stub = await stubConnector(answers(status), taking)
      expect(await opened().send(stub.url, 'c', hello)).toEqual({ id: 'an-id' })
      expect(stub.taken).toHaveLength(2)
    })

  test('is the last one', async () => {
    const stub = await stubConnector(answers(503))
    expect(await faultOf(opened().send(stub.url, 'c', hello))).toMatchObject({
      kind: 'unavailable',
      status: 503,
    })
    expect(stub.taken).toHaveLength(2)
  })

  test('waits as long as it is asked to', async () => {
    const stub = await stubConnector(answers(429, {}, { 'retry-after': '1' }), taking)
    await opened().send(stub.url, 'c', hello)
    expect(stub.taken[1]!.at - stub.taken[0]!.at).toBeGreaterThan(950)
  })

  test('is not made where it would have to wait too long; the wait is told', async () => {
    const stub = await stubConnector(answers(429, {}, { 'retry-after': '60' }), taking)
    expect(await faultOf(opened().send(stub.url, 'c', hello))).toMatchObject({
      kind: 'unavailable',
      status: 429,
      retryAfter: 60_000,
    })
    expect(stub.taken).toHaveLength(1)
  })

  for (const status of [400, 401, 403, 404, 413, 500, 301])
    test(`does not follow a ${status}`, async () => {
      const stub = await stubConnector(answers(status, {}, { location: '/elsewhere' }), taking)
      expect(await faultOf(opened().send(stub.url, 'c', hello))).toMatchObject({ kind: 'refused', status })
      expect(stub.taken).toHaveLength(1)
    })

  test('follows a connection that is refused', async () => {
    const gone = await stubConnector(taking)
    await cleanups.pop()!()
    const from = performance.now()
    const fault = await faultOf(opened().send(gone.url, 'c', hello))
    expect(fault.kind).toBe('unavailable')
    expect(performance.now() - from).toBeGreaterThan(90)
  })
})

describe('a fault', () => {
  test('comes within the deadline from a connector that hangs, and nothing is sent twice', async () => {
    const stub = await stubConnector(() => {})
    const from = performance.now()
    expect((await faultOf(opened().send(stub.url, 'c', hello))).kind).toBe('late')
    expect(performance.now() - from).toBeLessThan(6_000)
    expect(stub.taken).toHaveLength(1)
  })

  test('comes from a connection that breaks after the activity has left: it may have been taken', async () => {
    const stub = await stubConnector((response) => response.socket!.resetAndDestroy())
    expect((await faultOf(opened().send(stub.url, 'c', hello))).kind).toBe('lost')
    expect(stub.taken).toHaveLength(1)
  })

  test.for([
    ['no JSON', '<html>'],
    ['another shape', JSON.stringify({ id: 7 })],
    ['an endless text', JSON.stringify({ id: 'x'.repeat(200_000) })],
    ['null', 'null'],
  ])('comes from an answer that is none: %s', async ([, body]) => {
    const stub = await stubConnector(answers(200, body))
    expect(await faultOf(opened().send(stub.url, 'c', hello))).toMatchObject({ kind: 'garbage', status: 200 })
    expect(stub.taken).toHaveLength(1)
  })

  test('comes where no token can be had', async () => {
    const stub = await stubConnector(taking)
    const connector = opened({ token: () => Promise.reject(new Error('the secret is abc')) })
    const fault = await faultOf(connector.send(stub.url, 'c', hello))
    expect(fault.kind).toBe('noToken')
    expect(JSON.stringify(fault) + fault.stack).not.toContain('secret is')
    expect(stub.taken).toHaveLength(0)
  })

  test('says nothing of what the connector wrote', async () => {
    const stub = await stubConnector(answers(403, 'private words'))
    const fault = await faultOf(opened().send(stub.url, 'c', hello))
    expect(JSON.stringify(fault) + fault.stack + String(fault.cause)).not.toContain('private words')
  })
})

describe('an address', () => {
  test.for([
    'http://example.org',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'https://user:word@example.org',
    'no address',
    '',
  ])('that is not safe gets nothing: %s', async (serviceUrl) => {
    let asked = 0
    const token = async () => {
      asked++
      return 'the-token'
    }
    const connector = opened({ token })
    expect((await faultOf(connector.send(serviceUrl, 'c', hello))).kind).toBe('notAllowed')
    expect(asked).toBe(0)
  })

  test('that is not on the list gets nothing', async () => {
    const stub = await stubConnector(taking)
    const connector = opened({ allowed: (url) => url.startsWith('https://smba.trafficmanager.net/') })
    expect((await faultOf(connector.send(stub.url, 'c', hello))).kind).toBe('notAllowed')
    expect(stub.taken).toHaveLength(0)
  })
})
