/** What keeps calls few: certainty, caps and pins; and what members share with each other through the model: nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Activity, TurnContext } from 'botbuilder-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebAdapter } from '../../../bot/channels/web/adapter.ts'
import { callers, memoryBudget } from '../../../bot/model/budget.ts'
import { readPins } from '../../../bot/model/pins.ts'
import { forgetting, recentTurns } from '../../../bot/model/recent.ts'
import { noCaps } from '../../../bot/model/settings.ts'
import { faqIds, type Understander } from '../../../prompts/acts.ts'
import { asking, today, trainedEngine } from '../../prompts/trained.ts'
import { modelBacked } from './model-backed.ts'
import { faults, ModelServer, says } from './model-server.ts'

const server = new ModelServer()
const folder = mkdtempSync(join(tmpdir(), 'cps-pins-'))
beforeAll(async () => {
  await server.start()
  await trainedEngine()
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  server.asked.length = 0
  server.answering = says({ acts: [{ act: 'thanks' }] })
})

const hard = 'tja, dat hangt er eigenlijk een beetje van af hoe je het bekijkt'
const put = (understander: Understander, text: string, slot?: string) =>
  understander.understand({ text, language: null, pending: slot ? asking(slot) : null, today })

describe('certainty', () => {
  it.each([
    ['ja', 'signedIn'],
    ['nee', 'signedIn'],
    ['weet ik niet', 'oldEmailGiven'],
    ['1800', 'points'],
    ['2.150 punten', 'points'],
    ['goud', 'tier'],
    ['credit card', 'paymentMethod'],
    ['terug', 'points'],
    ['stop', undefined],
    ['hoi', undefined],
    ['de eerste', 'tier'],
    ['?', 'points'],
    ['', undefined],
  ])('no call for %j', async (text, slot) => {
    await put(await modelBacked({ url: server.url, asked: 'whereUnsure' }), text, slot)
    expect(server.asked.length).toBe(0)
  })

  it('a call for what the local engine can only guess at', async () => {
    const understood = await put(await modelBacked({ url: server.url, asked: 'whereUnsure' }), hard)
    expect(server.asked.length).toBe(1)
    expect(understood.acts).toEqual([{ act: 'thanks' }])
  })
})

describe('caps', () => {
  const from = (conversation: string, address: string, understander: Understander) =>
    callers.run({ conversation, address }, () => put(understander, hard))

  it('per conversation, per address and per day; then the local engine serves on', async () => {
    let now = Date.parse('2026-11-22T10:00:00Z')
    const understander = await modelBacked({
      url: server.url,
      caps: { perConversation: 2, perAddress: 3, perDay: 5 },
      now: () => now,
    })
    const local = await put(await trainedEngine(), hard)
    for (let count = 0; count < 3; count++) await from('a', '10.0.0.1', understander)
    expect(server.asked.length).toBe(2)
    expect((await from('a', '10.0.0.1', understander)).acts).toEqual(local.acts)
    for (let count = 0; count < 3; count++) await from('b', '10.0.0.1', understander)
    expect(server.asked.length).toBe(3)
    for (let count = 0; count < 9; count++) await from(`c${count}`, `10.0.1.${count}`, understander)
    expect(server.asked.length).toBe(5)
    expect((await put(understander, hard)).acts).toEqual(local.acts)
    now += 24 * 60 * 60 * 1000
    expect((await from('a', '10.0.0.1', understander)).acts).toEqual([{ act: 'thanks' }])
  })

  it('a second call counts too', async () => {
    server.answering = faults['status 500']
    const understander = await modelBacked({ url: server.url, caps: { perDay: 1 } })
    await put(understander, hard)
    expect(server.asked.length).toBe(1)
  })

  it('what is given back can be taken again, and no more', () => {
    const budget = memoryBudget({ ...noCaps, perConversation: 1 })
    const caller = { conversation: 'a', address: 'b' }
    expect(budget.take(caller)).toBe(true)
    expect(budget.take(caller)).toBe(false)
    budget.giveBack(caller)
    expect([budget.take(caller), budget.take(caller)]).toEqual([true, false])
  })
})

describe('pins', () => {
  const file = (content: string) => {
    const path = join(folder, `${Math.abs(content.length * 7919)}.yaml`)
    writeFileSync(path, content)
    return path
  }

  it('the same message in the same place always means the same, without a call', async () => {
    const pins = readPins(
      file(
        `- text: "${hard}"\n  pending: { dialog: migration, slot: oldEmailGiven }\n  acts: [{ act: unsure }]\n- { text: Doe maar iets, acts: [{ act: help }] }\n`,
      ),
      faqIds,
    )
    const understander = await modelBacked({ url: server.url, pins })
    expect((await put(understander, ` ${hard.toUpperCase()}. `, 'oldEmailGiven')).acts).toEqual([
      { act: 'unsure' },
    ])
    expect((await put(understander, 'doe maar iets!')).acts).toEqual([{ act: 'help' }])
    expect(server.asked.length).toBe(0)
    expect((await put(understander, hard, 'points')).acts).toEqual([{ act: 'thanks' }])
    expect(server.asked.length).toBe(1)
  })

  it.each([
    ['- { text: hoi, acts: [{ act: hello }] }\n', /\.yaml:1: /],
    [
      '- { text: hoi, acts: [{ act: greet }] }\n- text: dag\n  acts: [{ act: faq, id: nowhere }]\n',
      /\.yaml:3: /,
    ],
    [
      '- { text: hoi, acts: [{ act: greet }] }\n- { text: Hoi!, acts: [{ act: thanks }] }\n',
      /\.yaml:2: .*twice/,
    ],
    ['- { text: hoi\n', /\.yaml:\d: /],
    ['text: hoi\n', /\.yaml:1: /],
  ])('a wrong file is named with its line', (content, wanted) => {
    expect(() => readPins(file(content), faqIds)).toThrow(wanted)
  })

  it('a file that is not there is named', () => {
    expect(() => readPins(join(folder, 'nowhere.yaml'), faqIds)).toThrow(
      /MODEL_PINS: cannot be read \(ENOENT\)/,
    )
  })
})

describe('earlier turns', () => {
  const last = () => server.asked.at(-1)!.body.messages.at(-1)!.content
  const talking = (conversation: string, understander: Understander, text: string, slot?: string) =>
    callers.run({ conversation, address: 'x' }, () => put(understander, text, slot))

  it('go along, without private data, and only of the same conversation', async () => {
    const understander = await modelBacked({ url: server.url })
    await talking('one', understander, 'mijn mail is jan@studio.nl', 'email')
    await talking('two', understander, 'ik heb iets anders', 'points')
    expect(last()).not.toContain('earlier')
    await talking('one', understander, 'en nu?', 'points')
    expect(last()).toContain('earlier in this conversation:\n- (asked email) "mijn mail is [email-1]"')
    expect(last()).not.toContain('iets anders')
    expect(JSON.stringify(server.asked)).not.toContain('jan@studio.nl')
  })

  it('are forgotten when the member asks, and after a while', async () => {
    const understander = await modelBacked({ url: server.url })
    await talking('one', understander, 'ik heb iets bijzonders', 'points')
    server.answering = says({ acts: [{ act: 'forgetMe' }] })
    await talking('one', understander, 'wis alles')
    await talking('one', understander, 'hoi')
    expect(last()).not.toContain('bijzonders')

    let now = 0
    const recent = recentTurns(() => now)
    // As it is confirmed: the message that does it need not say so itself.
    recent.add('b', { asked: null, text: 'ja, alles' })
    const assistant = forgetting({ turn: async () => ({ record: {}, forget: true }) }, recent)
    const said = { type: 'message', text: 'ja', conversation: { id: 'b' } } as Activity
    await assistant.turn(new TurnContext(new WebAdapter(), said), { stored: {}, now: new Date() })
    expect(recent.of('b')).toEqual([])
    for (let count = 0; count < 3; count++) recent.add('a', { asked: null, text: `${count}` })
    expect(recent.of('a').map(({ text }) => text)).toEqual(['1', '2'])
    now += 31 * 60_000
    expect(recent.of('a')).toEqual([])
  })
})

it('private data never goes out', async () => {
  const understander = await modelBacked({ url: server.url })
  const secrets = [
    'jan@studio.nl',
    '4111 1111 1111 1111',
    'NL91 ABNA 0417 1643 00',
    '06-12345678',
    '012345678',
    'Hanneke de Vries',
  ]
  const understood = await put(
    understander,
    `Ik heet Hanneke de Vries, mail jan@studio.nl, bel 06-12345678, betaal met 4111 1111 1111 1111 of NL91 ABNA 0417 1643 00, serienummer 012345678`,
  )
  expect(understood.acts).toEqual([{ act: 'thanks' }])
  const sent = JSON.stringify(server.asked)
  for (const secret of secrets) expect(sent).not.toContain(secret)
})
