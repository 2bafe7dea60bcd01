/** The benchmark compares like with like: every rival holds the same talks, asks the same and comes to the same end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MemoryStorage } from 'botbuilder-core'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DirectLineClient, directLineClient, saidIn } from '../../bot/bench/direct-line.ts'
import { holdTalk } from '../../bot/bench/held-talks.ts'
import { type BenchRedis, startRedis } from '../../bot/bench/redis-server.ts'
import { cloudRival } from '../../bot/bench/rivals/cloud.ts'
import { floorRival } from '../../bot/bench/rivals/floor.ts'
import { connected, redisStorage } from '../../bot/bench/rivals/redis-storage.ts'
import { type Rival, serveRival } from '../../bot/bench/rivals/rival.ts'
import { waterfallRival } from '../../bot/bench/rivals/waterfall.ts'
import { type HeldTalk, linesOf, type Said, talks } from '../../bot/bench/talks.ts'
import { startServer } from '../../bot/main.ts'
import { redisServerPath } from '../programs.ts'
import { call } from './direct-line-client.ts'

const stops: (() => unknown)[] = []
let ours: string
let held: readonly HeldTalk[]
let redis: BenchRedis
let storage: Awaited<ReturnType<typeof connected>>

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cps-bench-'))
  stops.push(() => rmSync(folder, { recursive: true, force: true }))
  const server = await startServer({
    environment: { PORT: '0', DATA_DIR: folder },
    log: pino({ level: 'silent' }),
  })
  stops.push(() => server.stop())
  ours = server.url
  const client = clientOf(server.url)
  held = [await holdTalk(client, talks[0]), await holdTalk(client, talks[1])]
  redis = await startRedis(redisServerPath())
  stops.push(() => redis.stop())
  storage = await connected(redis.url)
  stops.push(() => storage.close())
})

afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
})

function clientOf(url: string): DirectLineClient {
  const client = directLineClient(url, 2)
  stops.push(() => client.close())
  return client
}

/** What the bot says in each turn of a talk. */
type Replies = readonly (readonly Said[])[]

const repliesOf = ({ questions, ends }: HeldTalk): Replies => [
  ...questions.map(({ text, taps }) => [{ text, taps }]),
  ends,
]

const textsOf = (replies: Replies) => replies.map((said) => said.map(({ text }) => text))

/** Has a rival hold each talk twice, in conversations that overlap. */
async function holdWith(rival: Rival, heard?: () => readonly Said[]): Promise<readonly Replies[]> {
  const { url, close } = await serveRival(rival)
  stops.push(close)
  const client = clientOf(url)
  const all: Replies[] = []
  for (const talk of talks) {
    const conversations = [await client.open(), await client.open()]
    const replies: (readonly Said[])[][] = [[], []]
    for (const [index, line] of linesOf(talk).entries())
      for (const [which, conversation] of conversations.entries()) {
        const body = await client.say(conversation, line, String(index))
        replies[which]!.push(heard ? heard() : saidIn(body).said)
      }
    all.push(...replies)
  }
  return all
}

/** The rival says what ours says, and offers every answer that the member taps. */
function expectTheSame(all: readonly Replies[]): void {
  const twice = held.flatMap((talk) => [talk, talk])
  expect(all.map(textsOf)).toEqual(twice.map((talk) => textsOf(repliesOf(talk))))
  for (const [which, replies] of all.entries())
    for (const [index, { prompt, answer }] of twice[which]!.questions.entries())
      if (prompt !== 'number') expect(replies[index]![0]!.taps).toContain(answer)
}

describe('our own talk', () => {
  test.for(talks)('of $name asks three times and is then over', async (talk) => {
    const opened = await call<{ conversationId: string; token: string }>(ours, '/tokens/generate', {
      body: { locale: 'en' },
    })
    const { token, conversationId } = opened.body
    await call(ours, '/conversations', { token, body: {} })
    for (const [index, text] of linesOf(talk).entries())
      await call(ours, `/conversations/${conversationId}/activities`, {
        token,
        body: { type: 'message', text, locale: 'en', channelData: { clientActivityID: String(index) } },
      })
    const { body } = await call<{
      activities: readonly { channelData?: { cps?: { pending?: { slot: string }; outcome?: string } } }[]
    }>(ours, `/conversations/${conversationId}/activities`, { token })
    const marks = body.activities.flatMap(({ channelData }) => channelData?.cps ?? [])
    expect(marks.filter(({ pending }) => pending)).toHaveLength(3)
    expect(marks.filter(({ outcome }) => outcome === 'completed')).toHaveLength(1)
  })

  test('offers each answer that the member taps', () => {
    for (const { questions } of held)
      for (const { prompt, taps, answer } of questions)
        if (prompt === 'choice') expect(taps).toContain(answer)
  })
})

describe('the same talk is held by', () => {
  test('a waterfall in memory', async () => {
    expectTheSame(await holdWith(waterfallRival(new MemoryStorage(), held)))
  })

  test('a waterfall on Redis', async () => {
    const before = await redis.keyCount()
    expectTheSame(await holdWith(waterfallRival(redisStorage(storage), held)))
    expect(await redis.keyCount()).toBe(before + 4)
  })

  test('the stock way, which posts its replies to the connector', async () => {
    const heard: Said[] = []
    const connector = createServer((request, response) => {
      let text = ''
      request.on('data', (data) => {
        text += data
      })
      request.on('end', () => {
        const { type, from, text: words, suggestedActions } = JSON.parse(text)
        heard.push(
          ...saidIn(JSON.stringify({ activities: [{ type, from, text: words, suggestedActions }] })).said,
        )
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1"}')
      })
    })
    const port = await new Promise<number>((done) =>
      connector.listen(0, '127.0.0.1', () => done((connector.address() as { port: number }).port)),
    )
    stops.push(() => {
      connector.closeAllConnections()
      connector.close()
    })
    const rival = cloudRival(redisStorage(storage), held, `http://127.0.0.1:${port}`)
    expectTheSame(await holdWith(rival, () => heard.splice(0)))
  })

  test('the floor', async () => {
    expectTheSame(await holdWith(await floorRival(storage, held)))
  })
})

test('the floor loses no turn where many come at once', async () => {
  const { url, close } = await serveRival(await floorRival(storage, held))
  stops.push(close)
  const client = clientOf(url)
  const conversation = await client.open()
  await client.say(conversation, talks[1].starts, 'start')
  const bodies = await Promise.all(['2000', '1999', '7'].map((text) => client.say(conversation, text, text)))
  // Two of them answer the two numbers that are asked for; to the level the third is no answer, so that is asked again.
  const [, second, third] = held[1]!.questions.map(({ text }) => text)
  expect(bodies.map((body) => saidIn(body).said[0]!.text).sort()).toEqual([second, third, third].sort())
})
