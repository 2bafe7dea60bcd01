import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Commit, Store } from '../../../bot/stores/store.ts'

/** A store to test, and another opening of the same data, as a second process or a restart would have it. */
export interface StoreUnderTest {
  open(): Promise<Store>
  /** Removes the data. */
  clean(): Promise<void>
}

const day = 24 * 60 * 60 * 1000
const now = Date.UTC(2026, 0, 10)
const conversation = (id: string, expiresAt = now + 30 * day) => ({
  id,
  userId: 'dl_member',
  resumeHash: 'hash',
  touchedAt: now,
  expiresAt,
})

const commitOf = (conversationId: string, revision: number, given: Partial<Commit> = {}): Commit => ({
  conversationId,
  revision,
  record: { step: revision + 1 },
  locale: 'nl',
  entries: [],
  last: 0,
  erase: false,
  now,
  expiresAt: now + 30 * day,
  ...given,
})

const entry = (number: number, text = `activity ${number}`) => ({ number, json: JSON.stringify({ text }) })

/** What every store keeps to. */
export function storeContract(name: string, underTest: () => StoreUnderTest): void {
  describe(`${name}: a store`, () => {
    let subject: StoreUnderTest
    let store: Store
    const opened: Store[] = []
    const open = async () => {
      const another = await subject.open()
      opened.push(another)
      return another
    }

    beforeEach(async () => {
      subject = underTest()
      store = await open()
    })

    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close()
      await subject.clean()
    })

    it('keeps a new conversation at revision 0, without a record', async () => {
      await store.create(conversation('a'))
      expect(await store.load('a', now)).toEqual({ ...conversation('a'), revision: 0, last: 0 })
      expect(await store.load('b', now)).toBeUndefined()
    })

    it('refuses a second conversation of the same id', async () => {
      await store.create(conversation('a'))
      await expect(store.create(conversation('a'))).rejects.toThrow()
    })

    it('commits record, activities and mark together', async () => {
      await store.create(conversation('a'))
      const mark = { clientId: 'c1', activityId: 'a|0000001' }
      expect(await store.commit(commitOf('a', 0, { entries: [entry(1), entry(2)], last: 2, mark }))).toEqual({
        kind: 'committed',
      })
      expect(await store.load('a', now)).toMatchObject({
        revision: 1,
        record: { step: 1 },
        locale: 'nl',
        last: 2,
      })
      expect(await store.read('a', 0, 10)).toEqual([entry(1), entry(2)])
      expect(await store.seen('a', 'c1')).toBe('a|0000001')
      expect(await store.seen('a', 'c2')).toBeUndefined()
      expect(await store.seen('b', 'c1')).toBeUndefined()
    })

    it('refuses a commit that started from an older revision, and changes nothing', async () => {
      await store.create(conversation('a'))
      await store.commit(commitOf('a', 0, { entries: [entry(1)], last: 1 }))
      const mark = { clientId: 'late', activityId: 'a|0000001' }
      const late = commitOf('a', 0, {
        record: 'late',
        entries: [entry(1, 'late')],
        last: 1,
        mark,
        erase: true,
      })
      expect(await store.commit(late)).toEqual({ kind: 'conflict' })
      expect(await store.load('a', now)).toMatchObject({ revision: 1, record: { step: 1 } })
      expect(await store.read('a', 0, 10)).toEqual([entry(1)])
      expect(await store.seen('a', 'late')).toBeUndefined()
    })

    it('knows a duplicate, whatever the revision, and changes nothing', async () => {
      await store.create(conversation('a'))
      const mark = { clientId: 'c1', activityId: 'first' }
      await store.commit(commitOf('a', 0, { entries: [entry(1)], last: 1, mark }))
      for (const revision of [0, 1]) {
        const again = commitOf('a', revision, {
          entries: [entry(2)],
          last: 2,
          mark: { clientId: 'c1', activityId: 'second' },
        })
        expect(await store.commit(again)).toEqual({ kind: 'duplicate', activityId: 'first' })
      }
      expect(await store.load('a', now)).toMatchObject({ revision: 1, last: 1 })
    })

    it('takes a client id of any length and alphabet', async () => {
      await store.create(conversation('a'))
      const clientId = '\u{1F4F7}\0/'.repeat(800)
      await store.commit(commitOf('a', 0, { mark: { clientId, activityId: 'x' } }))
      expect(await store.seen('a', clientId)).toBe('x')
      expect(await store.seen('a', `${clientId}!`)).toBeUndefined()
    })

    it('says that a conversation is gone', async () => {
      expect(await store.commit(commitOf('nobody', 0))).toEqual({ kind: 'gone' })
      await store.create(conversation('a', now + day))
      expect(await store.commit(commitOf('a', 0, { now: now + day }))).toEqual({ kind: 'gone' })
      expect(await store.load('a', now + day)).toBeUndefined()
    })

    it('reads from a watermark, in order, in parts, of this conversation only', async () => {
      for (const id of ['a', 'aa', 'b']) await store.create(conversation(id))
      const entries = Array.from({ length: 300 }, (_, index) => entry(index + 1))
      await store.commit(commitOf('a', 0, { entries, last: 300 }))
      await store.commit(commitOf('aa', 0, { entries: [entry(1, 'aa')], last: 1 }))
      await store.commit(commitOf('b', 0, { entries: [entry(1, 'b')], last: 1 }))
      expect(await store.read('a', 0, 1000)).toEqual(entries)
      expect(await store.read('a', 255, 2)).toEqual([entry(256), entry(257)])
      expect(await store.read('a', 300, 10)).toEqual([])
      expect(await store.read('a', 1e15, 10)).toEqual([])
    })

    it('forgets everything before, and goes on with higher numbers', async () => {
      await store.create(conversation('a'))
      await store.create(conversation('b'))
      const mark = { clientId: 'c1', activityId: 'a|0000001' }
      await store.commit(
        commitOf('a', 0, { record: 'private', entries: [entry(1), entry(2)], last: 2, mark }),
      )
      await store.commit(commitOf('b', 0, { entries: [entry(1)], last: 1, mark }))
      const forgetMark = { clientId: 'c2', activityId: 'a|0000003' }
      await store.commit(
        commitOf('a', 1, { record: null, entries: [entry(4)], last: 4, mark: forgetMark, erase: true }),
      )
      expect(await store.read('a', 0, 10)).toEqual([entry(4)])
      expect(await store.load('a', now)).toMatchObject({ revision: 2, record: null, last: 4 })
      expect(await store.seen('a', 'c1')).toBeUndefined()
      expect(await store.seen('a', 'c2')).toBe('a|0000003')
      expect(await store.read('b', 0, 10)).toEqual([entry(1)])
      expect(await store.seen('b', 'c1')).toBe('a|0000001')
    })

    it('sweeps what has expired, all of it, and nothing else', async () => {
      for (let index = 0; index < 250; index++) await store.create(conversation(`old${index}`, now + 1))
      await store.create(conversation('today', now + 2))
      await store.create(conversation('kept', now + 1))
      const mark = { clientId: 'c1', activityId: 'x' }
      await store.commit(commitOf('old7', 0, { entries: [entry(1)], last: 1, mark, expiresAt: now + 1 }))
      await store.commit(
        commitOf('kept', 0, { entries: [entry(1)], last: 1, mark, expiresAt: now + 40 * day }),
      )
      expect(await store.sweep(now + 1)).toBe(250)
      expect(await store.sweep(now + 1)).toBe(0)
      expect(await store.load('old7', 0)).toBeUndefined()
      expect(await store.read('old7', 0, 10)).toEqual([])
      expect(await store.seen('old7', 'c1')).toBeUndefined()
      expect(await store.load('today', now + 1)).toBeDefined()
      expect(await store.read('kept', 0, 10)).toHaveLength(1)
      expect(await store.sweep(now + 3 * day)).toBe(1)
      expect(await store.sweep(now + 41 * day)).toBe(1)
      expect(await store.load('kept', 0)).toBeUndefined()
    })

    it('has it all after it was closed and opened again', async () => {
      await store.create(conversation('a'))
      const mark = { clientId: 'c1', activityId: 'x' }
      await store.commit(
        commitOf('a', 0, { record: { text: 'ö\u0000\u{1F4F7}' }, entries: [entry(1)], last: 1, mark }),
      )
      await store.close()
      const again = await open()
      expect(await again.load('a', now)).toMatchObject({ revision: 1, record: { text: 'ö\u0000\u{1F4F7}' } })
      expect(await again.read('a', 0, 10)).toEqual([entry(1)])
      expect(await again.seen('a', 'c1')).toBe('x')
    })

    it('lets one of many commits at the same revision through', async () => {
      await store.create(conversation('a'))
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          store.commit(commitOf('a', 0, { record: index, entries: [entry(1, `${index}`)], last: 1 })),
        ),
      )
      expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(1)
      expect(outcomes.filter(({ kind }) => kind === 'conflict')).toHaveLength(49)
      const winner = outcomes.findIndex(({ kind }) => kind === 'committed')
      expect(await store.load('a', now)).toMatchObject({ revision: 1, record: winner })
      expect(await store.read('a', 0, 10)).toEqual([entry(1, `${winner}`)])
    })

    it('can be checked, and answers nothing once it is closed', async () => {
      await store.check()
      await store.close()
      await expect(store.check()).rejects.toMatchObject({ name: 'StoreUnavailable' })
      await expect(store.load('a', now)).rejects.toMatchObject({ name: 'StoreUnavailable' })
      await expect(store.commit(commitOf('a', 0))).rejects.toMatchObject({ name: 'StoreUnavailable' })
    })

    it('counts what the curators of the FAQ look at, and lets go of what nobody asks any more', async () => {
      const question = { language: 'nl', text: 'Mag ik ook met Bitcoin betalen?' }
      await store.keepQuestion(question, now)
      await store.keepQuestion({ ...question, text: 'mag ik ook met bitcoin betalen' }, now + 1)
      await store.keepQuestion({ language: 'en', text: 'Is there a student level?' }, now)
      expect(await store.questions()).toMatchObject([
        { ...question, count: 2, firstAt: now, lastAt: now + 1 },
        { language: 'en', count: 1 },
      ])
      await store.keepOpinion('annual-fee', false)
      await store.keepOpinion('annual-fee', true)
      await store.keepOpinion('annual-fee', false)
      expect(await store.opinions()).toEqual([{ faq: 'annual-fee', helped: 1, notHelped: 2 }])
      await store.sweep(now + 366 * day)
      expect(await store.questions()).toEqual([])
    })
  })
}
