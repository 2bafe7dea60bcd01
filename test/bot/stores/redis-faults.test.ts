/** Redis stopped, killed, cut off, swallowed: every call is answered in time, nothing is half-done, and it goes on by itself. */
import { afterEach, describe, expect, it } from 'vitest'
import { openRedisStore, type RedisStore } from '../../../bot/stores/redis/redis-store.ts'
import type { Conversation } from '../../../bot/stores/store.ts'
import { type Network, type RedisServer, startNetwork, startRedisServer } from './redis-server.ts'
import { changeOf, entry, newConversation } from './store-contract.ts'

const prove = Boolean(process.env.PROVE)
/** How long Redis is away, in milliseconds, and how many calls there are in a second meanwhile. */
const [away, perSecond] = prove ? [6000, 200] : [2000, 120]
const kills = prove ? 100 : 5
/** A call is given up after half a second; the rest is for a busy machine. A turn makes two calls in its two seconds. Milliseconds. */
const answered = 1000
const recoversWithin = 5000
const log = { info() {}, warn() {} }
const conversations = 30

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** One save, and how it was answered. */
interface Attempt {
  readonly text: string
  readonly at: number
  answer: 'saved' | 'conflict' | 'gone' | 'nothing done' | 'uncertain' | undefined
}

/** A conversation, and what was tried in it. */
class Talker {
  readonly attempts: Attempt[] = []
  private known: Conversation | undefined
  private seen: Conversation | undefined
  private turn = 0
  private busy = false
  private readonly store: RedisStore
  readonly id: string
  /** How long each call took, in milliseconds, and when the last one did well. */
  static took: number[] = []
  static didWellAt = 0

  constructor(store: RedisStore, id: string) {
    this.store = store
    this.id = id
  }

  private async timed<T>(work: Promise<T>): Promise<T> {
    const since = performance.now()
    try {
      const reply = await work
      Talker.didWellAt = performance.now()
      return reply
    } finally {
      Talker.took.push(performance.now() - since)
    }
  }

  /** Says something, or finds out where the conversation stands; `false` where it is at it. */
  async say(): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    try {
      // Where it is not known how that ended, it is looked up, or simply tried again.
      const from = this.known ?? (this.turn++ % 2 ? this.seen : undefined)
      if (from) await this.save(from)
      else this.seen = this.known = await this.timed(this.store.load(this.id, Date.now()))
    } catch (error) {
      expect(error).toMatchObject({ name: 'StoreUnavailable' })
    } finally {
      this.busy = false
    }
    return true
  }

  private async save(known: Conversation): Promise<void> {
    const text = `${this.id} said ${this.attempts.length}`
    const attempt: Attempt = { text, at: performance.now(), answer: undefined }
    this.attempts.push(attempt)
    this.known = undefined
    const last = known.last + 2
    const to = { record: text, last, turns: known.turns + 1 }
    const append = [entry(last - 1, text), entry(last, `re ${text}`)]
    const news = { conversationId: this.id, from: known.last, to: last, entries: append }
    try {
      const now = Date.now()
      attempt.answer = await this.timed(
        this.store.save(changeOf(known, to, { append, journal: JSON.stringify(text), news, now })),
      )
      if (attempt.answer === 'saved')
        this.seen = this.known = { ...known, ...to, revision: known.revision + 1 }
    } catch (error) {
      attempt.answer = (error as { uncertain?: boolean }).uncertain ? 'uncertain' : 'nothing done'
      throw error
    }
  }

  /** Holds what is stored against what was answered. */
  async holds(): Promise<readonly string[]> {
    const conversation = (await this.store.load(this.id, Date.now()))!
    const texts = (await this.store.read(this.id, 0, 100_000)).map(
      ({ json }) => (JSON.parse(json) as { text: string }).text,
    )
    const said = texts.filter((text) => !text.startsWith('re '))
    // Whole turns, each once, with the record and the journal of the same.
    expect(texts).toEqual(said.flatMap((text) => [text, `re ${text}`]))
    expect(new Set(said).size).toBe(said.length)
    expect(conversation).toMatchObject({ revision: said.length, turns: said.length, last: 2 * said.length })
    expect(conversation.record).toEqual(said.at(-1))
    expect((await this.store.journal(this.id)).map((line) => JSON.parse(line))).toEqual(said)
    for (const { text, answer } of this.attempts) {
      if (answer === 'saved') expect(said).toContain(text)
      if (answer !== 'saved' && answer !== 'uncertain') expect(said).not.toContain(text)
    }
    return said
  }
}

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function startedServer(appendonly: boolean): Promise<RedisServer> {
  const server = await startRedisServer({ appendonly, appendfsync: 'always' })
  ends.push(server.end)
  return server
}

