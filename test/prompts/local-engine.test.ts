import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Act, actSchema, faqIds } from '../../prompts/acts.ts'
import { type LocalUnderstander, localEngine } from '../../prompts/local/engine.ts'
import { acts, asking, today, trainedEngine, trainedModel } from './trained.ts'

let engine: LocalUnderstander
beforeAll(async () => {
  engine = await trainedEngine()
}, 180_000)

const inform = (slot: string, value: unknown, more: object = {}) => ({ act: 'inform', slot, value, ...more })
const correct = (slot: string, value?: unknown) => ({
  act: 'correct',
  slot,
  ...(value === undefined ? {} : { value }),
})
const start = (dialog: string) => ({ act: 'start', dialog })
const faq = (id: string) => ({ act: 'faq', id })
const [affirm, deny, unsure, unknown, skip, help] = [
  'affirm',
  'deny',
  'unsure',
  'unknown',
  'skip',
  'help',
].map((act) => ({ act }))
const sorted = (given: readonly unknown[]) =>
  given.map((act) => JSON.stringify(act, Object.keys(act as object).sort())).sort()
const understands = (text: string, slot: string | undefined, wanted: readonly unknown[]) =>
  expect(sorted(acts(engine, text, slot))).toEqual(sorted(wanted))

describe('settled cases', () => {
  it.each<[string, string | undefined, readonly unknown[]]>([
    ['nee joh, 2.150', 'points', [correct('points', 2150)]],
    [
      'hoi, ik heb 2100 punten, welk niveau kan ik nemen?',
      undefined,
      [{ act: 'greet' }, start('tierSelection'), inform('points', 2100)],
    ],
    ['ik zie mijn producten niet meer', undefined, [start('migration')]],
    ['wat betekent het groene vinkje?', undefined, [faq('green-tick-meaning')]],
    ['hoe reset ik mijn wachtwoord?', undefined, [start('passwordReset')]],
    ['als ik 2000 punten had', 'points', [unknown]],
    ['niet zilver', 'tier', [unknown]],
    ['niet zilver maar goud', 'tier', [inform('tier', 'gold')]],
    ['not silver but gold', 'tier', [inform('tier', 'gold')]],
    ['ruim 2500', 'points', [inform('points', 2500, { bound: 'over' })]],
    ['ongeveer 1800', 'points', [inform('points', 1800, { bound: 'about' })]],
    ['ja', 'hasBusinessAccount', [affirm]],
    ['nee', 'hasBusinessAccount', [deny]],
    ['nee, ik zie geen blauwe knop', 'migrateButtonVisible', [inform('migrateButtonVisible', false)]],
    ['later', 'serialNumber', [skip]],
    ['niet nu', 'email', [skip]],
    ['wat kost het lidmaatschap?', undefined, [faq('annual-fee')]],
    ['wat kost een EOS R5?', undefined, [unknown]],
    ['vorige maand', 'purchaseDate', [inform('purchaseDate', '2026-10')]],
    ['in 2023', 'purchaseDate', [inform('purchaseDate', '2023')]],
    ['the first one', 'tier', [inform('tier', 'silver')]],
    ['the second', 'paymentMethod', [inform('paymentMethod', 'bankTransfer')]],
    ['de eerste', undefined, [unknown]],
    ['geen voorkeur', 'paymentMethod', [unsure]],
    ['both', 'tier', [unsure]],
    ['nog niet', 'invoiceDate', [unsure]],
    ['ik snap de vraag niet', 'points', [help]],
    ['zeg dat nog eens', 'points', [{ act: 'repeat' }]],
    ['waarom vraag je dat', 'serialNumber', [{ act: 'why' }]],
    ['laat maar, stop', 'points', [{ act: 'cancel' }]],
    ['ik wil mijn lidmaatschap opzeggen', undefined, [unknown]],
    [
      'EOS R5, denk ik gekocht in maart 2021',
      'productName',
      [inform('productName', 'EOS R5'), inform('purchaseDate', '2021-03', { estimate: true })],
    ],
  ])('%s', (text, slot, wanted) => understands(text, slot, wanted))

  it('keeps what belongs to one product together', () =>
    understands(
      'EOS R5 met serienummer 0123456789 en een RF 70-200 met serienummer 99887766',
      'productName',
      [
        inform('productName', 'EOS R5', { item: 0 }),
        inform('serialNumber', '0123456789', { item: 0 }),
        inform('productName', 'RF 70-200', { item: 1 }),
        inform('serialNumber', '99887766', { item: 1 }),
      ],
    ))

  it('leaves out a letter’s salutation and close', () =>
    understands(
      'Geachte heer,\n\nIk ben mijn wachtwoord vergeten.\n\nMet vriendelijke groet,\nJan',
      undefined,
      [start('passwordReset')],
    ))
})

describe('corrections', () => {
  it.each<[string, string | undefined, readonly unknown[]]>([
    ['nee, het waren er 1800', undefined, [correct('points', 1800)]],
    ['sorry, I meant gold', undefined, [correct('tier', 'gold')]],
    ['wacht, bankoverschrijving', undefined, [correct('paymentMethod', 'bankTransfer')]],
    ['het serienummer klopt niet', undefined, [correct('serialNumber')]],
    ['my purchase date was wrong', undefined, [correct('purchaseDate')]],
  ])('%s', (text, slot, wanted) => understands(text, slot, wanted))
})

