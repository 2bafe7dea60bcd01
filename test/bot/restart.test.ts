import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { call, ListeningSocket, type Opened, openConversation, readSince, say } from './direct-line-client.ts'
import { runningServer, temporaryFolder } from './running-server.ts'

describe('a server that is started again on the same folder', () => {
  it('goes on with conversations: record, log, marks, tokens, resume', async () => {
    const environment = { DATA_DIR: temporaryFolder() }
    const first = await runningServer({ environment })
    const opened = await openConversation(first.url, { user: { id: 'dl_anna' }, locale: 'en' })
    const before = await say(first.url, opened, 'one', 'c1')
    await first.stop()

    const second = await runningServer({ environment })
    // The key was kept: the old token is still good.
    expect((await say(second.url, opened, 'one', 'c1')).body.id).toBe(before.body.id)
    await say(second.url, opened, 'two', 'c2')
    const { body } = await call<Opened>(second.url, '/tokens/resume', { body: { resume: opened.resume } })
    const again = await call<Opened>(second.url, '/conversations', { token: body.token, body: {} })
    expect(again.status).toBe(200)
    const stream = new ListeningSocket(again.body.streamUrl)
    await stream.until(5)
    expect(stream.texts).toEqual(['welcome en', 'one', '1: one', 'two', '2: two'])
    expect(statSync(join(environment.DATA_DIR, 'token.key')).mode & 0o777).toBe(0o600)
    stream.socket.close()
  })

  it('resumes weeks later, and no longer once the time is over', async () => {
    const environment = { DATA_DIR: temporaryFolder() }
    const day = 24 * 3600_000
    let time = Date.parse('2026-03-01T10:00:00Z')
    const now = () => new Date(time)
    const first = await runningServer({ environment, now })
    const opened = await openConversation(first.url)
    await say(first.url, opened, 'one')
    await first.stop()
    time += 29 * day
    const second = await runningServer({ environment, now })
    const { body } = await call<Opened>(second.url, '/tokens/resume', { body: { resume: opened.resume } })
    await say(second.url, { ...opened, token: body.token }, 'two')
    await second.stop()
    // The last message counts, not the first.
    time += 29 * day
    const third = await runningServer({ environment, now })
    expect((await call(third.url, '/tokens/resume', { body: { resume: opened.resume } })).status).toBe(200)
    await third.stop()
    time += 2 * day
    const fourth = await runningServer({ environment, now })
    expect((await call(fourth.url, '/tokens/resume', { body: { resume: opened.resume } })).status).toBe(404)
  })
})

describe('a server that stops', () => {
  it('finishes what is under way, tells its sockets, and loses nothing', async () => {
    const environment = { DATA_DIR: temporaryFolder() }
    const server = await runningServer({ environment })
    const opened = await openConversation(server.url)
    const stream = new ListeningSocket(opened.streamUrl)
    await stream.until(1)
    const slow = say(server.url, opened, 'slow', 'c1')
    await new Promise((done) => setTimeout(done, 100))
    const stopped = server.stop()
    expect((await slow).status).toBe(200)
    expect((await stream.closed).code).toBe(1001)
    await stopped
    // The reply had left before the socket was closed.
    expect(stream.texts).toEqual(['welcome nl', 'slow', '1: slow'])
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
    const next = await runningServer({ environment })
    const said = stream.activities.filter(({ type }) => type !== 'typing')
    expect((await readSince(next.url, opened)).body.activities).toEqual(said)
  })

  it('does not wait for a client that keeps its socket open', async () => {
    const server = await runningServer()
    const stream = new ListeningSocket((await openConversation(server.url)).streamUrl)
    await stream.opened
    stream.socket.pause()
    const started = Date.now()
    await server.stop()
    expect(Date.now() - started).toBeLessThan(4000)
    stream.socket.terminate()
  })
})
