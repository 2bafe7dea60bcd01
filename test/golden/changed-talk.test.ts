/** A conversation that is begun on one version of the program goes on at any step on another one, forwards and back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Assistant } from '../../dialogs/assistant.ts'
import { emptyPolicy } from '../../domain/policy.ts'
import { type Language, languages, type Slot, talkIds } from '../../domain/values.ts'
import type { PendingQuestion } from '../../prompts/acts.ts'
import { type Member, scripted, shippedFaq } from '../dialogs/member.ts'
import { answersTo, type MemberAnswer } from './answers.ts'
import { type BuiltProgram, buildProgram } from './changed-program.ts'
import { generations, recorded } from './generations.ts'
import { answered, type Expected, memberWith, type Step, type StoredRecord } from './steps.ts'

type Program = Awaited<ReturnType<BuiltProgram['talks']>>

let changed: BuiltProgram
let after: Program
let before: Program
beforeAll(async () => {
  changed = await buildProgram({ changed: true })
  after = await changed.talks()
  before = await import('./program-entry.ts')
})
afterAll(() => changed?.remove())

const assistantOf = ({ createAssistant }: Program, { text, acts }: MemberAnswer): Assistant =>
  createAssistant({
    policy: emptyPolicy,
    faq: shippedFaq,
    understander: scripted(new Map([[text, acts]])) as never,
  })

/** Where a fact of today is in the changed program, and as what; nothing where it is kept no longer. */
const nowAt = (key: string): string | undefined =>
  key.startsWith('dateConfirmed') ? undefined : key.replace('hadMembership', 'formerMember')
const nowIs = (key: string, value: unknown): unknown =>
  key === 'wayOut' && value === 'support' ? 'prioritySupport' : value
/** The option of a choice that the changed program does not know any more. */
const isGone = (key: string, value: unknown) => key === 'migrationProblem' && value === 'data'

interface Cell {
  readonly step: Step
  readonly answer: Step['answers'][number]
  readonly member: Member
  readonly what: string
}

const said = ({ member }: Cell): string => member.replies.map(({ text }) => text).join('\n')

/** What was told in the last turn: facts with its words and its time. */
const toldNow = ({ conversation, now }: Member, text: string): readonly string[] =>
  Object.entries(conversation.facts).flatMap(([key, fact]) =>
    fact.words === text && fact.at === now.toISOString() ? [key] : [],
  )

/** An answer to a question that the changed program asks no longer. A country is understood where nobody asks for it. */
const isMoot = ({ step, answer }: Cell): boolean =>
  /^(dateConfirmed|purchaseCountry)/.test(step.at) && answer.acts.some(({ act }) => act !== 'inform')

/** Never an answer in the wrong slot: what the turn stored stands where it stood before the change. */
const inItsPlace = (cell: Cell) => {
  const { answer, member, what } = cell
  const places = Object.keys(answer.leadsTo.changes).map(nowAt)
  for (const key of toldNow(member, answer.text)) expect(places, `${what} → ${key}`).toContain(key)
  for (const [key, value] of Object.entries(answer.leadsTo.changes)) {
    const place = nowAt(key)
    if (value === null || place === undefined || isGone(key, value) || isMoot(cell)) continue
    expect(member.known(place), `${what}: ${place}`).toEqual(nowIs(key, value))
  }
}

/** What was known stays known, by its new name and value. */
const nothingLost = ({ step, answer, member, what }: Cell) => {
  for (const [key, { kind, value }] of Object.entries(step.record.facts)) {
    const place = nowAt(key)
    if (place === undefined || isGone(key, value) || key in answer.leadsTo.changes) continue
    expect(member.known(place), `${what}: ${place}`).toEqual(kind === 'known' ? nowIs(key, value) : kind)
  }
}

/** The question that follows is the one that the program's own rule needs. */
const nextAsNeeded = (program: Program, member: Member, what: string) => {
  const record = member.conversation
  const top = record.stack.at(-1)
  if (!top || record.memory.asking) return
  const circumstances = { today: member.now.toISOString().slice(0, 10), policy: emptyPolicy }
  const decision = program.talks[top.id].settles(program.knownOf(record.facts), circumstances)
  if (decision.kind !== 'needs') return expect.fail(`${what}: ${top.id} has ended, and is on the stack`)
  expect(record.memory.asked, what).toBe(program.addressKey(decision))
  expect(member.pending?.slot, what).toBe(decision.slot)
  expect(member.pending?.item, what).toBe(decision.item)
}

const newest = generations().at(-1)!
const subjects = ['beside', ...talkIds]

