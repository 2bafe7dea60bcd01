/** Support searches the FAQ from Teams, in Dutch and in English, and finds what the assistant would answer, with its sources. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type SearchParts, teamsFaqSearch } from '../../../bot/channels/teams/search.ts'
import { readFaq } from '../../../bot/operator-files.ts'
import { readExamples } from '../../../bot/understanding/examples.ts'
import { phrasesOf } from '../../../bot/understanding/faq-phrases.ts'
import type { FaqBook } from '../../../domain/faq.ts'
import { emptyPolicy, policySchema } from '../../../domain/policy.ts'
import { languages } from '../../../domain/values.ts'
import { type FaqSearch, faqSearch } from '../../../prompts/local/faq-search.ts'
import { testExamples, trainedModel } from '../../prompts/trained.ts'
import { cardFaults } from './card-faults.ts'

const faq = readFaq('domain/faq')
let shipped: FaqSearch

beforeAll(async () => {
  shipped = faqSearch(await trainedModel(), { faqIds: faq.ids, phrases: phrasesOf(faq) })
})

const searching = (parts: Partial<SearchParts> = {}) =>
  teamsFaqSearch({
    files: () => ({ faq, policy: emptyPolicy }),
    searchIn: async () => shipped,
    opinions: async () => [],
    ...parts,
  })

const find = async (text: string, more: object = {}, parts: Partial<SearchParts> = {}) =>
  searching(parts).search({ text, skip: 0, count: 10, ...more })

const idOf = (title: string): string | undefined =>
  faq.ids.find((id) => languages.some((language) => faq.entry(id, language)?.question === title))

describe('search in the FAQ', () => {
  it.each([
    ['wat kost het per jaar', 'annual-fee', 'nl'],
    ['how much is it per year', 'annual-fee', 'en'],
    ['vinkje', 'green-tick-meaning', 'nl'],
    ['factuur', 'when-invoice', 'nl'],
    ['which countries', 'which-countries', 'en'],
    ['faktuur', 'when-invoice', 'nl'],
    ['wachtw', 'first-password', 'nl'],
  ])('%s', async (text, id, language) => {
    const [first] = await find(text, { locale: language })
    expect(first?.title).toBe(faq.entry(id, language as 'nl')?.question)
  })

  it('puts the right entry first for questions that nobody trained on, in both languages', async () => {
    const asked = (await readExamples(testExamples)).filter(
      ({ acts, file, pending }) =>
        file.includes('fresh-faq') && acts.length === 1 && acts[0]!.act === 'faq' && !pending,
    )
    expect(asked.length).toBeGreaterThan(50)
    for (const language of languages) {
      const own = asked.filter((one) => one.language === language)
      const right = own.filter(({ text, acts }) => acts[0]!.act === 'faq' && shipped(text)[0] === acts[0]!.id)
      expect(right.length / own.length, language).toBeGreaterThan(0.95)
    }
  })

  it('answers in the language that is typed, and in that of the one who searches where that does not tell', async () => {
    const [typed] = await find('what does the membership cost?', { locale: 'nl-NL' })
    expect(typed!.title).toBe(faq.entry('annual-fee', 'en')!.question)
    for (const [locale, language] of [
      ['nl-NL', 'nl'],
      ['en-GB', 'en'],
    ] as const)
      expect((await find('corporate', { locale }))[0]!.title).toBe(
        faq.entry('corporate-tier', language)!.question,
      )
  })

  it('finds nothing where nothing comes near', async () => {
    for (const text of ['xyzzy', '???', '😀', '\u0000', 'qwrtp zxcvb']) expect(await find(text)).toEqual([])
  })

  it('lists the most helpful answers first where nothing is typed', async () => {
    const opinions = async () => [
      { faq: 'annual-fee', helped: 3, notHelped: 1 },
      { faq: 'when-active', helped: 9, notHelped: 0 },
      { faq: 'what-is-cps', helped: 0, notHelped: 4 },
      { faq: 'gone-by-now', helped: 50, notHelped: 0 },
    ]
    const all = await find('  ', { count: 25, locale: 'nl' }, { opinions })
    expect(all.slice(0, 2).map(({ title }) => idOf(title))).toEqual(['when-active', 'annual-fee'])
    const rest = await find('', { skip: 25, locale: 'nl' }, { opinions })
    expect(idOf(rest.at(-1)!.title)).toBe('what-is-cps')
  })

  it('lists them as they stand in the FAQ while the store does not answer', async () => {
    const opinions = () => Promise.reject(new Error('down'))
    expect((await find('', { locale: 'en' }, { opinions })).map(({ title }) => idOf(title))).toEqual(
      faq.ids.slice(0, 10),
    )
  })

  it('comes page by page, without gap or repetition', async () => {
    const pages = await Promise.all([0, 10, 20, 30, 40].map((skip) => find('', { skip, locale: 'nl' })))
    expect(pages.flat().map(({ title }) => idOf(title))).toEqual(faq.ids)
    const points = await find('punten', { count: 2 })
    expect([...points, ...(await find('punten', { skip: 2, count: 2 }))]).toEqual(
      await find('punten', { count: 4 }),
    )
  })

  it('stands odd requests', async () => {
    for (const [skip, count] of [
      [-5, 3],
      [Number.NaN, Number.NaN],
      [0, 1e9],
      [1e12, 5],
      [0.5, 2.7],
    ])
      expect((await find('', { skip, count })).length).toBeLessThanOrEqual(25)
    for (const text of ['a'.repeat(100_000), '{{x}} $[y]', '<b>kosten</b>', '\ud800', 'wat\u202e kost'])
      expect(await find(text)).toBeInstanceOf(Array)
  })
})

describe('a found entry', () => {
  const body = async (id: string, policy = emptyPolicy, locale = 'nl') => {
    const { question } = faq.entry(id, locale as 'nl')!
    const [first] = await find(question, { locale }, { files: () => ({ faq, policy }) })
    return JSON.stringify(first!.card)
  }

  it('has the question, the answer with its links, and the place of each fact', async () => {
    const card = await body('reset-password')
    expect(card).toContain('ForgotPassword')
    expect(card).not.toMatch(/\{\w+\}/)
    for (const id of faq.entry('reset-password', 'nl')!.facts) expect(card).toContain(id)
    expect(await body('which-countries')).toContain('https://www.canon.ie/pro/cps-terms-and-conditions')
  })

  it('has the operator’s fees and support where the assistant would say them', async () => {
    const policy = policySchema.parse({
      fees: { silver: { amount: 125, currency: 'EUR' } },
      support: { phone: '+31 20 123 45 67' },
    })
    expect(await body('annual-fee', policy)).toMatch(/125[\s\S]*\+31|\+31[\s\S]*125/)
    expect(await body('annual-fee')).not.toContain('125')
    expect(await body('when-active', policy)).not.toContain('125')
  })

  it('is a card that Teams shows, for every entry and language', async () => {
    for (const locale of languages)
      for (const skip of [0, 25])
        for (const { title, text, card } of await find('', { skip, count: 25, locale })) {
          expect(cardFaults(card), title).toEqual([])
          expect(text.length).toBeLessThanOrEqual(140)
          expect(text).not.toMatch(/\*\*|\]\(/)
        }
  })

  it('is of the files as they are now', async () => {
    let now: FaqBook = faq
    const one: FaqBook = { ids: ['annual-fee'], entry: faq.entry }
    const made: FaqBook[] = []
    const { search } = searching({
      files: () => ({ faq: now, policy: emptyPolicy }),
      searchIn: async (book) => {
        made.push(book)
        return () => book.ids
      },
    })
    const count = async () => (await search({ text: 'kosten', skip: 0, count: 25 })).length
    expect([await count(), await count()]).toEqual([25, 25])
    now = one
    expect(await count()).toBe(1)
    expect(made).toEqual([faq, one])
  })

  it('is found again after a search that could not be made', async () => {
    let tries = 0
    const { search } = searching({
      searchIn: async () => {
        if (++tries === 1) throw new Error('no model')
        return shipped
      },
    })
    await expect(search({ text: 'kosten', skip: 0, count: 5 })).rejects.toThrow()
    expect(await search({ text: 'kosten', skip: 0, count: 5 })).not.toEqual([])
  })
})
