/** A case: what people and members do with it, by example, and whatever they do in whatever order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { act, happen, openCase } from '../../domain/case-acts.ts'
import {
  type Agent,
  type Case,
  type CaseAct,
  type CaseEvent,
  type CaseResult,
  caseSchema,
  firstName,
} from '../../domain/cases.ts'

const sanne: Agent = { id: '29:s', name: 'Sanne de Vries', oid: 'o-s' }
const pim: Agent = { id: '29:p', name: 'Jansen, Pim', oid: 'o-p' }
const at = Date.UTC(2026, 10, 28, 9)

const opened = openCase(
  {
    id: 'case',
    conversationId: 'conversation',
    userId: 'user',
    language: 'nl',
    reason: 'asked',
    wants: 'mijn vinkje is weg',
    step: { talk: 'migration', question: 'Zie je een groen vinkje?' },
    facts: [{ name: 'punten', value: '2.100', words: 'eenentwintighonderd' }],
    lines: [{ by: 'member', text: 'mijn vinkje is weg' }],
    base: 'https://chat.example.org',
    email: 'anna@example.org',
    place: 1,
  },
  at,
)

const stands = (result: CaseResult): Case => {
  if (result.kind === 'refused') throw new Error(result.reason)
  return result.case
}
let ids = 0
const does = (given: Case, what: CaseAct, by = sanne, when = at) => act(given, what, by, when, `id${ids++}`)
const happens = (given: Case, what: CaseEvent, when = at) => happen(given, what, when, `id${ids++}`)
const noticesOf = (given: Case) =>
  given.sendings.flatMap((sending) => (sending.to === 'member' ? [sending.notice] : []))
const threadOf = (given: Case) =>
  given.sendings.flatMap((sending) => (sending.to === 'thread' ? [sending.saying.kind] : []))

describe('a case', () => {
  it('is the one’s who claims it first; the other is told who has it', () => {
    const claimed = stands(does(opened, { kind: 'claim' }))
    expect(claimed).toMatchObject({ state: 'assigned', assignee: sanne })
    expect(noticesOf(claimed)).toEqual([{ kind: 'claimed', agent: 'Sanne' }])
    expect(does(claimed, { kind: 'claim' }, pim)).toEqual({
      kind: 'refused',
      reason: 'taken',
      who: 'Sanne de Vries',
    })
    expect(does(claimed, { kind: 'claim' }).kind).toBe('same')
  })

  it('is given to somebody else, whom the member then knows by name', () => {
    const given = stands(does(stands(does(opened, { kind: 'claim' })), { kind: 'assign', to: pim }))
    expect(given.assignee).toEqual(pim)
    expect(noticesOf(given).at(-1)).toEqual({ kind: 'claimed', agent: 'Pim' })
    expect(threadOf(given)).toEqual(['assigned'])
  })

  it('knows by name who was given it by their id only, once they act', () => {
    const nameless = { ...pim, name: '' }
    const given = stands(does(opened, { kind: 'assign', to: nameless }))
    const replied = stands(does(given, { kind: 'reply', text: 'Dag' }, pim))
    expect(replied.assignee).toEqual(pim)
  })

  it('keeps notes from the member', () => {
    const noted = stands(does(opened, { kind: 'note', text: 'vaste klant' }))
    expect(noted.notes).toHaveLength(1)
    expect(noted.sendings).toEqual([])
  })

  it('that nobody has is claimed by who replies, and the member knows before reading it', () => {
    const replied = stands(does(opened, { kind: 'reply', text: ' Dag! ' }))
    expect(noticesOf(replied).map(({ kind }) => kind)).toEqual(['claimed', 'said'])
    expect(replied).toMatchObject({
      assignee: sanne,
      messages: [{ by: 'agent', text: 'Dag!' }],
      waitsSince: null,
    })
  })

  it('takes no empty and no endless words', () => {
    expect(does(opened, { kind: 'reply', text: '  ' })).toMatchObject({ reason: 'empty' })
    expect(does(opened, { kind: 'reply', text: 'x'.repeat(4001) })).toMatchObject({ reason: 'tooLong' })
    expect(does(opened, { kind: 'note', text: '' })).toMatchObject({ reason: 'empty' })
  })

  it('is closed with an outcome, takes no replies then, and can be opened again', () => {
    const closed = stands(
      does(stands(does(opened, { kind: 'claim' })), { kind: 'close', outcome: 'solved', text: 'gevonden' }),
    )
    expect(closed).toMatchObject({ state: 'closed', outcome: { kind: 'solved', text: 'gevonden' } })
    expect(does(closed, { kind: 'reply', text: 'nog iets' })).toMatchObject({ reason: 'closed' })
    expect(does(closed, { kind: 'claim' }, pim)).toMatchObject({ reason: 'closed' })
    const again = stands(does(closed, { kind: 'reopen' }, pim))
    expect(again).toMatchObject({ state: 'assigned', assignee: pim, outcome: null })
    expect(noticesOf(again).at(-1)).toEqual({ kind: 'claimed', agent: 'Pim', again: true })
    expect(does(again, { kind: 'reopen' })).toMatchObject({ reason: 'notClosed' })
  })

  it('goes back to the queue only where the assignee says nothing', () => {
    const claimed = stands(does(opened, { kind: 'claim' }))
    const returned = stands(happens(claimed, { kind: 'silence', place: 1 }))
    expect(returned).toMatchObject({ state: 'unassigned', assignee: null })
    expect(noticesOf(returned).at(-1)).toEqual({ kind: 'returned', agent: 'Sanne', place: 1 })
    expect(happens(opened, { kind: 'silence', place: 1 }).kind).toBe('same')
    // It is the member's turn after a reply, and the agent's again after an answer.
    const replied = stands(does(claimed, { kind: 'reply', text: 'Dag' }))
    expect(replied.waitsSince).toBeNull()
    expect(stands(happens(replied, { kind: 'said', text: 'hoi' }, at + 5)).waitsSince).toBe(at + 5)
  })

  it('is emptied of everything about a member who wants to be forgotten', () => {
    const talked = stands(
      happens(stands(does(opened, { kind: 'reply', text: 'Dag' })), { kind: 'said', text: 'geheim' }),
    )
    const noted = stands(does(talked, { kind: 'note', text: 'mevrouw Bakker' }))
    const empty = stands(happens(noted, { kind: 'forget' }))
    expect(JSON.stringify(empty)).not.toMatch(/geheim|Bakker|vinkje|eenentwintig|anna|conversation"|user"/)
    expect(empty.sendings).toMatchObject([{ to: 'thread', saying: { kind: 'forgotten' } }])
    for (const what of [{ kind: 'reopen' }, { kind: 'reply', text: 'x' }] as const)
      expect(does(empty, what)).toMatchObject({ reason: 'forgotten' })
  })

  it('mutes the member until then', () => {
    const muted = stands(does(opened, { kind: 'mute', minutes: 60 }))
    expect(noticesOf(muted)).toEqual([{ kind: 'muted', until: '2026-11-28T10:00:00.000Z' }])
    expect(muted.state).toBe('closed')
  })

  it('calls people by their first names', () => {
    expect(['Sanne de Vries', 'Vries, Sanne de', ' Pim ', ''].map(firstName)).toEqual([
      'Sanne',
      'Sanne',
      'Pim',
      '',
    ])
  })
})

const text = fc.string({ maxLength: 12 })
const agent = fc.constantFrom(sanne, pim)
const anAct: fc.Arbitrary<CaseAct> = fc.oneof(
  fc.constant<CaseAct>({ kind: 'claim' }),
  fc.constant<CaseAct>({ kind: 'reopen' }),
  agent.map((to): CaseAct => ({ kind: 'assign', to })),
  text.map((said): CaseAct => ({ kind: 'note', text: said })),
  text.map((said): CaseAct => ({ kind: 'reply', text: said })),
  text.map((said): CaseAct => ({ kind: 'close', outcome: 'solved', text: said })),
  fc.constant<CaseAct>({ kind: 'mute', minutes: 5 }),
)
const anEvent: fc.Arbitrary<CaseEvent> = fc.oneof(
  text.map((said): CaseEvent => ({ kind: 'said', text: said })),
  fc.constantFrom<CaseEvent>(
    { kind: 'withdraw' },
    { kind: 'forget' },
    { kind: 'silence', place: 2 },
    { kind: 'place', place: 3 },
    { kind: 'delayed' },
    { kind: 'mailed' },
    { kind: 'rate', value: 4 },
    { kind: 'email', address: 'b@example.org' },
  ),
)
const move = fc.record({
  id: fc.nat(25).map(String),
  by: agent,
  what: fc.oneof(
    anAct.map((one) => ({ of: 'agent' as const, one })),
    anEvent.map((one) => ({ of: 'others' as const, one })),
  ),
})

describe('whatever is done with a case', () => {
  it('it stays sound, each act takes effect once, and what has to leave is never lost', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        let now = opened
        for (const [index, { id, by, what }] of moves.entries()) {
          const time = at + index
          const run = (given: Case) =>
            what.of === 'agent' ? act(given, what.one, by, time, id) : happen(given, what.one, time, id)
          const result = run(now)
          if (result.kind === 'refused') continue
          const { case: then } = result
          expect(caseSchema.parse(JSON.parse(JSON.stringify(then)))).toEqual(then)
          // Again, it changes nothing.
          if (result.kind === 'changed') {
            expect(run(then)).toEqual({ kind: 'same', case: then })
            expect(then.changes).toBe(now.changes + 1)
          } else expect(then.sendings).toEqual(now.sendings)
          expect(then.state === 'assigned').toBe(then.assignee !== null && then.state !== 'closed')
          expect(then.state === 'closed').toBe(then.outcome !== null)
          if (what.one.kind !== 'forget')
            expect(then.sendings.slice(0, now.sendings.length)).toEqual(now.sendings)
          expect(new Set(then.sendings.map(({ id: one }) => one)).size).toBe(then.sendings.length)
          now = then
        }
      }),
      { numRuns: process.env.PROVE ? 5000 : 300 },
    )
  })
})
