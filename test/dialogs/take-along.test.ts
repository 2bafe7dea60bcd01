/** What a device kept is taken into a new conversation, and whatever else comes under that name is not. */
import { describe, expect, test } from 'vitest'
import { catalogues } from '../../dialogs/messages/index.ts'
import { ownFacts } from '../../dialogs/own-data.ts'
import { Member } from './member.ts'

const { taps, topics, names } = catalogues.nl
const at = '2026-01-02T03:04:05.000Z'
const known = (value: unknown, more: object = {}) => ({ kind: 'known', value, words: 'zo', at, ...more })

const takes = async (value: unknown) => {
  const member = await new Member().arrives()
  await member.brings(taps.takeAlong, value)
  return member
}

describe('what is taken along', () => {
  test('is known as it was, and is not asked again', async () => {
    const member = await takes({
      known: { hasBusinessAccount: known(true), points: known(1850, { bound: 'about' }) },
    })
    expect(member.known('hasBusinessAccount')).toBe(true)
    expect(member.conversation.facts.points).toMatchObject({ value: 1850, bound: 'about', words: 'zo' })
    expect(member.last?.text).toContain(names.hasBusinessAccount)
    expect(member.taps).toEqual(Object.values(topics))
    await member.says(topics.onboarding)
    expect(member.pending?.slot).toBe('signedIn')
  })

  test('does not take the place of what was told since', async () => {
    const member = await new Member().arrives()
    await member.says(topics.tierSelection)
    await member.says('600', { act: 'inform', slot: 'points', value: 600 })
    await member.brings(taps.takeAlong, { known: { points: known(2600) } })
    expect(member.known('points')).toBe(600)
  })

  test('comes from the member’s own data as they are given out', async () => {
    const first = await new Member().arrives()
    await first.says(topics.tierSelection)
    await first.says('1850', { act: 'inform', slot: 'points', value: 1850 })
    const { facts, language } = ownFacts(first.record, 'en')
    expect(language).toBe('nl')
    expect(facts.map(({ key, change, erase }) => [key, change, erase])).toEqual([
      ['points', taps.change(names.points), taps.erase(names.points)],
    ])
    const second = await takes({ known: Object.fromEntries(facts.map(({ key, kept }) => [key, kept])) })
    expect(second.conversation.facts).toEqual(first.conversation.facts)
  })

  const years = '2999-01-01T00:00:00.000Z'
  for (const [what, value] of Object.entries({
    nothing: undefined,
    'a text': 'points',
    'a list': { known: [known(1)] },
    'no address': { known: { nonsense: known(true), 'points#x': known(5), __proto__: known(5) } },
    'a value that the slot does not take': { known: { points: known(-1), tier: known('gold coin') } },
    'a fact of another shape': { known: { points: { kind: 'known', value: 600 } } },
    'a product too many': { known: { 'productName#9999': known('EOS R5') } },
    'a purchase to come': { known: { 'purchaseDate#0': known('2998-01-01') } },
  }))
    test(`is nothing where ${what} comes`, async () => {
      const member = await takes(value)
      expect(member.conversation.facts).toEqual({})
      expect(member.taps).toEqual(Object.values(topics))
    })

  test('was not told later than now, whatever the device says', async () => {
    const member = await takes({ known: { points: { ...known(600), at: years } } })
    expect((member.conversation.facts.points?.at ?? years) < years).toBe(true)
  })
})

describe('going back to a part', () => {
  test('asks again for what it is about, and leaves all else as it was', async () => {
    const member = await new Member().arrives()
    await member.says(topics.onboarding)
    await member.says(catalogues.nl.asks.hasBusinessAccount.yes ?? taps.yes)
    await member.says(catalogues.nl.asks.signedIn.yes ?? taps.yes)
    const before = member.conversation.facts
    await member.says(taps.revisit(catalogues.nl.parts.account))
    expect(member.pending?.slot).toBe('hasBusinessAccount')
    expect(member.taps).toContain(taps.change(names.signedIn))
    await member.says(catalogues.nl.asks.hasBusinessAccount.yes ?? taps.yes)
    expect(member.pending?.slot).toBe('hadCpsAccount')
    expect(Object.keys(member.conversation.facts).sort()).toEqual(Object.keys(before).sort())
  })

  test('says so where nothing was told there yet', async () => {
    const member = await new Member().arrives()
    await member.says(topics.onboarding)
    await member.says(taps.revisit(catalogues.nl.parts.payment))
    expect(member.replies[0]?.text).toContain(catalogues.nl.parts.payment)
    expect(member.pending?.slot).toBe('hasBusinessAccount')
  })
})
