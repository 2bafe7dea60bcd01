import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { logBetween } from '../../../bot/stores/log-pages.ts'
import { openRedisStore, type RedisStore } from '../../../bot/stores/redis/redis-store.ts'
import type { News } from '../../../bot/stores/store.ts'
import { type RedisServer, startRedisServer } from './redis-server.ts'
import { changeOf, entry, newConversation, saysOn, standing, storeContract } from './store-contract.ts'

const log = { info() {}, warn() {} }
let server: RedisServer
const opened: RedisStore[] = []
let prefixes = 0

async function open(prefix: string): Promise<RedisStore> {
  const store = await openRedisStore({ url: server.url, prefix, log })
  opened.push(store)
  return store
}

const keysOf = async (prefix: string) => (await server.ask('KEYS', `${prefix}*`)) as string[]

beforeAll(async () => {
  server = await startRedisServer()
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
})
afterAll(() => server.end())

storeContract('Redis', () => {
  const prefix = `contract${++prefixes}:`
  return {
    open: () => openRedisStore({ url: server.url, prefix, log }),
    clean: async () => {
      const keys = await keysOf(prefix)
      if (keys.length > 0) await server.ask('DEL', ...keys)
    },
  }
})

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Waits, for a few seconds, until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !isSo() && Date.now() < end; ) await wait(10)
  expect(isSo()).toBe(true)
}

describe('Redis: what an operator should know', () => {
  it.each([
    ['always', []],
    ['everysec', [/appendfsync always/]],
  ] as const)('is said of append-only files with appendfsync %s', async (appendfsync, expected) => {
    const own = await startRedisServer({ appendonly: true, appendfsync })
    const store = await openRedisStore({ url: own.url, prefix: 'told:', log })
    expect(await store.check()).toEqual(expected.map((text) => expect.stringMatching(text)))
    await store.close()
    await own.end()
  })
})

describe('Redis: what no process remembers', () => {
  it('is made small by a sweep, once it was idle for long; what was not idle stays as it is', async () => {
    const store = await open('forgotten:')
    const hour = 60 * 60 * 1000
    for (const [id, ago] of [
      ['idle', 2 * hour],
      ['busy', 0],
    ] as const) {
      const at = Date.now() - ago
      await store.create(newConversation(id))
      for (let turn = 0; turn < 10; turn++) {
        const conversation = await standing(store, id)
        const append = [entry(conversation.last + 1, 'a text that is said again and again '.repeat(8))]
        const to = { last: conversation.last + 1, touchedAt: at }
        await store.save(changeOf(conversation, to, { append, now: Date.now() }))
      }
    }
    const read = async (id: string) => [await standing(store, id), await store.read(id, 0, 99)]
    const lengths = async () =>
      Promise.all(['idle', 'busy'].map((id) => server.ask('LLEN', `forgotten:{${id}}:l`).then(Number)))
    const before = await read('idle')
    expect(await lengths()).toEqual([10, 10])
    await store.sweep(Date.now())
    expect(await lengths()).toEqual([1, 10])
    expect(await read('idle')).toEqual(before)
  })
})

describe('Redis: what is counted', () => {
  it('is gone by itself after a year', async () => {
    const store = await open('count:')
    await store.keepCounts({ asked: 1 }, Date.now())
    const [key] = await keysOf('count:')
    const days = Number(await server.ask('TTL', key!)) / (24 * 60 * 60)
    expect(days).toBeGreaterThan(365)
    expect(days).toBeLessThanOrEqual(366)
  })
})

