/**
 * The matrix: every talk × every question × every repair × every language, with the model off, on, and failing. What was
 * asked and what is known stay as they should. With a model every cell is walked with PROVE=1, one in seven without.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Assistant, createAssistant } from '../../dialogs/assistant.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { emptyPolicy } from '../../domain/policy.ts'
import { type Language, languages, type TalkId, talkIds } from '../../domain/values.ts'
import type { Act, Understander } from '../../prompts/acts.ts'
import { modelBacked } from '../bot/model/model-backed.ts'
import { faults, ModelServer, replies, strictActs } from '../bot/model/model-server.ts'
import { type Answered, classesOf } from '../paths/classes.ts'
import { Member, shippedFaq } from './member.ts'

/** A message in these tests is its acts, as text. */
const saying = (...acts: readonly Act[]): string => JSON.stringify(acts)
const reading: Understander = {
  understand: ({ text }) => ({ language: 'nl', acts: JSON.parse(text) as Act[] }),
}
/** A local engine that understands nothing: all is left to the model. */
const atALoss: Understander = {
  understand: () => ({ language: 'nl', acts: [{ act: 'unknown' }], sure: false }),
}

const assistantWith = (understander: Understander) =>
  createAssistant({ policy: emptyPolicy, faq: shippedFaq, understander })
const assistant = assistantWith(reading)

const prove = process.env.PROVE === '1'
const model = new ModelServer()
beforeAll(() => model.start())
afterAll(() => model.stop())

/** Who understands: the local engine alone, a model that reads what the engine cannot, or a model that fails. */
const modes: Readonly<Record<'off' | 'on' | 'failing', () => Promise<Assistant>>> = {
  off: async () => assistant,
  on: async () => {
    model.answering = replies((message) =>
      JSON.stringify({ language: 'nl', acts: strictActs(JSON.parse(message) as Act[]) }),
    )
    return assistantWith(await modelBacked({ url: model.url, local: atALoss }))
  },
  failing: async () => {
    model.answering = faults['status 500']
    return assistantWith(await modelBacked({ url: model.url, local: reading }))
  },
}

const memberAt = (record: unknown, locale: Language, by = assistant) => {
  const member = new Member({ locale, assistant: by })
  member.record = structuredClone(record)
  return member
}

/** Every question of a talk once, with the record of a conversation that waits for its answer. */
const questionsOf = async (talk: TalkId, locale: Language): Promise<ReadonlyMap<string, unknown>> => {
  const start = await new Member({ locale, assistant }).arrives()
  await start.says(saying({ act: 'start', dialog: talk }))
  const found = new Map<string, unknown>()
  const open = [start]
  while (open.length > 0) {
    const member = open.shift()!
    if (!member.pending) continue
    const { slot, item = 0 } = member.pending
    const asked = member.conversation.facts[slot] ?? member.conversation.facts[`${slot}#${item}`]
    const key = `${slot}${item > 0 ? ' of another product' : ''}${asked ? ' again' : ''}`
    if (found.has(key)) continue
    found.set(key, member.record)
    for (const { kind, value, bound } of firstOfEach(slot as never)) {
      const next = memberAt(member.record, locale)
      await next.says(kind === 'known' ? answerTo(slot, value, bound) : saying({ act: 'unsure' }))
      open.push(next)
    }
  }
  return found
}

/** All yes/no answers and choices; of numbers and texts each class once. */
const firstOfEach = (slot: never): readonly Answered[] =>
  classesOf(slot).filter(({ kind }) => kind !== 'skipped')

/** An answer as a member gives it: a tap for a talk's own choices, an act for the rest. */
const answerTo = (slot: string, value: unknown, bound?: Answered['bound']): string => {
  if (typeof value === 'boolean') return saying({ act: value ? 'affirm' : 'deny' })
  const { waysOut, problems } = catalogues.nl
  if (slot === 'wayOut') return waysOut[value as keyof typeof waysOut]
  if (slot === 'migrationProblem') return problems[value as keyof typeof problems]
  return saying({ act: 'inform', slot, value, ...(bound ? { bound } : {}) } as Act)
}

