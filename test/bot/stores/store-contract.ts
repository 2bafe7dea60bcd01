import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Accepted,
  type Change,
  type Conversation,
  type KeptDocument,
  type LogEntry,
  pageAtMost,
  type Store,
} from '../../../bot/stores/store.ts'

/** A store to test, and another opening of the same data, as a second process or a restart would have it. */
export interface StoreUnderTest {
  open(): Promise<Store>
  /** Removes the data. */
  clean(): Promise<void>
}

const day = 24 * 60 * 60 * 1000
/** What is kept goes by the clock of the store too: times are those of today. */
const now = Date.now()

/** A conversation that is new. */
export const newConversation = (id: string, expiresAt = now + 30 * day) => ({
  id,
  userId: 'dl_member',
  resumeHash: 'hash',
  touchedAt: now,
  expiresAt,
})

/** What `created` is loaded as. */
export const asCreated = (created: ReturnType<typeof newConversation>): Conversation => ({
  ...created,
  revision: 0,
  turns: 0,
  last: 0,
  served: '',
  inbox: [],
})

/** A change that starts from this conversation. */
export const changeOf = (
  conversation: Conversation,
  to: Partial<Conversation> = {},
  given: Partial<Omit<Change, 'conversation'>> = {},
): Change => ({
  conversation: { ...conversation, ...to },
  append: [],
  erase: false,
  now,
  ...given,
})

/** An activity of the log. */
export const entry = (number: number, text = `activity ${number}`) => ({
  number,
  json: JSON.stringify({ text }),
})

/** A document that is new. */
export const newDocument = (id: string, given: Partial<KeptDocument> = {}): KeptDocument => ({
  kind: 'case',
  id,
  revision: 0,
  json: JSON.stringify({ says: `document ${id}` }),
  expiresAt: now + 30 * day,
  ...given,
})

/** The conversation as it stands; it is there. */
export const standing = async (store: Store, id: string): Promise<Conversation> => {
  const conversation = await store.load(id, now)
  if (!conversation) throw new Error(`${id} is not there`)
  return conversation
}

