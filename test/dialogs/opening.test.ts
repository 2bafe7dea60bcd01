/** What was stored is opened: by an earlier version, by a later one, or half unreadable; it goes on, or starts afresh. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Conversation, recordSchema } from '../../dialogs/conversation.ts'
import type { Upcast } from '../../dialogs/kit/talk.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { openConversation } from '../../dialogs/opening.ts'
import { steps, upcastRecord, upcastTalks } from '../../dialogs/upcasts.ts'
import { Member } from './member.ts'

const { freshStart, partlyKept, noLongerAsked } = catalogues.nl.steer
const prove = process.env.PROVE === '1'

/** At the choice of a level inside the onboarding's digression, in Dutch. */
const choosing = async () => {
  const member = await new Member().arrives()
  await member.says('Lid worden, vanaf het begin')
  await member.says('Ja, heb ik')
  await member.says('Welk niveau kan ik kiezen?')
  return member.says('2100', { act: 'inform', slot: 'points', value: 2100 })
}
const said = ({ replies }: Member) => replies.map(({ text }) => text).join('\n')
const storing = (member: Member, change: (record: Conversation) => unknown) => {
  member.record = change(structuredClone(member.conversation))
  return member
}

describe('a record that is readable in part', () => {
  test('keeps every fact that checks out by itself, and says that some were lost', async () => {
    const member = storing(await choosing(), (record) => ({
      ...record,
      facts: {
        ...record.facts,
        points: 'garbage',
        dealer: { kind: 'known', value: 7, words: '', at: 'never' },
      },
    }))
    await member.says('Help')
    expect(said(member)).toContain(partlyKept)
    expect(member.known('hasBusinessAccount')).toBe(true)
    expect(member.known('points')).toBeUndefined()
    expect(member.pending?.slot).toBe('points')
    await member.says('Help')
    expect(said(member)).not.toContain(partlyKept)
  })
  test('keeps the talks that there still are', async () => {
    const member = storing(await choosing(), (record) => ({
      ...record,
      stack: [
        { id: 'videoAcademy', state: { told: [], lastTold: [] } },
        { ...record.stack[1], state: 5 },
        null,
      ],
    }))
    await member.says('Help')
    expect(said(member)).toContain(partlyKept)
    expect(member.conversation.stack.map(({ id }) => id)).toEqual(['tierSelection'])
    expect(member.pending?.slot).toBe('tier')
  })
  test('keeps the language, and all facts where only the memory of the turn is gone; nobody is told', async () => {
    const member = await new Member({ locale: 'en' }).arrives()
    await member.says('Paying')
    await member.says('Credit card')
    storing(member, (record) => ({ ...record, memory: 'gone' }))
    await member.says('Help')
    expect(member.conversation.language).toBe('en')
    expect(said(member)).not.toContain(catalogues.en.steer.partlyKept)
    expect(member.known('paymentMethod')).toBe('creditCard')
    expect(member.pending?.slot).toBe('invoiceReceived')
  })
  test('starts afresh only where nothing can be kept, in the language that was spoken', async () => {
    for (const garbage of [{ schema: 99 }, 'text', 42, [], { language: 'nl', facts: 'x', stack: {} }]) {
      const member = new Member()
      member.record = garbage
      await member.says('Betalen')
      expect(said(member)).toContain(freshStart)
      expect(member.pending?.slot).toBe('paymentMethod')
    }
    expect(openConversation({ language: 'en', facts: null }, 'nl').record.language).toBe('en')
  })
})

describe('a record of a later version', () => {
  test('goes on as it was, where today’s version can read it all', async () => {
    const member = storing(await choosing(), (record) => ({
      ...record,
      schema: 7,
      versions: { tierSelection: 3 },
      mood: 'sunny',
      memory: { ...record.memory, haste: true },
    }))
    await member.says('Goud')
    expect(said(member)).not.toContain(partlyKept)
    expect(member.known('tier')).toBe('gold')
    expect(member.pending?.slot).toBe('signedIn')
    expect(recordSchema.safeParse(member.record).success).toBe(true)
  })
})

