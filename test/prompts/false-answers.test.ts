import { beforeAll, describe, expect, it } from 'vitest'
import type { LocalUnderstander } from '../../prompts/local/engine.ts'
import { acts, trainedEngine } from './trained.ts'

let engine: LocalUnderstander
beforeAll(async () => {
  engine = await trainedEngine()
}, 180_000)

const kinds = (text: string, slot?: string) => acts(engine, text, slot).map(({ act }) => act)

describe('what says nothing about a yes/no question', () => {
  it.each([
    ['wanneer gaat ie in', 'greenTickVisible'],
    ['when does it start', 'greenTickVisible'],
    ['heb er 1200 ofzo', 'migrateButtonVisible'],
    ['heb er 900 ongeveer', 'greenTickVisible'],
    ['geregistreerd', 'hadCpsAccount'],
    ['nog niks gekregen', 'hadCpsAccount'],
    ['nog niets ontvangen', 'hadCpsAccount'],
    ['nothing received yet', 'hadCpsAccount'],
    ['I had it yesterday. now theres nothing', 'hadCpsAccount'],
    ["ik ben zzp'er, mag dat", 'hasBusinessAccount'],
    ['heb alleen gewone canon account', 'hasBusinessAccount'],
    ['ja vandaag binnen', 'greenTickVisible'],
    ['heb ik al gedaan', 'wantsSheet'],
    ['klaar', 'hadCpsAccount'],
    ['2000', 'greenTickVisible'],
    ['ik heb hem gevonden in de spam', 'resetWorked'],
    ['found it in spam', 'firstPasswordWorked'],
  ])('%s [%s] is no yes', (text, slot) => expect(kinds(text, slot)).not.toContain('affirm'))

  it.each([
    ['nog niks gekregen', 'hadCpsAccount'],
    ['nog niets ontvangen', 'hadCpsAccount'],
    ['I had it yesterday. now theres nothing', 'hadCpsAccount'],
    ['wanneer gaat ie in', 'greenTickVisible'],
  ])('%s [%s] is no no', (text, slot) => expect(kinds(text, slot)).not.toContain('deny'))

  it.each(['ja', 'ja hoor', 'yes I see it', 'ja die zie ik', 'jaaa 👍', 'jazeker'])('%s is a yes', (text) => {
    const [first] = acts(engine, text, 'greenTickVisible')
    expect(first).toMatchObject(first?.act === 'inform' ? { value: true } : { act: 'affirm' })
  })
  it.each([
    ['ik heb hem gevonden in de spam', 'emailFound'],
    ['gevonden, en het is gelukt', 'resetWorked'],
  ])('%s [%s] is a yes', (text, slot) => expect(kinds(text, slot)).toContain('affirm'))
  it.each(['nee', 'nope', 'nee niet te zien', 'no', 'nog niet'])('%s is a no', (text) => {
    const [first] = acts(engine, text, 'greenTickVisible')
    expect(first).toMatchObject(first?.act === 'inform' ? { value: false } : { act: 'deny' })
  })
})

describe('what was said instead', () => {
  it.each([
    ['wanneer gaat ie in', 'greenTickVisible', [{ act: 'faq', id: 'when-active' }]],
    ["ik ben zzp'er, mag dat", 'hasBusinessAccount', [{ act: 'faq', id: 'who-can-join' }]],
    [
      'heb er 1200 ofzo',
      'migrateButtonVisible',
      [{ act: 'inform', slot: 'points', value: 1200, bound: 'about' }],
    ],
    ['2000', 'greenTickVisible', [{ act: 'inform', slot: 'points', value: 2000 }]],
    ['1850', 'hadCpsAccount', [{ act: 'inform', slot: 'points', value: 1850 }]],
    ['nog niks gekregen', 'hadCpsAccount', [{ act: 'inform', slot: 'accountEmailReceived', value: false }]],
    [
      'heb alleen gewone canon account',
      'hasBusinessAccount',
      [{ act: 'inform', slot: 'hasBusinessAccount', value: false }],
    ],
    [
      'I only have a personal account',
      'hasBusinessAccount',
      [{ act: 'inform', slot: 'hasBusinessAccount', value: false }],
    ],
    ['kaart', 'paymentMethod', [{ act: 'inform', slot: 'paymentMethod', value: 'creditCard' }]],
    ['Neen.', 'dealer', [{ act: 'unsure' }]],
    ['nee', 'productName', [{ act: 'unsure' }]],
    ['wacht het was toch 2024', 'purchaseCountry', [{ act: 'correct', slot: 'purchaseDate', value: '2024' }]],
    ['wait, it was 2021', 'dealer', [{ act: 'correct', slot: 'purchaseDate', value: '2021' }]],
    ['never mind, register again then', 'wayOut', [{ act: 'start', dialog: 'registration' }]],
    ['laat maar, dan registreer ik opnieuw', 'wayOut', [{ act: 'start', dialog: 'registration' }]],
  ])('%s [%s]', (text, slot, wanted) => expect(acts(engine, text, slot)).toEqual(wanted))

  it('a letter about a consumer account is neither thanks, a dealer nor a yes', () => {
    const read = acts(
      engine,
      'Beste, ik heb inderdaad een account bij Canon, doch ik vermoed dat dit een gewone consumentenaccount is. Is dit voldoende?',
      'hasBusinessAccount',
    )
    expect(read).toContainEqual({ act: 'inform', slot: 'hasBusinessAccount', value: false })
    expect(read.filter((act) => act.act === 'thanks' || act.act === 'affirm' || 'slot' in act)).toHaveLength(
      1,
    )
  })

  it.each([
    ['heb me aangemeld, nu wachten op mail', false],
    ['ik heb me ingeschreven, ik wacht nog op de mail', false],
    ['signed up, waiting for the email', false],
  ])('%s: not signed in', (text, value) => {
    const read = acts(engine, text, 'accountEmailReceived')
    expect(read).toContainEqual({ act: 'inform', slot: 'accountEmailReceived', value })
    expect(read.some((act) => 'slot' in act && act.slot === 'signedIn')).toBe(false)
  })
})

