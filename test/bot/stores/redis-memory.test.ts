/** What an idle conversation takes in Redis, with the program as it is shipped. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../../../bot/main.ts'
import type { Server } from '../../../bot/server.ts'
import { newestDictionary, phrasesOf } from '../../../bot/stores/redis/packing.ts'
import { readConversation } from '../../conversations/conversation-file.ts'
import { call, openConversation } from '../direct-line-client.ts'
import { temporaryFolder } from '../running-server.ts'
import { type RedisServer, startRedisServer } from './redis-server.ts'
import { typicalPhrases } from './typical-phrases.ts'

const folder = join(import.meta.dirname, '..', '..', 'conversations')
/** After the way through, what a member may still want to know. */
const questions: Readonly<Record<string, readonly string[]>> = {
  nl: ['wat kost het lidmaatschap per jaar?', 'kan ik ook met paypal betalen?', 'dankjewel!'],
  en: ['what does membership cost per year?', 'can I pay with paypal?', 'thank you!'],
}

let redis: RedisServer
let program: Server | undefined
let now = Date.now()

beforeAll(async () => {
  redis = await startRedisServer()
  program = await startServer({
    environment: {
      PORT: '0',
      DATA_DIR: temporaryFolder(),
      TOKEN_KEY: 'k'.repeat(64),
      REDIS_URL: redis.url,
      REDIS_PREFIX: 'cps:',
    },
    log: pino({ level: 'silent' }),
    now: () => new Date(now),
  })
})
afterAll(async () => {
  await program?.stop()
  await redis.end()
})

/** Has the conversation that a file holds, and more, up to so many turns; resolves with its id. */
async function talkedThrough(path: string, language: string, turns: number): Promise<string> {
  const { conversationId, token } = await openConversation(program!.url, { locale: language })
  const said = readConversation(folder, path).turns.flatMap(({ member }) => member ?? [])
  const texts = [...said, ...questions[language]!, ...questions[language]!].slice(0, turns)
  expect(texts).toHaveLength(turns)
  for (const [turn, text] of texts.entries()) {
    // Nobody types in even steps.
    const digest = createHash('sha256').update(`${path} ${turn}`).digest()
    now += 5_000 + digest.readUInt16LE(0)
    const channelData = { clientActivityID: digest.toString('hex', 2, 10) }
    const body = { type: 'message', from: { id: 'member' }, text, channelData }
    const { status } = await call(program!.url, `/conversations/${conversationId}/activities`, {
      token,
      body,
    })
    expect(status).toBe(200)
  }
  return conversationId
}

const bytesOf = async (key: string) => Number(await redis.ask('MEMORY', 'USAGE', key, 'SAMPLES', '0'))

describe('a conversation of 20 turns, idle in Redis', () => {
  it.each([
    ['happy/whole-way-in-own-words.nl.yaml', 'nl'],
    ['happy/whole-way-by-tapping-registering.en.yaml', 'en'],
  ])('takes at most 1 KB, and 4 KB with its log and journal: %s', async (path, language) => {
    const id = await talkedThrough(path, language, 20)
    const { store } = program!
    const read = async () => [
      await store.load(id, now),
      await store.read(id, 0, 999),
      await store.journal(id),
    ]
    const before = await read()
    const [state, log] = [`cps:{${id}}:s`, `cps:{${id}}:l`]
    const busy = [await bytesOf(state), await bytesOf(log)]
    await store.rest(id)
    const idle = [await bytesOf(state), await bytesOf(log)]
    console.log(`${path}: state ${busy[0]} → ${idle[0]} B, log and journal ${busy[1]} → ${idle[1]} B`)
    expect(idle[0]).toBeLessThanOrEqual(1024)
    expect(idle[0]! + idle[1]!).toBeLessThanOrEqual(4096)
    expect(await read()).toEqual(before)
    const keys = (await redis.ask('KEYS', `*${id}*`)) as string[]
    expect(keys.sort()).toEqual([log, state].sort())
  })
})

describe('a dictionary', () => {
  it('has most of what the assistant says; where it no longer has, another one is due', async () => {
    const id = await talkedThrough('happy/whole-way-in-own-words.en.yaml', 'en', 12)
    const { store } = program!
    const journal = (await store.journal(id)).map((line) => ({ entries: [], journal: line }))
    const pages = [{ entries: await store.read(id, 0, 999) }, ...journal]
    const dictionary = (await phrasesOf(newestDictionary)).join('')
    const phrases = typicalPhrases([{ pages, last: (await store.load(id, now))! }])
    const kept = phrases.filter((phrase) => dictionary.includes(phrase))
    // A dictionary is made of these phrases of many conversations: that of all in `test/conversations`.
    expect(kept.length / phrases.length).toBeGreaterThan(0.5)
    expect(phrases.length).toBeGreaterThan(50)
  })

  it('stays as it is, for what was packed with it', async () => {
    const hashes: Readonly<Record<number, string>> = {
      1: '44f645ac9585569c85c8b2e5ff218ae1fb8779b8b5515319bcf9d8717239853b',
      2: '1bed686a7fce9ce6546080b971b6352dbf298ee5ccc80d4f8e455d6ba3f9b2fe',
    }
    expect(Object.keys(hashes)).toHaveLength(newestDictionary)
    for (const [version, hash] of Object.entries(hashes)) {
      const phrases = await phrasesOf(Number(version))
      expect(createHash('sha256').update(phrases.join('')).digest('hex')).toBe(hash)
    }
  })
})
