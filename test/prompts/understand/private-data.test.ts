/** Private data never leaves: cards and IBANs by checksum, all of them; the rest by its shape. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  hidePrivateData,
  passesLuhn,
  passesMod97,
  showPrivateData,
} from '../../../prompts/understand/private-data.ts'
import { asking } from '../trained.ts'

const hide = (text: string, slot?: string) => hidePrivateData(text, slot ? asking(slot) : null)
const runs = { numRuns: process.env.PROVE ? 50_000 : 3_000 }

const digits = (least: number, most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((list) => list.join(''))
/** Numbers with a right check digit. */
const card = digits(12, 18).map((start) => {
  for (let check = 0; check < 10; check++) if (passesLuhn(start + check)) return start + check
  throw new Error('no check digit')
})
/** Grouped as people do: not at all, by four, or as on a card of 15 digits. */
const grouped = (number: string, manner: number, mark: string) => {
  if (manner === 0) return number
  if (manner === 1) return number.replace(/.{4}(?=.)/g, `$&${mark}`)
  return number.replace(/^(.{4})(.{6})(.+)$/, `$1${mark}$2${mark}$3`)
}
const marks = fc.constantFrom(' ', '-', '.', '\u00a0', ' - ', '–', '_')

const lengths: Readonly<Record<string, readonly [length: number, shape: string]>> = {
  NL: [18, 'AAAA9999999999'],
  BE: [16, '999999999999'],
  DE: [22, '999999999999999999'],
  FR: [27, '9999999999XXXXXXXXXXX99'],
  GB: [22, 'AAAA99999999999999'],
  NO: [15, '99999999999'],
  MT: [31, 'AAAA99999XXXXXXXXXXXXXXXXXX'],
  PL: [28, '999999999999999999999999'],
}
const from = (alphabet: string) => fc.constantFrom(...alphabet)
const iban = fc.constantFrom(...Object.keys(lengths)).chain((country) => {
  const [length, shape] = lengths[country]!
  const chars = [...shape].map((kind) =>
    from(
      kind === 'A'
        ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
        : kind === '9'
          ? '0123456789'
          : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
    ),
  )
  return fc.tuple(...chars).map((list) => {
    for (let check = 2; check < 99; check++) {
      const whole = country + String(check).padStart(2, '0') + list.join('')
      if (passesMod97(whole) && whole.length === length) return whole
    }
    throw new Error('no check digits')
  })
})
const around = fc.constantFrom(
  ['', ''],
  ['mijn kaart is ', ''],
  ['', ' is het nummer'],
  ['betalen met ', ', en ik heb 2100 punten'],
  ['I paid with ', ' on 14-3-2023.'],
  ['(', ')'],
  ['nummer:', '!'],
  ['12 ', ''],
  ['ik kocht hem op 3-4-2021 ', ' bij Kamera Express'],
)

describe('what is found by checksum', () => {
  it('every valid card number', () => {
    fc.assert(
      fc.property(
        card,
        fc.integer({ min: 0, max: 2 }),
        marks,
        around,
        (number, manner, mark, [before, after]) => {
          const written = grouped(number, manner, mark)
          const { text } = hide(`${before}${written}${after}`)
          expect(text).not.toContain(written)
          expect(text.replace(/\[[a-z]+-\d+\]/g, '').replace(/\D/g, '')).not.toContain(number)
        },
      ),
      runs,
    )
  })

  it('every valid IBAN', () => {
    fc.assert(
      fc.property(
        iban,
        fc.boolean(),
        marks,
        fc.boolean(),
        around,
        (number, spaced, mark, low, [before, after]) => {
          const shown = grouped(number, spaced ? 1 : 0, mark)
          const written = low ? shown.toLowerCase() : shown
          const { text } = hide(`${before}${written}${after}`)
          expect(text).not.toContain(written)
          expect(text.replace(/\[[a-z]+-\d+\]/g, '')).not.toContain(number.slice(-8))
        },
      ),
      runs,
    )
  })

  it('real ones, as people write them', () => {
    for (const written of [
      '4111 1111 1111 1111',
      '5500-0000-0000-0004',
      '378282246310005',
      '3782 822463 10005',
      'NL91 ABNA 0417 1643 00',
      'nl91abna0417164300',
      'BE68 5390 0754 7034',
      'GB29 NWBK 6016 1331 9268 19',
    ])
      expect(hide(`het is ${written} hoor`).text).toMatch(/^het is \[(?:card|iban)-1\] hoor$/)
  })
})