interface Cell {
  readonly member: Member
  /** What the member was asked and what was known before. */
  readonly asked: string
  readonly facts: string
}

const factsOf = ({ conversation }: Member) => JSON.stringify(conversation.facts)
const askedOf = ({ pending }: Member) => `${pending?.slot}#${pending?.item ?? ''}`

/** The same question waits, and nothing that was known is lost. */
const nothingLost = ({ member, asked, facts }: Cell) => {
  expect(askedOf(member)).toBe(asked)
  expect(factsOf(member)).toBe(facts)
  expect(member.taps.length).toBeGreaterThan(0)
}

const say =
  (...acts: readonly Act[]) =>
  ({ member }: Cell) =>
    member.says(saying(...acts))

/** Each repair: what is said, and what must be so afterwards. */
const repairs: Readonly<Record<string, (cell: Cell) => Promise<void>>> = Object.fromEntries(
  Object.entries({
    'a question of the FAQ': [say({ act: 'faq', id: 'annual-fee' })],
    'two questions of the FAQ': [say({ act: 'faq', id: 'annual-fee' }, { act: 'faq', id: 'what-is-cps' })],
    why: [say({ act: 'why' })],
    help: [say({ act: 'help' })],
    source: [say({ act: 'source' })],
    repeat: [say({ act: 'repeat' })],
    review: [say({ act: 'review' })],
    greet: [say({ act: 'greet' })],
    thanks: [say({ act: 'thanks' })],
    goodbye: [say({ act: 'goodbye' })],
    'a person': [say({ act: 'human' })],
    'not understood, three times': [
      say({ act: 'unknown' }),
      say({ act: 'unknown' }),
      say({ act: 'unknown' }),
    ],
    'another language and back': [
      say({ act: 'changeLanguage', language: 'en' }),
      say({ act: 'changeLanguage', language: 'nl' }),
    ],
    'a language that is not spoken': [say({ act: 'changeLanguage', language: 'fi' })],
    'restart, declined': [say({ act: 'restart' }), say({ act: 'deny' })],
    'forget me, declined': [say({ act: 'forgetMe' }), say({ act: 'deny' })],
    'restart, talked past': [say({ act: 'restart' }), say({ act: 'faq', id: 'annual-fee' })],
    'restart, asked about, declined': [say({ act: 'restart' }), say({ act: 'why' }), say({ act: 'deny' })],
  }).map(([name, steps]) => [
    name,
    async (cell: Cell) => {
      for (const step of steps) await step(cell)
      nothingLost(cell)
    },
  ]),
)

