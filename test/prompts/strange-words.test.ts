import { beforeAll, describe, expect, it } from 'vitest'
import type { LocalUnderstander } from '../../prompts/local/engine.ts'
import { acts, asking, today, trainedEngine } from './trained.ts'

let engine: LocalUnderstander
beforeAll(async () => {
  engine = await trainedEngine()
}, 180_000)

const [unknown, unsure] = [[{ act: 'unknown' }], [{ act: 'unsure' }]]
const inform = (slot: string, value: unknown) => ({ act: 'inform', slot, value })

describe('words that nobody here knows', () => {
  const yesNo = ['hasBusinessAccount', 'signedIn', 'wantsSheet', 'greenTickVisible', 'hadMembership']
  it.each([
    'blorp',
    'flibber flabber',
    'qwertyuiop',
    'Да',
    'ヨドバシカメラ',
    'xkcd zzz',
    'مرحبا',
    '😀',
    '🦄🦄',
  ])('%s is no answer to yes or no', (text) => {
    for (const slot of yesNo) expect(acts(engine, text, slot)).toEqual(unknown)
  })
  it.each(['🤷', '🤷‍♀️', '🤷🏽‍♂️', '¯\\_(ツ)_/¯'])('%s does not know', (text) =>
    expect(acts(engine, text, 'accountEmailReceived')).toEqual(unsure),
  )
  it('says nothing by a bare value, a boast or an insult', () => {
    expect(acts(engine, '15 november', 'hadMembership')).toEqual(unknown)
    expect(acts(engine, 'I did have one actually', 'wantsSheet')).toEqual(unknown)
    expect(acts(engine, 'STOMME BOT!!!', 'signedIn')).toEqual(unknown)
  })
})

describe("the member's own words", () => {
  it.each([
    ['ヨドバシカメラ', 'dealer', 'ヨドバシカメラ'],
    ['Canon AE-1', 'productName', 'Canon AE-1'],
    ['Canon fotopapier A4', 'productName', 'Canon fotopapier A4'],
    ['*EOS* R5 [zwart]', 'productName', '*EOS* R5 [zwart]'],
    ['12', 'serialNumber', '12'],
    ['1,500', 'serialNumber', '1,500'],
    ['1923', 'purchaseDate', '1923'],
    ['het is een EOS R6', 'productName', 'EOS R6'],
    ["it's XA4-55210", 'serialNumber', 'XA4-55210'],
  ])('%s for %s', (text, slot, value) => expect(acts(engine, text, slot)).toEqual([inform(slot, value)]))
  it.each([
    ["that's it", 'dealer'],
    ['same shop', 'dealer'],
    ['serial number', 'productName'],
    ['dat was het', 'productName'],
  ])('%s is no %s', (text, slot) =>
    expect(acts(engine, text, slot)).not.toContainEqual(expect.objectContaining({ act: 'inform' })),
  )
  it.each(['no dealer', 'there was no dealer', 'geen winkel'])('%s: there is none', (text) =>
    expect(acts(engine, text, 'dealer')).toEqual(unsure),
  )
  it.each([
    'EOS R5 / serial number 032021004455 / bought May 2021 / in Ireland / from Conns',
    'EOS R5\nserial number 032021004455\nbought May 2021\nin Ireland\nfrom Conns',
    'EOS R5, 032021004455, May 2021, Ireland, Conns',
  ])('takes a whole list: %j', (text) =>
    expect(acts(engine, text, 'productName')).toEqual([
      inform('productName', 'EOS R5'),
      inform('serialNumber', '032021004455'),
      inform('purchaseDate', '2021-05'),
      inform('purchaseCountry', 'IE'),
      inform('dealer', 'Conns'),
    ]),
  )
})

describe('doubt', () => {
  const understood = (text: string) => engine.understand({ text, language: null, pending: null, today })
  it('is absent where a message is plain', () => {
    for (const text of ['ja', 'stop', '2100 punten', 'ik ben mijn wachtwoord vergeten'])
      expect(understood(text)).not.toHaveProperty('readings')
    expect(
      engine.understand({ text: 'ja', language: null, pending: asking('signedIn'), today }).sure,
    ).toBeUndefined()
  })
  it('offers two or three readings, the first of them the one given', () => {
    let offered = 0
    for (const text of [
      'wachtwoord resetten',
      'hoe werkt da wachtwoord resetten in t algemeen',
      'explain canon professional services to me',
      'which payment metods exist',
      'what about the invoice then',
      'iets met punten en lid worden',
    ]) {
      const { acts: given, readings, sure } = understood(text)
      if (!readings) continue
      offered++
      expect(sure).toBe(false)
      expect(readings.length).toBeGreaterThanOrEqual(2)
      expect(readings.length).toBeLessThanOrEqual(3)
      if (given[0]?.act !== 'unknown') expect(readings[0]).toEqual(given)
      expect(new Set(readings.map((one) => JSON.stringify(one))).size).toBe(readings.length)
    }
    expect(offered).toBeGreaterThan(0)
  })
})
