/** The assistant as it is shipped, in Teams: what can be tapped, in which language it speaks, what its messages carry. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { teamsConversationId } from '../../../bot/channels/teams/conversations.ts'
import { startServer } from '../../../bot/main.ts'
import type { Server } from '../../../bot/server.ts'
import type { TeamsPlace } from '../../../bot/stores/store.ts'
import { buttonsOf } from './playground.ts'
import {
  activity,
  type Connector,
  connectorStub,
  labelsOf,
  mention,
  message,
  post,
  type Sent,
  type Someone,
} from './teams-side.ts'

let server: Server
let connector: Connector
let person = 0
const folder = mkdtempSync(join(tmpdir(), 'cps-teams-talks-'))

beforeAll(async () => {
  server = await startServer({
    environment: { PORT: '0', DATA_DIR: folder, TEAMS_LOCAL: 'true' },
    log: pino({ level: 'silent' }),
  })
  connector = await connectorStub()
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

let me: { id: string; conversation: string }
beforeEach(() => {
  person++
  me = { id: `29:${person}`, conversation: `a:${person}` }
})

/** Waits until all that the bot has said there to somebody was brought. */
async function settled({
  id = me.id,
  conversation: conversationId = me.conversation,
}: Someone): Promise<void> {
  const place = { tenantId: 'a-tenant', conversationId, user: { id } } as TeamsPlace
  for (;;) {
    const conversation = await server.store.load(teamsConversationId(place), Date.now())
    if (conversation && conversation.teams!.delivered >= conversation.last) return
    await new Promise((done) => setTimeout(done, 5))
  }
}

/** What comes of saying something. */
async function say(body: object, someone: Someone = me): Promise<readonly Sent['body'][]> {
  const { conversation } = someone
  const before = connector.messages(conversation).length
  const response = await post(server.url, body)
  expect(response.status).toBe(200)
  await settled(someone)
  return connector.messages(conversation).slice(before)
}
const says = (text: string, someone: Someone = {}) =>
  say(message(connector.url, text, { ...me, ...someone }), { ...me, ...someone })
const newest = (messages: readonly Sent['body'][]) => messages.at(-1)!

const executed = async (button: { data: unknown; verb?: string }) => {
  const value = {
    action: { type: 'Action.Execute', verb: button.verb, data: button.data },
    trigger: 'manual',
  }
  const response = await post(
    server.url,
    activity(connector.url, { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: '1' }, me),
  )
  expect(response.status).toBe(200)
  return (await response.json()) as { statusCode: number; type: string; value: unknown }
}
const submitted = (button: { data: unknown }) =>
  post(server.url, { ...message(connector.url, '', me), text: undefined, value: button.data })
const buttonIn = (sent: Sent['body'], label: string) =>
  buttonsOf(sent.attachments).find(({ data }) => data.cpsTap === label)!
const pendingIn = ({ channelData }: Sent['body']) => channelData?.cps?.pending as { slot: string } | null

/** How many messages there are once nothing more is to come. */
async function quiet(): Promise<number> {
  await settled(me)
  return connector.messages(me.conversation).length
}

describe('what can be tapped', () => {
  test('is on a card of version 1.5, to be executed, or submitted where that is not known', async () => {
    const [welcome] = await say(activity(connector.url, { type: 'installationUpdate', action: 'add' }, me))
    const card = welcome!.attachments!.at(-1)!
    expect(card).toMatchObject({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.5' },
    })
    for (const button of buttonsOf(card.content))
      expect(button).toMatchObject({
        type: 'Action.Execute',
        fallback: { type: 'Action.Submit', data: button.data },
      })
    expect(welcome).not.toHaveProperty('suggestedActions')
    expect(labelsOf(welcome!).length).toBeGreaterThanOrEqual(5)
  })

  test('counts once, however often it is tapped, and says on its card what was chosen', async () => {
    const asked = newest(await says('welk niveau kan ik nemen met 2100 punten'))
    expect(pendingIn(asked)?.slot).toBe('tier')
    const silver = buttonIn(asked, 'Zilver')
    const answers = await Promise.all([executed(silver), executed(silver), executed(silver)])
    for (const { statusCode, type, value } of answers) {
      expect([statusCode, type]).toEqual([200, 'application/vnd.microsoft.card.adaptive'])
      expect(JSON.stringify(value)).toContain('Zilver')
      expect(buttonsOf(value)).toEqual([])
    }
    await submitted(silver)
    const said = await quiet()
    expect(connector.messages(me.conversation).filter((one) => pendingIn(one)?.slot === 'tier')).toHaveLength(
      1,
    )
    await says('ontvang ik een factuur?')
    expect(connector.messages(me.conversation).length).toBeGreaterThan(said)
  })

  test('under a question that has passed changes nothing, and says so', async () => {
    const asked = newest(await says('ik wil mijn account migreren'))
    const yes = buttonsOf(asked.attachments)[0]!
    const next = newest(await says('ik zie geen blauwe knop'))
    expect(pendingIn(next)).not.toEqual(pendingIn(asked))
    const before = await quiet()
    const answer = await executed(yes)
    expect(answer.type).toBe('application/vnd.microsoft.activity.message')
    expect(String(answer.value).length).toBeGreaterThan(20)
    expect(await quiet()).toBe(before)
    expect((await submitted(yes)).status).toBe(200)
    expect(pendingIn(newest(await connector.took(before + 1, me.conversation)))).toBeUndefined()
  })

  test('on the receipt changes and erases, and the product’s sheet is a card', async () => {
    await says('welk niveau kan ik nemen met 2100 punten')
    const receipt = newest(await says('wat weet je van mij?'))
    const shown = connector.messages(me.conversation).flatMap(({ attachments }) => buttonsOf(attachments))
    const erase = shown.find(
      ({ title, data }) => title !== data.cpsTap && /^(wis|verwijder|vergeet)/i.test(String(data.cpsTap)),
    )
    expect(erase, JSON.stringify(receipt.attachments)).toBeDefined()
    const before = connector.messages(me.conversation).length
    expect((await executed(erase!)).statusCode).toBe(200)
    await connector.took(before + 1, me.conversation)
  })

  test.for([
    { cpsTap: 'x'.repeat(400), under: '' },
    { cpsTap: 7 },
    { cpsTap: '' },
    { under: 't|1' },
    { cpsTap: 'Ja', under: '../../etc' },
    { cpsTap: 'Ja', under: `t${'x'.repeat(32)}|0000001` },
    { cpsTap: 'Ja', under: 't|99999999999999999999' },
    'nothing',
    null,
    [1, 2],
  ])('and is made up does no harm: %o', async (data) => {
    const { statusCode } = await executed({ verb: 'cpsTap', data })
    expect([200, 400]).toContain(statusCode)
    expect((await submitted({ data })).status).toBe(200)
    expect(newest(await says('wachtwoord vergeten'))).toBeDefined()
  })
})

