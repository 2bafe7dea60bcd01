/** The FAQ as it ships: complete, in step between its languages, and saying nothing that its facts do not hold. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { factIds, facts, links } from '../../domain/facts.ts'
import { type FaqEntry, type FaqFile, faqBook } from '../../domain/faq.ts'
import { type Language, languages } from '../../domain/values.ts'
import { faqIds } from '../../prompts/acts.ts'
import { telling } from './telling.ts'

/** A file of the FAQ as text, read the way that an operator's files are: what a path leads to knows its line. */
function faqFile(language: string, id: string, text: string): FaqFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  expect(document.errors, `${language}/${id}`).toEqual([])
  const lineOf: FaqFile['lineOf'] = (path) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  return { language, id, content: document.toJS(), lineOf }
}

const root = join(import.meta.dirname, '../../domain/faq')
const files = languages.flatMap((language) =>
  readdirSync(join(root, language)).map((name) =>
    faqFile(language, name.replace(/\.yaml$/, ''), readFileSync(join(root, language, name), 'utf8')),
  ),
)
const { book, faults } = faqBook(files)
const entryOf = (id: string, language: Language): FaqEntry => {
  const entry = book.entry(id, language)
  expect(entry?.language, `${language}/${id}`).toBe(language)
  return entry!
}
const shipped = languages.flatMap((language) => faqIds.map((id) => entryOf(id, language)))
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const nameOf = ({ language, id }: FaqEntry) => `${language}/${id}`

describe('the shipped FAQ', () => {
  it('has every entry in every language and no other', () => {
    expect(faults).toEqual([])
    for (const language of languages)
      expect(files.filter((file) => file.language === language).map((file) => file.id)).toEqual(
        [...faqIds].sort(),
      )
  })

  it('rests on facts that exist, the same in every language, each named once', () => {
    for (const id of faqIds) {
      const [first, ...others] = languages.map((language) => entryOf(id, language))
      expect(new Set(first!.facts).size, id).toBe(first!.facts.length)
      for (const fact of first!.facts) expect(factIds, id).toContain(fact)
      for (const other of others) expect([...other.facts].sort(), id).toEqual([...first!.facts].sort())
    }
  })

  it('is asked in twelve to eighteen ways, none of which is another entry’s', () => {
    for (const language of languages) {
      const asked = new Map<string, string>()
      for (const entry of shipped.filter((one) => one.language === language)) {
        expect(entry.variants.length, nameOf(entry)).toBeGreaterThanOrEqual(12)
        expect(entry.variants.length, nameOf(entry)).toBeLessThanOrEqual(18)
        for (const text of [entry.question, ...entry.variants]) {
          expect(asked.get(plain(text)), `${nameOf(entry)}: ${text}`).toBeUndefined()
          asked.set(plain(text), entry.id)
        }
      }
    }
  })

  it('holds only placeholders that are filled in, the same in every language, and no bare address', () => {
    const placeholders = ({ answer }: FaqEntry) => (answer.match(/\{[^}]*\}/g) ?? []).sort()
    for (const entry of shipped) {
      for (const found of placeholders(entry))
        expect(['{support}', ...Object.keys(links).map((link) => `{${link}}`)], nameOf(entry)).toContain(
          found,
        )
      expect(placeholders(entry), nameOf(entry)).toEqual(placeholders(entryOf(entry.id, languages[0])))
      expect(entry.answer, nameOf(entry)).not.toMatch(/https?:|www\./)
      // A link's placeholder is a Markdown link's target; support's is a sentence of its own.
      expect(
        entry.answer.replace(/\[[^\]]+\]\(\{(signIn|resetPassword)\}\)/g, ''),
        nameOf(entry),
      ).not.toMatch(/\{(signIn|resetPassword)\}/)
      if (entry.answer.includes('{support}'))
        expect(entry.answer, nameOf(entry)).toMatch(/[.!?]\s\{support\}/)
    }
  })
})