describe('something that was done', () => {
  it.each(['klaar', 'done', 'gedaan', 'ok klaar', 'all done', 'het is gebeurd'])('%s', (text) => {
    for (const slot of ['greenTickVisible', 'accountCreated', 'resetWorked', 'firstPasswordWorked'])
      expect(kinds(text, slot)).toEqual(['affirm'])
    for (const slot of [undefined, 'hadCpsAccount', 'points', 'dealer'])
      expect(kinds(text, slot)).toEqual(['unknown'])
  })
})

describe('coming and going', () => {
  it.each([
    'moet ff mail checken',
    'ben zo terug',
    'ff wachten',
    'be right back',
    'I need to check my email',
  ])('%s', (text) => {
    for (const slot of [undefined, 'points', 'hadCpsAccount']) expect(kinds(text, slot)).toEqual(['goodbye'])
  })
  it.each(['ben terug', "I'm back", 'ik ben er weer', 'weer terug'])('%s', (text) => {
    for (const slot of [undefined, 'points', 'hadCpsAccount']) expect(kinds(text, slot)).toEqual(['greet'])
  })
  it.each(['terug', 'ga terug', 'go back'])('%s still goes back', (text) =>
    expect(kinds(text, 'points')).toEqual(['back']),
  )
})

describe('questions on their own', () => {
  it.each([
    ['werkt dit ook in belgie', 'which-countries'],
    ['ik woon in België, maakt dat een verschil', 'which-countries'],
    ['does it matter that I live in Austria', 'which-countries'],
    ['kan dat ook zonder bedrijf', 'who-can-join'],
    ['what is the difference between personal and business account', 'who-can-join'],
    ['wat is een zakelijk account precies', 'who-can-join'],
    ['hoe lang duurt het voordat ik lid ben', 'when-active'],
    ['how long do I have to wait', 'when-active'],
    ['wanneer gaat het in', 'when-active'],
    ['telt tweedehands ook mee', 'which-products-count'],
    ['does my old EF 70-200 count', 'which-products-count'],
    ['How many points do I need for Gold?', 'tier-points'],
    ['hoeveel punten heb ik nodig voor platina?', 'tier-points'],
  ])('%s', (text, id) => expect(acts(engine, text)).toEqual([{ act: 'faq', id }]))

  it('an own problem is a start', () => {
    expect(acts(engine, 'ik krijg geen mail van canon')).toEqual([
      { act: 'start', dialog: 'passwordReset' },
      { act: 'inform', slot: 'accountEmailReceived', value: false },
    ])
    expect(acts(engine, 'why is there no green check mark on my lens')).toEqual([
      { act: 'start', dialog: 'migration' },
      { act: 'inform', slot: 'greenTickVisible', value: false },
    ])
  })

  it('what nobody here can do is not understood', () =>
    expect(kinds('can you just switch the button back on for me?')).toEqual(['unknown']))

  it.each(['I bought it from a dealer in Hong Kong', 'I bought it at a camera shop in Hong Kong'])(
    '%s: a dealer without a name is none',
    (text) =>
      expect(acts(engine, text, 'dealer')).toEqual([{ act: 'inform', slot: 'purchaseCountry', value: 'HK' }]),
  )

  it('a message that something is not known is no mood', () =>
    expect(
      engine.understand({
        text: 'Neen, ik krijg de melding dat mijn e-mailadres niet gekend is.',
        language: null,
        pending: null,
        today: '2026-11-22',
      }).mood,
    ).toBeUndefined())
})
