/** What is kept for the curators of the FAQ holds no personal data, and is a question. */
import { describe, expect, it } from 'vitest'
import { withoutPersonalData } from '../../bot/curators.ts'

describe('a question for the curators', () => {
  it.each([
    ['kan ik mijn punten overdragen aan jan@voorbeeld.nl?', 'jan@voorbeeld.nl'],
    ['mijn serienummer 012345678901 staat er niet, wat nu?', '012345678901'],
    ['bel me op 06-12345678 over de korting', '12345678'],
    ['mag het van NL91 ABNA 0417 1643 00 worden afgeschreven?', '0417'],
  ])('%s', (text, secret) => {
    const kept = withoutPersonalData(text)
    expect(kept).toBeDefined()
    expect(kept).not.toContain(secret)
  })
  it('is no single word, and no noise', () => {
    for (const text of ['asdf', '???', '😀😀😀', 'hoi']) expect(withoutPersonalData(text)).toBeUndefined()
  })
})
