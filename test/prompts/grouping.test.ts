/** The same question in other words is one question; another question is not. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupAlike } from '../../prompts/local/grouping.ts'

const asked = (language: string, ...texts: readonly string[]) =>
  texts.map((text, at) => ({ language, text, count: texts.length - at }))

const together = [
  asked(
    'nl',
    'kan ik mijn punten overdragen aan een collega?',
    'Kan ik punten overdragen aan mijn collega',
    'punten overdragen collega',
  ),
  asked(
    'nl',
    'ik wil mijn lidmaatschap opzeggen',
    'lidmaatschap opzeggen',
    'hoe kan ik mijn lidmatschap opzeggen?',
  ),
  asked('nl', 'hoe lang duurt een reparatie?', 'hoelang duurt de reparatie van een camera'),
  asked('nl', 'kan ik mijn adres wijzigen', 'adres wijzigen'),
  asked(
    'en',
    'can i transfer my points to a colleague?',
    'transfer points to colleague',
    'how do I transfer points to a colleague',
  ),
  asked('en', 'how do I cancel my membership', 'cancel membership', 'I want to cancel my membership please'),
  asked('en', 'how long does a repair take', 'how long will the repair take?'),
]
const apart = [
  asked('nl', 'welke voordelen heeft goud', 'welke voordelen heeft platinum'),
  asked('nl', 'hoe verleng ik mijn lidmaatschap?', 'hoe zeg ik mijn lidmaatschap op?'),
  asked('en', 'what does a repair cost', 'how long does a repair take'),
]

describe('questions that ask the same', () => {
  it.each(together.map((questions) => [questions[0]!.text, questions] as const))('%s', (text, questions) => {
    const groups = groupAlike(questions)
    expect(groups).toHaveLength(1)
    expect(groups[0]).toMatchObject({ text, count: questions.reduce((sum, { count }) => sum + count, 0) })
    expect(groups[0]!.questions).toEqual(questions)
  })

  it.each(apart.map((questions) => [questions.map(({ text }) => text).join(' / '), questions] as const))(
    'not: %s',
    (_, questions) => {
      expect(groupAlike(questions)).toHaveLength(2)
    },
  )

  it('come with the most asked first, counted together, each language by itself', () => {
    const groups = groupAlike([
      { language: 'nl', text: 'is er parkeergelegenheid bij canon', count: 4 },
      { language: 'nl', text: 'lidmaatschap opzeggen', count: 2 },
      { language: 'nl', text: 'ik wil mijn lidmaatschap opzeggen', count: 3 },
      { language: 'en', text: 'is er parkeergelegenheid bij canon', count: 1 },
    ])
    expect(groups.map(({ language, text, count }) => [language, count, text])).toEqual([
      ['nl', 5, 'ik wil mijn lidmaatschap opzeggen'],
      ['nl', 4, 'is er parkeergelegenheid bij canon'],
      ['en', 1, 'is er parkeergelegenheid bij canon'],
    ])
  })

  it('are told by what is asked, not by what was hidden in them', () => {
    expect(
      groupAlike(
        asked('nl', 'mijn factuur gaat naar [email-1], kan dat anders', 'kan de [serial-1] mee op reis'),
      ),
    ).toHaveLength(2)
  })

  it('are the same groups in whatever order they come, and none is lost', () => {
    const all = [...together, ...apart].flat()
    const once = groupAlike(all)
    const question = fc.record({
      language: fc.constantFrom('nl', 'en'),
      text: fc.oneof(fc.constantFrom(...all.map(({ text }) => text)), fc.string({ unit: 'binary' })),
      count: fc.integer({ min: 1, max: 9 }),
    })
    expect(groupAlike([...all].reverse())).toEqual(once)
    fc.assert(
      fc.property(
        fc.uniqueArray(question, { selector: ({ language, text }) => `${language} ${text}` }),
        (some) => {
          const groups = groupAlike(some)
          expect(groupAlike([...some].reverse())).toEqual(groups)
          expect(groups.flatMap(({ questions }) => questions)).toHaveLength(some.length)
          expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(
            some.reduce((sum, { count }) => sum + count, 0),
          )
        },
      ),
      { numRuns: process.env.PROVE ? 1000 : 100 },
    )
  })
})
