/** What is exported is a file of the FAQ: its own reader takes it, and reads in it what was proposed. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { entryYaml, exportProposals } from '../../../bot/learning/export.ts'
import { readFaq } from '../../../bot/operator-files.ts'
import { faqEntrySchema } from '../../../domain/faq.ts'
import type { Proposal } from '../../../domain/proposals.ts'
import { languages } from '../../../domain/values.ts'
import { temporaryFolder } from '../running-server.ts'

const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  version: 1,
  id: 'transfer-points',
  key: 'abcdefgh',
  caseId: 'case-1',
  proposedBy: 'Anna',
  proposedAt: 0,
  state: 'open',
  decidedAt: null,
  facts: ['points.fully-registered', 'points.eligible'],
  wordings: {
    nl: {
      question: 'Kan ik mijn punten overdragen?',
      variants: ['punten overzetten', 'ja: kan dat?'],
      answer:
        'Punten horen bij producten die op je eigen zakelijke account geregistreerd zijn. Het gaat om **alle** producten.\n\n- camera’s\n- lenzen\n\n{support}',
    },
    en: {
      question: 'Can I transfer my points?',
      variants: ['# move points', 'yes'],
      answer: 'Points stay where they are.',
    },
  },
  ...more,
})

describe('an exported proposal', () => {
  it('reads as what was proposed, by the FAQ’s own reader', () => {
    const folder = temporaryFolder()
    const one = proposal()
    expect(exportProposals([one], folder).map(({ kind }) => kind)).toEqual(['written', 'written'])
    const book = readFaq(folder)
    expect(book.ids).toEqual(['transfer-points'])
    for (const language of languages)
      expect(book.entry('transfer-points', language)).toEqual({
        ...one.wordings[language],
        facts: one.facts,
        id: 'transfer-points',
        language,
      })
  })

  it('has the form of the files that are there', () => {
    const shipped = readFileSync('domain/faq/nl/annual-fee.yaml', 'utf8')
    const keys = (text: string) => text.match(/^\w+(?=:)/gm)
    const text = entryYaml(proposal(), 'nl')
    expect(keys(text)).toEqual(keys(shipped))
    expect(text).toMatch(/^answer: >-$/m)
    expect(text).toMatch(/^facts: \[points\.fully-registered, points\.eligible\]$/m)
  })

  it('overwrites nothing', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'nl'))
    writeFileSync(join(folder, 'nl', 'transfer-points.yaml'), 'mine')
    expect(exportProposals([proposal()], folder).map(({ kind }) => kind)).toEqual(['other', 'written'])
    expect(exportProposals([proposal()], folder).map(({ kind }) => kind)).toEqual(['other', 'there'])
    expect(readFileSync(join(folder, 'nl', 'transfer-points.yaml'), 'utf8')).toBe('mine')
    expect(readdirSync(join(folder, 'en'))).toEqual(['transfer-points.yaml'])
  })

  it('says the same whatever was written', () => {
    const text = (least: number, most: number) =>
      fc
        .oneof(fc.string({ unit: 'grapheme', maxLength: most }), fc.lorem({ maxCount: 40 }))
        .map((one) => one.slice(0, most).trim())
        .filter((one) => one.length >= least)
    const answer = fc
      .array(text(1, 300), { minLength: 1, maxLength: 4 })
      .map((all) => all.join('\n\n').slice(0, 1200).trim())
    fc.assert(
      fc.property(
        text(5, 160),
        fc.array(text(3, 200), { minLength: 1 }),
        answer,
        (question, variants, said) => {
          const { wordings, facts } = proposal()
          const entry = faqEntrySchema.safeParse({ question, variants, answer: said, facts: [...facts] })
          fc.pre(entry.success)
          const one = proposal({ wordings: { ...wordings, nl: { question, variants, answer: said } } })
          expect(faqEntrySchema.parse(parse(entryYaml(one, 'nl')))).toEqual(entry.data)
        },
      ),
      { numRuns: process.env.PROVE ? 2000 : 200 },
    )
  })
})