describe('the language', () => {
  const localeOf = async (text: string, someone: Someone = {}) =>
    newest(await says(text, someone)).locale?.slice(0, 2)

  test('before any choice is the one that is written, then that of the client, then Dutch', async () => {
    expect(await localeOf('which level can I take?', { locale: 'nl-NL' })).toBe('en')
    expect(await localeOf('ik wil graag weten welke punten ik heb')).toBe('nl')
    me = { id: '29:one', conversation: 'a:one' }
    expect(await localeOf('12345', { locale: 'en-US' })).toBe('en')
    me = { id: '29:two', conversation: 'a:two' }
    expect(await localeOf('12345')).toBe('nl')
  })

  test('that was chosen is spoken wherever that person is, and a later choice wins', async () => {
    expect(await localeOf('English please', { locale: 'nl-NL' })).toBe('en')
    expect(await localeOf('ik ben mijn wachtwoord vergeten', { locale: 'nl-NL' })).toBe('en')
    const group = { ...me, conversation: `19:g${person}`, kind: 'groupChat' as const, locale: 'nl-NL' }
    const inGroup = async (text: string) =>
      newest(await say(mention(connector.url, text, group), group)).locale?.slice(0, 2)
    expect(await inGroup('welk niveau kan ik nemen?')).toBe('en')
    expect(await inGroup('Nederlands graag')).toBe('nl')
    expect(await inGroup('which level can I take?')).toBe('nl')
    expect(await localeOf('how do I reset my password')).toBe('nl')
    expect(await localeOf('English please')).toBe('en')
    expect(await inGroup('wat kost het')).toBe('en')
    // Somebody else in the same group is not asked.
    const other = { ...group, id: '29:somebody-else' }
    const [answer] = await say(mention(connector.url, 'wat kost het eigenlijk?', other), other)
    expect(answer?.locale).toMatch(/^nl/)
  })
})

test('the choice of a language is forgotten with everything else', async () => {
  await says('Nederlands graag')
  expect(newest(await says('which level can I take?')).locale).toMatch(/^nl/)
  const [confirm] = buttonsOf(newest(await says('vergeet mij')).attachments)
  await executed(confirm!)
  await settled(me)
  expect(newest(await says('which level can I take?')).locale).toMatch(/^en/)
})

describe('the bot’s messages', () => {
  test('say what they rest on, and where the conversation is', async () => {
    const answered = await says('welk niveau kan ik nemen met 2100 punten')
    const { channelData, entities } = newest(answered)
    expect(channelData?.cps).toMatchObject({
      dialog: 'tierSelection',
      pending: { slot: 'tier' },
      outcome: null,
    })
    expect((channelData!.cps!.facts as string[]).length).toBeGreaterThan(0)
    expect(entities?.[0]).toMatchObject({ type: 'https://schema.org/Message' })
    expect(entities?.[0]?.citation?.length).toBeGreaterThan(0)
  })

  test('refuse a file politely; what is formatted comes twice and is none', async () => {
    const file = { contentType: 'application/vnd.microsoft.teams.file.download.info', content: {} }
    const [refusal] = await say({ ...message(connector.url, '', me), attachments: [file] })
    expect(pendingIn(refusal!)).toBeNull()
    const html = { contentType: 'text/html', content: '<p>wachtwoord vergeten</p>' }
    const [answer] = await say({ ...message(connector.url, 'wachtwoord vergeten', me), attachments: [html] })
    expect(pendingIn(answer!)?.slot).toBe('resetWorked')
  })

  test('after ‘forget me’ know nothing of what was before', async () => {
    await says('welk niveau kan ik nemen met 2100 punten')
    await says('vergeet mij')
    const before = connector.messages(me.conversation).length
    const confirm = buttonsOf(newest(connector.messages(me.conversation)).attachments)[0]!
    await executed(confirm)
    await connector.took(before + 1, me.conversation)
    expect(pendingIn(newest(await says('welk niveau kan ik nemen?')))?.slot).toBe('points')
  })
})
