/** What is proposed for the FAQ is an entry of it, rests on facts, and holds nothing of a person's. */
import { describe, expect, it } from 'vitest'
import { privateIn } from '../../bot/learning/privacy.ts'
import { faqEntrySchema } from '../../domain/faq.ts'
import { checkProposal, faqIdFor, type TypedProposal } from '../../domain/proposals.ts'
import { languages } from '../../domain/values.ts'

const good: TypedProposal = {
  wordings: {
    nl: {
      question: 'Kan ik mijn punten overdragen?',
      answer: 'Punten horen bij producten die op je eigen zakelijke account geregistreerd zijn.',
      variants: ' punten aan een collega geven \n\npunten overzetten\npunten overzetten',
    },
    en: {
      question: 'Can I transfer my points?',
      answer: 'Points belong to products that are registered on your own business account. {support}',
      variants: '',
    },
  },
  facts: ['points.fully-registered', 'points.fully-registered'],
}

const typed = (
  language: 'nl' | 'en',
  part: 'question' | 'answer' | 'variants',
  text: string,
): TypedProposal => ({
  ...good,
  wordings: { ...good.wordings, [language]: { ...good.wordings[language], [part]: text } },
})
const faultsOf = (proposal: TypedProposal) => {
  const checked = checkProposal(proposal, privateIn)
  return checked.kind === 'wrong' ? checked.faults : []
}

describe('a proposal', () => {
  it('becomes an entry in every language that the FAQ takes', () => {
    const checked = checkProposal(good, privateIn)
    if (checked.kind !== 'right') throw new Error(JSON.stringify(checked.faults))
    const { wordings, facts } = checked.content
    expect(facts).toEqual(['points.fully-registered'])
    expect(wordings.nl.variants).toEqual(['punten aan een collega geven', 'punten overzetten'])
    // Where nobody said how members put it, the question itself is how.
    expect(wordings.en.variants).toEqual([wordings.en.question])
    for (const language of languages)
      expect(faqEntrySchema.parse({ ...wordings[language], facts })).toBeTruthy()
  })

  it.each<[string, TypedProposal, object]>([
    [
      'without a question',
      typed('en', 'question', ' '),
      { kind: 'tooShort', field: { language: 'en', part: 'question' } },
    ],
    [
      'without an answer',
      typed('en', 'answer', ''),
      { kind: 'tooShort', field: { language: 'en', part: 'answer' } },
    ],
    ['with an endless question', typed('nl', 'question', 'a '.repeat(200)), { kind: 'tooLong', most: 160 }],
    ['with an endless answer', typed('nl', 'answer', 'a '.repeat(1000)), { kind: 'tooLong', most: 1200 }],
    [
      'with a wording too short',
      typed('nl', 'variants', 'a'),
      { kind: 'tooShort', field: { language: 'nl', part: 'variants' } },
    ],
    [
      'with too many wordings',
      typed('nl', 'variants', Array.from({ length: 30 }, (_, at) => `wording ${at}`).join('\n')),
      { kind: 'tooMany', most: 20 },
    ],
    ['without a fact', { ...good, facts: [] }, { kind: 'noFact' }],
    [
      'with a fact that is none',
      { ...good, facts: ['points.green-tick', 'made.up'] },
      { kind: 'unknownFact', id: 'made.up' },
    ],
    [
      'with an e-mail address',
      typed('nl', 'answer', 'Schrijf naar jan@voorbeeld.nl, die weet het.'),
      { kind: 'private', found: 'jan@voorbeeld.nl' },
    ],
    [
      'with a serial number',
      typed('nl', 'variants', 'mijn serienummer 012345678901 telt niet'),
      { kind: 'private', field: { language: 'nl', part: 'variants' } },
    ],
    ['with a phone number', typed('en', 'question', 'May I call 06-12345678 about it?'), { kind: 'private' }],
    [
      'with the agent’s name',
      typed('en', 'answer', 'They belong to your account.\nRegards, Anna de Vries'),
      { kind: 'private', found: 'Anna de Vries' },
    ],
    [
      'with a placeholder of the form',
      typed('nl', 'question', 'Kan ik punten geven aan [email-1]?'),
      { kind: 'placeholder', found: '[email-1]' },
    ],
    [
      'with braces that nothing fills in',
      typed('en', 'answer', 'Look at {account} for your points.'),
      { kind: 'placeholder', found: '{account}' },
    ],
    [
      'with a link in a question',
      typed('en', 'question', 'Where is {signIn} to be found?'),
      { kind: 'placeholder' },
    ],
  ])('%s is not taken', (_, proposal, fault) => {
    expect(faultsOf(proposal)).toContainEqual(expect.objectContaining(fault))
  })

  it('names everything that is wrong at once, and a missing question once', () => {
    const nothing = { question: '', answer: '', variants: '' }
    const faults = faultsOf({ wordings: { nl: nothing, en: nothing }, facts: [] })
    expect(faults.map(({ kind }) => kind)).toEqual(['tooShort', 'tooShort', 'tooShort', 'tooShort', 'noFact'])
  })

  it('may say what stands in the facts, an address of Canon’s too', () => {
    expect(faultsOf(typed('nl', 'answer', 'De e-mail komt van donotreply@canon-europe.com.'))).toEqual([])
  })
})

describe('the id of an entry', () => {
  const none = new Set<string>()
  it.each([
    ['Can I transfer my points?', 'transfer-points'],
    [
      'What is the VAT number of Canon’s office in the Netherlands, please?',
      'vat-number-canon-office-netherlands',
    ],
    ['Why not?', 'not'],
    ['How is it?', 'how-is-it'],
    ['Où est-ce?', 'ou-est-ce'],
    ['なぜですか', 'entry'],
    ['../../etc/passwd', 'etc-passwd'],
  ])('%s', (question, id) => {
    expect(faqIdFor(question, none)).toBe(id)
  })

  it('is always one that the FAQ takes, short, and not taken yet', () => {
    for (const question of ['x'.repeat(300), '-- --', '🙂', 'a-b_c d', '100% — 5'])
      expect(faqIdFor(question, none)).toMatch(/^(?=.{1,48}$)[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(faqIdFor('Can I transfer my points?', new Set(['transfer-points', 'transfer-points-2']))).toBe(
      'transfer-points-3',
    )
  })
})
