import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { ListeningSocket, openConversation, readSince, say } from './direct-line-client.ts'
import { echoAssistant } from './echo-assistant.ts'
import { runningServer } from './running-server.ts'

const prove = Boolean(process.env.PROVE)

describe('turns', () => {
  it('keep their order in bursts, one at a time in each conversation', async () => {
    const { url } = await runningServer()
    const [conversations, turns] = prove ? [200, 100] : [8, 40]
    await Promise.all(
      Array.from({ length: conversations }, async () => {
        const opened = await openConversation(url)
        const ids: string[] = []
        for (let sent = 0; sent < turns; sent += 10)
          await Promise.all(
            Array.from({ length: 10 }, async (_, index) => {
              const answer = await say(url, opened, `m${sent + index}`, `c${sent + index}`)
              ids.push(answer.body.id)
            }),
          )
        const { activities } = (await readSince(url, opened)).body
        expect(activities).toHaveLength(1 + 2 * turns)
        expect(new Set(ids).size).toBe(turns)
        // Each reply stands right behind what it answers, and the counter in the record lost nothing.
        for (let turn = 1; turn <= turns; turn++) {
          const [said, reply] = activities.slice(2 * turn - 1)
          expect(reply).toMatchObject({ replyToId: said!.id, text: `${turn}: ${said!.text}` })
        }
        const numbers = activities.map(({ id }) => id)
        expect(numbers).toEqual([...numbers].sort())
      }),
    )
  })

  it('are run again where another process came first, and the counter is right', async () => {
    const { url, store } = await runningServer()
    const opened = await openConversation(url)
    const { save } = store
    let interfered = 0
    Object.assign(store, {
      save: async (change: Parameters<typeof save>[0]) => {
        if (interfered < 3) {
          interfered++
          const now = (await store.load(opened.conversationId, Date.now()))!
          const number = now.last + 1
          const json = JSON.stringify({ type: 'message', text: 'from elsewhere', from: { id: 'x' } })
          await save({
            conversation: { ...now, turns: now.turns + 1, record: { turns: 100 }, last: number },
            append: [{ number, json }],
            erase: false,
            now: Date.now(),
          })
        }
        return save(change)
      },
    })
    expect((await say(url, opened, 'x', 'c1')).status).toBe(200)
    const texts = (await readSince(url, opened)).body.activities.map(({ text }) => text)
    expect(texts).toEqual(['welcome nl', 'from elsewhere', 'from elsewhere', 'from elsewhere', 'x', '101: x'])
  })

  it('that never get their turn are answered 503, not for ever', async () => {
    const { url, store } = await runningServer()
    const opened = await openConversation(url)
    Object.assign(store, { save: async () => 'conflict' })
    expect((await say(url, opened, 'x')).status).toBe(503)
  })

  it('forget when asked: log, record and marks, while sockets still see the answer', async () => {
    const { url } = await runningServer()
    const opened = await openConversation(url)
    const stream = new ListeningSocket(opened.streamUrl)
    await say(url, opened, 'my name is Anna', 'c1')
    const before = (await readSince(url, opened)).body.watermark
    await say(url, opened, 'forget me', 'c2')
    await stream.until(5)
    expect(stream.texts.slice(3)).toEqual(['forget me', '2: forget me'])
    const after = (await readSince(url, opened)).body
    expect(after.activities.map(({ text }) => text)).toEqual(['2: forget me'])
    expect(Number(after.watermark)).toBeGreaterThan(Number(before))
    // The record is gone as well, and so is the mark: the counter starts again, the same client id is new.
    await say(url, opened, 'again', 'c1')
    expect((await readSince(url, opened, before)).body.activities.map(({ text }) => text)).toEqual([
      '2: forget me',
      'again',
      '1: again',
    ])
    stream.socket.close()
  })

  it('in which the assistant fails keep what was said, apologise, and leave the record as it was', async () => {
    const lines: string[] = []
    const { url } = await runningServer({
      log: pino({ level: 'debug' }, { write: (line) => void lines.push(line) }),
    })
    const opened = await openConversation(url, { locale: 'en' })
    await say(url, opened, 'one')
    expect((await say(url, opened, 'fail', 'c2')).status).toBe(200)
    expect((await say(url, opened, 'fail', 'c2')).status).toBe(200)
    await say(url, opened, 'two')
    const { activities } = (await readSince(url, opened)).body
    expect(activities.map(({ text }) => text)).toEqual([
      'welcome en',
      'one',
      '1: one',
      'fail',
      'sorry en',
      'two',
      '2: two',
    ])
    expect(activities[4]).toMatchObject({ locale: 'en', replyToId: activities[3]!.id })
    const fault = lines.find((line) => line.includes('a turn failed'))
    expect(fault).toContain('echo-assistant')
    // Neither what was said nor the fault's own words, which quote it, nor a token.
    expect(lines.join('')).not.toMatch(/could not read|eyJ|welcome/)
  })

  it('do not wait for those of other conversations', async () => {
    const { url } = await runningServer()
    const [slow, quick] = [await openConversation(url), await openConversation(url)]
    let slowDone = false
    const waiting = say(url, slow, 'slow').then(() => {
      slowDone = true
    })
    await say(url, quick, 'quick')
    expect(slowDone).toBe(false)
    await waiting
  })

  it('are refused above a number that wait, and where their place comes too late: soon, and with nothing done', async () => {
    const { url } = await runningServer({
      environment: { LIMIT_POSTS_PER_SECOND: 'off' },
      assistant: {
        turn: async (context, setting) => {
          await new Promise((done) => setTimeout(done, 20))
          return echoAssistant.turn(context, setting)
        },
      },
    })
    const opened = await openConversation(url)
    const since = performance.now()
    const answers = await Promise.all(
      Array.from({ length: 230 }, (_, index) => say(url, opened, `m${index}`)),
    )
    // 200 of them would take more than four seconds.
    expect(performance.now() - since).toBeLessThan(2000)
    const statuses = answers.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 429, 503]))
    const good = statuses.filter((status) => status === 200).length
    expect((await readSince(url, opened)).body.activities).toHaveLength(1 + 2 * good)
  })
})

describe('the transcript', () => {
  it('says who said what and when, to who has its address', async () => {
    const { url } = await runningServer({ now: () => new Date('2026-03-01T10:30:00Z') })
    for (const [locale, member, time] of [
      ['nl', 'Jij', '1 mrt 2026'],
      ['en', 'You', '1 Mar 2026'],
    ]) {
      const opened = await openConversation(url, { locale })
      await say(url, opened, 'transcript')
      const address = (await readSince(url, opened)).body.activities.at(-2)!.text!
      expect(address).toMatch(
        new RegExp(`^${url}/v3/directline/conversations/${opened.conversationId}/transcript\\?t=`),
      )
      const response = await fetch(address)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
      expect(response.headers.get('content-disposition')).toBe(
        'attachment; filename="cps-assistant-2026-03-01.txt"',
      )
      const text = await response.text()
      expect(text).toContain(`CPS Assistant, ${time}`)
      expect(text).toMatch(new RegExp(`${member}, ${time}[^\\n]*11:30\\ntranscript\\n`))
      expect((await fetch(address.replace(/t=.*/, `t=${opened.token}`))).status).toBe(401)
      expect((await fetch(address.replace(/\?t=.*/, ''))).status).toBe(401)
    }
  })
})
