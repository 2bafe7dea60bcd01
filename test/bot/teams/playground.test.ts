/** The Agents Playground drives the program as it is shipped: every talk, in every kind of place, in both languages. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { teamsConversationId } from '../../../bot/channels/teams/conversations.ts'
import { startServer } from '../../../bot/main.ts'
import type { Server } from '../../../bot/server.ts'
import type { TeamsPlace } from '../../../bot/stores/store.ts'
import { talkIds } from '../../../domain/values.ts'
import {
  type ConversationFile,
  conversationPaths,
  readConversation,
  usualDay,
} from '../../conversations/conversation-file.ts'
import { buttonsOf, type Places, Playground, person, type Shown } from './playground.ts'

const tenantId = '00000000-0000-0000-0000-0000000000001'
const noon = new Date(`${usualDay}T10:00:00Z`)
let server: Server
let playground: Playground
const folder = mkdtempSync(join(tmpdir(), 'cps-playground-'))

beforeAll(async () => {
  server = await startServer({
    environment: { PORT: '0', DATA_DIR: folder, TEAMS_LOCAL: 'true' },
    log: pino({ level: 'silent' }),
    now: () => noon,
  })
  playground = await Playground.start(server.url)
}, 60_000)

afterAll(async () => {
  await playground?.stop()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Logged {
  readonly from: { readonly role?: string }
  readonly text: string
  readonly locale?: string
  readonly suggestedActions?: unknown
  readonly attachments?: readonly { readonly content?: unknown }[]
  readonly channelData: {
    readonly cps: {
      readonly dialog: string | null
      readonly pending: { slot: string } | null
      readonly outcome: string | null
    }
  }
}

const idOf = (conversationId: string) =>
  teamsConversationId({ tenantId, conversationId, user: { id: person.id } } as TeamsPlace)

/** What the bot said in a conversation, as it is in the log. */
async function said(conversation: string): Promise<readonly Logged[]> {
  const entries = await server.store.read(idOf(conversation), 0, 1_000)
  return entries.map(({ json }) => JSON.parse(json) as Logged).filter(({ from }) => from.role === 'bot')
}

const papers = join(import.meta.dirname, '../../conversations')

/** Whether it is nothing but what is said: no time that passes, no page, no other day, nothing that is gone from the log. */
const isJustTalk = ({ turns, today }: ConversationFile) =>
  today === usualDay &&
  turns.every(
    (turn) => !turn.later && !turn.restarts && !turn.reload && !turn.picture && !turn.times && !turn.erased,
  )

/** The playground shows a message's text and each of its cards apart. */
const partsOf = ({ text, suggestedActions, attachments = [] }: Logged): number =>
  (text ? 1 : 0) + (suggestedActions ? 1 : 0) + attachments.filter(({ content }) => content).length

const plain = (text: string) => text.replace(/&(lt|gt|amp);|[^\p{L}\d]/gu, '')

/** Waits until all that the bot said to the person is shown, each once and in order. */
async function allShown(conversation: string, atLeast: number): Promise<readonly Shown[]> {
  // A hello to everybody in a group is no part of anybody's conversation.
  const hellos = conversation === playground.places.group ? 1 : 0
  await playground.says(conversation, atLeast + hellos)
  const logged = await said(conversation)
  const parts = logged.reduce((sum, one) => sum + partsOf(one), 0)
  const shown = (await playground.says(conversation, parts + hellos)).slice(hellos)
  const texts = shown.map(({ text }) => plain(text)).filter((text) => text !== '')
  expect(texts).toEqual(logged.map(({ text }) => plain(text)).filter((text) => text !== ''))
  expect(shown).toHaveLength(parts)
  return shown
}

/** The button of that label under the newest message, which has its cards behind it. */
const labelled = (shown: readonly Shown[], label: string) =>
  shown
    .slice(shown.findLastIndex(({ text }) => text !== ''))
    .flatMap((message) => buttonsOf(message.attachments).map((button) => ({ message, button })))
    .find(({ button }) => button.data.cpsTap === label)

