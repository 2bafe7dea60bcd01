import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SetupFault } from '../../bot/config.ts'
import { readFaq, readPolicy, readReplies } from '../../bot/operator-files.ts'
import { parseBeforehand, readParsedYaml } from '../../bot/yaml-file.ts'
import { emptyPolicy } from '../../domain/policy.ts'
import { temporaryFolder } from './running-server.ts'

const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work()
  } catch (error) {
    if (error instanceof SetupFault) return error.faults
    throw error
  }
  return []
}

function policyFile(lines: readonly string[]): string {
  const path = join(temporaryFolder(), 'policy.yaml')
  writeFileSync(path, lines.join('\n'))
  return path
}

describe('ready replies', () => {
  const folderWith = (files: Readonly<Record<string, string>>) => {
    const folder = temporaryFolder()
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    return folder
  }

  it('are those of each language, in their order; a file that is not there has none', () => {
    const folder = folderWith({
      'nl.yaml': '- title: Groet\n  text: Dag!\n- title: Later\n  text: Tot zo.\n',
    })
    expect(readReplies(folder)).toEqual({
      nl: [
        { title: 'Groet', text: 'Dag!' },
        { title: 'Later', text: 'Tot zo.' },
      ],
      en: [],
    })
    const shipped = readReplies('domain/replies')
    expect(shipped.nl.length).toBe(shipped.en.length)
    expect(shipped.nl.length).toBeGreaterThan(0)
  })

  it('are refused with the line that is wrong', () => {
    const at = (text: string) =>
      faultsOf(() => readReplies(folderWith({ 'en.yaml': text }))).map((fault) =>
        fault.replace(/^.*\.yaml:/, ''),
      )
    expect(at('- title: A\n  text: B\n- title: C\n')).toEqual([expect.stringMatching(/^3: 1\.text: /)])
    expect(at('- title: A\n  text: B\n  typ: C\n')).toHaveLength(1)
    expect(at('- title: A\n  text: B\n- title: A\n  text: C\n')).toEqual([
      expect.stringContaining('same title'),
    ])
    expect(at('- [')).toHaveLength(1)
  })
})

describe('the policy file', () => {
  it('may be absent or empty, and is read as it is meant', () => {
    expect(readPolicy(undefined)).toEqual(emptyPolicy)
    expect(readPolicy(policyFile(['# nothing yet']))).toEqual(emptyPolicy)
    expect(readPolicy(policyFile(['keepDays: 7', 'thresholds:', '  gold: 1000']))).toMatchObject({
      keepDays: 7,
      thresholds: { gold: 1000 },
    })
    const hours = ['support:', '  phone: 020-1234567', '  hours:', "    from: '09:00'", "    to: '17:00'"]
    expect(readPolicy(policyFile(hours)).support?.hours).toMatchObject({
      timeZone: 'Europe/Amsterdam',
      days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      from: '09:00',
    })
  })

  it('is refused with the line that is wrong', () => {
    const at = (lines: readonly string[]) =>
      faultsOf(() => readPolicy(policyFile(lines))).map((fault) => fault.replace(/^.*\.yaml:/, ''))
    expect(at(['keepDays: 30', 'fees:', '  gold:', '    amount: 100', '    currency: euro'])).toEqual([
      expect.stringMatching(/^5: fees\.gold\.currency: /),
    ])
    expect(at(['keepDays: 0', 'typo: 1', 'support: {}']).sort()).toEqual([
      expect.stringMatching(/^1: keepDays/),
      expect.stringMatching(/^2: typo/),
      expect.stringMatching(/^3: support/),
    ])
    expect(at(['keepDays: 30', 'fees: [', 'x'])[0]).toMatch(/^\d: /)
    const [bomb] = faultsOf(() =>
      readPolicy(
        policyFile([
          'a: &a [1]',
          ...[...'bcdefg'].map((name, at) => `${name}: &${name} [${`*${'abcdef'[at]},`.repeat(9)}]`),
        ]),
      ),
    )
    expect(bomb).toMatch(/POLICY_FILE: cannot be read \(.*alias/)
    expect(faultsOf(() => readPolicy('/nowhere/policy.yaml'))).toEqual([
      expect.stringContaining('POLICY_FILE'),
    ])
  })
})

describe('the FAQ folder', () => {
  it('is read by language and id, and refused with the line that is wrong', () => {
    const folder = temporaryFolder()
    expect(readFaq(join(folder, 'none')).ids).toEqual([])
    mkdirSync(join(folder, 'nl'))
    const write = (name: string, lines: readonly string[]) =>
      writeFileSync(join(folder, 'nl', name), lines.join('\n'))
    const good = [
      'question: Hoeveel punten?',
      'variants:',
      '  - hoeveel punten',
      'answer: Minstens 500 punten.',
      'facts: [tier.minimum]',
    ]
    write('minimum-points.yaml', good)
    expect(readFaq(folder).entry('minimum-points', 'nl')?.question).toBe('Hoeveel punten?')
    write('other.yaml', [...good.slice(0, 4), 'facts:', '  - no.such-fact'])
    write('broken.yaml', ['question: "Hoe'])
    expect(faultsOf(() => readFaq(folder))).toEqual([expect.stringMatching(/broken\.yaml:\d: /)])
    write('broken.yaml', good)
    expect(faultsOf(() => readFaq(folder))).toEqual([expect.stringMatching(/nl\/other\.yaml:6: facts\.0: /)])
  })

  it('says the same where its files were parsed beforehand, and of a file that changed since what it says now', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'nl'))
    const good =
      'question: Hoeveel punten?\nvariants: [hoeveel punten]\nanswer: Minstens 500.\nfacts: [tier.minimum]\n'
    const file = join(folder, 'nl', 'minimum-points.yaml')
    const wrong = good.replace('tier.minimum', 'no.such-fact')
    const parsedFile = join(folder, 'parsed.json')
    writeFileSync(parsedFile, JSON.stringify(parseBeforehand([good, wrong, 'question: "Hoe', 'big: .inf'])))
    const parsed = readParsedYaml(parsedFile)
    expect(Object.keys(parsed)).toHaveLength(2)
    for (const text of [good, good.replace('500', '600'), wrong, 'question: "Hoe', 'big: .inf']) {
      writeFileSync(file, text)
      const told = (from?: typeof parsed) => [
        faultsOf(() => readFaq(folder, from)),
        text.startsWith('question: H') &&
          text !== wrong &&
          readFaq(folder, from).entry('minimum-points', 'nl'),
      ]
      expect(told(parsed)).toEqual(told())
    }
    writeFileSync(parsedFile, '{"half')
    expect(readParsedYaml(parsedFile)).toEqual({})
    expect(readParsedYaml(join(folder, 'none.json'))).toEqual({})
  })
})
