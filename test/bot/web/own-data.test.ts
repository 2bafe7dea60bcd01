/** What the page reads of members' own data, tables and the policy, whatever comes. */
import { describe, expect, it } from 'vitest'
import { ownPicture } from '../../../bot/web/links.ts'
import { carriedOf, readCarried, readOwnData } from '../../../bot/web/own-data.ts'
import { readPageSettings } from '../../../bot/web/page-settings.ts'
import { readTable } from '../../../bot/web/table-file.ts'

const page = 'https://chat.example/'

describe('own data', () => {
  it('are read line by line, and what cannot be read is left out', () => {
    const fact = {
      key: 'points',
      name: 'punten',
      value: '1.850',
      erase: 'Wis punten',
      kept: { words: 'x', value: 1850 },
    }
    const data = readOwnData({ facts: [fact, null, { key: 'a' }, 7], transcriptUrl: 3 })
    expect(data).toEqual({ facts: [{ ...fact, words: 'x', change: undefined }], transcriptUrl: undefined })
    const carried = carriedOf(data, 'c')
    expect(readCarried(JSON.stringify(carried))).toEqual({
      of: 'c',
      names: ['punten'],
      known: { points: fact.kept },
    })
  })

  it('are nothing where the device kept nothing, or nonsense', () => {
    for (const text of [undefined, '', '{', 'null', '{"names":[],"known":{}}', '[1]'])
      expect(readCarried(text)).toBeUndefined()
    expect(carriedOf(readOwnData('nothing'), 'c')).toBeUndefined()
  })
})

describe('a table in a file', () => {
  it('is read with quotes, semicolons and lines within its cells, and without its guards', () => {
    expect(readTable('\uFEFF"Product";"Serie"\r\n"a;""b""";"\'=1"\r\n"c\nd";""')).toEqual({
      titles: ['Product', 'Serie'],
      rows: [
        ['a;"b"', '=1'],
        ['c\nd', ''],
      ],
    })
  })

  it('is none where there is nothing below its titles', () => {
    for (const text of ['', '"a";"b"', '"a"\r\n"b"', '"a;"b"\r\nc']) expect(readTable(text)).toBeUndefined()
  })
})

describe('the policy for the page', () => {
  it('is read where it is whole, and its address only where it is safe', () => {
    const settings = { keepDays: 30, rememberDays: 0, modelReads: true }
    expect(
      readPageSettings({ ...settings, privacy: { contact: 'a@b.nl', url: 'javascript:alert(1)' } }, page),
    ).toEqual({
      ...settings,
      contact: 'a@b.nl',
      url: undefined,
    })
    for (const wrong of [undefined, {}, { keepDays: '30', rememberDays: 1 }])
      expect(readPageSettings(wrong, page)).toBeUndefined()
  })
})

describe('a picture', () => {
  it('is shown from the page’s own drawings, and from nowhere else', () => {
    expect(ownPicture('https://chat.example/pictures/greenTick.png', page)).toBe('/pictures/greenTick.svg')
    for (const address of [
      'https://elsewhere.example/pictures/greenTick.png',
      'https://chat.example/pictures/../secret.png',
      'https://chat.example/pictures/a.png?x=/pictures/b.png&y=1/pictures/c.pngx',
      'data:image/png;base64,AAAA',
      undefined,
    ])
      expect([address, ownPicture(address, page)?.startsWith('/pictures/') ?? false]).toEqual([
        address,
        address?.includes('?') ?? false,
      ])
  })
})
