import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Inline,
  plainInline,
  plainMarkdown,
  readInline,
  readMarkdown,
} from '../../../bot/web/markdown.ts'

const page = 'http://localhost:3978/'
const inline = (source: string) => readInline(source, page)

const everyPiece = (pieces: readonly Inline[]): readonly Inline[] =>
  pieces.flatMap((piece) => ('children' in piece ? [piece, ...everyPiece(piece.children)] : [piece]))

describe('running text', () => {
  test('bold, emphasis and links are read, also within each other', () => {
    expect(inline('Vanaf **500 punten** en _misschien_ meer')).toEqual([
      { kind: 'text', text: 'Vanaf ' },
      { kind: 'strong', children: [{ kind: 'text', text: '500 punten' }] },
      { kind: 'text', text: ' en ' },
      { kind: 'em', children: [{ kind: 'text', text: 'misschien' }] },
      { kind: 'text', text: ' meer' },
    ])
    expect(inline('**[hier](https://example.org/a)**')).toEqual([
      {
        kind: 'strong',
        children: [
          { kind: 'link', href: 'https://example.org/a', children: [{ kind: 'text', text: 'hier' }] },
        ],
      },
    ])
  })

  test('an address may hold brackets, underscores and what was escaped', () => {
    const [link] = inline('[a](https://example.org/s/login/?language=en_GB&x=\\*_(1))')
    expect(link).toMatchObject({ kind: 'link', href: 'https://example.org/s/login/?language=en_GB&x=*_(1)' })
  })

  test('a bare https address becomes a link, without the full stop behind it', () => {
    expect(inline('Kijk op https://example.org/x.').map((piece) => piece.kind)).toEqual([
      'text',
      'link',
      'text',
    ])
  })

  test('what is escaped is text', () => {
    expect(plainInline(inline('\\*\\*niet vet\\*\\* \\[geen\\]\\(link\\) a\\_b'))).toBe(
      '**niet vet** [geen](link) a_b',
    )
    expect(inline('2 \\* 3 \\* 4')).toEqual([{ kind: 'text', text: '2 * 3 * 4' }])
  })

  test('marks that mark nothing stay as they are', () => {
    for (const source of ['2 * 3 * 4', 'snake_case_name', '**open', 'a ** b ** c', '[x]', 'x](y)', '5*'])
      expect(inline(source)).toEqual([{ kind: 'text', text: source }])
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'http://example.org',
    'vbscript:x',
    'file:///etc/passwd',
  ])('a link to %s is only its label', (address) => {
    expect(inline(`[tik hier](${address})`)).toEqual([{ kind: 'text', text: 'tik hier' }])
  })

  test('HTML is text', () => {
    expect(inline('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'text', text: '<img src=x onerror=alert(1)>' },
    ])
  })

  test('whatever is written, every link is one that a member may be sent to, and every word is kept', () => {
    const piece = fc.constantFrom(
      '**',
      '*',
      '_',
      '[',
      ']',
      '(',
      ')',
      '\\',
      '\n',
      'a',
      ' ',
      'https://e.org',
      'javascript:',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const read = everyPiece(inline(pieces.join('')))
        for (const found of read) if (found.kind === 'link') expect(found.href).toMatch(/^(https|mailto):/)
        const letters = (text: string) => text.replace(/[^a]/g, '').length
        const shown = read.map((found) => (found.kind === 'text' ? found.text : '')).join('')
        expect(letters(shown)).toBeLessThanOrEqual(letters(pieces.join('')))
      }),
    )
  })

  test('ten thousand marks take no time worth noticing', () => {
    for (const mark of ['**', '*a', '[', '\\', '[a](', '_a_ ']) {
      const started = performance.now()
      inline(mark.repeat(10_000))
      expect(performance.now() - started).toBeLessThan(2_000)
    }
  })
})

describe('blocks', () => {
  test('paragraphs, line breaks and both kinds of list', () => {
    const blocks = readMarkdown('Een\ntwee\n\n- a\n- b\n  c\n\n3. drie\n4. vier\nslot', page)
    expect(blocks.map((block) => block.kind)).toEqual(['paragraph', 'list', 'list', 'paragraph'])
    expect(blocks[0]).toEqual({
      kind: 'paragraph',
      children: [{ kind: 'text', text: 'Een' }, { kind: 'break' }, { kind: 'text', text: 'twee' }],
    })
    expect(blocks[1]).toMatchObject({ ordered: false })
    expect(blocks[1]?.kind === 'list' && blocks[1].items.length).toBe(2)
    expect(blocks[2]).toMatchObject({ ordered: true, start: 3 })
  })

  test('an empty message has none', () => {
    expect(readMarkdown('', page)).toEqual([])
    expect(readMarkdown(' \r\n \n', page)).toEqual([])
  })

  test('as plain text it reads as it looks, with the addresses of its links', () => {
    expect(plainMarkdown('**Let op**\n\n- [hier](https://example.org/x)\n- \\*daar\\*', page)).toBe(
      'Let op\n\n- hier (https://example.org/x)\n- *daar*',
    )
  })
})