/** Says or taps what a member does on paper, and holds what waits then against it; the talks that were on top. */
async function play(path: string, place: keyof Places): Promise<ReadonlySet<string>> {
  const { places } = playground
  const file = readConversation(papers, path)
  const mention = place !== 'personal'
  const words = file.language === 'nl' ? 'Nederlands graag' : 'English please'
  const before = place === 'channel' ? 0 : (await allShown(places[place], 0)).length
  const conversation = await playground.type(places[place], words)
  let shown = await allShown(conversation, before + 1)
  for (const { member, asks, ends } of file.turns) {
    if (member === undefined) continue
    const tap = labelled(shown, member)
    if (tap) await playground.tap(tap.message, tap.button)
    else await playground.type(conversation, member, { mention })
    shown = await allShown(conversation, shown.length + 1)
    const logged = await said(conversation)
    const newest = logged.at(-1)!
    if (asks) expect(newest.channelData.cps.pending?.slot ?? 'nothing', `${path}: ${member}`).toBe(asks)
    if (ends) expect(logged.map(({ channelData }) => channelData.cps.outcome)).toContain(ends)
    if (file.behaviour !== 'languages') expect(newest.locale).toMatch(new RegExp(`^${file.language}`))
  }
  return new Set((await said(conversation)).flatMap(({ channelData }) => channelData.cps.dialog ?? []))
}

describe('in the playground', () => {
  test('who adds the bot is welcomed, a group and a team get a short hello, each once', async () => {
    const { places } = playground
    for (const place of Object.values(places)) await playground.install(place)
    for (const place of [places.group, places.channel])
      expect(await playground.says(place, 1)).toHaveLength(1)
    const [, card] = await playground.says(places.personal, 2)
    expect(buttonsOf(card!.attachments).length).toBeGreaterThanOrEqual(talkIds.length - 1)
    for (const place of Object.values(places)) await playground.install(place)
    await playground.type(places.personal, 'hallo')
    await playground.type(places.group, 'hallo')
    await allShown(places.personal, 3)
    await allShown(places.group, 1)
    expect(await playground.says(places.channel, 1)).toHaveLength(1)
    expect(await said(places.personal)).toHaveLength(2)
  })

  const talks = new Set<string>()
  const scripts = [
    ['happy/password-forgotten.nl.yaml', 'personal'],
    ['happy/register-without-sheet.en.yaml', 'personal'],
    ['happy/migrate-old-email-not-given.nl.yaml', 'group'],
    ['happy/tier-corporate.en.yaml', 'group'],
    ['happy/payment-transfer-due-date.nl.yaml', 'channel'],
    ['happy/whole-way-by-tapping-registering.en.yaml', 'channel'],
  ] as const
  test.for(scripts)('%s in a %s chat', { timeout: 60_000 }, async ([path, place]) => {
    for (const talk of await play(path, place)) talks.add(talk)
  })

  // Each in a thread of its own: on paper nothing was said before.
  const inThreads = process.env.PROVE
    ? conversationPaths(papers).filter((path) => isJustTalk(readConversation(papers, path)))
    : [
        'faq/tour-of-questions.nl.yaml',
        'faq/question-then-start.en.yaml',
        'steering/person.en.yaml',
        'steering/rating-in-words.en.yaml',
        'digressions/two-talks-deep.nl.yaml',
        'corrections/receipt-change-by-tap.nl.yaml',
        'cancellations/restart-confirmed.nl.yaml',
        'languages/switch-to-english.nl.yaml',
      ]
  test.for(inThreads)('%s in a channel', { timeout: 60_000 }, async (path) => {
    await play(path, 'channel')
  })

  test('a button of a client that only submits counts as well', async () => {
    const thread = await playground.type(playground.places.channel, 'Nederlands graag')
    const before = await allShown(thread, 1)
    await playground.type(thread, 'wachtwoord vergeten')
    const shown = await allShown(thread, before.length + 1)
    const tap = labelled(shown, 'Ja, gelukt')
    expect(tap, JSON.stringify(shown)).toBeDefined()
    await playground.submit(tap!.message, tap!.button)
    await allShown(thread, shown.length + 1)
    const outcomes = (await said(thread)).map(({ channelData }) => channelData.cps.outcome)
    expect(outcomes).toContain('completed')
  })

  test('every talk was had', () => {
    expect(talkIds.filter((talk) => talk !== 'onboarding' && !talks.has(talk))).toEqual([])
  })
})
