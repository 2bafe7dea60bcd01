import { describe, expect, it } from 'vitest'
import { call, ListeningSocket, type Opened, openConversation, readSince, say } from './direct-line-client.ts'
import { runningServer } from './running-server.ts'

const prove = Boolean(process.env.PROVE)

const reconnect = async (url: string, { conversationId, token }: Opened, watermark: string | undefined) => {
  const path = `/conversations/${conversationId}${watermark === undefined ? '' : `?watermark=${watermark}`}`
  const { status, body } = await call<Opened>(url, path, { token })
  expect(status).toBe(200)
  expect(body).toMatchObject({ conversationId, expires_in: 1800, token: expect.any(String) })
  return new ListeningSocket(body.streamUrl)
}

describe('a socket', () => {
  it('gets the welcome, then each echo and reply as they come, with watermarks that resume', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const stream = new ListeningSocket(opened.streamUrl)
    await stream.until(1)
    const { body } = await say(url, opened, 'twice', 'c1')
    await stream.until(4)
    expect(stream.texts).toEqual(['welcome nl', 'twice', '1: twice', '1: again'])
    expect(stream.activities[1]).toMatchObject({ id: body.id, channelData: { clientActivityID: 'c1' } })
    expect((await readSince(url, opened, stream.watermark)).body.activities).toEqual([])
    expect((await readSince(url, opened)).body.activities).toEqual(stream.activities)
    // Signs of life are neither answered nor taken for anything.
    stream.socket.send('')
    stream.socket.send('{"type":"message","text":"over the socket"}')
    await say(url, opened, 'x')
    await stream.until(6)
    expect(stream.texts.slice(4)).toEqual(['x', '2: x'])
    stream.socket.close()
  })

  it('is dropped for a message above 32 KiB', async () => {
    const { url } = await runningServer()
    const stream = new ListeningSocket((await openConversation(url)).streamUrl)
    await stream.opened
    stream.socket.send('x'.repeat(33 * 1024))
    expect((await stream.closed).code).toBe(1009)
  })

  it('is served like any other of the conversation', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const streams = [
      new ListeningSocket(opened.streamUrl),
      await reconnect(url, opened, ''),
      await reconnect(url, opened, ''),
    ]
    for (const text of ['a', 'b', 'c']) await say(url, opened, text)
    for (const stream of streams) await stream.until(7)
    for (const stream of streams) expect(stream.activities).toEqual(streams[0]!.activities)
    const foreign = new ListeningSocket((await openConversation(url)).streamUrl)
    await foreign.until(1)
    await say(url, opened, 'd')
    for (const stream of streams) await stream.until(9)
    expect(foreign.activities).toHaveLength(1)
    for (const stream of [...streams, foreign]) stream.socket.close()
  })

  it('shows typing while a turn runs, to sockets only', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const stream = new ListeningSocket(opened.streamUrl)
    await stream.until(1)
    await say(url, opened, 'typing')
    await stream.until(4)
    expect(stream.activities.map(({ type }) => type)).toEqual(['message', 'typing', 'message', 'message'])
    expect((await readSince(url, opened)).body.activities.map(({ type }) => type)).not.toContain('typing')
    stream.socket.close()
  })

  it('takes up from its watermark; without one history is skipped, with an empty one it is all there', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    for (const text of ['a', 'b']) await say(url, opened, text)
    const all = await reconnect(url, opened, '')
    const none = await reconnect(url, opened, undefined)
    const some = await reconnect(url, opened, '3')
    const beyond = await reconnect(url, opened, '999')
    await all.until(5)
    await none.opened
    await beyond.opened
    await say(url, opened, 'c')
    await all.until(7)
    await some.until(5)
    await none.until(2)
    await beyond.until(2)
    expect(all.texts).toEqual(['welcome nl', 'a', '1: a', 'b', '2: b', 'c', '3: c'])
    expect(some.texts).toEqual(['1: a', 'b', '2: b', 'c', '3: c'])
    expect(none.texts).toEqual(['c', '3: c'])
    expect(beyond.texts).toEqual(['c', '3: c'])
    for (const stream of [all, none, some, beyond]) stream.socket.close()
  })
})

describe('a connection that drops', () => {
  it('at any moment leaves no gap and repeats nothing', async () => {
    const { url, app } = await runningServer()
    const [clients, drops, messages] = prove ? [100, 10, 60] : [10, 5, 25]
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        const opened = await openConversation(url)
        const seen: (string | undefined)[] = []
        let watermark = ''
        let talking = true
        const talk = (async () => {
          for (let index = 0; index < messages; index++) await say(url, opened, `m${index}`)
          talking = false
        })()
        for (let drop = 0; drop < drops || talking; drop++) {
          const stream = await reconnect(url, opened, watermark)
          await stream.opened
          await new Promise((done) => setTimeout(done, (client * 7 + drop * 13) % 40))
          stream.socket.terminate()
          seen.push(...stream.texts)
          watermark = stream.watermark || watermark
        }
        await talk
        const last = await reconnect(url, opened, watermark)
        const expected = [
          'welcome nl',
          ...Array.from({ length: messages }, (_, i) => [`m${i}`, `${i + 1}: m${i}`]).flat(),
        ]
        await last.until(expected.length - seen.length)
        expect([...seen, ...last.texts]).toEqual(expected)
        last.socket.close()
      }),
    )
    expect(app.websocketServer.clients.size).toBeLessThanOrEqual(clients)
  })
})