describe('safety: never understood as what it is not', () => {
  const values = (text: string, slot: string) =>
    acts(engine, text, slot).flatMap((act) => ('value' in act ? [act.value] : []))
  it.each([
    ['2.000', 'points', 2],
    ['2,000', 'points', 2],
    ['2 000', 'points', 2],
    ['2.500', 'points', 3],
    ['niet zilver', 'tier', 'silver'],
    ['geen goud', 'tier', 'gold'],
    ['not platinum', 'tier', 'platinum'],
    ['alles behalve goud', 'tier', 'gold'],
    ['anything but gold', 'tier', 'gold'],
    ['zilver wil ik niet', 'tier', 'silver'],
    ['geen creditcard', 'paymentMethod', 'creditCard'],
    ['not by card', 'paymentMethod', 'creditCard'],
    ['als ik 2000 punten had', 'points', 2000],
    ['if I had 2500 points', 'points', 2500],
    ['stel dat ik 2600 punten haal', 'points', 2600],
    ['ik heb geen 2000 punten', 'points', 2000],
    ["I don't have 500 points", 'points', 500],
    ['is 500 genoeg?', 'points', 500],
    ['moet ik 2000 punten hebben?', 'points', 2000],
    ['mijn collega heeft 3000 punten', 'points', 3000],
    ['r5 mark ii', 'purchaseCountry', 'SX'],
    ['niet in Duitsland', 'purchaseCountry', 'DE'],
    ['03-05-2024', 'purchaseDate', '2024-03-05'],
    ['31-02-2023', 'purchaseDate', '2023-02-31'],
    ['-500', 'points', 500],
    ['goed', 'tier', 'gold'],
  ])('%s', (text, slot, wrong) => expect(values(text, slot)).not.toContain(wrong))

  it.each([
    'weet ik niet',
    'ik weet het niet',
    "I'm not sure",
    'geen idee',
    "I don't know",
    'not sure',
    'dat weet ik niet meer',
    'no idea',
  ])('%s is neither yes nor no', (text) => expect(acts(engine, text, 'hadCpsAccount')).toEqual([unsure]))
})

describe('whatever is typed', () => {
  const odd = [
    '',
    ' ',
    '\n\n',
    '.',
    '???',
    '😀😀',
    '<script>alert(1)</script>',
    '<b>2000</b>',
    'Мне нужна помощь',
    'مرحبا',
    '你好',
    '\u0000\u0007',
    'a'.repeat(10_000),
    'punten '.repeat(14_000),
    '9'.repeat(500),
    '🏳️‍🌈'.repeat(900),
    '"{[(',
    '\ud800',
    "'; DROP TABLE members; --",
    'null',
    '__proto__',
    'constructor',
  ]
  it.each(odd.map((text) => [text.slice(0, 24), text]))('answers %j', (_, text) => {
    for (const slot of [
      undefined,
      'points',
      'tier',
      'serialNumber',
      'purchaseDate',
      'hasBusinessAccount',
      'wayOut',
      'no such slot',
    ]) {
      const given = engine.understand({
        text,
        language: null,
        pending: slot ? asking(slot) : null,
        today,
      }).acts
      expect(given.length).toBeGreaterThan(0)
      for (const act of given) expect(actSchema(faqIds).safeParse(act).success).toBe(true)
    }
  })

  it('never throws, and says the same each time', () => {
    const word = fc.constantFrom(
      'ik',
      'heb',
      '2.000',
      'punten',
      'niet',
      'goud',
      'maar',
      'EOS R5',
      'serienummer',
      '0123456',
      'gekocht',
      'in',
      'Duitsland',
      'vorig jaar',
      '?',
      ',',
      'als',
      'ja',
      'nee',
      'the',
      'second',
      'one',
      'knop',
      'weet',
      'stop',
      '\n',
      'maart',
      '3',
      '@',
      'a@b.nl',
    )
    const texts = fc.oneof(
      fc.string({ maxLength: 60, unit: 'binary' }),
      fc.array(word, { maxLength: 14 }).map((list) => list.join(' ')),
    )
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom(undefined, 'points', 'tier', 'dealer', 'greenTickVisible', 'rating', 'missingFields'),
        (text, slot) => {
          const first = acts(engine, text, slot)
          expect(acts(engine, text, slot)).toEqual(first)
          for (const act of first) expect(actSchema(faqIds).safeParse(act).success).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('FAQ ids', () => {
  it('never gives an entry that is not there', async () => {
    const without = localEngine(await trainedModel(), {
      faqIds: faqIds.filter((id) => id !== 'green-tick-meaning'),
    })
    expect(acts(without, 'wat betekent het groene vinkje?')).not.toContainEqual(faq('green-tick-meaning'))
  })

  it('finds an operator’s entry by its phrases', async () => {
    const phrases = [
      { id: 'parking', text: 'Waar kan ik parkeren bij het servicepunt?' },
      { id: 'parking', text: 'parkeerplaats servicepunt' },
    ]
    const own = localEngine(await trainedModel(), { faqIds: [...faqIds, 'parking'], phrases })
    expect(acts(own, 'waar kan ik parkeren bij het servicepunt')).toEqual([faq('parking')] as Act[])
  })
})
