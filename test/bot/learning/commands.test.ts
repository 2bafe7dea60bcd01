/** The editors' commands, as they are built: what nobody could answer, grouped; what was proposed, exported and decided on. */
import { execFile } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { proposalForm } from '../../../bot/learning/form.ts'
import { learning } from '../../../bot/learning/proposals.ts'
import { readFaq } from '../../../bot/operator-files.ts'
import { openEmbeddedStore } from '../../../bot/stores/embedded.ts'
import { temporaryFolder } from '../running-server.ts'
import { answered, completed, submit } from './filled-in.ts'

const root = join(import.meta.dirname, '../../..')
/** Gone after each test. */
let data: string
const id = 'transfer-points-colleague'

const run = (program: 'questions' | 'proposals', ...given: readonly string[]) =>
  new Promise<{ readonly out: string; readonly says: string; readonly failed: boolean }>((resolve) => {
    const { PATH = '' } = process.env
    execFile(
      process.execPath,
      [join(root, 'dist', `${program}.js`), ...given],
      { cwd: root, env: { PATH, DATA_DIR: data } },
      (error, out, says) => resolve({ out, says, failed: error !== null }),
    )
  })

beforeEach(async () => {
  data = temporaryFolder()
  const store = openEmbeddedStore(join(data, 'store'), { sync: 'interval' })
  const now = Date.now()
  for (const [language, text, times] of [
    ['nl', 'kan ik mijn punten overdragen aan een collega?', 2],
    ['nl', 'punten overdragen collega', 1],
    ['nl', 'is er parkeergelegenheid bij canon', 1],
  ] as const)
    for (let time = 0; time < times; time++) await store.keepQuestion({ language, text }, now)
  const { propose } = learning({ store, faq: () => readFaq('domain/faq'), now: () => now })
  expect(await propose(submit(proposalForm(answered), completed), { name: 'Anna' })).toMatchObject({
    kind: 'proposed',
  })
  await store.close()
})

describe('npm run questions', () => {
  it('says the most asked first, in all wordings together', async () => {
    const { out } = await run('questions')
    expect(out).toMatch(/^2 questions without an answer, in 3 wordings$/m)
    expect(out).toMatch(
      /3 × nl .*kan ik mijn punten overdragen aan een collega\?\n +1 × punten overdragen collega\n +1 × nl .*parkeer/,
    )
  })
})

describe('npm run proposals', () => {
  it('lists them, exports files that the FAQ takes, and closes them', async () => {
    const listed = await run('proposals')
    expect(listed.out).toMatch(/^1 proposals wait, 0 were decided on$/m)
    for (const part of [id, 'Anna', answered.question, completed['answer-en'], completed.facts])
      expect(listed.out).toContain(part)

    const folder = join(data, 'out')
    const exported = await run('proposals', '--export', folder)
    expect(exported).toMatchObject({ failed: false, says: '' })
    expect(readFaq(folder).entry(id, 'en')?.question).toBe(completed['question-en'])

    expect(await run('proposals', '--accept', id)).toMatchObject({ failed: false })
    expect((await run('proposals')).out).toMatch(/^0 proposals wait, 1 were decided on$/m)
    rmSync(folder, { recursive: true })
    expect((await run('proposals', '--export', folder)).out).toContain('No proposals wait')
    expect(existsSync(folder)).toBe(false)
    for (const option of ['--reopen', '--discard', '--reopen'])
      expect(await run('proposals', option, id)).toMatchObject({ failed: false })
  })

  it('leaves a file that is there as it is, and says so', async () => {
    const folder = join(data, 'taken')
    await run('proposals', '--export', folder)
    writeFileSync(
      join(folder, 'nl', `${id}.yaml`),
      'question: Mijn eigen vraag?\nvariants: [eigen]\nanswer: Een eigen antwoord.\nfacts: [cps.what]\n',
    )
    const again = await run('proposals', '--export', folder)
    expect(again).toMatchObject({ failed: true })
    expect(again.says).toContain(`${id}.yaml`)
    expect(readFaq(folder).entry(id, 'nl')?.question).toBe('Mijn eigen vraag?')
  })

  it('refuses what it does not know', async () => {
    for (const given of [
      ['--accept', 'no-such-thing'],
      ['--nonsense'],
      ['--export'],
      ['--export', ''],
      ['--accept', id, '--discard', id],
    ])
      expect(await run('proposals', ...given), given.join(' ')).toMatchObject({ failed: true, out: '' })
  })
})
