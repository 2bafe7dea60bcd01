/** The reference client, unmodified, against the endpoint. */
import { type Activity, ConnectionStatus, DirectLine } from 'botframework-directlinejs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { BrowserRequest } from './browser-request.ts'
import { call, type Opened } from './direct-line-client.ts'
import { runningServer, temporaryFolder } from './running-server.ts'

const browser = { XMLHttpRequest: BrowserRequest, WebSocket }
const before: Record<string, unknown> = {}

beforeAll(() => {
  for (const [name, value] of Object.entries(browser)) {
    before[name] = Reflect.get(globalThis, name)
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
})

afterAll(() => {
  for (const [name, value] of Object.entries(before))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
})

const user = { id: 'dl_anna', name: 'Anna' }

async function client(url: string, options: { readonly webSocket: boolean; readonly resume?: Opened }) {
  const { body } = options.resume
    ? { body: options.resume }
    : await call<Opened>(url, '/tokens/generate', { body: { user, locale: 'nl' } })
  const line = new DirectLine({
    token: body.token,
    domain: `${url}/v3/directline`,
    webSocket: options.webSocket,
    pollingInterval: 200,
    timeout: 2000,
    // After a drop the client waits 3 to 15 s, at random: here the shortest.
    ...({ random: () => 0 } as object),
  })
  const seen: Activity[] = []
  const states: ConnectionStatus[] = []
  line.connectionStatus$.subscribe((state) => void states.push(state))
  const subscription = line.activity$.subscribe(
    (activity) => void seen.push(activity),
    // Where the conversation ends, so does what comes in.
    () => {},
  )
  const texts = () => seen.map((activity) => (activity as { text?: string }).text)
  return {
    line,
    seen,
    states,
    texts,
    opened: body,
    post: (activity: Partial<Activity> & Record<string, unknown>) =>
      new Promise<string>((resolve, reject) => {
        line.postActivity({ from: user, ...activity } as Activity).subscribe(resolve, reject)
      }),
    until: async (count: number, within = 15_000) => {
      const deadline = Date.now() + within
      while (seen.length < count) {
        if (Date.now() > deadline)
          throw new Error(`only ${seen.length} of ${count} came: ${texts().join(', ')}`)
        await new Promise((done) => setTimeout(done, 10))
      }
    },
    end: () => {
      subscription.unsubscribe()
      line.end()
    },
  }
}

const message = (text: string, clientActivityID = text) =>
  ({ type: 'message', text, channelData: { clientActivityID } }) as const

for (const webSocket of [true, false])
  describe(`botframework-directlinejs over ${webSocket ? 'WebSocket' : 'polling'}`, () => {
    it('talks: welcome, echo with its client id, reply, events, no session', async () => {
      const { url } = await runningServer()
      const member = await client(url, { webSocket })
      await member.until(1)
      expect(member.texts()).toEqual(['welcome nl'])
      const id = await member.post(message('hallo', 'c1'))
      await member.until(3)
      expect(member.texts()).toEqual(['welcome nl', 'hallo', '1: hallo'])
      expect(member.seen[1]).toMatchObject({
        id,
        from: { id: user.id },
        channelData: { clientActivityID: 'c1' },
      })
      expect(member.seen[2]).toMatchObject({ replyToId: id })
      expect(typeof (await member.post({ type: 'typing' }))).toBe('string')
      expect(await new Promise((resolve) => member.line.getSessionId().subscribe(resolve))).toBe('')
      expect(member.states).toEqual([
        ConnectionStatus.Uninitialized,
        ConnectionStatus.Connecting,
        ConnectionStatus.Online,
      ])
      member.end()
    })

    it('is told clearly that files are not taken, and goes on', async () => {
      const { url } = await runningServer()
      const member = await client(url, { webSocket })
      await member.until(1)
      const attachments = [{ contentType: 'text/plain', contentUrl: `${url}/healthz`, name: 'a.txt' }]
      await expect(member.post({ type: 'message', attachments })).rejects.toMatchObject({ status: 400 })
      await member.post(message('on'))
      await member.until(3)
      expect(member.states.at(-1)).toBe(ConnectionStatus.Online)
      member.end()
    })

    it('takes up a conversation again with a resumed token, after a restart of the server', async () => {
      const environment = { DATA_DIR: temporaryFolder() }
      const first = await runningServer({ environment })
      const member = await client(first.url, { webSocket })
      await member.until(1)
      await member.post(message('one'))
      await member.until(3)
      member.end()
      await first.stop()
      const second = await runningServer({ environment })
      const resumed = await call<Opened>(second.url, '/tokens/resume', {
        body: { resume: member.opened.resume },
      })
      const again = await client(second.url, { webSocket, resume: resumed.body })
      await again.until(3)
      await again.post(message('two'))
      await again.until(5)
      expect(again.texts()).toEqual(['welcome nl', 'one', '1: one', 'two', '2: two'])
      again.end()
    })

    it('ends where the conversation has ended', async () => {
      const { url, store } = await runningServer({ keepDays: 1 / 24 / 3600 })
      const member = await client(url, { webSocket })
      await member.until(1)
      await new Promise((done) => setTimeout(done, 1100))
      await store.sweep(Date.now())
      // A poll finds out by itself; otherwise the post does.
      const fault = await member.post(message('too late')).catch((error: unknown) => error)
      expect(fault).toMatchObject(webSocket ? { status: 404 } : { message: 'conversation ended' })
      member.end()
    })
  })

describe('botframework-directlinejs over a socket that drops', () => {
  it('misses nothing and sees nothing twice, whatever is said meanwhile', async () => {
    const { url, app } = await runningServer()
    const member = await client(url, { webSocket: true })
    await member.until(1)
    const expected = ['welcome nl']
    let said = 0
    const say = async () => {
      said++
      expected.push(`m${said}`, `${said}: m${said}`)
      await member.post(message(`m${said}`))
    }
    for (let drop = 0; drop < 2; drop++) {
      await say()
      // Not waiting for it to arrive: some of it is lost on the way.
      for (const socket of app.websocketServer.clients) socket.terminate()
      await say()
      await say()
      await member.until(expected.length)
    }
    await say()
    await member.until(expected.length)
    await new Promise((done) => setTimeout(done, 200))
    expect(member.texts()).toEqual(expected)
    expect(new Set(member.seen.map(({ id }) => id)).size).toBe(expected.length)
    member.end()
  })
})