async function talkersOver(url: string): Promise<{ store: RedisStore; talkers: readonly Talker[] }> {
  const store = await openRedisStore({ url, prefix: 'faults:', log })
  ends.push(store.close)
  const talkers = Array.from({ length: conversations }, (_, index) => new Talker(store, `talker${index}`))
  for (const { id } of talkers) await store.create(newConversation(id))
  Talker.took = []
  return { store, talkers }
}

/** Lets them talk, so many calls in a second, until it is told to stop. */
function talking(talkers: readonly Talker[]): () => Promise<void> {
  const underWay = new Set<Promise<unknown>>()
  let [at, credit, last] = [0, 0, performance.now()]
  const timer = setInterval(() => {
    const now = performance.now()
    credit = Math.min(perSecond / 4, credit + ((now - last) / 1000) * perSecond)
    last = now
    for (; credit >= 1; credit--) {
      const call: Promise<unknown> = talkers[at++ % talkers.length]!.say().finally(() =>
        underWay.delete(call),
      )
      underWay.add(call)
    }
  }, 5)
  return async () => {
    clearInterval(timer)
    await Promise.all(underWay)
  }
}

/** Waits until a call does well again that was made after `since`. */
async function recovered(since: number): Promise<void> {
  while (Talker.didWellAt <= since && performance.now() - since < recoversWithin) await wait(10)
  expect(Talker.didWellAt).toBeGreaterThan(since)
}

describe('Redis fails, and the store', () => {
  const scene = async (
    fault: (server: RedisServer, network: Network) => void | Promise<void>,
    repair: (server: RedisServer, network: Network) => void | Promise<void>,
  ) => {
    const server = await startedServer(true)
    const network = await startNetwork(server.port)
    ends.push(network.end)
    const { talkers } = await talkersOver(`redis://127.0.0.1:${network.port}`)
    const stop = talking(talkers)
    await wait(500)
    expect(Talker.didWellAt).toBeGreaterThan(0)
    await fault(server, network)
    const from = performance.now()
    await wait(away)
    const to = performance.now()
    await repair(server, network)
    await recovered(performance.now())
    await wait(700)
    await stop()
    expect(Math.max(...Talker.took)).toBeLessThan(answered)
    const said: string[] = []
    for (const talker of talkers) said.push(...(await talker.holds()))
    const meanwhile = talkers.flatMap(({ attempts }) =>
      attempts.filter(({ at }) => at > from && at < to - 500),
    )
    return {
      meanwhile,
      said,
      answers: talkers.flatMap(({ attempts }) => attempts.map(({ answer }) => answer)),
    }
  }

  it('answers for a server that was stopped, and nothing that was answered so is done when it goes on', async () => {
    const { meanwhile, said, answers } = await scene(
      (server) => server.pause(),
      (server) => server.resume(),
    )
    expect(meanwhile.length).toBeGreaterThan(5)
    for (const { text, answer } of meanwhile) {
      expect(['nothing done', 'uncertain']).toContain(answer)
      expect(said).not.toContain(text)
    }
    expect(answers.filter((answer) => answer === 'saved').length).toBeGreaterThan(10)
  })

  it('answers for a server that was killed, and goes on with the one that is started', async () => {
    const { meanwhile, answers } = await scene(
      (server) => server.kill9(),
      (server) => server.start(),
    )
    expect(meanwhile.every(({ answer }) => answer !== 'saved')).toBe(true)
    expect(answers.filter((answer) => answer === 'saved').length).toBeGreaterThan(10)
  })

  it('goes on after connections that are cut', async () => {
    let cutting: NodeJS.Timeout | undefined
    const { meanwhile, answers } = await scene(
      (_, network) => {
        cutting = setInterval(() => network.reset(), 150)
      },
      () => clearInterval(cutting),
    )
    // In between there is a connection, and it is used.
    expect(meanwhile.some(({ answer }) => answer === 'saved')).toBe(true)
    expect(answers.filter((answer) => answer === 'saved').length).toBeGreaterThan(10)
  })

  it('answers where all that is sent is swallowed', async () => {
    const { meanwhile, answers } = await scene(
      (_, network) => network.swallow(),
      (_, network) => network.passOn(),
    )
    expect(meanwhile.length).toBeGreaterThan(5)
    expect(meanwhile.every(({ answer }) => answer === 'nothing done' || answer === 'uncertain')).toBe(true)
    expect(answers.filter((answer) => answer === 'saved').length).toBeGreaterThan(10)
  })
})

describe('Redis is killed with an append-only file, and', () => {
  it('nothing is lost that was answered for', async () => {
    const server = await startedServer(true)
    const { talkers } = await talkersOver(server.url)
    const stop = talking(talkers)
    for (let kill = 0; kill < kills; kill++) {
      await wait(100 + Math.random() * 200)
      await server.kill9()
      await server.start()
      await recovered(performance.now())
    }
    await stop()
    await recovered(0)
    let said = 0
    for (const talker of talkers) said += (await talker.holds()).length
    expect(said).toBeGreaterThan(kills)
  })
})
