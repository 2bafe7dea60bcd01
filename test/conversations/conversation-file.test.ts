import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConversation } from './conversation-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'cps-files-'))
mkdirSync(join(folder, 'happy'))
mkdirSync(join(folder, 'sad'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (content: string, path = 'happy/one.nl.yaml') => {
  writeFileSync(join(folder, path), content)
  return readConversation(folder, path)
}
const head = 'title: Een gesprek\nlanguage: nl\nturns:\n'

describe('a conversation file', () => {
  it('is read as it stands', () => {
    const { turns, today } = read(`${head}  - member: 1.800\n    knows: { points: 1800, signedIn: yes }\n`)
    expect(turns).toMatchObject([
      { member: '1.800', line: 4, knows: { points: { value: '1800' }, signedIn: { value: 'yes' } } },
    ])
    expect(today).toBe('2026-11-22')
  })

  it.each([
    ['an unknown word', `${head}  - member: hoi\n    ask: points\n`, ':5:'],
    ['an unknown question', `${head}  - member: hoi\n    asks: punten\n`, ':5:'],
    ['an unknown fact', `${head}  - member: hoi\n    knows:\n      point: 5\n`, ':6:'],
    ['an unknown source', `${head}  - member: hoi\n    states: pay.free\n`, ':5:'],
    ['a sentence', `${head}  - member: hoi\n    mentions: ${'woorden '.repeat(12)}\n`, ':5:'],
    ['a time that is none', `${head}  - later: tomorrow\n`, ':4:'],
    ['no turns', 'title: Leeg\nlanguage: nl\nturns: []\n', ':3:'],
    ['no YAML', `${head}  - member: "hoi\n`, ':'],
  ])('names its line: %s', (_, content, line) => {
    expect(() => read(content)).toThrow(`test/conversations/happy/one.nl.yaml${line}`)
  })

  it('lies in a folder of what members do, under its language', () => {
    const content = `${head}  - member: hoi\n`
    expect(() => read(content, 'sad/one.nl.yaml')).toThrow('<behaviour>')
    expect(() => read(content, 'happy/one.en.yaml')).toThrow('<behaviour>')
  })
})
