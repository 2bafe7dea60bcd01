import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SetupFault } from '../../bot/config.ts'
import { readFaq, readPolicy } from '../../bot/operator-files.ts'
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

describe('the policy file', () => {
  it('may be absent or empty, and is read as it is meant', () => {
    expect(readPolicy(undefined)).toEqual(emptyPolicy)
    expect(readPolicy(policyFile(['# nothing yet']))).toEqual(emptyPolicy)
    expect(readPolicy(policyFile(['keepDays: 7', 'thresholds:', '  gold: 1000']))).toMatchObject({
      keepDays: 7,
      thresholds: { gold: 1000 },
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
})