describe('what an answer says', () => {
  it.each(telling.map(([token, ...holders]) => ({ token, holders })))(
    'where $token is said, the fact is cited',
    ({ token, holders }) => {
      const saying = shipped.filter((entry) => token.test(entry.answer))
      expect(saying.length).toBeGreaterThan(0)
      for (const entry of saying)
        expect(
          entry.facts.some((fact) => holders.includes(fact)),
          nameOf(entry),
        ).toBe(true)
    },
  )

  it('no other number stands in it, and each is written as its language does', () => {
    const known = [30, 500, 1999, 2000, 2500]
    for (const entry of shipped) {
      const written = known.map((number) => number.toLocaleString(entry.language, { useGrouping: 'always' }))
      for (const found of entry.answer.match(/\d+(?:[.,]\d+)*/g) ?? [])
        expect(written, nameOf(entry)).toContain(found)
    }
  })

  it('the only e-mail address is the one that the fact gives', () => {
    for (const entry of shipped)
      for (const address of entry.answer.match(/[\w.-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [])
        expect(facts['account.email'].claim, nameOf(entry)).toContain(address)
  })

  it('Canon’s labels stand as they do on the screen, and a member who reads no Dutch is told that they are Dutch', () => {
    const labels = [
      'Mijn producten',
      'PRODUCTEN MIGREREN',
      'Product bekijken',
      'AAN/UIT',
      'Beschikbare CPS-categorieën',
    ]
    for (const entry of shipped) {
      for (const label of labels)
        for (const found of entry.answer.match(new RegExp(label, 'gi')) ?? [])
          expect(found, nameOf(entry)).toBe(label)
      if (entry.language !== 'nl' && labels.some((label) => entry.answer.includes(label)))
        expect(entry.answer, nameOf(entry)).toMatch(/\((it is|both are) in Dutch\)/)
    }
  })

  it('thirty days are said of the credit card only, and as usual only', () => {
    for (const entry of shipped)
      for (const sentence of entry.answer.split(/(?<=[.!?])\s+/).filter((one) => /\b30\b/.test(one))) {
        expect(sentence, nameOf(entry)).toMatch(/creditcard|credit card/)
        expect(sentence, nameOf(entry)).toMatch(/meestal|gebruikelijk|usual/)
      }
  })

  it('the green tick is said of migrated products', () => {
    for (const entry of shipped.filter((one) => one.facts.includes('points.green-tick')))
      expect(entry.answer, nameOf(entry)).toMatch(/gemigreerd|migrated/)
  })

  it('what is only inferred is said with reserve', () => {
    for (const entry of shipped.filter((one) => one.facts.some((fact) => facts[fact].inferred)))
      expect(entry.answer, nameOf(entry)).toMatch(/leid ik|infer/)
    expect(entryOf('card-charge-date', 'nl').answer).toMatch(/waarschijnlijk/i)
    expect(entryOf('card-charge-date', 'en').answer).toMatch(/probably/)
  })

  it('names every participating country, in the language of the entry', () => {
    // In the order of the fact; Czechia is called by the name that the fact has in English.
    const codes = 'AT BE CZ DK FI FR DE HU IE IT LU NL NO PL PT SK ES SE GB'.split(' ')
    expect(facts['eligible.countries'].claim.split(',')).toHaveLength(codes.length)
    for (const language of languages) {
      const { answer } = entryOf('which-countries', language)
      const names = new Intl.DisplayNames(language, { type: 'region' })
      for (const code of codes)
        expect(answer).toContain(language === 'en' && code === 'CZ' ? 'Czech Republic' : names.of(code))
      expect(
        answer
          .split(':')[1]!
          .split('.')[0]!
          .split(/, | en | and /),
      ).toHaveLength(codes.length)
      expect(answer.match(/\((vasteland|mainland)\)/g)).toHaveLength(2)
    }
  })

  it('gives no amount of money', () => {
    for (const entry of shipped) expect(entry.answer, nameOf(entry)).not.toMatch(/[€£$]|\beuro\b|\bEUR\b/i)
  })
})

describe('a wrong file', () => {
  const good = [
    'question: Wat is een lens?',
    'variants:',
    '  - lens, wat is dat',
    '  - uitleg lens',
    'answer: Een lens is een product.',
    'facts: [points.eligible]',
  ]
  const faultsOf = (lines: readonly string[], language = 'nl', id = 'lens') =>
    faqBook([faqFile(language, id, lines.join('\n'))]).faults
  const with_ = (line: number, ...text: readonly string[]) => good.toSpliced(line - 1, 1, ...text)

  it('is none when it is right', () => {
    expect(faultsOf(good)).toEqual([])
  })

  it.each([
    ['a question that is too short', with_(1, 'question: Wat'), 1, 'question'],
    ['a variant that is no text', with_(4, '  - 12'), 4, 'variants.1'],
    ['an empty variant', with_(3, '  - ""'), 3, 'variants.0'],
    ['no variants at all', ['question: Wat is een lens?', 'variants: []', ...good.slice(4)], 2, 'variants'],
    ['an answer that is too short', with_(5, 'answer: Ja.'), 5, 'answer'],
    ['a fact that does not exist', with_(6, 'facts: [points.eligible, points.magic]'), 6, 'facts'],
    ['no fact', with_(6, 'facts: []'), 6, 'facts'],
  ])('%s is named with its line', (_what, lines, line, path) => {
    const [fault, ...others] = faultsOf(lines)
    expect(others).toEqual([])
    expect(fault).toMatchObject({ language: 'nl', id: 'lens', line })
    expect(fault!.message).toMatch(new RegExp(`^${path}\\b`))
  })

  it('a missing key and a key that there is not are both named', () => {
    expect(faultsOf(with_(5)).map(({ message }) => message)).toEqual([expect.stringMatching(/^answer: /)])
    expect(faultsOf([...good, 'price: 12']).map(({ message }) => message)).toEqual([
      expect.stringMatching(/price/),
    ])
  })

  it('an empty file is named', () => {
    expect(faultsOf([''])).toEqual([expect.objectContaining({ id: 'lens', line: 1 })])
  })

  it('a folder that is no language and a name that is no id are named', () => {
    expect(faultsOf(good, 'klingon')).toEqual([expect.objectContaining({ language: 'klingon', line: 1 })])
    expect(faultsOf(good, 'nl', 'Lens uitleg')).toEqual([
      expect.objectContaining({ id: 'Lens uitleg', line: 1 }),
    ])
  })

  it('takes nothing from the others: they are still in the book', () => {
    const { book, faults } = faqBook([
      faqFile('nl', 'lens', good.join('\n')),
      faqFile('en', 'lens', with_(6, 'facts: []').join('\n')),
    ])
    expect(faults).toHaveLength(1)
    // A reader of English gets the Dutch entry rather than none.
    expect(book.entry('lens', 'en')?.language).toBe('nl')
    expect(book.entry('tele', 'en')).toBeUndefined()
  })
})