describe('Redis: what one process saves, others hear', () => {
  it('at once, in order, without its journal; and not what they saved themselves', async () => {
    const [one, other] = [await open('news:'), await open('news:')]
    const [heardByOne, heardByOther]: [News[], News[]] = [[], []]
    for (const id of ['a', 'b']) await one.create(newConversation(id))
    await one.listen('a', (news) => heardByOne.push(news))
    const stop = await other.listen('a', (news) => heardByOther.push(news))
    const says = async (store: RedisStore, id: string, shown = [entry(1), entry(2)]) => {
      const conversation = await standing(store, id)
      const from = conversation.last
      const append = [entry(from + 1), entry(from + 2)]
      const news = { conversationId: id, from, to: from + 2, entries: shown.length ? append : shown }
      await store.save(changeOf(conversation, { last: from + 2 }, { append, journal: '"secret"', news }))
      return news
    }
    const first = await says(one, 'a')
    await says(one, 'b')
    await saysOn(one, 'a', 'what nobody shall hear of')
    const second = await says(one, 'a')
    const third = await says(one, 'a', [])
    await until(() => heardByOther.length >= 3)
    expect(heardByOther).toEqual([first, second, third])
    const answer = await says(other, 'a')
    await until(() => heardByOne.length >= 1)
    expect(heardByOne).toEqual([answer])
    stop()
    await says(one, 'a')
    await wait(50)
    expect(heardByOther).toHaveLength(3)
  })

  it('also what a save shows that keeps none of it', async () => {
    const [one, other] = [await open('shown:'), await open('shown:')]
    const heard: News[] = []
    await one.create(newConversation('a'))
    await other.listen('a', (news) => heard.push(news))
    const news = { conversationId: 'a', from: 0, to: 2, entries: [entry(1, 'forget me'), entry(2)] }
    const before = await standing(one, 'a')
    await one.save(changeOf(before, { last: 2 }, { append: [entry(2)], erase: true, news }))
    await until(() => heard.length > 0)
    expect(heard).toEqual([news])
    expect(await other.read('a', 0, 9)).toEqual([entry(2)])
  })

  it('and are told to look in the log where they may have missed something', async () => {
    const [one, other] = [await open('missed:'), await open('missed:')]
    const heard: News[] = []
    await one.create(newConversation('a'))
    await other.listen('a', (news) => heard.push(news))
    await server.ask('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await until(() => heard.length > 0)
    expect(heard[0]).toEqual({ conversationId: 'a', from: -1, to: -1, entries: [] })
    const before = await standing(one, 'a')
    const news = { conversationId: 'a', from: 0, to: 1, entries: [entry(1)] }
    await one.save(changeOf(before, { last: 1 }, { append: [entry(1)], news }))
    await until(() => heard.length > 1)
    expect(heard.at(-1)).toEqual(news)
  })
})

describe('Redis: what is kept', () => {
  const keptKeys = async (prefix: string) => (await keysOf(prefix)).sort()

  it('of a conversation is in one slot, begins with the prefix, and expires', async () => {
    const store = await open('kept:')
    await store.create(newConversation('a'))
    await saysOn(store, 'a', 'hello')
    const keys = await keptKeys('kept:')
    expect(keys).toHaveLength(2)
    const expiries: number[] = []
    for (const rested of [false, true]) {
      if (rested) await store.rest('a')
      for (const key of keys) {
        expect(key).toMatch(/^kept:\{a\}/)
        expiries.push(Number(await server.ask('PEXPIRETIME', key)))
      }
    }
    const { expiresAt } = newConversation('a')
    for (const at of expiries) expect(Math.abs(at - expiresAt)).toBeLessThan(60_000)
  })

  it('is nothing, once a conversation has expired', async () => {
    const store = await open('expired:')
    const touchedAt = Date.now()
    const claim = { owner: 'me', until: touchedAt }
    for (const id of ['a', 'b']) {
      const created = { ...newConversation(id, touchedAt + 300), touchedAt }
      await store.create(created)
      const before = (await store.load(id, touchedAt))!
      const to = { last: 1, inbox: [{ number: 1 }], claim }
      await store.save(changeOf(before, to, { append: [entry(1)], journal: '1', now: touchedAt }))
      if (id === 'b') await store.rest(id)
    }
    expect(await keptKeys('expired:')).not.toEqual([])
    await wait(350)
    expect(await store.waiting(Date.now())).toEqual([])
    expect(await keptKeys('expired:')).toEqual([])
  })

  it('is served on where Redis forgot the scripts', async () => {
    const store = await open('scripts:')
    await store.create(newConversation('a'))
    await server.ask('SCRIPT', 'FLUSH')
    expect(await saysOn(store, 'a', 'one')).toBe('saved')
    await server.ask('SCRIPT', 'FLUSH')
    expect(await store.read('a', 0, 9)).toHaveLength(2)
    await store.rest('a')
    expect(await saysOn(store, 'a', 'two')).toBe('saved')
    expect(await store.read('a', 0, 9)).toHaveLength(4)
  })

  it('is not served by what could not be read, and that ends nothing', async () => {
    const store = await open('spoilt:')
    await store.create(newConversation('a'))
    await server.ask('SET', 'spoilt:{a}:s', '0 99999999999999 1\nno such thing')
    await expect(store.load('a', 0)).rejects.toMatchObject({ name: 'StoreUnavailable' })
    await server.ask('SET', 'spoilt:{a}:s', '0 99999999999999 99\n')
    await expect(store.load('a', 0)).rejects.toMatchObject({ name: 'StoreUnavailable' })
  })

  it('can be counted by others with scripts of their own', async () => {
    const { redis } = await open('others:')
    const count = (by: string) =>
      redis.eval("return redis.call('INCRBY', KEYS[1], ARGV[1])", { keys: ['others:n'], arguments: [by] })
    expect([await count('2'), await count('3')]).toEqual([2, 5])
  })
})

describe('Redis: a server that will not do', () => {
  const opening = (url: string) => openRedisStore({ url, prefix: 'x:', log, patience: 300 })

  it('is named, and what is wrong with it, without the password', async () => {
    const guarded = await startRedisServer({ password: 'open sesame' })
    const { port } = guarded
    const http = createServer((_, response) => response.end('hello'))
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port: httpPort } = http.address() as { port: number }
    try {
      const store = await opening(guarded.url)
      expect(await store.load('a', 0)).toBeUndefined()
      await store.close()
      const wrong: readonly (readonly [url: string, says: RegExp])[] = [
        [`redis://:secret-1@127.0.0.1:${port}`, /refuses the user or password/],
        [`redis://somebody:secret-1@127.0.0.1:${port}`, /refuses the user or password/],
        [`redis://127.0.0.1:${port}`, /refuses the user or password/],
        [`redis://:open%20sesame@127.0.0.1:${port}/99`, /no such database/],
        [`redis://:secret-1@127.0.0.1:${httpPort}`, /does not speak Redis|does not answer/],
        [`rediss://:secret-1@127.0.0.1:${port}`, /does not answer/],
        ['redis://:secret-1@127.0.0.1:1', /does not answer \(ECONNREFUSED\)/],
        ['http://:secret-1@127.0.0.1', /should read redis:/],
        ['redis://:secret-1@127.0.0.1/abc', /should read redis:/],
        ['127.0.0.1:6379', /should read redis:/],
      ]
      for (const [url, says] of wrong) {
        const fault = await opening(url).then(
          () => undefined,
          (error: Error) => error,
        )
        expect(fault, url).toMatchObject({ name: 'SetupFault', message: expect.stringMatching(says) })
        expect(fault!.message).toContain('REDIS_URL')
        expect(fault!.message).not.toMatch(/secret-1|sesame/)
      }
    } finally {
      http.close()
      await guarded.end()
    }
  })

  it('is warned of where it may lose what it keeps', async () => {
    const careful = await startRedisServer({ appendonly: true, appendfsync: 'always' })
    const careless = await startRedisServer({
      more: ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
    })
    try {
      const [one, other] = [await opening(careful.url), await opening(careless.url)]
      expect(await one.check()).toEqual([])
      expect(await other.check()).toEqual([
        expect.stringContaining('appendonly'),
        expect.stringContaining('maxmemory-policy'),
      ])
      await one.close()
      await other.close()
    } finally {
      await careful.end()
      await careless.end()
    }
  })

  it('does nothing by halves where its memory is full', async () => {
    const full = await startRedisServer({ more: ['--maxmemory', '3mb'] })
    try {
      const store = await opening(full.url)
      await store.create(newConversation('a'))
      let saved = 0
      const text = 'x'.repeat(100_000)
      for (let refused = false; !refused && saved < 100; ) {
        await saysOn(store, 'a', `${saved} ${text}`).then(
          () => saved++,
          (error) => {
            expect(error).toMatchObject({ name: 'StoreUnavailable', uncertain: false })
            refused = true
          },
        )
      }
      expect(saved).toBeGreaterThan(2)
      expect(saved).toBeLessThan(100)
      expect(await store.load('a', 0)).toMatchObject({ revision: saved, last: 2 * saved })
      expect(await logBetween(store, 'a', 0, 999)).toHaveLength(2 * saved)
      await store.close()
    } finally {
      await full.end()
    }
  })
})

