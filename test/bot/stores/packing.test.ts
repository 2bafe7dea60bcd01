import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newestDictionary, pack, unpack } from '../../../bot/stores/redis/packing.ts'
import { indexDictionary, withoutReferences, withReferences } from '../../../bot/stores/redis/references.ts'
import { withoutRegularities, withRegularities } from '../../../bot/stores/redis/regularities.ts'

const numRuns = process.env.PROVE ? 20_000 : 1_000
const owner = { id: 'WY0zTtsBhkZ6dXo3-A1q2g', userId: 'dl_kKMq-awilBqt0sXYTZ7RGw' }

/** What is in a log, and what looks like it. */
const piece = fc.oneof(
  fc.constantFrom(
    owner.id,
    owner.userId,
    `${owner.id}|`,
    '|',
    '\n',
    '"',
    '\\',
    '{',
    ' ',
    '- ',
    '0',
    '$&',
    '$1',
  ),
  fc.constantFrom('"text":"', '"title":"', '","value":"', '{"type":"imBack","title":"', '"}', 'Hoi!'),
  fc.nat(30).map((number) => `\n${number} `),
  fc.nat().map((number) => `${owner.id}|${String(number).padStart(7, '0')}`),
  fc.date({ noInvalidDate: true }).map((date) => `"${date.toISOString()}"`),
  fc.constantFrom('"2026-02-30T00:00:00.000Z"', '\n007 ', '\u0001', '\u0006zz;', '\ud800', '\u{1F4F7}'),
  fc.string({ unit: 'binary' }),
)
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))

describe('what is packed', () => {
  it('has its regularities again', () => {
    fc.assert(
      fc.property(text, (given) => {
        const shorter = withoutRegularities(given, owner)
        if (shorter !== undefined) expect(withRegularities(shorter, owner)).toBe(given)
      }),
      { numRuns },
    )
  })

  it('has what it referred to again', () => {
    const bytes = fc.uint8Array({ maxLength: 300, max: 3 }).map((array) => Buffer.from(array))
    fc.assert(
      fc.property(bytes, bytes, (dictionary, given) => {
        const packed = withReferences(indexDictionary(dictionary), given)
        expect(withoutReferences(dictionary, packed)).toEqual(given)
      }),
      { numRuns },
    )
  })

  it('comes back as it was, or is not packed', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        const packed = await pack(given, owner)
        if (packed) expect(await unpack(packed, newestDictionary, owner)).toBe(given)
      }),
      { numRuns: numRuns / 10 },
    )
  })
})
