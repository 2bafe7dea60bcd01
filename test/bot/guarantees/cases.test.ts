/** A request for a person is never lost: once it was answered for, its case is there, once, also where the process is killed right then. */
import { afterEach, describe, expect, it } from 'vitest'
import { Member } from './member.ts'
import { patience, sharedStores, startTogether, type Together } from './shared-store.ts'

const rounds = process.env.PROVE ? 100 : 4

describe.each(sharedStores)('%s: a case', (_, start) => {
  let together: Together | undefined
  afterEach(async () => {
    await together?.end()
    together = undefined
  })

  it(
    'is there after a kill, once',
    async () => {
      together = await startTogether(start, { count: 1, environment: { SUPPORT: '1' } })
      const [server] = together.servers
      for (let round = 0; round < rounds; round++) {
        const word = `geheim${round}x${Math.random().toString(36).slice(2, 10)}`
        const member = await Member.open(server!.url)
        await member.insist(() => server!.url, `person ${word}`, 'c1')
        // At once, or while the case is being told.
        await new Promise((done) => setTimeout(done, (round % 4) * 3))
        await server!.kill()
        await server!.start()
        const cases = async () =>
          (await together!.store.entries()).filter(
            ({ text }) => text.includes(word) && text.includes('sendings'),
          ).length
        await expect.poll(cases, { timeout: 10_000 }).toBe(1)
      }
    },
    patience,
  )
})
