/** An agent's answer becomes a proposal in one action, once, and the editors say what becomes of it. */
import { describe, expect, it } from 'vitest'
import { proposalForm } from '../../../bot/learning/form.ts'
import { learning } from '../../../bot/learning/proposals.ts'
import { readFaq } from '../../../bot/operator-files.ts'
import { openMemoryStore, SharedMemory } from '../stores/memory-store.ts'
import { cardFaults } from '../teams/card-faults.ts'
import { answered, completed, inputsOf, submit } from './filled-in.ts'

const faq = readFaq('domain/faq')
const anna = { name: 'Anna' }

function desk(memory = new SharedMemory()) {
  let time = Date.parse('2026-11-28T10:00:00Z')
  const store = openMemoryStore(memory)
  return {
    memory,
    store,
    pass: (ms: number) => {
      time += ms
    },
    ...learning({ store, faq: () => faq, now: () => time }),
  }
}

const form = proposalForm(answered, 'nl')

describe('a proposal', () => {
  it('is kept as it was filled in, and told to who sent it', async () => {
    const { propose, proposals } = desk()
    const outcome = await propose(submit(form, completed), anna, 'nl')
    expect(outcome).toMatchObject({
      kind: 'proposed',
      id: 'transfer-points-colleague',
      text: expect.stringContaining('Anna'),
    })
    if (outcome.kind === 'proposed') expect(cardFaults(outcome.card)).toEqual([])
    expect(await proposals()).toMatchObject([
      {
        id: 'transfer-points-colleague',
        caseId: 'case-1',
        proposedBy: 'Anna',
        state: 'open',
        facts: ['points.fully-registered'],
        wordings: {
          nl: {
            question: answered.question,
            variants: ['punten aan een collega geven', 'punten overzetten'],
          },
          en: { question: completed['question-en'], answer: completed['answer-en'] },
        },
      },
    ])
  })

  it('is not kept where something is missing or personal: the form comes back with what was typed', async () => {
    const { propose, proposals } = desk()
    const typed = { ...completed, 'answer-en': 'Ask jan@example.org about it.', facts: '' }
    const outcome = await propose(submit(form, typed), anna, 'en')
    if (outcome.kind !== 'wrong') throw new Error(outcome.kind)
    expect(outcome.faults).toHaveLength(2)
    expect(outcome.faults.join('\n')).toContain('jan@example.org')
    expect(cardFaults(outcome.card)).toEqual([])
    expect(inputsOf(outcome.card)).toMatchObject({ ...typed, 'question-nl': answered.question })
    expect(await proposals()).toEqual([])
  })

  it('is refused where it is no form', async () => {
    const { propose, proposals } = desk()
    for (const data of [undefined, {}, { cpsCase: 'case-1' }])
      expect(await propose(data, anna)).toMatchObject({ kind: 'refused' })
    expect(await proposals()).toEqual([])
  })

  it('sent twice, and by two processes at once, is one', async () => {
    const memory = new SharedMemory()
    const [one, other] = [desk(memory), desk(memory)]
    const outcomes = await Promise.all(
      [one, other, one].map((each) => each.propose(submit(form, completed), anna)),
    )
    expect(new Set(outcomes.map((outcome) => outcome.kind === 'proposed' && outcome.id))).toEqual(
      new Set(['transfer-points-colleague']),
    )
    expect(await one.proposals()).toHaveLength(1)
  })

  it('changed and sent again takes the place of what it was, until it is decided on', async () => {
    const { propose, proposals, decide } = desk()
    await propose(submit(form, completed), anna)
    await propose(submit(form, { ...completed, 'question-en': 'May I give points away?' }), { name: 'Bram' })
    expect(await proposals()).toMatchObject([
      {
        id: 'transfer-points-colleague',
        proposedBy: 'Bram',
        wordings: { en: { question: 'May I give points away?' } },
      },
    ])
    expect(await decide('transfer-points-colleague', 'accepted')).toBe('decided')
    expect(await propose(submit(form, completed), anna)).toMatchObject({ kind: 'refused' })
    expect(await proposals()).toMatchObject([{ proposedBy: 'Bram', state: 'accepted' }])
  })

  it('gets an id that neither the FAQ nor another proposal has', async () => {
    const { propose } = desk()
    const ids: (string | false)[] = []
    for (const [at, question] of ['Annual fee?', 'Annual fee!', 'Annual fee…'].entries()) {
      const other = proposalForm({ ...answered, caseId: `case-${at}` })
      const outcome = await propose(submit(other, { ...completed, 'question-en': question }), anna)
      ids.push(outcome.kind === 'proposed' && outcome.id)
    }
    expect(faq.ids).toContain('annual-fee')
    expect(ids).toEqual(['annual-fee-2', 'annual-fee-3', 'annual-fee-4'])
  })

  it('two of one name at the same moment stand beside one another', async () => {
    const memory = new SharedMemory()
    const outcomes = await Promise.all(
      ['case-1', 'case-2', 'case-3'].map((caseId) =>
        desk(memory).propose(submit(proposalForm({ ...answered, caseId }), completed), anna),
      ),
    )
    expect(new Set(outcomes.map((outcome) => outcome.kind === 'proposed' && outcome.id)).size).toBe(3)
    expect(await desk(memory).proposals()).toHaveLength(3)
  })

  it('can be discarded and taken up again; of one that is not there nothing comes', async () => {
    const { propose, proposals, decide } = desk()
    await propose(submit(form, completed), anna)
    for (const state of ['discarded', 'open'] as const) {
      expect(await decide('transfer-points-colleague', state)).toBe('decided')
      expect(await proposals()).toMatchObject([
        { state, decidedAt: state === 'open' ? null : expect.any(Number) },
      ])
    }
    expect(await decide('no-such-thing', 'accepted')).toBe('unknown')
  })

  it('that cannot be read counts as absent, and its id stays taken', async () => {
    const { propose, proposals, store } = desk()
    const now = Date.parse('2026-11-28T10:00:00Z')
    for (const [id, json] of [
      ['transfer-points-colleague', '{"version":99}'],
      ['broken', '{'],
    ] as const)
      await store.keepDocument({ kind: 'proposal', id, revision: 0, json, expiresAt: now * 2 }, now)
    expect(await propose(submit(form, completed), anna)).toMatchObject({ id: 'transfer-points-colleague-2' })
    expect(await proposals()).toHaveLength(1)
  })

  it('is gone a year after it was last touched', async () => {
    const { propose, proposals, pass } = desk()
    await propose(submit(form, completed), anna)
    pass(364 * 24 * 60 * 60 * 1000)
    expect(await proposals()).toHaveLength(1)
    pass(2 * 24 * 60 * 60 * 1000)
    expect(await proposals()).toEqual([])
  })
})