const changing: typeof repairs = {
  skip: async ({ member, facts }) => {
    await member.says(saying({ act: 'skip' }))
    if (member.conversation.memory.putOff) await member.says(saying({ act: 'skip' }))
    expect(Object.keys(member.conversation.facts).length).toBe(Object.keys(JSON.parse(facts)).length + 1)
  },
  unsure: async ({ member, facts }) => {
    await member.says(saying({ act: 'unsure' }))
    expect(Object.keys(member.conversation.facts).length).toBe(Object.keys(JSON.parse(facts)).length + 1)
  },
  'skip, taken back': async (cell) => {
    await cell.member.says(saying({ act: 'skip' }))
    if (cell.member.conversation.memory.putOff) await cell.member.says(saying({ act: 'skip' }))
    await cell.member.says(saying({ act: 'undo' }))
    expect(factsOf(cell.member)).toBe(cell.facts)
  },
  back: async ({ member, facts }) => {
    const before = Object.keys(JSON.parse(facts)).length
    await member.says(saying({ act: 'back' }))
    expect(Object.keys(member.conversation.facts).length).toBe(Math.max(0, before - 1))
    expect(member.pending).not.toBeNull()
  },
  cancel: async ({ member, facts }) => {
    await member.says(saying({ act: 'cancel' }))
    expect(member.replies.some(({ channelData }) => channelData.cps.outcome === 'cancelled')).toBe(true)
    expect(member.pending).toBeNull()
    expect(factsOf(member)).toBe(facts)
  },
  'restart, confirmed': async ({ member }) => {
    await member.says(saying({ act: 'restart' }))
    await member.says(saying({ act: 'affirm' }))
    expect(factsOf(member)).toBe('{}')
    expect(member.pending).toBeNull()
  },
  'forget me, confirmed': async ({ member }) => {
    await member.says(saying({ act: 'forgetMe' }))
    await member.says(saying({ act: 'affirm' }))
    expect(member.forgotten).toBe(true)
    expect(factsOf(member)).toBe('{}')
  },
  'an e-mail address nobody asked for': async ({ member, asked }) => {
    await member.says(saying({ act: 'inform', slot: 'email', value: 'lid@example.org' }))
    expect(member.known('email')).toBe('lid@example.org')
    expect(askedOf(member)).toBe(asked)
  },
  'another talk, stopped': async (cell) => {
    const top = cell.member.conversation.stack.at(-1)!.id
    const other: TalkId = top === 'payment' ? 'tierSelection' : 'payment'
    await cell.member.says(saying({ act: 'start', dialog: other }))
    expect(cell.member.conversation.stack).toHaveLength(2)
    await cell.member.says(saying({ act: 'cancel' }))
    expect(cell.member.conversation.stack).toHaveLength(1)
    expect(askedOf(cell.member)).toBe(cell.asked)
  },
  'a correction of the first answer, and back again': async ({ member, facts }) => {
    const [first] = Object.entries(JSON.parse(facts) as Record<string, { kind: string; value?: unknown }>)
    const contract =
      first && ['hasBusinessAccount', 'hadCpsAccount', 'points', 'paymentMethod'].includes(first[0])
    if (!first || !contract || first[1].kind !== 'known') return
    const [slot, { value }] = first
    const other =
      typeof value === 'boolean'
        ? !value
        : slot === 'points'
          ? 777
          : value === 'creditCard'
            ? 'bankTransfer'
            : 'creditCard'
    await member.says(saying({ act: 'correct', slot, value: other } as Act))
    if (member.conversation.memory.asking) await member.says(saying({ act: 'affirm' }))
    // Where the same slot is asked again, the exact points say, a correction is its answer.
    expect([member.known(slot), member.known(`${slot}@2`)]).toContain(other)
    await member.says(saying({ act: 'undo' }))
    expect(JSON.parse(factsOf(member))).toEqual(JSON.parse(facts))
  },
}

describe('the matrix', () => {
  let cells = 0
  for (const [mode, open] of Object.entries(modes))
    for (const locale of languages)
      for (const talk of talkIds)
        test(`${talk} in ${locale}, model ${mode}`, { timeout: prove ? 900_000 : 120_000 }, async () => {
          const by = await open()
          const questions = await questionsOf(talk, locale)
          expect(questions.size).toBeGreaterThan(2)
          let at = 0
          let walked = 0
          for (const [question, record] of questions)
            for (const [name, repair] of Object.entries({ ...repairs, ...changing })) {
              if (mode !== 'off' && !prove && at++ % 7 !== 0) continue
              const member = memberAt(record, locale, by)
              // What waits is asked once more, so that the member of this cell has seen it.
              await member.says(saying({ act: 'repeat' }))
              const cell = { member, asked: askedOf(member), facts: factsOf(member) }
              try {
                await repair(cell)
              } catch (error) {
                throw new Error(`${question} × ${name}: ${(error as Error).message}`, { cause: error })
              }
              walked++
            }
          cells += walked
          console.log(
            `matrix: ${talk} in ${locale}, model ${mode}: ${questions.size} questions, ${walked} cells, ${cells} so far`,
          )
        })
})
