import { describe, expect, it } from 'vitest'
import type { OpenedStore } from '../../../bot/stores/open.ts'
import { StoreUnavailable } from '../../../bot/stores/store.ts'
import { openConversation, readSince, say } from '../direct-line-client.ts'
import { echoAssistant } from '../echo-assistant.ts'
import { findPersonalData } from '../edge/personal-data.ts'
import { headOf, sendRaw } from '../edge/raw-socket.ts'
import { runningServer } from '../running-server.ts'
import { openMemoryStore, SharedMemory } from '../stores/memory-store.ts'

const textOf = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}/metrics`, { headers })
  return { status: response.status, text: await response.text() }
}

/** The value of a metric by its name and labels as they are written. */
const countOf = (text: string, name: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `))
  return line === undefined ? undefined : Number(line.slice(name.length + 1))
}

describe('metrics', () => {
  it('count turns by their end, understanding by its source, answers by route, and faults', async () => {
    const { url } = await runningServer({
      assistant: {
        turn: async (context, setting) => ({
          ...(await echoAssistant.turn(context, setting)),
          ...(context.activity.text?.startsWith('typed')
            ? { heard: [{ language: 'nl', acts: [{ act: 'affirm' }] }] }
            : {}),
        }),
      },
    })
    const opened = await openConversation(url)
    await say(url, opened, 'tapped', 'c1')
    await say(url, opened, 'tapped', 'c1')
    await say(url, opened, 'typed by Anna, anna@example.org, NL91ABNA0417164300', 'c2')
    await say(url, opened, 'fail', 'c3')
    const { status, text } = await textOf(url)
    expect(status).toBe(200)
    // The welcome is a turn as well.
    expect(countOf(text, 'cps_turns_total{end="served"}')).toBe(3)
    expect(countOf(text, 'cps_turns_total{end="duplicate"}')).toBe(1)
    expect(countOf(text, 'cps_turns_total{end="apologised"}')).toBe(1)
    expect(countOf(text, 'cps_understood_total{source="tap"}')).toBe(1)
    expect(countOf(text, 'cps_understood_total{source="local"}')).toBe(1)
    expect(countOf(text, 'cps_faults_total{kind="server"}')).toBe(1)
    expect(countOf(text, 'cps_turns_under_way')).toBe(0)
    expect(countOf(text, 'cps_turn_stage_seconds_count{stage="turn"}')).toBe(5)
    expect(countOf(text, 'cps_turn_stage_seconds_count{stage="save"}')).toBe(4)
    const route = '/v3/directline/conversations/:id/activities'
    expect(countOf(text, `cps_http_answers_total{route="${route}",status="200"}`)).toBe(4)
    // Neither whose turns they were nor what was said.
    expect(text).not.toContain(opened.conversationId)
    expect(findPersonalData(text)).toEqual([])
  })

  it('count what failed by whose fault it was', async () => {
    const store = openMemoryStore(new SharedMemory())
    let broken: Error | undefined
    const failing: OpenedStore = {
      ...store,
      load: async (...given) => {
        if (broken) throw broken
        return store.load(...given)
      },
    }
    const { url } = await runningServer({ store: failing })
    const opened = await openConversation(url)
    const faults = async () => {
      const { text } = await textOf(url)
      return ['server', 'store', 'model', 'socket'].map((kind) =>
        countOf(text, `cps_faults_total{kind="${kind}"}`),
      )
    }
    expect(await faults()).toEqual([0, 0, 0, 0])
    broken = new StoreUnavailable('not now')
    expect((await readSince(url, opened)).status).toBe(503)
    expect(await faults()).toEqual([0, 1, 0, 0])
    broken = new Error('a mistake of our own')
    expect((await readSince(url, opened)).status).toBe(500)
    expect(await faults()).toEqual([1, 1, 0, 0])
    await fetch(`${url}/readyz`)
    expect(await faults()).toEqual([1, 1, 0, 0])
  })

  it('are for this machine itself, or for who has the token, and for nobody else', async () => {
    const { url } = await runningServer()
    expect((await textOf(url)).status).toBe(200)
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])
      expect((await textOf(url, { [header]: '127.0.0.1' })).status).toBe(404)

    // By whatever name a page makes a browser on this machine ask.
    const askedAs = async (host: string) => {
      const bytes = `GET /metrics HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
      return headOf((await sendRaw(url, bytes)).text).status
    }
    for (const host of ['localhost', 'localhost:3978', '127.0.0.1:1', '[::1]:3978'])
      expect([host, await askedAs(host)]).toEqual([host, 200])
    for (const host of [
      'evil.example',
      'evil.example:3978',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '',
    ])
      expect([host, await askedAs(host)]).toEqual([host, 404])
    // A proxy on this machine may add nothing, and call it by its own name.
    for (const environment of [{ PUBLIC_URL: 'https://chat.example' }, { TRUST_PROXY: '1' }])
      expect((await textOf((await runningServer({ environment })).url)).status).toBe(404)

    const token = 'a-token-of-the-operators'
    const closed = await runningServer({ environment: { METRICS_TOKEN: token } })
    expect((await textOf(closed.url)).status).toBe(404)
    expect((await textOf(closed.url, { authorization: 'Bearer another' })).status).toBe(404)
    expect((await textOf(closed.url, { authorization: `Bearer ${token}` })).status).toBe(200)
    const environment = { METRICS_TOKEN: token, PUBLIC_URL: 'https://chat.example' }
    const { url: outside } = await runningServer({ environment })
    expect((await textOf(outside, { authorization: `Bearer ${token}` })).status).toBe(200)
  })
})