describe('what is found by shape', () => {
  it('99 in 100 e-mail addresses, of any kind', () => {
    let [all, hidden] = [0, 0]
    fc.assert(
      fc.property(
        fc.emailAddress(),
        fc.constantFrom('', 'mail me op ', 'my address: ', '<'),
        fc.constantFrom('', ' graag', '.', '>', ', dank'),
        (address, before, after) => {
          all++
          if (!hide(`${before}${address}${after}`).text.includes(address)) hidden++
        },
      ),
      runs,
    )
    console.log(`${hidden} of ${all} e-mail addresses hidden`)
    expect(hidden / all).toBeGreaterThanOrEqual(0.99)
  })

  it.each([
    ['mijn mail is jan.jansen+canon@studio-jansen.co.uk', 'mijn mail is [email-1]'],
    ['jan (at) studio punt nl', '[email-1]'],
    ['jan apenstaartje studio.nl is mijn mail', '[email-1] is mijn mail'],
    ['bel me op 06-12345678', 'bel me op [phone-1]'],
    ['call +31 6 1234 5678 please', 'call [phone-1] please'],
    ['0032 478 12 34 56', '[phone-1]'],
    ['(020) 123 45 67 of 020-1234567', '[phone-1] of [phone-2]'],
    ['serienummer 012345678', 'serienummer [serial-1]'],
    ['serial number is XA4-55210', 'serial number is [serial-1]'],
    ['EOS R5, 012345678, gekocht 14-3-2023', 'EOS R5, [serial-1], gekocht 14-3-2023'],
    ['ik heet Hanneke de Vries', 'ik heet [name-1]'],
    ['My name is Tom O’Brien and I have 2100 points', 'My name is [name-1] and I have 2100 points'],
    [
      'Ik heb 2100 punten.\nMet vriendelijke groet,\nHanneke Jansen',
      'Ik heb 2100 punten.\nMet vriendelijke groet,\n[name-1]',
    ],
    ['ik ben Jan en ik wil lid worden', 'ik ben [name-1] en ik wil lid worden'],
  ])('%s', (written, wanted) => {
    expect(hide(written).text).toBe(wanted)
  })

  it.each([
    'ik heb 2.150 punten',
    '250000 punten',
    'EOS R5 Mark II',
    'RF 24-70mm f/2.8',
    'gekocht op 14-03-2023',
    '2023-03-14',
    '20230314',
    'ik ben ingelogd',
    'ik ben Canon-klant',
    '600 en nog 250, dus 850',
    'EF 70-200 2.8',
    'Kamera Express in Rotterdam',
    'nee, 1800',
  ])('leaves as it is: %s', (written) => {
    expect(hide(written).text).toBe(written)
  })

  it('reads a bare number by the question that waits', () => {
    expect(hide('112233', 'points').text).toBe('112233')
    expect(hide('112233', 'serialNumber').text).toBe('[serial-1]')
    expect(hide('4711', 'serialNumber').text).toBe('[serial-1]')
    expect(hide('XA-4711', 'serialNumber').text).toBe('[serial-1]')
  })

  it('the same data has the same placeholder, other data another', () => {
    expect(hide('a@b.nl, of c@d.nl, nee toch a@b.nl').text).toBe(
      '[email-1], of [email-2], nee toch [email-1]',
    )
  })
})

it('what was hidden comes back, whatever was written', () => {
  const piece = fc.oneof(
    card,
    iban,
    fc.emailAddress(),
    fc.constantFrom('06-12345678', 'ik heet Jan de Vries', 'serienummer XA123456', '[card-1]', '[email-1]'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const written = pieces.join(' ')
      if (/(?:email|iban|card|phone|serial|name)-\d/i.test(written)) return
      const { text, originals } = hide(written)
      expect(showPrivateData(text, originals)).toBe(written)
    }),
    runs,
  )
})

it('takes no time that a member would notice, whatever is written', () => {
  for (const text of [
    '1 '.repeat(2000),
    '1-'.repeat(2000),
    'a@'.repeat(2000),
    'NL91'.repeat(1000),
    'a.'.repeat(2000),
    'Ik heet '.repeat(500),
    '0'.repeat(4000),
    'ab1'.repeat(1300),
    'x at '.repeat(800),
    'A b '.repeat(1000),
  ]) {
    const started = performance.now()
    hide(text, 'serialNumber')
    expect(performance.now() - started, text.slice(0, 12)).toBeLessThan(250)
  }
})