describe('an answer belongs to the question that was asked', () => {
  test('not to another one, where the one that was asked is not known any more', async () => {
    const asking = { kind: 'correction', key: 'points', fact: 'unreadable' }
    for (const lost of [{ asking }, { asked: 'goneQuestion' }, { asked: 5 }]) {
      const member = await new Member().arrives()
      await member.says('Betalen')
      await member.says('Creditcard')
      storing(member, (record) => ({ ...record, memory: { ...record.memory, ...lost } }))
      await member.says('Ja')
      expect(said(member)).toContain(noLongerAsked)
      expect(member.known('invoiceReceived')).toBeUndefined()
      expect(member.pending?.slot).toBe('invoiceReceived')
      await member.says('Ja')
      expect(member.known('invoiceReceived')).toBe(true)
    }
  })
  test('also where an earlier answer has faded since', async () => {
    const member = await new Member().arrives()
    await member.says('Lid worden, vanaf het begin')
    for (let yes = 0; yes < 4; yes++) await member.says('Ja')
    expect(member.pending?.slot).toBe('greenTickVisible')
    member.now = new Date('2026-12-02T10:00:00Z')
    await member.says('Ja')
    expect(member.known('greenTickVisible')).toBe(true)
    expect(member.known('migrateButtonVisible')).toBeUndefined()
    expect(member.pending?.slot).toBe('migrateButtonVisible')
  })
})

describe('an upcast of a talk', () => {
  const upcast: Upcast = {
    renames: { points: 'rating', dealer: null },
    values: { tier: (value) => (value === 'gold' ? 'platinum' : value) },
  }
  const talk = { id: 'tierSelection', version: 2, upcasts: { 1: upcast } } as const

  test('reaches wherever an address or a value is kept', async () => {
    const { conversation } = await choosing()
    const fact = conversation.facts.points!
    const gold = { ...fact, value: 'gold' }
    const { facts, memory, versions } = upcastTalks(
      {
        ...conversation,
        facts: { points: fact, 'points@2': fact, dealer: fact, tier: gold },
        memory: {
          ...conversation.memory,
          order: ['dealer', 'points', 'tier'],
          undo: { points: null, tier: gold },
          asked: 'points',
          putOff: 'points',
          asking: { kind: 'correction', key: 'tier', fact: gold },
        },
      },
      [talk],
    )
    const platinum = { ...fact, value: 'platinum' }
    expect(facts).toEqual({ rating: fact, 'rating@2': fact, tier: platinum })
    expect(memory.order).toEqual(['rating', 'tier'])
    expect(memory.undo).toEqual({ rating: null, tier: platinum })
    expect([memory.asked, memory.putOff]).toEqual(['rating', 'rating'])
    expect(memory.asking).toEqual({ kind: 'correction', key: 'tier', fact: platinum })
    expect(versions).toEqual({ tierSelection: 2 })
  })
  test('is not made twice, and changes nothing the second time', async () => {
    const { conversation } = await choosing()
    const once = upcastTalks(conversation, [talk])
    expect(upcastTalks(once, [talk])).toBe(once)
    expect(upcastTalks({ ...once, versions: {} }, [talk])).toEqual(once)
  })
})

describe('whatever was stored', () => {
  const runs = { numRuns: prove ? 50_000 : 500 }
  const opensForGood = (kept: unknown) => {
    // What is stored was written as JSON, which knows no zero below zero.
    const { record } = openConversation(JSON.parse(JSON.stringify(kept)), 'nl')
    expect(recordSchema.safeParse(record).success).toBe(true)
    const again = openConversation(JSON.parse(JSON.stringify(record)), 'en')
    expect(again.lost).toBe('nothing')
    expect(again.record).toEqual(record)
  }

  test('it opens, and then stays as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => opensForGood(stored)),
      runs,
    )
  })
  test('also where any part of a record is something else', async () => {
    const { conversation } = await choosing()
    const paths = [...pathsIn(conversation, [])]
    expect(paths.length).toBeGreaterThan(30)
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const stored = structuredClone(conversation)
        const parent = path.slice(0, -1).reduce<Tree>((at, key) => at[key] as Tree, stored as unknown as Tree)
        parent[path.at(-1)!] = value
        opensForGood(stored)
      }),
      runs,
    )
  })
  test('no step of the record throws, or changes what it is given', () => {
    expect(steps.length).toBeGreaterThan(0)
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(9), (stored, schema) => {
        const given = Object.freeze({ ...stored, schema })
        expect(upcastRecord(upcastRecord(given))).toEqual(upcastRecord(given))
      }),
      runs,
    )
  })
})

type Tree = { [key: string]: unknown }

/** Where something stands in a record. */
function* pathsIn(value: unknown, path: readonly string[]): Generator<readonly string[]> {
  if (path.length > 0) yield path
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) yield* pathsIn(inner, [...path, key])
}