describe('Redis: a cluster', () => {
  it('keeps conversations on all its nodes, and passes on their news', async () => {
    const nodes = [
      await startRedisServer({ more: ['--cluster-enabled', 'yes'] }),
      await startRedisServer({ more: ['--cluster-enabled', 'yes'] }),
    ] as const
    const [first, second] = nodes
    try {
      await first.ask('CLUSTER', 'ADDSLOTSRANGE', '0', '8191')
      await second.ask('CLUSTER', 'ADDSLOTSRANGE', '8192', '16383')
      await second.ask('CLUSTER', 'SET-CONFIG-EPOCH', '2')
      await first.ask('CLUSTER', 'MEET', '127.0.0.1', String(second.port))
      for (const node of nodes)
        for (let info = ''; !/cluster_state:ok[\s\S]*cluster_known_nodes:2/.test(info); await wait(50))
          info = String(await node.ask('CLUSTER', 'INFO'))
      const settings = { url: first.url, prefix: 'c:', cluster: true, log }
      const [one, other] = [await openRedisStore(settings), await openRedisStore(settings)]
      opened.push(one, other)
      const heard: News[] = []
      for (let index = 0; index < 20; index++) {
        const id = `a${index}`
        await one.create(newConversation(id))
        await other.listen(id, (news) => heard.push(news))
        const before = await standing(other, id)
        const news = { conversationId: id, from: 0, to: 1, entries: [entry(1)] }
        const claim = { owner: 'me', until: Date.now() }
        const to = { last: 1, inbox: [{ number: 1 }], claim }
        expect(await one.save(changeOf(before, to, { append: [entry(1)], journal: '1', news }))).toBe('saved')
        expect(await saysOn(other, id, 'more')).toBe('saved')
        expect(await one.read(id, 0, 9)).toHaveLength(3)
        await one.save(changeOf(await standing(one, id), { inbox: [], claim: undefined }))
        await one.rest(id)
        expect(await other.journal(id)).toHaveLength(2)
      }
      await until(() => heard.length === 20)
      expect(await other.waiting(Date.now() + 1)).toEqual([])
      for (const node of nodes) expect(Number(await node.ask('DBSIZE'))).toBeGreaterThan(4)
      const nowhere = openRedisStore({ ...settings, url: 'redis://127.0.0.1:1', patience: 100 })
      await expect(nowhere).rejects.toMatchObject({ name: 'SetupFault' })
      await one.keepOpinion('a', true, Date.now())
      expect(await other.opinions()).toHaveLength(1)
      await one.keepCounts({ asked: 1 }, Date.now())
      expect(await other.counts(Date.now() - 89 * 24 * 60 * 60 * 1000, Date.now())).toHaveLength(1)
      expect(await one.check()).toHaveLength(1)
    } finally {
      for (const store of opened.splice(0)) await store.close()
      for (const node of nodes) await node.end()
    }
  })
})
