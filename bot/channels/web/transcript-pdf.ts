/** A conversation to take along, as a PDF that a screen reader can read too, in a font of its own. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type PdfDocument from 'pdfkit'
import type { Conversation, Store } from '../../stores/store.ts'
import { headings, saidIn } from './transcript.ts'

/** Messages that are set in one go. */
const linesAtOnce = 10

/** What members write with: a letter is set in the first of these that has it. */
const scripts = ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese'] as const
/** Stands for what none of them has: pictograms, mostly. */
const unknown = '·'
/** What the assistant writes and the font does not have. */
const instead: Readonly<Record<string, string>> = { '→': '›', '‑': '-' }

const ink = { title: '#16171b', head: '#5c5d66', words: '#16171b' } as const

/** The document with what pdfkit knows of the font in hand, and its types do not tell. */
interface WithFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(point: number): boolean } }
}

type Pdf = typeof PdfDocument.prototype

const fontFile = (script: string, weight: number) =>
  createRequire(import.meta.url).resolve(
    `@fontsource/source-sans-3/files/source-sans-3-${script}-${weight}-normal.woff`,
  )

const nameOf = (script: string, weight: number) => `${script} ${weight}`

function registerFonts(pdf: Pdf) {
  for (const script of scripts)
    for (const weight of [400, 600])
      pdf.registerFont(nameOf(script, weight), readFileSync(fontFile(script, weight)))
}

/** Which of the fonts has each letter; found out once for a document. */
function makeFinder(pdf: Pdf) {
  const known = new Map<string, string | undefined>()
  return (letter: string): string | undefined => {
    if (known.has(letter)) return known.get(letter)
    const point = letter.codePointAt(0)!
    const found = scripts.find((script) => {
      pdf.font(nameOf(script, 400))
      return (pdf as unknown as WithFont)._font.font.hasGlyphForCodePoint(point)
    })
    known.set(letter, found)
    return found
  }
}

/** Text in pieces that are each in one font. */
function piecesOf(text: string, scriptOf: (letter: string) => string | undefined) {
  const pieces: { script: string; text: string }[] = []
  for (const written of text.normalize('NFC')) {
    const letter = instead[written] ?? written
    const found = letter === '\n' ? undefined : scriptOf(letter)
    const last = pieces.at(-1)
    const script = found ?? last?.script ?? scripts[0]
    const shown = found || letter === '\n' ? letter : /\p{M}|\u200d/u.test(letter) ? '' : unknown
    if (last?.script === script) last.text += shown
    else pieces.push({ script, text: shown })
  }
  return pieces
}

/** The whole conversation as a PDF. Loads what it needs only when somebody asks for one. */
export async function readTranscriptPdf(
  store: Pick<Store, 'read'>,
  conversation: Conversation,
): Promise<Buffer> {
  const { default: Document } = await import('pdfkit')
  const { locale, title, headOf } = headings(conversation)
  const pdf = new Document({
    size: 'A4',
    margin: 56,
    pdfVersion: '1.7',
    tagged: true,
    lang: locale,
    displayTitle: true,
    info: { Title: title },
  })
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const whole = new Promise<Buffer>((done) => pdf.on('end', () => done(Buffer.concat(chunks))))
  registerFonts(pdf)
  const scriptOf = makeFinder(pdf)

  const write = (
    kind: 'H1' | 'H2' | 'P',
    text: string,
    { size, weight, color }: { size: number; weight: 400 | 600; color: string },
  ) => {
    const pieces = piecesOf(text, scriptOf)
    pdf.addStructure(
      pdf.struct(kind, {}, () => {
        pdf.fontSize(size).fillColor(color)
        for (const [at, piece] of pieces.entries())
          pdf
            .font(nameOf(piece.script, weight))
            .text(piece.text, { continued: at < pieces.length - 1, lineGap: 2 })
      }),
    )
  }

  write('H1', title, { size: 18, weight: 600, color: ink.title })
  let written = 0
  for await (const line of saidIn(store, conversation.id)) {
    // Others are served meanwhile.
    if (++written % linesAtOnce === 0) await new Promise((done) => setImmediate(done))
    pdf.moveDown(0.9)
    write('H2', headOf(line), { size: 9, weight: 600, color: ink.head })
    write('P', line.text, { size: 11, weight: 400, color: ink.words })
  }
  pdf.end()
  return whole
}
