/** Erased means erased: nothing of it is left in the store, and what members say is never in a log. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { anyOf, Member, settledLog } from './member.ts'
import { patience, sharedStores, startTogether, type Together } from './shared-store.ts'

/** What nobody else says. */
const word = () => `geheim${Math.random().toString(36).slice(2, 12)}`
const limits = {
  LIMIT_STARTS_PER_MINUTE: '1000',
  LIMIT_POSTS_PER_SECOND: '100',
  LIMIT_POSTS_BURST: '1000',
  // So small that each post reaches the day's count.
  LIMIT_POSTS_PER_DAY: '19',
  LOG_LEVEL: 'trace',
  // People can be asked, and Teams is away: a case stays in the store.
  SUPPORT: '1',
}

describe.each(sharedStores)('%s: erased', (name, start) => {
  let together: Together | undefined
  afterEach(async () => {
    await together?.end()
    together = undefined
  })

  /** The store's entries with this text in key or value. */
  const entriesWith = async (text: string) =>
    (await together!.store.entries()).filter((entry) => `${entry.key}\n${entry.text}`.includes(text))

  /** How many cases hold this text. */
  const casesWith = async (text: string) =>
    (await entriesWith(text)).filter(
      (entry) => entry.text.includes('wants') && entry.text.includes('sendings'),
    ).length

  /** Talks over all processes, a slow turn among it. */
  async function talk(member: Member, secret: string, asks = secret): Promise<void> {
    const texts = [
      `een ${secret}`,
      `slow ${secret}`,
      `why is it so, ${asks}`,
      `person ${secret}`,
      `drie ${secret}`,
    ]
    for (const [index, text] of texts.entries())
      await member.insist(() => anyOf(together!.servers).url, text, `c${index}`)
    await settledLog(member, anyOf(together!.servers).url)
  }

  it(
    'a member who wants to be forgotten is: words, replies, journal and marks go, also what another process was at',
    async () => {
      together = await startTogether(start, { environment: limits })
      const { servers } = together
      const [secret, kept] = [word(), word()]
      const member = await Member.open(anyOf(servers).url)
      const other = await Member.open(anyOf(servers).url)
      await talk(other, kept)
      await talk(member, secret)
      expect((await entriesWith(secret)).length).toBeGreaterThan(0)
      await expect.poll(() => casesWith(secret), { timeout: 10_000 }).toBe(1)
      // While a slow turn is under way at another process; and what comes after the wish is not part of it.
      await member.insist(() => servers[0]!.url, `slow ${secret}`, 'c10')
      const id = await member.insist(() => servers[1]!.url, 'forget me', 'c11')
      await member.insist(() => servers[0]!.url, 'later', 'c12')
      const texts = async () => (await settledLog(member, anyOf(servers).url)).map(({ text }) => text)
      await expect
        .poll(texts, { timeout: 15_000 })
        .toEqual(['later', expect.stringMatching(/forget me$/), '1 later'])
      // Questions for the curators, and what its case has to be told, go a moment after the reply.
      await expect.poll(() => entriesWith(secret), { timeout: 15_000 }).toEqual([])
      expect(await casesWith(kept)).toBe(1)
      // Of the conversation itself there is its state, its log from the wish on, and when it ends; nothing waits.
      const left = async () => (await entriesWith(member.id)).map(({ key }) => key.replace(member.id, '…'))
      await expect
        .poll(async () => (await left()).filter((key) => !/conversations|pages|expiry|:[sl]$/.test(key)), {
          timeout: 5_000,
        })
        .toEqual([])
      expect((await left()).length).toBeGreaterThan(0)
      // What was said before is not known any more, the wish itself is: sent again, it changes nothing.
      expect(await member.insist(() => servers[0]!.url, 'forget me', 'c11')).toBe(id)
      expect((await entriesWith(kept)).length).toBeGreaterThan(0)
      expect(servers.map(({ logged }) => logged).join('')).not.toMatch(new RegExp(`${secret}|${kept}`))
    },
    patience,
  )

  it(
    'a conversation that expires leaves nothing at all, and everything expires',
    async () => {
      together = await startTogether(start, { environment: { ...limits, KEPT_FOR: '3000' } })
      const { servers } = together
      const secret = word()
      const members = await Promise.all([0, 1, 2].map(() => Member.open(anyOf(servers).url)))
      await Promise.all(members.map((member) => talk(member, secret, 'asked by many')))
      const filled = await together.store.entries()
      for (const { id } of members) expect(filled.some(({ key }) => key.includes(id))).toBe(true)
      expect(filled.filter(({ expires }) => expires === false).map(({ key }) => key)).toEqual([])
      const deadline = Date.now() + 15_000
      const left = async () => {
        await Promise.all(servers.map((server) => server.sweep()))
        const texts = (await together!.store.entries()).map(({ key, text }) => `${key}\n${text}`)
        return texts.filter((text) =>
          [secret, ...members.map(({ id }) => id)].some((one) => text.includes(one)),
        )
      }
      await sleep(3000)
      while ((await left()).length > 0 && Date.now() < deadline) await sleep(200)
      expect(await left()).toEqual([])
      for (const member of members)
        expect((await member.say(anyOf(servers).url, 'hallo', 'c20')).status).toBe(404)
      // What is kept without anybody's name ends too: in Redis by itself, in a file with a sweep a year on.
      await servers[0]!.sweep(400)
      const ageless = (await together.store.entries()).filter(({ expires }) => expires !== true)
      expect(ageless.map(({ key }) => key)).toEqual([])
      console.log(
        `${name}: ${filled.length} entries before, ${(await together.store.entries()).length} after`,
      )
      expect(servers.map(({ logged }) => logged).join('')).not.toContain(secret)
    },
    patience,
  )
})
