import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type LimitSettings, makeLimits } from '../../bot/channels/web/rate-limit.ts'
import { call, ListeningSocket, type Opened, openConversation, readSince, say } from './direct-line-client.ts'
import { runningRedis } from './running-redis.ts'
import { runningServer } from './running-server.ts'

const none: LimitSettings = {
  startsPerMinute: Number.POSITIVE_INFINITY,
  postsPerSecond: Number.POSITIVE_INFINITY,
  postsBurst: Number.POSITIVE_INFINITY,
  postsPerDay: Number.POSITIVE_INFINITY,
  postsPerAddress: Number.POSITIVE_INFINITY,
  readsPerMinute: Number.POSITIVE_INFINITY,
  readsPerAddress: Number.POSITIVE_INFINITY,
}
const day = 24 * 60 * 60

/** How many of so many posts are let through. */
async function letThrough(limits: { mayPost(who: string): Promise<number> }, who: string, posts: number) {
  let through = 0
  for (let post = 0; post < posts; post++) if ((await limits.mayPost(who)) === 0) through++
  return through
}

describe('too many', () => {
  it('conversations from one address, or one network of IPv6: 429 with when to try again, for others nothing', async () => {
    const { url } = await runningServer({ environment: { LIMIT_STARTS_PER_MINUTE: '3', TRUST_PROXY: '1' } })
    const from = (address: string, path = '/tokens/generate', body: object = {}) =>
      call<Opened>(url, path, { body, headers: { origin: url, 'x-forwarded-for': address } })
    const first = await from('192.0.2.1')
    for (let more = 0; more < 2; more++) expect((await from('192.0.2.1')).status).toBe(200)
    const refused = await from('192.0.2.1')
    expect([refused.status, refused.body.error?.code]).toEqual([429, 'TooManyRequests'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect((await from('::ffff:192.0.2.1')).status).toBe(429)
    expect((await from('192.0.2.1', '/tokens/resume', { resume: first.body.resume })).status).toBe(429)
    expect((await from('192.0.2.2')).status).toBe(200)
    const network = ['2001:db8::1', '2001:db8:0:0:ffff::2', '2001:db8::3:4:5:6', '2001:db8:0:0:9::']
    const statuses = []
    for (const address of network) statuses.push((await from(address)).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    expect((await from('2001:db8:0:1::1')).status).toBe(200)
  })

  it('posts at once: what is beyond the burst waits a second', async () => {
    const { url } = await runningServer({
      environment: { LIMIT_POSTS_PER_SECOND: '2', LIMIT_POSTS_BURST: '1' },
    })
    const [mine, other] = [await openConversation(url), await openConversation(url)]
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => say(url, mine, text)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429])
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1')
    expect((await say(url, other, 'x')).status).toBe(200)
    await sleep(1100)
    expect((await say(url, mine, 'e')).status).toBe(200)
  })

  it('posts in a day: that conversation is full until tomorrow', async () => {
    const { url } = await runningServer({ environment: { LIMIT_POSTS_PER_DAY: '5' } })
    const [mine, other] = [await openConversation(url), await openConversation(url)]
    const statuses = []
    for (let post = 0; post < 7; post++) statuses.push((await say(url, mine, `m${post}`)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
    const wait = Number((await say(url, mine, 'once more')).headers.get('retry-after'))
    expect(wait).toBeGreaterThan(day - 60)
    expect(wait).toBeLessThanOrEqual(day)
    expect((await say(url, other, 'x')).status).toBe(200)
  })

  it('reads of one conversation: every call that reads counts, in others nothing', async () => {
    const { url } = await runningServer({ environment: { LIMIT_READS_PER_MINUTE: '12' } })
    const [mine, other] = [await openConversation(url), await openConversation(url)]
    await say(url, mine, 'transcript')
    const { token } = mine
    const path = `/conversations/${mine.conversationId}`
    // Opening was the first.
    const address = (await readSince(url, mine)).body.activities.at(-2)!.text!
    const calls: (() => Promise<{ readonly status: number }>)[] = [
      () => readSince(url, mine),
      () => call(url, path, { token }),
      () => call(url, '/tokens/refresh', { token, method: 'POST' }),
      () => call(url, '/conversations', { token, body: {} }),
      () => fetch(address),
    ]
    for (let round = 0; round < 2; round++) for (const read of calls) expect((await read()).status).toBe(200)
    for (const read of calls) expect((await read()).status).toBe(429)
    await expect(new ListeningSocket(mine.streamUrl).opened).rejects.toThrow('429')
    expect((await say(url, mine, 'still heard')).status).toBe(200)
    expect((await readSince(url, other)).status).toBe(200)
  })

  it('posts or reads of one address, in however many conversations', async () => {
    const environment = { LIMIT_POSTS_PER_ADDRESS: '3', LIMIT_READS_PER_ADDRESS: '10', TRUST_PROXY: '1' }
    const { url } = await runningServer({ environment })
    const open = () => openConversation(url, {}, { origin: url, 'x-forwarded-for': '192.0.2.9' })
    const opened = [await open(), await open(), await open(), await open()]
    const from = (address: string, { conversationId, token }: Opened, body?: object) =>
      call(url, `/conversations/${conversationId}/activities`, {
        token,
        ...(body && { body }),
        headers: { 'x-forwarded-for': address },
      })
    const post = { type: 'message', text: 'x' }
    const posts = []
    for (const one of opened) posts.push((await from('192.0.2.1', one, post)).status)
    expect(posts).toEqual([200, 200, 200, 429])
    expect((await from('192.0.2.2', opened[0]!, post)).status).toBe(200)
    const reads = []
    for (let read = 0; read < 11; read++) reads.push((await from('192.0.2.1', opened[read % 4]!)).status)
    expect(reads).toEqual([...Array<number>(10).fill(200), 429])
    expect((await from('192.0.2.2', opened[0]!)).status).toBe(200)
  })

  it('large answers on their way at once, until they have left', () => {
    const limits = makeLimits({ ...none, readsPerAddress: 1000 })
    const taken = Array.from({ length: 4 }, () => limits.enter('a', '192.0.2.1')!)
    expect(limits.enter('a', '192.0.2.1')).toBeUndefined()
    taken[0]!()
    expect(limits.enter('a', '192.0.2.2')).toBeDefined()
    const others = Array.from({ length: 40 }, (_, at) => limits.enter(`b${at}`, '192.0.2.1'))
    expect(others.filter(Boolean)).toHaveLength(29)
    expect(limits.enter('c', '192.0.2.3')).toBeDefined()
    for (const leave of [...taken.slice(1), ...others]) leave?.()
    expect(
      Array.from({ length: 33 }, (_, at) => limits.enter(`d${at}`, '192.0.2.1')).filter(Boolean),
    ).toHaveLength(32)
    // On one's own machine addresses tell nobody apart.
    const own = makeLimits(none)
    expect(Array.from({ length: 40 }, (_, at) => own.enter(`b${at}`, '::1')).filter(Boolean)).toHaveLength(40)
  })

  it('is what the settings say, and nothing where they say off', async () => {
    const limits = makeLimits({ ...none, postsPerDay: 1000 })
    expect(await letThrough(limits, 'a', 1200)).toBe(1000)
    expect(await letThrough(makeLimits(none), 'a', 5000)).toBe(5000)
  })
})

describe('processes on one Redis', () => {
  it('count addresses and days together, without keeping whose they are or for ever', async () => {
    const redis = await runningRedis()
    const client = await redis.client()
    const settings = { ...none, startsPerMinute: 4, postsPerDay: 40 }
    const shared = { client, prefix: 'club:' }
    const [one, two] = [makeLimits(settings, shared), makeLimits(settings, shared)]
    const waits = []
    for (const limits of [one, two, one, two, one, two]) waits.push(await limits.mayStart('192.0.2.1'))
    expect(waits.map((wait) => wait > 0)).toEqual([false, false, false, false, true, true])
    let through = 0
    for (let post = 0; post < 40; post++) {
      for (const limits of [one, two]) if ((await limits.mayPost('conversation-a')) === 0) through++
      // What was counted in the background has come by then.
      await client.ping()
    }
    expect(through).toBeGreaterThanOrEqual(40)
    expect(through).toBeLessThanOrEqual(46)
    const keys = await client.keys('*')
    expect(keys).toHaveLength(2)
    for (const key of keys) {
      expect(key).toMatch(/^club:limit:(start|day):/)
      expect(key).not.toMatch(/192\.0\.2|conversation-a/)
      expect(await client.ttl(key)).toBeGreaterThan(0)
    }
    expect(await makeLimits(settings, { client, prefix: 'other:' }).mayStart('192.0.2.1')).toBe(0)
  })

  it('each count for themselves while it is stopped: every request is answered within 600 ms, and limits hold', async () => {
    const redis = await runningRedis()
    const shared = { client: await redis.client(), prefix: 'cps:' }
    const limits = makeLimits({ ...none, startsPerMinute: 6, postsPerDay: 30 }, shared)
    const { url } = await runningServer({ limits })
    const timed = async (work: () => Promise<{ status: number }>) => {
      const began = performance.now()
      const { status } = await work()
      return { status, ms: performance.now() - began }
    }
    const opened = await openConversation(url)
    await say(url, opened, 'before')
    redis.suspend()
    const starts = []
    for (let start = 0; start < 8; start++)
      starts.push(await timed(() => call(url, '/tokens/generate', { body: {} })))
    const posts = []
    for (let post = 0; post < 35; post++) posts.push(await timed(() => say(url, opened, `m${post}`)))
    for (const { ms } of [...starts, ...posts]) expect(ms).toBeLessThan(600)
    // Counted from nothing by this process, as far as it is not counted any more elsewhere.
    expect(starts.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
    expect(posts.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(31)
    expect(posts.at(-1)?.status).toBe(429)
    redis.resume()
    // Back on Redis, where this address is known with one: so there is room again.
    const deadline = Date.now() + 5000
    for (;;) {
      const { status, ms } = await timed(() => call(url, '/tokens/generate', { body: {} }))
      expect(ms).toBeLessThan(600)
      if (status === 200) break
      if (Date.now() > deadline) throw new Error('it did not go back to Redis')
      await sleep(100)
    }
  })
})
