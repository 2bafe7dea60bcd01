/**
 * Golden conversations: at every step of every talk a stored record, the member's answers, and where each leads. The newest
 * generation goes on exactly as recorded; what older versions stored still traps nobody. `UPDATE_GOLDEN=1` adds a generation.
 */
import { describe, expect, test } from 'vitest'
import { recordVersion } from '../../dialogs/conversation.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { questionOf, talks } from '../../dialogs/talks.ts'
import { steps, versionsOf } from '../../dialogs/upcasts.ts'
import { isSlot, type Language, languages, parseAddressKey, talkIds } from '../../domain/values.ts'
import type { Member } from '../dialogs/member.ts'
import { addGeneration, generations, recorded, stepsNow, subjects, subjectsOf } from './generations.ts'
import { answered, type Expected, memberWith, type Step, type StoredRecord } from './steps.ts'

if (process.env.UPDATE_GOLDEN === '1') await addGeneration()

const kept = generations()
const newest = kept.at(-1)!
const howToAdd = 'on purpose? see test/golden/README.md: UPDATE_GOLDEN=1 records a new generation'

const everyStep = function* (
  generation: number,
): Generator<{ step: Step; subject: string; language: Language }> {
  for (const subject of subjectsOf(generation))
    for (const language of languages)
      for (const step of recorded(generation, subject, language)) yield { step, subject, language }
}

const everyRecord = kept.flatMap((generation) => [...everyStep(generation)].map(({ step }) => step.record))

describe(`generation ${newest}, the newest`, () => {
  for (const subject of subjects)
    test(`${subject} goes on as recorded`, async () => {
      for (const language of languages)
        for (const { at, record, answers } of recorded(newest, subject, language))
          for (const { leadsTo, ...answer } of answers) {
            const what = `${subject} in ${language}, at ${at}, answered '${answer.text}' (${howToAdd})`
            expect(await answered(memberWith(record, language), answer), what).toEqual(leadsTo)
          }
    })

  test('holds every step of every talk, as today’s versions store it', async () => {
    for (const subject of subjects)
      for (const language of languages) {
        const [now, then] = [await stepsNow(subject, language), recorded(newest, subject, language)]
        const what = `${subject} in ${language} (${howToAdd})`
        expect(then.map(({ at }) => at).sort(), what).toEqual(now.map(({ at }) => at).sort())
      }
    for (const { step } of everyStep(newest)) {
      expect(step.record.schema, howToAdd).toBe(recordVersion)
      expect(step.record.versions, howToAdd).toEqual(versionsOf(Object.values(talks)))
    }
  })

  test('asks every question of every talk', () => {
    for (const id of talkIds) {
      const asked = recorded(newest, id, 'nl').map(({ at }) => parseAddressKey(at)!.slot)
      const missing = Object.keys(talks[id].asks).filter((slot) => !asked.some((one) => one === slot))
      expect(missing, id).toEqual([])
    }
  })
})

/** A fact is known again by the member's words and when they were said: those no upcast touches. */
const marksOf = ({ facts }: StoredRecord): readonly string[] =>
  Object.values(facts).map(({ words, at }) => `${words} ${at}`)

/** Whether an answer that was kept as a fact once still is one, or is not asked for any more. */
const isKept = (member: Member, text: string, { changes }: Expected): boolean => {
  const told = Object.entries(changes).filter(([, value]) => value !== null)
  const isAsked = told.some(([key]) => questionOf(parseAddressKey(key)?.slot ?? 'email'))
  const isKnown = told.every(([key, value]) => JSON.stringify(member.known(key)) === JSON.stringify(value))
  return !isAsked || isKnown || marksOf(member.conversation).includes(`${text} ${member.now.toISOString()}`)
}

const trapsNobody = async (step: Step, language: Language, subject: string, where: string) => {
  for (const { leadsTo, ...answer } of step.answers) {
    const what = `${where}, at ${step.at}, answered '${answer.text}'`
    const member = memberWith(step.record, language)
    await answered(member, answer)
    const said = member.replies.map(({ text }) => text).join('\n')
    const { freshStart, partlyKept, apology } = catalogues[language].steer
    for (const excuse of [freshStart, partlyKept, apology]) expect(said, what).not.toContain(excuse)
    expect(member.conversation.language, what).toBe(language)
    const cameToAnEnd = member.replies.some(({ channelData }) => channelData.cps.outcome !== null)
    if (subject !== 'beside') expect(member.pending !== null || cameToAnEnd, what).toBe(true)
    expect(member.taps.length, what).toBeGreaterThan(0)
    const hadToGo = Object.keys(leadsTo.changes).filter((key) => step.record.facts[key])
    const stays = Object.entries(step.record.facts).filter(([key]) => !hadToGo.includes(key))
    const before = marksOf({ ...step.record, facts: Object.fromEntries(stays) })
    expect(marksOf(member.conversation), what).toEqual(expect.arrayContaining([...before]))
    if (!isKept(member, answer.text, leadsTo)) expect.fail(`${what}: the answer is not kept`)
  }
}

describe('what older versions stored', () => {
  for (const generation of kept.filter((one) => one < newest))
    test(`generation ${generation} traps nobody`, async () => {
      let count = 0
      for (const { step, subject, language } of everyStep(generation)) {
        await trapsNobody(step, language, subject, `generation ${generation}, ${subject} in ${language}`)
        count++
      }
      expect(count).toBeGreaterThan(100)
    })

  test('every version of the record has a step to the next one, and an example', () => {
    const versions = Array.from({ length: recordVersion }, (_, index) => index + 1)
    expect(steps.map(({ from, to }) => [from, to])).toEqual(versions.slice(1).map((to) => [to - 1, to]))
    const examples = new Set(everyRecord.map(({ schema }) => schema))
    expect([...examples].sort()).toEqual(versions)
  })

  test('every version of every talk has an upcast to the next one, and an example', () => {
    for (const { id, version, upcasts = {} } of Object.values(talks)) {
      const older = Array.from({ length: version - 1 }, (_, index) => index + 1)
      expect(Object.keys(upcasts).map(Number), id).toEqual(older)
      const examples = new Set(everyRecord.map(({ versions = {} }) => versions[id] ?? 1))
      expect([...examples], id).toEqual(expect.arrayContaining([...older, version]))
      for (const { renames = {} } of Object.values(upcasts))
        for (const name of Object.values(renames)) expect(name === null || isSlot(name), `${name}`).toBe(true)
    }
  })
})
