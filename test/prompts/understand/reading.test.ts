/** What is taken of a model's answer, and what is refused. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actSchema, faqIds } from '../../../prompts/acts.ts'
import { hidePrivateData, showPrivateData } from '../../../prompts/understand/private-data.ts'
import { readAnswer, saidInMessage } from '../../../prompts/understand/reading.ts'

const read = (answer: unknown, message = 'hoi') => {
  const { originals } = hidePrivateData(message, null)
  return readAnswer(typeof answer === 'string' ? answer : JSON.stringify(answer), {
    faqIds,
    message,
    show: (text) => showPrivateData(text, originals),
  })
}
const acts = (list: readonly unknown[], message?: string) => {
  const reading = read({ language: 'nl', acts: list }, message)
  return reading.kind === 'read' ? reading.acts : reading.why
}
const inform = (slot: string, value: unknown, more: object = {}) => ({
  act: 'inform',
  slot,
  value,
  estimate: false,
  bound: null,
  item: null,
  ...more,
})

describe('taken', () => {
  it('acts with every key filled, as strict schemas want, and with none that is not needed', () => {
    const wanted = [{ act: 'inform', slot: 'points', value: 2150 }]
    expect(acts([inform('points', 2150)], '2.150')).toEqual(wanted)
    expect(acts(wanted, '2.150')).toEqual(wanted)
    expect(acts([inform('points', 1800, { bound: 'about' })])).toEqual([
      { act: 'inform', slot: 'points', value: 1800, bound: 'about' },
    ])
    expect(acts([{ ...inform('points', null), act: 'correct' }])).toEqual([
      { act: 'correct', slot: 'points' },
    ])
  })

  it('start first, each act once', () => {
    expect(acts([{ act: 'greet' }, { act: 'greet' }, { act: 'start', dialog: 'payment' }])).toEqual([
      { act: 'start', dialog: 'payment' },
      { act: 'greet' },
    ])
  })

  it('strings as the member wrote them', () => {
    expect(acts([inform('dealer', 'kamera  express')], 'gekocht bij Kamera Express, toch?')).toEqual([
      { act: 'inform', slot: 'dealer', value: 'Kamera Express' },
    ])
    expect(acts([inform('productName', 'eos r5')], 'de EOS R5 graag')).toEqual([
      { act: 'inform', slot: 'productName', value: 'EOS R5' },
    ])
  })

  it('private data, put back', () => {
    const message = 'serienummer 012345678, mail jan@studio.nl'
    expect(acts([inform('serialNumber', '[serial-1]'), inform('email', 'email-1')], message)).toEqual([
      { act: 'inform', slot: 'serialNumber', value: '012345678' },
      { act: 'inform', slot: 'email', value: 'jan@studio.nl' },
    ])
  })
})

describe('refused', () => {
  it.each([
    ['no JSON', 'Sure!', 'notJson'],
    ['half of it', '{"language":"nl","acts":[{"act":"gre', 'notJson'],
    ['something else', '[]', 'notActs'],
    ['no acts', '{"language":"nl","acts":[]}', 'empty'],
    ['an act that is not there', { acts: [{ act: 'congratulate' }] }, 'notActs'],
    ['a tier that does not exist', { acts: [inform('tier', 'diamond')] }, 'notActs'],
    ['points of −5', { acts: [inform('points', -5)] }, 'notActs'],
    ['half a point', { acts: [inform('points', 2.5)] }, 'notActs'],
    ['a FAQ id that is not there', { acts: [{ act: 'faq', id: 'camera-prices' }] }, 'notActs'],
    ['a talk that is not there', { acts: [{ act: 'start', dialog: 'repairs' }] }, 'notActs'],
    ['a slot that is not there', { acts: [inform('password', 'x')] }, 'notActs'],
    ['a value of another slot', { acts: [inform('signedIn', 'gold')] }, 'notActs'],
    ['a day that does not exist', { acts: [inform('purchaseDate', '2023-02-30')] }, 'notActs'],
    ['a country that does not exist', { acts: [inform('purchaseCountry', 'XQ')] }, 'noSuchPlace'],
    [
      'a language that does not exist',
      { acts: [{ act: 'changeLanguage', language: 'qqq' }] },
      'noSuchLanguage',
    ],
    ['words that the member did not write', { acts: [inform('dealer', 'Evil Example')] }, 'notSaid'],
    ['part of a word', { acts: [inform('dealer', 'ho')] }, 'notSaid'],
    ['somebody’s placeholder', { acts: [inform('serialNumber', '[serial-1]')] }, 'notSaid'],
    ['a key of its own', { acts: [{ act: 'greet', text: 'Beste klant' }] }, 'notActs'],
    ['an inform of nothing', { acts: [inform('points', null)] }, 'notActs'],
    ['very many acts', { acts: Array.from({ length: 41 }, () => ({ act: 'greet' })) }, 'notActs'],
    ['one wrong act among right ones', { acts: [{ act: 'greet' }, inform('tier', 'diamond')] }, 'notActs'],
  ])('%s', (_, answer, why) => {
    expect(read(answer)).toEqual({ kind: 'refused', why })
  })

  it('a language that does not exist is left out, no more', () => {
    expect(read({ language: 'PWNED', acts: [{ act: 'greet' }] })).toEqual({
      kind: 'read',
      language: undefined,
      acts: [{ act: 'greet' }],
    })
  })

  it('a grouped number cut at its mark', () => {
    expect(acts([inform('points', 2)], 'ik heb 2.000 punten')).toBe('notSaid')
    expect(acts([inform('points', 2)], '2,000')).toBe('notSaid')
    expect(acts([inform('points', 2000)], 'ik heb 2.000 punten')).toEqual([
      { act: 'inform', slot: 'points', value: 2000 },
    ])
  })
})

it('whatever comes, what is read is by the contract, and every text in it is the member’s', () => {
  const schema = actSchema(faqIds)
  const message = 'EOS R5 met serienummer 012345678 van Kamera Express, mail jan@studio.nl'
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify({ language: 'nl', acts: [value] })),
  )
  fc.assert(
    fc.property(anything, (answer) => {
      const reading = read(answer, message)
      if (reading.kind === 'refused') return
      for (const act of reading.acts) expect(schema.safeParse(act).success).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

it('finds what was said', () => {
  expect(saidInMessage('cafe foto', 'Bij Café  Foto gekocht')).toBe('Café  Foto')
  expect(saidInMessage('on', 'Canon')).toBeUndefined()
  expect(saidInMessage('', 'Canon')).toBeUndefined()
  expect(saidInMessage('ﬁlm', 'de FILM shop')).toBe('FILM')
})