const everyCell = async (language: Language, look: (cell: Cell) => void | Promise<void>): Promise<number> => {
  let count = 0
  for (const subject of subjects)
    for (const step of recorded(newest, subject, language))
      for (const answer of step.answers) {
        const what = `${subject} in ${language}, at ${step.at}, answered '${answer.text}'`
        const member = memberWith(step.record, language, assistantOf(after, answer))
        await answered(member, answer)
        await look({ step, answer, member, what })
        count++
      }
  return count
}

describe('a talk that was changed in mid-conversation', () => {
  for (const language of languages)
    test(`goes on from every step, in ${language}`, async () => {
      const count = await everyCell(language, (cell) => {
        const { member, what } = cell
        expect(member.replies.length, what).toBeGreaterThan(0)
        expect(member.taps.length, what).toBeGreaterThan(0)
        expect(member.conversation.language, what).toBe(language)
        inItsPlace(cell)
        nothingLost(cell)
        nextAsNeeded(after, member, what)
      })
      expect(count).toBeGreaterThan(300)
    })

  test('tells the member what is not known any more, and what needs no answer', async () => {
    const seen = { partlyKept: 0, noLongerAsked: 0 }
    await everyCell('nl', (cell) => {
      const { step, what } = cell
      const { partlyKept, noLongerAsked, freshStart } = after.catalogues.nl.steer
      expect(said(cell), what).not.toContain(freshStart)
      const lost = Object.entries(step.record.facts).some(([key, { value }]) => isGone(key, value))
      expect(said(cell).includes(partlyKept), what).toBe(lost)
      expect(said(cell).includes(noLongerAsked), what).toBe(isMoot(cell))
      seen.partlyKept += Number(lost)
      seen.noLongerAsked += Number(isMoot(cell))
    })
    expect(seen.partlyKept).toBeGreaterThan(10)
    expect(seen.noLongerAsked).toBeGreaterThan(3)
  })
})

/** What an older program makes of an answer to a question that a newer one asked. */
const takenBack = async (record: StoredRecord, answer: MemberAnswer, asked: string, language: Language) => {
  const member = memberWith(record, language, assistantOf(before, answer))
  const leadsTo: Expected = await answered(member, answer)
  const what = `${asked}, answered '${answer.text}' in ${language} on the older program`
  expect(member.replies.length, what).toBeGreaterThan(0)
  for (const key of toldNow(member, answer.text)) expect(key, what).toBe(asked)
  for (const [key, fact] of Object.entries(record.facts)) {
    const address = before.parseAddressKey(key)
    const isKnown = address && before.valueSchema(address.slot).safeParse(fact.value).success
    if (!(key in leadsTo.changes) && (fact.kind !== 'known' || isKnown) && address)
      expect(member.conversation.facts[key]?.words, `${what}: ${key}`).toBe(fact.words)
  }
  nextAsNeeded(before, member, what)
}

/** The options of the changed program's question that today's knows as well. */
const optionsKnown = ({ slot, options }: PendingQuestion): readonly unknown[] | undefined => {
  const schema = before.valueSchema(slot as Slot)
  return options?.filter((option) => [option, [option]].some((value) => schema.safeParse(value).success))
}

/** Answers to a question of the changed program; to one that today's does not know, yes. */
const answersThen = ({ pending, conversation }: Member, language: Language): readonly MemberAnswer[] =>
  before.parseAddressKey(conversation.memory.asked!)
    ? answersTo({ ...pending!, options: optionsKnown(pending!) }, language)
    : [{ text: before.catalogues[language].taps.yes, acts: [{ act: 'affirm' }] }]

describe('a deploy that is taken back in mid-conversation', () => {
  for (const language of languages)
    test(`loses no more than the older program cannot know, in ${language}`, async () => {
      const asked = new Set<string>()
      const stepBack = async (member: Member): Promise<void> => {
        const { asked: question, asking } = member.conversation.memory
        if (!member.pending || question === null || asking || asked.has(question)) return
        // Products could go on for long; the second one shows all that a third one would.
        if ((member.pending.item ?? 0) > 1) return
        asked.add(question)
        const record = member.record as StoredRecord
        const answers = answersThen(member, language)
        for (const answer of answers) await takenBack(record, answer, question, language)
        const next = memberWith(record, language, assistantOf(after, answers[0]!))
        await answered(next, answers[0]!)
        await stepBack(next)
      }
      await everyCell(language, ({ member }) => stepBack(member))
      expect(asked).toContain('payingForCompany')
      expect(asked).toContain('formerMember')
      expect(asked.size).toBeGreaterThan(40)
    })
})