/** Saves a turn that says something, and resolves with how that ended. */
export const saysOn = async (store: Store, id: string, text: string) => {
  const conversation = await standing(store, id)
  const last = conversation.last + 2
  const record = { said: text, turns: conversation.turns + 1 }
  return store.save(
    changeOf(
      conversation,
      { last, turns: conversation.turns + 1, record },
      { append: [entry(last - 1, text), entry(last, `re ${text}`)], journal: JSON.stringify({ text }) },
    ),
  )
}

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
    const created = async (id: string) => {
      await store.create(newConversation(id))
      return asCreated(newConversation(id))
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
      await store.create(newConversation('a'))
      expect(await store.load('a', now)).toEqual(asCreated(newConversation('a')))
      expect(await store.load('b', now)).toBeUndefined()
    })

    it('refuses a second conversation of the same id', async () => {
      await store.create(newConversation('a'))
      await expect(store.create(newConversation('a'))).rejects.toThrow()
    })

    it('makes a conversation anew under the id of one that has expired, with nothing of it', async () => {
      const short = { ...newConversation('a'), expiresAt: Date.now() + 30 }
      await store.create({ ...short, touchedAt: Date.now() })
      const [first] = [{ number: 1, json: '{}' }]
      const before = (await store.load('a', Date.now()))!
      await store.save({
        conversation: { ...before, last: 1 },
        append: [first],
        erase: false,
        now: Date.now(),
      })
      await new Promise((done) => setTimeout(done, 40))
      const again = { ...newConversation('a'), touchedAt: Date.now(), expiresAt: Date.now() + 60_000 }
      await store.create(again)
      expect(await store.load('a', Date.now())).toEqual(asCreated(again))
      expect(await store.read('a', 0, 10)).toEqual([])
    })

    it('saves the conversation, the activities and the line of the journal together', async () => {
      const before = await created('a')
      const inbox: readonly Accepted[] = [{ number: 3, base: 'https://chat.example.org' }, { number: 4 }]
      const claim = { owner: 'one', until: now + 5000 }
      const to = { record: { step: 1 }, locale: 'nl', last: 4, turns: 1, served: ',abcdefgh1', inbox, claim }
      const append = [entry(1), entry(2), entry(3), entry(4)]
      expect(await store.save(changeOf(before, to, { append, journal: '{"turn":1}' }))).toBe('saved')
      expect(await store.load('a', now)).toEqual({ ...before, ...to, revision: 1 })
      expect(await store.read('a', 0, 10)).toEqual(append)
      expect(await store.journal('a')).toEqual(['{"turn":1}'])
    })

    it('refuses a save that started from an older revision, and changes nothing', async () => {
      const before = await created('a')
      await store.save(changeOf(before, { record: 'first', last: 1 }, { append: [entry(1)], journal: '1' }))
      const late = changeOf(
        before,
        { record: 'late', last: 1 },
        { append: [entry(1, 'late')], journal: 'late', erase: true },
      )
      expect(await store.save(late)).toBe('conflict')
      expect(await store.load('a', now)).toMatchObject({ revision: 1, record: 'first' })
      expect(await store.read('a', 0, 10)).toEqual([entry(1)])
      expect(await store.journal('a')).toEqual(['1'])
    })

    it('says that a conversation is gone, and brings none back', async () => {
      expect(await store.save(changeOf(asCreated(newConversation('nobody'))))).toBe('gone')
      expect(await store.load('nobody', now)).toBeUndefined()
      await store.create(newConversation('a', now + day))
      const before = await standing(store, 'a')
      expect(await store.save(changeOf(before, {}, { now: now + day }))).toBe('gone')
      expect(await store.load('a', now + day)).toBeUndefined()
    })

    it('lets a save put off when it is gone', async () => {
      await store.create(newConversation('a', now + day))
      const expiresAt = now + 31 * day
      expect(await store.save(changeOf(await standing(store, 'a'), { expiresAt }))).toBe('saved')
      expect(await store.load('a', now + 30 * day)).toMatchObject({ revision: 1, expiresAt })
    })

    it('takes any text', async () => {
      const text = 'ö\u0000\u0001\u0007\n\r\u2028"\\ \u{1F4F7} \ud800 $1 $& 0000001 2026-01-01T00:00:00.000Z'
      await created('a')
      expect(await saysOn(store, 'a', text)).toBe('saved')
      for (let round = 0; round < 2; round++) {
        expect(await store.load('a', now)).toMatchObject({ record: { said: text } })
        expect(await store.read('a', 0, 10)).toEqual([entry(1, text), entry(2, `re ${text}`)])
        expect(await store.journal('a')).toEqual([JSON.stringify({ text })])
        await store.rest('a')
      }
    })

    it('reads from a watermark, in order, in parts, of this conversation only', async () => {
      for (const id of ['a', 'aa', 'b']) await created(id)
      const entries = Array.from({ length: 300 }, (_, index) => entry(index + 1))
      for (let at = 0; at < 300; at += 3) {
        const append = entries.slice(at, at + 3)
        await store.save(changeOf(await standing(store, 'a'), { last: at + 3 }, { append }))
        // A save that adds nothing, and one that only adds to the journal.
        await store.save(changeOf(await standing(store, 'a')))
        if (at % 2) await store.save(changeOf(await standing(store, 'a'), {}, { journal: `${at}` }))
      }
      await saysOn(store, 'aa', 'aa')
      await saysOn(store, 'b', 'b')
      expect(await store.read('a', 0, 1000)).toEqual(entries)
      expect(await store.read('a', 0, 7)).toEqual(entries.slice(0, 7))
      expect(await store.read('a', 254, 2)).toEqual([entry(255), entry(256)])
      expect(await store.read('a', 255, 2)).toEqual([entry(256), entry(257)])
      expect(await store.read('a', 299, 10)).toEqual([entry(300)])
      expect(await store.read('a', 300, 10)).toEqual([])
      expect(await store.read('a', 1e15, 10)).toEqual([])
      expect(await store.read('nobody', 0, 10)).toEqual([])
    })

    it('reads a large log in parts that anybody can take, and all of it', async () => {
      await created('a')
      const text = 'ö\u{1F4F7}x'.repeat(8000)
      const entries = Array.from({ length: 60 }, (_, index) => entry(index + 1, `${index} ${text}`))
      for (let at = 0; at < 60; at += 2) {
        const append = entries.slice(at, at + 2)
        await store.save(changeOf(await standing(store, 'a'), { last: at + 2 }, { append, journal: text }))
      }
      for (let round = 0; round < 2; round++) {
        const all: LogEntry[] = []
        for (let parts = 0; ; parts++) {
          const part = await store.read('a', all.length, 1000)
          if (part.length > 1)
            expect(part.reduce((size, { json }) => size + json.length, 0)).toBeLessThanOrEqual(pageAtMost)
          all.push(...part)
          if (part.length > 0) continue
          expect(parts).toBeGreaterThan(5)
          break
        }
        expect(all).toEqual(entries)
        // One that is larger by itself comes alone.
        const before = await standing(store, 'a')
        const huge = entry(before.last + 1, text.repeat(10))
        await store.save(changeOf(before, { last: huge.number }, { append: [huge] }))
        expect(await store.read('a', before.last, 10)).toEqual([huge])
        expect((await store.read('a', before.last - 1, 10))[0]).toEqual(entries.at(-1))
        entries.push(huge)
        await store.rest('a')
      }
    })

    it('reads what several saves without activities lie between', async () => {
      await created('a')
      await saysOn(store, 'a', 'first')
      for (let line = 0; line < 20; line++)
        await store.save(changeOf(await standing(store, 'a'), {}, { journal: `${line}` }))
      await saysOn(store, 'a', 'second')
      expect(await store.read('a', 2, 2)).toEqual([entry(3, 'second'), entry(4, 're second')])
      expect(await store.read('a', 1, 2)).toEqual([entry(2, 're first'), entry(3, 'second')])
    })

    it('keeps the lines of the journal in their order', async () => {
      await created('a')
      for (let turn = 0; turn < 30; turn++) {
        await saysOn(store, 'a', `turn ${turn}`)
        if (turn % 10 === 5) await store.rest('a')
      }
      expect(await store.journal('a')).toEqual(
        Array.from({ length: 30 }, (_, turn) => JSON.stringify({ text: `turn ${turn}` })),
      )
      expect(await store.journal('nobody')).toEqual([])
    })

    it('erases everything before, and goes on with higher numbers', async () => {
      for (const id of ['a', 'b']) {
        await created(id)
        await saysOn(store, id, 'private')
        await store.rest(id)
        await saysOn(store, id, 'private, too')
      }
      const erased = changeOf(
        await standing(store, 'a'),
        { record: null, last: 6, served: '' },
        { append: [entry(6)], journal: '{"start":true}', erase: true },
      )
      expect(await store.save(erased)).toBe('saved')
      expect(await store.read('a', 0, 10)).toEqual([entry(6)])
      expect(await store.journal('a')).toEqual(['{"start":true}'])
      expect(await store.load('a', now)).toMatchObject({ revision: 3, record: null, last: 6 })
      expect(await store.read('b', 0, 10)).toHaveLength(4)
      expect(await store.journal('b')).toHaveLength(2)
    })

    it('tells which conversations wait to be served, the longest waiting first, until they no longer do', async () => {
      for (const id of ['idle', 'first', 'second', 'claimed', 'gone']) await created(id)
      const waits = async (id: string, until: number, expiresAt = now + day) => {
        const claim = { owner: 'dead', until }
        const to = { inbox: [{ number: 1 }], claim, last: 1, expiresAt }
        await store.save(changeOf(await standing(store, id), to, { append: [entry(1)] }))
      }
      await waits('second', now - 10)
      await waits('first', now - 20)
      await waits('claimed', now + 60_000)
      expect(await store.waiting(now)).toEqual(['first', 'second'])
      expect(await store.waiting(now - 15)).toEqual(['first'])
      // Whoever takes over claims it, and serves it.
      const taken = await standing(store, 'first')
      await store.save(changeOf(taken, { claim: { owner: 'other', until: now + 60_000 } }))
      expect(await store.waiting(now)).toEqual(['second'])
      expect(await store.waiting(now + 60_000)).toHaveLength(3)
      for (const id of ['first', 'second', 'claimed'])
        await store.save(changeOf(await standing(store, id), { inbox: [], claim: undefined }))
      expect(await store.waiting(now + 120_000)).toEqual([])
      // And again, after it had been served.
      await waits('second', now - 5)
      expect(await store.waiting(now)).toEqual(['second'])
    })

    it('lets one of many saves at the same revision through, from two openings at once', async () => {
      const before = await created('a')
      const other = await open()
      const saves = Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? store : other).save(
          changeOf(
            before,
            { record: index, last: 1 },
            { append: [entry(1, `${index}`)], journal: `${index}` },
          ),
        ),
      )
      const outcomes = await Promise.all(saves)
      expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(49)
      const winner = outcomes.indexOf('saved')
      for (const each of [store, other]) {
        expect(await each.load('a', now)).toMatchObject({ revision: 1, record: winner })
        expect(await each.read('a', 0, 10)).toEqual([entry(1, `${winner}`)])
        expect(await each.journal('a')).toEqual([`${winner}`])
      }
    })

    it('loses nothing while several save, and others make small what is kept', async () => {
      await created('a')
      const stores = [store, await open()]
      const texts = Array.from({ length: 60 }, (_, index) => `said ${index}`)
      let saving = true
      const resting = (async () => {
        for (let turn = 0; saving; turn++) {
          await stores[turn % 2]!.rest('a')
          // A store that rests at once gives others a turn here.
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
      })()
      await Promise.all(
        texts.map(async (text, index) => {
          for (;;) if ((await saysOn(stores[index % 2]!, 'a', text)) === 'saved') return
        }),
      )
      saving = false
      await resting
      await store.rest('a')
      const conversation = await standing(stores[1]!, 'a')
      expect(conversation).toMatchObject({ revision: 60, turns: 60, last: 120 })
      const log = await stores[1]!.read('a', 0, 1000)
      expect(log.map(({ number }) => number)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1))
      const said = log.map(({ json }) => (JSON.parse(json) as { text: string }).text)
      expect(said.filter((text) => !text.startsWith('re ')).sort()).toEqual([...texts].sort())
      expect(await stores[1]!.journal('a')).toHaveLength(60)
    })

    it('reads the same after a rest, and goes on from there', async () => {
      await created('a')
      for (let turn = 0; turn < 5; turn++) await saysOn(store, 'a', `turn ${turn}`)
      const before = [await store.load('a', now), await store.read('a', 0, 99), await store.journal('a')]
      await store.rest('a')
      await store.rest('a')
      const again = await open()
      for (const each of [store, again])
        expect([await each.load('a', now), await each.read('a', 0, 99), await each.journal('a')]).toEqual(
          before,
        )
      expect(await again.read('a', 7, 2)).toEqual([entry(8, 're turn 3'), entry(9, 'turn 4')])
      expect(await saysOn(again, 'a', 'turn 5')).toBe('saved')
      await again.rest('a')
      expect(await store.read('a', 9, 99)).toEqual([
        entry(10, 're turn 4'),
        entry(11, 'turn 5'),
        entry(12, 're turn 5'),
      ])
      await store.rest('nobody')
    })

    it('reads the same after a rest, whatever the member is called', async () => {
      for (const [index, userId] of [
        'Jan de Vries',
        'a\nb',
        ' ',
        '50%',
        '%41',
        'é 📷',
        '\ud800',
        '1 2 3',
      ].entries()) {
        const id = `called${index}`
        await store.create({ ...newConversation(id), userId })
        for (let turn = 0; turn < 6; turn++) await saysOn(store, id, `${userId} says ${turn}, from ${userId}`)
        const before = [await store.load(id, now), await store.read(id, 0, 99), await store.journal(id)]
        await store.rest(id)
        await saysOn(store, id, 'and more')
        await store.rest(id)
        expect(
          (await store.read(id, 0, 12)).map(({ json }) => json),
          userId,
        ).toEqual((before[1] as readonly { json: string }[]).map(({ json }) => json))
        expect((await store.load(id, now))?.userId, userId).toBe(userId)
      }
    })

    it('lets go of what has expired, log and all, and of nothing else', async () => {
      const touchedAt = Date.now()
      const soon = touchedAt + 400
      const old = Array.from({ length: 120 }, (_, index) => ({
        ...newConversation(`old${index}`, soon),
        touchedAt,
      }))
      await Promise.all(old.map((conversation) => store.create(conversation)))
      await store.create({ ...newConversation('kept', soon), touchedAt })
      const to = { last: 1, touchedAt: Date.now() }
      const given = { append: [entry(1)], journal: '1', now: Date.now() }
      await store.save(changeOf(await standing(store, 'old7'), to, given))
      await store.save(changeOf(await standing(store, 'kept'), { ...to, expiresAt: now + 40 * day }, given))
      await new Promise((resolve) => setTimeout(resolve, soon - Date.now() + 50))
      await store.sweep(Date.now())
      expect(await store.sweep(Date.now())).toBe(0)
      expect(await store.load('old7', 0)).toBeUndefined()
      expect(await store.read('old7', 0, 10)).toEqual([])
      expect(await store.journal('old7')).toEqual([])
      expect(await store.read('kept', 0, 10)).toHaveLength(1)
    })

    it('has it all after it was closed and opened again', async () => {
      await created('a')
      await saysOn(store, 'a', 'before')
      await store.close()
      const again = await open()
      expect(await again.load('a', now)).toMatchObject({ revision: 1, record: { said: 'before' } })
      expect(await again.read('a', 0, 10)).toHaveLength(2)
    })

    it('can be checked, and answers nothing once it is closed', async () => {
      for (const warning of await store.check()) expect(warning).toMatch(/\.$/)
      const before = await created('a')
      await store.close()
      for (const call of [
        () => store.check(),
        () => store.load('a', now),
        () => store.save(changeOf(before)),
        () => store.read('a', 0, 1),
      ])
        await expect(call()).rejects.toMatchObject({ name: 'StoreUnavailable', uncertain: false })
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
      await store.keepOpinion('annual-fee', false, now)
      await store.keepOpinion('annual-fee', true, now)
      await store.keepOpinion('annual-fee', false, now)
      expect(await store.opinions()).toEqual([{ faq: 'annual-fee', helped: 1, notHelped: 2 }])
      await store.sweep(now + 365 * day)
      expect(await store.questions()).toMatchObject([{ ...question, count: 2 }])
      await store.sweep(now + 366 * day)
      expect(await store.questions()).toEqual([])
    })

    it('lets go of the questions that only one conversation asked, when that is forgotten', async () => {
      const [own, shared] = ['Wat vindt mijn buurman daarvan?', 'Mag ik met bitcoin betalen?']
      for (const text of [own, shared, own])
        await store.keepQuestion({ language: 'nl', text, by: 'one' }, now)
      await store.keepQuestion({ language: 'nl', text: shared, by: 'other' }, now)
      await store.forgetQuestions('other')
      expect(await store.questions()).toHaveLength(2)
      await store.forgetQuestions('one')
      expect((await store.questions()).map(({ text }) => text)).toEqual([shared])
      await store.keepQuestion({ language: 'nl', text: own, by: 'one' }, now)
      expect((await store.questions()).find(({ text }) => text === own)?.count).toBe(1)
    })

    it('keeps a document with the next revision, of its kind only', async () => {
      expect(await store.keepDocument(newDocument('a'), now)).toBe('saved')
      expect(await store.document('case', 'a', now)).toEqual({ ...newDocument('a'), revision: 1 })
      expect(await store.document('thread', 'a', now)).toBeUndefined()
      const json = JSON.stringify({ says: 'ö\u0000\n\ud800 \u{1F4F7} 0 0' })
      const after = newDocument('a', { revision: 1, json, dueAt: now + 5 })
      expect(await store.keepDocument(after, now)).toBe('saved')
      const again = await open()
      expect(await again.document('case', 'a', now)).toEqual({ ...after, revision: 2 })
    })

    it('refuses a document that started from another revision, and changes nothing', async () => {
      await store.keepDocument(newDocument('a'), now)
      const changed = { json: '"late"', dueAt: now - 1 }
      for (const revision of [0, 2])
        expect(await store.keepDocument(newDocument('a', { revision, ...changed }), now)).toBe('conflict')
      expect(await store.keepDocument(newDocument('b', { revision: 1 }), now)).toBe('conflict')
      expect(await store.documents('case', now)).toEqual([{ ...newDocument('a'), revision: 1 }])
      expect(await store.dueDocuments('case', now)).toEqual([])
    })

    it('lets one of many keep a document at the same revision, from two openings at once', async () => {
      await store.keepDocument(newDocument('a'), now)
      const other = await open()
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          (index % 2 ? store : other).keepDocument(newDocument('a', { revision: 1, json: `${index}` }), now),
        ),
      )
      expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1)
      for (const each of [store, other])
        expect(await each.document('case', 'a', now)).toMatchObject({
          revision: 2,
          json: `${outcomes.indexOf('saved')}`,
        })
    })

    it('lists the documents of a kind, and those that are due, the longest due first', async () => {
      await store.keepDocument(newDocument('b', { dueAt: now - 10 }), now)
      await store.keepDocument(newDocument('a', { dueAt: now - 20 }), now)
      await store.keepDocument(newDocument('c'), now)
      await store.keepDocument(newDocument('d', { dueAt: now + 10 }), now)
      await store.keepDocument(newDocument('e', { kind: 'mute', dueAt: now - 30 }), now)
      const ids = (documents: readonly KeptDocument[]) => documents.map(({ id }) => id)
      expect(ids(await store.documents('case', now))).toEqual(['a', 'b', 'c', 'd'])
      expect(ids(await store.dueDocuments('case', now))).toEqual(['a', 'b'])
      expect(ids(await store.dueDocuments('case', now - 15))).toEqual(['a'])
      expect(ids(await store.dueDocuments('case', now + 10))).toEqual(['a', 'b', 'd'])
      // Put off, and no longer due at all.
      await store.keepDocument(newDocument('a', { revision: 1, dueAt: now + 100 }), now)
      await store.keepDocument(newDocument('b', { revision: 1 }), now)
      expect(ids(await store.dueDocuments('case', now))).toEqual([])
      expect(ids(await store.dueDocuments('case', now + 100))).toEqual(['d', 'a'])
      expect(ids(await store.dueDocuments('thread', now + 100))).toEqual([])
    })

    it('lists more documents than are read at once', async () => {
      const ids = Array.from({ length: 230 }, (_, index) => `${1000 + index}`)
      await Promise.all(ids.map((id) => store.keepDocument(newDocument(id, { dueAt: now - 1 }), now)))
      expect((await store.documents('case', now)).map(({ id }) => id)).toEqual(ids)
      expect(await store.dueDocuments('case', now)).toHaveLength(100)
    })

    it('erases a document, and lets go of those that have expired', async () => {
      for (const id of ['a', 'b']) await store.keepDocument(newDocument(id, { dueAt: now }), now)
      await store.keepDocument(newDocument('b', { kind: 'thread' }), now)
      await store.eraseDocument('case', 'a')
      await store.eraseDocument('case', 'nobody')
      expect(await store.document('case', 'a', now)).toBeUndefined()
      expect(await store.keepDocument(newDocument('a', { revision: 1 }), now)).toBe('conflict')
      expect((await store.documents('case', now)).map(({ id }) => id)).toEqual(['b'])
      expect((await store.dueDocuments('case', now)).map(({ id }) => id)).toEqual(['b'])
      const soon = Date.now() + 300
      await store.keepDocument(newDocument('c', { dueAt: now, expiresAt: soon }), Date.now())
      await new Promise((resolve) => setTimeout(resolve, soon - Date.now() + 50))
      expect(await store.document('case', 'c', Date.now())).toBeUndefined()
      expect((await store.documents('case', Date.now())).map(({ id }) => id)).toEqual(['b'])
      expect((await store.dueDocuments('case', Date.now())).map(({ id }) => id)).toEqual(['b'])
      await store.sweep(Date.now())
      expect(await store.document('case', 'c', 0)).toBeUndefined()
      expect(await store.document('case', 'b', now)).toMatchObject({ revision: 1 })
      expect(await store.document('thread', 'b', now)).toMatchObject({ revision: 1 })
      // Its id is free again.
      expect(await store.keepDocument(newDocument('c'), Date.now())).toBe('saved')
    })

    it('adds up what happens on a day, from several openings at once, and lets go of it after a year', async () => {
      const other = await open()
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? store : other).keepCounts({ asked: 1, answered: index % 2 ? 2 : 0 }, now),
        ),
      )
      await store.keepCounts({ asked: 3 }, now - 40 * day)
      await store.keepCounts({ 'a name/with, marks': 1 }, now + day)
      await store.keepCounts({}, now)
      const [today, tomorrow] = [now, now + day].map((time) => new Date(time).toISOString().slice(0, 10))
      for (const each of [store, other]) {
        expect(await each.counts(now, now)).toEqual([{ day: today, counts: { asked: 20, answered: 20 } }])
        expect(await each.counts(now - 7 * day, now + day)).toEqual([
          { day: today, counts: { asked: 20, answered: 20 } },
          { day: tomorrow, counts: { 'a name/with, marks': 1 } },
        ])
        expect(await each.counts(now - 90 * day, now)).toMatchObject([{ counts: { asked: 3 } }, {}])
      }
      expect(await store.counts(now - 30 * day, now - 20 * day)).toEqual([])
      await store.sweep(now + 365 * day)
      expect(await store.counts(now, now)).toHaveLength(1)
    })
  })
}
