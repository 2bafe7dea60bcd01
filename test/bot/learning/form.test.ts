/** The form for a proposal: filled in from the case, without what is personal, and read back whatever comes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answeredIn } from '../../../bot/learning/answered-case.ts'
import { formCard, proposalForm, proposeVerb, readSubmitted } from '../../../bot/learning/form.ts'
import { likelyFacts } from '../../../bot/learning/likely-facts.ts'
import { readFaq } from '../../../bot/operator-files.ts'
import { phrasesOf } from '../../../bot/understanding/faq-phrases.ts'
import { factIds, facts } from '../../../domain/facts.ts'
import { faqSearch } from '../../../prompts/local/faq-search.ts'
import { trainedModel } from '../../prompts/trained.ts'
import { cardFaults } from '../teams/card-faults.ts'
import { answered, inputsOf, submit } from './filled-in.ts'

describe('the form', () => {
  it.each(['nl-NL', 'en-GB', 'fr-FR', undefined])('is a card that Teams shows, for %s', (locale) => {
    expect(cardFaults(proposalForm(answered, locale))).toEqual([])
    const long = { ...answered, question: 'vraag '.repeat(100), answer: 'antwoord '.repeat(500) }
    expect(cardFaults(proposalForm(long, locale))).toEqual([])
  })

  it('has question and answer of the case in its language, and the other language left to fill in', () => {
    expect(inputsOf(proposalForm(answered, 'nl'))).toMatchObject({
      'question-nl': answered.question,
      'answer-nl': answered.answer,
      'question-en': '',
      'answer-en': '',
      facts: '',
    })
    expect(inputsOf(proposalForm({ ...answered, language: 'en' }, 'nl'))).toMatchObject({
      'question-en': answered.question,
      'question-nl': '',
    })
  })

  it('holds nothing personal of what was said in the case', () => {
    const card = JSON.stringify(
      proposalForm({
        ...answered,
        question: 'Kan ik punten geven aan jan@voorbeeld.nl?',
        answer: 'Dat kan niet. Bel me op 06-12345678.\nGroeten, Anna de Vries',
      }),
    )
    for (const secret of ['jan@', '12345678', 'Anna']) expect(card).not.toContain(secret)
  })

  it('offers every fact by what it says', () => {
    const card = proposalForm(answered, 'en') as {
      body: { id?: string; choices?: { title: string; value: string }[] }[]
    }
    const { choices } = card.body.find(({ id }) => id === 'facts')!
    expect(choices!.map(({ value }) => value)).toEqual(factIds)
    for (const { title, value } of choices!)
      expect(title).toContain(facts[value as (typeof factIds)[number]].claim)
  })

  it('offers first what the FAQ’s nearest entries rest on', async () => {
    const faq = readFaq('domain/faq')
    const search = faqSearch(await trainedModel(), { faqIds: faq.ids, phrases: phrasesOf(faq) })
    const likely = likelyFacts(answered, faq, search)
    expect(likely).toContain('points.fully-registered')
    expect(likely.length).toBeLessThan(10)
    const offered = (card: unknown) =>
      (card as { body: { id?: string; choices?: { value: string }[] }[] }).body
        .find(({ id }) => id === 'facts')!
        .choices!.map(({ value }) => value)
    const form = proposalForm(answered, 'nl', likely)
    expect(offered(form)).toHaveLength(factIds.length)
    expect(new Set(offered(form).slice(0, likely.length))).toEqual(new Set(likely))
    // Also when it is shown again, with what was chosen.
    const again = formCard(readSubmitted(submit(form, { facts: 'cps.what' }))!, 'nl')
    expect(new Set(offered(again).slice(0, likely.length + 1))).toEqual(new Set(['cps.what', ...likely]))
    expect(likelyFacts({ ...answered, question: 'xyzzy', answer: 'qwrtp' }, faq, search)).toEqual([])
  })

  it('is the same form however often it is opened, and another one for another answer', () => {
    const keyOf = (card: unknown) => readSubmitted(submit(card))!.about.key
    expect(keyOf(proposalForm(answered, 'nl'))).toBe(keyOf(proposalForm(answered, 'en')))
    expect(keyOf(proposalForm({ ...answered, answer: 'Iets anders.' }))).not.toBe(
      keyOf(proposalForm(answered)),
    )
  })

  it('comes back by its action, and by the simpler one where a client knows no other', () => {
    const { actions } = proposalForm(answered) as {
      actions: { verb: string; data: object; fallback: { data: object } }[]
    }
    expect(actions[0]).toMatchObject({
      verb: proposeVerb,
      data: { cpsCase: answered.caseId, act: 'submitProposal' },
      fallback: { data: actions[0]!.data },
    })
  })

  it('keeps what was filled in when it is shown again, and says what is wrong', () => {
    const submitted = readSubmitted(
      submit(proposalForm(answered), { 'question-en': 'Can I?', facts: 'points.green-tick,nonsense' }),
    )!
    const again = formCard(submitted, 'en', ['Question (In English): write more.'])
    expect(cardFaults(again)).toEqual([])
    expect(inputsOf(again)).toMatchObject({
      'question-en': 'Can I?',
      'question-nl': answered.question,
      facts: 'points.green-tick',
    })
    expect(JSON.stringify(again)).toContain('write more')
  })

  it('is no form of ours where it is something else, whatever is sent', () => {
    for (const data of [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      { cpsProposal: {} },
      { cpsProposal: { key: '../x', caseId: 'c', language: 'nl' } },
    ])
      expect(readSubmitted(data)).toBeUndefined()
    const about = { key: 'abcdefgh', caseId: 'c', language: 'nl' }
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('facts', 'question-nl', 'answer-en', 'x', '__proto__'), fc.anything()),
        (rest) => {
          const read = readSubmitted({ ...rest, cpsProposal: about })
          if (read) expect(typeof read.typed.wordings.nl.question).toBe('string')
        },
      ),
    )
  })
})

describe('what was answered in a case', () => {
  const member = (text: string) => ({ by: 'member' as const, text })
  const agent = (text: string) => ({ by: 'agent' as const, text })
  const talked = (
    wants: string,
    ...messages: readonly (ReturnType<typeof member> | ReturnType<typeof agent>)[]
  ) => answeredIn({ id: 'case-1', language: 'nl', wants, messages })

  it('is what an agent explained, not how they said goodbye, with the question before it', () => {
    expect(
      talked(
        'ik wil een mens spreken',
        agent('Hoi, waarmee kan ik helpen?'),
        member('Kan ik mijn punten overdragen?'),
        agent('Nee: punten horen bij de producten op je eigen account.'),
        member('ok dank je, en wie ben jij eigenlijk?'),
        agent('Graag gedaan!'),
      ),
    ).toEqual({
      caseId: 'case-1',
      language: 'nl',
      question: 'Kan ik mijn punten overdragen?',
      answer: 'Nee: punten horen bij de producten op je eigen account.',
    })
  })

  it('is what the member wanted where they asked nothing more', () => {
    expect(
      talked('mijn punten overdragen aan iemand', member('hallo'), agent('Dat kan niet.')),
    ).toMatchObject({
      question: 'mijn punten overdragen aan iemand',
    })
    expect(talked('', member('punten aan collega geven'), agent('Dat kan niet.'))).toMatchObject({
      question: 'punten aan collega geven',
    })
    expect(talked('mens', agent('Dat kan niet.'))).toMatchObject({ question: '' })
  })

  it('is nothing where no agent has written', () => {
    expect(talked('iets heel anders', member('is daar iemand?'))).toBeUndefined()
  })
})
