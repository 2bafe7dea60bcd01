/** Nothing that tells who a member is leaves by the log; and what watches over that does find it. */
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Assistant } from '../../../dialogs/assistant.ts'
import { openConversation, say } from '../direct-line-client.ts'
import { runningServer } from '../running-server.ts'
import { BesiegedProgram, type Opened } from './besieged-program.ts'
import { findPersonalData, makeFinder, typedIn } from './personal-data.ts'

/** One of each kind, as members write them. */
const own = {
  'e-mail address': ['hanneke@foto-devries.nl', 'H.de+Vries@mail.foto.co.uk'],
  IBAN: ['NL91 ABNA 0417 1643 00', 'NL91ABNA0417164300', 'BE68 5390 0754 7034'],
  'card number': ['4111 1111 1111 1111', '5500-0000-0000-0004', '340000000000009'],
  'serial number': ['032021004455', '012345678'],
}
const name = 'Hanneke de Vries'

describe('personal data', () => {
  it('is found wherever it stands in a text', () => {
    for (const [kind, values] of Object.entries(own))
      for (const value of values)
        for (const text of [
          value,
          `{"msg":"${value}"}`,
          `a member (${value}), said`,
          `faults_total{by="${value}"} 1`,
        ])
          expect([text, findPersonalData(text)]).toEqual([text, [kind]])
  })

  it('is not seen in what a server logs by itself', () => {
    for (const text of [
      '{"level":20,"time":1795386897746,"reqId":"req-1f","method":"POST","route":"/v3/directline/tokens/generate","status":200,"ms":12}',
      '{"level":50,"conversation":"9Jrjw_6h8M4vUJNQLshUuA","at":["at run (file:///x/node_modules/@fastify/y/index.js:1234567:12)"]}',
      'http_request_duration_seconds_sum 12.0123456789012',
      'process_start_time_seconds 1795386897',
      'nodejs_heap_size_total_bytes 4294967296',
      '9Jrjw_6h8M4vUJNQLshUuA|0000012',
      'NL91 ABNA 0417 1643 01 and 4111 1111 1111 1112 only look like it',
    ])
      expect([text, findPersonalData(text)]).toEqual([text, []])
  })

  it('that tests type is known by what they write, names too', () => {
    const typed = typedIn(fileURLToPath(new URL('../..', import.meta.url)))
    for (const [kind, value] of [
      ['name', name],
      ['serial number', '032021004455'],
      ['e-mail address', 'dirk@dirkfoto.be'],
      ['IBAN', 'NL91 ABNA 0417 1643 00'],
    ])
      expect(typed).toContainEqual({ kind, value })
    const find = makeFinder(typed)
    expect(find(`{"msg":"hello ${name}"}`)).toEqual(['name'])
    expect(find('{"msg":"8330201234"}')).toEqual(['serial number'])
    expect(find('{"msg":"hello"}')).toEqual([])
  })
})

describe('a log at its most talkative', () => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const typed = [name, ...Object.values(own).flat()]
  const logged = () => typed.filter((value) => lines.join('').includes(value))
  const program = new BesiegedProgram(log)
  let opened: Opened
  beforeAll(async () => {
    await program.start()
    opened = await program.opens()
  })
  afterAll(() => program.stop())

  it('holds nothing of what a member tells of themselves, wherever in the talk', async () => {
    for (const value of typed)
      for (const text of [
        `Ik heet ${name}`,
        value,
        `mijn gegevens: ${value}`,
        `nee, het is ${value}`,
        `{"text":"${value}"}`,
        `${value}?`,
      ])
        await program.says(opened, text)
    for (const value of typed)
      for (const call of [
        {
          path: `/conversations/${opened.conversationId}/activities`,
          body: `{"type":"message","text":"${value}`,
        },
        {
          path: `/conversations/${opened.conversationId}/activities`,
          body: JSON.stringify({ type: value, [value]: value }),
        },
        { path: '/tokens/resume', body: JSON.stringify({ resume: value }) },
        { path: '/tokens/generate', body: JSON.stringify({ user: { id: value }, locale: value }) },
        { path: `/${encodeURIComponent(value)}?q=${encodeURIComponent(value)}`, body: value },
      ])
        await program.call({
          ...call,
          token: opened.token,
          headers: { origin: program.url, 'user-agent': value },
        })
    expect(lines.length).toBeGreaterThan(typed.length * 10)
    expect(logged()).toEqual([])
    await program.stillServes(opened)
  })

  it('holds nothing of it where the assistant fails with it in hand', async () => {
    const failing: Assistant = {
      turn: async ({ activity }) => {
        if (activity.type !== 'message') return { record: {}, forget: false }
        const fault = new TypeError(`cannot read ${activity.text}`, { cause: new Error(activity.text) })
        throw Object.assign(fault, { activity })
      },
    }
    const { url } = await runningServer({ assistant: failing, log })
    const talk = await openConversation(url)
    const before = lines.length
    // Lines that read like those of a stack are said as well.
    const said = typed.flatMap((value) => [value, `hallo\n    at ${value} (file:///x.ts:1:1)`])
    for (const text of said) expect((await say(url, talk, text)).status).toBe(200)
    expect(lines.slice(before).filter((line) => line.includes('"level":50'))).toHaveLength(said.length)
    expect(logged()).toEqual([])
  })
})
