import { describe, expect, it } from 'vitest'
import { readTranscriptPdf } from '../../bot/channels/web/transcript-pdf.ts'
import type { Conversation } from '../../bot/stores/store.ts'

const conversation = { id: 'a', locale: 'nl-NL' } as Conversation
const pdfOf = (...said: readonly object[]) =>
  readTranscriptPdf(
    {
      read: async (_, after) =>
        said
          .map((one, index) => ({ number: index + 1, json: JSON.stringify({ type: 'message', ...one }) }))
          .filter(({ number }) => number > after),
    },
    conversation,
  )

describe('the transcript as a PDF', () => {
  it('is a tagged document with a title, a language and a font of its own', async () => {
    const pdf = (
      await pdfOf(
        { from: { role: 'user' }, text: 'Mijn lens is één RF 100-500mm, gekocht in Łódź – Ελλάδα, 写真 📷' },
        { from: { role: 'bot' }, textFormat: 'markdown', text: '**Genoteerd**' },
      )
    ).toString('latin1')
    expect(pdf.startsWith('%PDF-1.7')).toBe(true)
    expect(pdf).toMatch(/\/Lang \(nl-NL\)/)
    expect(pdf).toMatch(/\/MarkInfo/)
    expect(pdf).toMatch(/\/FontFile[23]/)
    expect(pdf.match(/\/S \/(H1|H2|P)\b/g)?.length).toBeGreaterThanOrEqual(5)
  })

  it('goes over as many pages as it needs', async () => {
    const long = Array.from({ length: 60 }, (_, at) => ({
      from: { role: at % 2 ? 'bot' : 'user' },
      text: `bericht ${at}\nmet een tweede regel`,
    }))
    const pdf = (await pdfOf(...long)).toString('latin1')
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1)
  })
})
