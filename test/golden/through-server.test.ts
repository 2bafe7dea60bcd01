/** What older versions stored, met by the server itself: whatever comes first, nobody is answered with an apology. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../bot/main.ts'
import type { Server } from '../../bot/server.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { call, openConversation, readSince, say } from '../bot/direct-line-client.ts'
import { generations, recorded, subjectsOf } from './generations.ts'

const folder = mkdtempSync(join(tmpdir(), 'cps-golden-'))
const environment = { PORT: '0', DATA_DIR: folder }
const log = pino({ level: 'silent' })
const apologies = Object.values(catalogues).map(({ steer }) => steer.apology)
let server: Server

beforeAll(async () => {
  server = await startServer({ environment, log })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** One stored step of each talk of each generation, in turn in Dutch and in English. */
const stored = generations().flatMap((generation) =>
  subjectsOf(generation).map((subject, index) => {
    const steps = recorded(generation, subject, index % 2 === 0 ? 'nl' : 'en')
    const step = steps[Math.floor(steps.length / 2)]!
    return {
      what: `${subject} of generation ${generation}`,
      record: step.record as unknown,
      says: step.answers[0]!.text,
    }
  }),
)
const strange = [
  { what: 'a number', record: 42 },
  { what: 'nothing', record: null },
  { what: 'a list', record: [] },
  { what: 'a newer program', record: { ...(stored.at(-1)!.record as object), schema: 99, memory: 'other' } },
].map((one) => ({ ...one, says: 'help' }))

test.each([...stored, ...strange])('$what: an event, then answers', async ({ record, says }) => {
  const opened = await openConversation(server.url)
  const { conversationId, token } = opened
  const conversation = (await server.store.load(conversationId, Date.now()))!
  const turns = conversation.turns + 1
  await server.store.save({
    conversation: { ...conversation, record, turns },
    append: [],
    erase: false,
    now: Date.now(),
  })
  // As after a deploy: nothing of it is in this process's memory.
  await server.stop()
  server = await startServer({ environment, log })
  const event = { type: 'event', name: 'webchat/join' }
  const path = `/conversations/${conversationId}/activities`
  expect((await call(server.url, path, { token, body: event })).status).toBe(200)
  for (const text of [says, 'help']) expect((await say(server.url, opened, text)).status).toBe(200)
  const { activities } = (await readSince(server.url, opened)).body
  const replies = activities.filter(({ from, type }) => from.role === 'bot' && type === 'message').slice(1)
  expect(replies.length).toBeGreaterThanOrEqual(2)
  for (const { text } of replies) expect(apologies).not.toContain(text)
})
