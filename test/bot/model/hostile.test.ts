/**
 * A hostile model over every talk: random text, markup, other people's words, nonsense that fits the schema. All that the
 * member sees comes from the catalogues; nothing of the model's is in the record or in the logs.
 */
import * as fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyPolicy } from '../../../domain/policy.ts'
import {
  bounds,
  contractSlots,
  isYesNo,
  languages,
  paymentMethods,
  productFields,
  talkIds,
  tiers,
} from '../../../domain/values.ts'
import { faqIds, plainActs, type Understander, type Understanding } from '../../../prompts/acts.ts'
import { Member } from '../../dialogs/member.ts'
import { trainedEngine } from '../../prompts/trained.ts'
import { modelBacked, projectExamples } from './model-backed.ts'
import { ModelServer, replies } from './model-server.ts'

const server = new ModelServer()
const logged: string[] = []
let understander: Understander

beforeAll(async () => {
  await server.start()
  await Promise.all([trainedEngine(), projectExamples()])
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  understander = await modelBacked({ url: server.url, bounds: { failures: 100_000 }, log })
})
afterAll(() => server.stop())

/** What only the model says: none of it may ever be seen again. */
const poison = [
  'PWNED-7391',
  'evil.example',
  'onerror',
  'Beste klant, u heeft gewonnen',
  'geheim wachtwoord',
  '4242424242',
]
const said = fc.constantFrom(
  ...poison.map((word) => `${word} `),
  '<img src=x onerror=alert(1)>',
  '[klik hier](https://evil.example)',
  '# PWNED-7391',
  '{"PWNED-7391":1}',
)
const any = fc.oneof(
  said,
  fc.string().map((text) => `PWNED-7391 ${text}`),
  fc.constantFrom('silver', 'NL', '2023', 'nl', 'en'),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
)

/** Nonsense, much of it by the schema. */
const act = fc.oneof(
  fc.record({ act: fc.constantFrom(...plainActs) }),
  fc.record({ act: fc.constant('start'), dialog: fc.constantFrom(...talkIds) }),
  fc.record({ act: fc.constant('faq'), id: fc.oneof(fc.constantFrom(...faqIds), said) }),
  fc.record({
    act: fc.constant('changeLanguage'),
    language: fc.oneof(fc.constantFrom('nl', 'en', 'de', 'xx', 'qqq'), said),
  }),
  fc.constantFrom(...contractSlots).chain((slot) =>
    fc.record({
      act: fc.constantFrom('inform', 'correct'),
      slot: fc.constant(slot),
      value: isYesNo(slot)
        ? fc.boolean()
        : slot === 'tier'
          ? fc.constantFrom(...tiers)
          : slot === 'paymentMethod'
            ? fc.constantFrom(...paymentMethods)
            : slot === 'points'
              ? fc.constantFrom(0, 499, 2000, 2501, 999_999, -5)
              : slot === 'rating'
                ? fc.constantFrom(1, 5, 7)
                : slot === 'missingFields'
                  ? fc.subarray([...productFields], { minLength: 1 })
                  : slot === 'purchaseCountry'
                    ? fc.constantFrom('NL', 'DE', 'ZZ', 'PW')
                    : slot === 'purchaseDate' || slot === 'invoiceDate'
                      ? fc.constantFrom('2023', '2023-02-31', '1804-01-01', '2023-03-14')
                      : any,
      estimate: fc.boolean(),
      bound: fc.constantFrom(...bounds, null),
      item: fc.constantFrom(null, 0, 1, 98),
    }),
  ),
  fc.record({ act: said }),
  fc.record({ act: fc.constant('inform'), slot: said, value: any }),
)
const output = fc.oneof(
  { weight: 1, arbitrary: said },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.json() },
  {
    weight: 8,
    arbitrary: fc
      .record({
        language: fc.oneof(fc.constantFrom('nl', 'en', 'tlh'), said),
        acts: fc.array(act, { maxLength: 6 }),
      })
      .map((one) => JSON.stringify(one)),
  },
)

/** What a member types: nothing of it looks like what the model says. */
const typed = [
  'hoi',
  'ja',
  'nee',
  'iets van 1800 denk ik',
  'weet ik niet zo goed',
  'EOS R5, serienummer 012345678',
  'gekocht bij Kamera Express',
  'waarom vraag je dat eigenlijk',
  'mijn mail is jan@studio.nl',
  'de tweede graag',
  'I have no idea what you mean',
  'goud of platinum',
  'hoe zat het ook weer met die factuur',
]
const starts = {
  onboarding: 'ik wil lid worden',
  passwordReset: 'wachtwoord vergeten',
  registration: 'product registreren',
  migration: 'geen groen vinkje',
  tierSelection: 'welk niveau',
  payment: 'hoe betaal ik',
}
const locales = { nl: 'nl-NL', en: 'en-GB' } as const

describe.each(languages)('in %s', (language) => {
  it.each(talkIds)('%s', async (talk) => {
    const runs = process.env.PROVE ? 60 : 8
    let turns = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...typed), output), { minLength: 3, maxLength: 8 }),
        async (lines) => {
          // What the same acts would say in anybody's name: the catalogues alone.
          const heard: Understanding[] = []
          const listening: Understander = {
            understand: async (utterance) => {
              const understood = await understander.understand(utterance)
              heard.push(understood)
              return understood
            },
          }
          const member = new Member({
            policy: emptyPolicy,
            locale: locales[language],
            understander: listening,
          })
          await member.arrives()
          server.answering = replies(() =>
            JSON.stringify({ language, acts: [{ act: 'start', dialog: talk }] }),
          )
          await member.says(starts[talk])
          for (const [text, answer] of lines) {
            server.answering = replies(() => answer)
            await member.says(text)
            turns++
            expect(member.replies.length).toBeGreaterThan(0)
          }
          const seen = JSON.stringify([
            member.transcript,
            member.record,
            heard.map(({ acts, language: spoken }) => [acts, spoken]),
          ])
          for (const word of poison) expect(seen).not.toContain(word)
          // Every text in an act is the member's own.
          const own = [...typed, starts[talk]].join('\n').toLowerCase()
          for (const { acts } of heard)
            for (const one of acts as readonly { slot?: string; value?: unknown }[])
              if (
                ['productName', 'serialNumber', 'dealer', 'email'].includes(one.slot ?? '') &&
                one.value !== undefined
              )
                expect(own).toContain(String(one.value).toLowerCase())
          const again = await replay(
            member,
            heard,
            lines.map(([text]) => text),
            starts[talk],
            language,
          )
          expect(again).toEqual(member.transcript.map(({ text }) => text))
        },
      ),
      { numRuns: runs },
    )
    expect(turns).toBeGreaterThan(runs)
    expect(logged.length).toBeGreaterThan(0)
    const lines = logged.join('')
    for (const word of [...poison, ...typed.filter((text) => text.length > 6)])
      expect(lines).not.toContain(word)
  })
})

/** The same conversation with the acts given by hand: without any model, the member reads the very same. */
async function replay(
  played: Member,
  heard: readonly Understanding[],
  texts: readonly string[],
  first: string,
  language: 'nl' | 'en',
): Promise<readonly string[]> {
  let next = 0
  const scripted: Understander = {
    understand: () => heard[next++]!,
  }
  const member = new Member({ policy: emptyPolicy, locale: locales[language], understander: scripted })
  await member.arrives()
  for (const text of [first, ...texts]) await member.says(text)
  expect(next).toBe(heard.length)
  expect(member.transcript.length).toBe(played.transcript.length)
  return member.transcript.map(({ text }) => text)
}
