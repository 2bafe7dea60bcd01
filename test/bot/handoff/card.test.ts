/** The card of a case in each of its states, in both languages. */
import { describe, expect, it } from 'vitest'
import { type CardAct, caseCard } from '../../../bot/handoff/card.ts'
import { wordsOf } from '../../../bot/handoff/words.ts'
import { act, happen, openCase } from '../../../domain/case-acts.ts'
import type { Agent, Case, CaseAct } from '../../../domain/cases.ts'
import { languages } from '../../../domain/values.ts'

const sanne: Agent = { id: '29:s', name: 'Sanne de Vries', oid: 'o-s' }
const pim: Agent = { id: '29:p', name: 'Pim [x](http://evil.example)', oid: 'o-p' }
const at = Date.UTC(2026, 10, 28, 9)
const opened = openCase(
  {
    id: 'case-1',
    conversationId: 'c',
    userId: 'u',
    language: 'en',
    reason: 'notUnderstood',
    wants: 'my *tick* [is](http://evil.example) gone',
    step: { talk: 'migration', question: 'Do you see a green tick?' },
    facts: [{ name: 'points', value: '2,100', words: 'twentyone hundred' }],
    lines: [{ by: 'member', text: 'my tick is gone' }],
    base: 'https://chat.example.org',
    email: null,
    place: 2,
  },
  at,
)
const does = (given: Case, what: CaseAct, by = sanne): Case => {
  const result = act(given, what, by, at, JSON.stringify(what))
  if (result.kind === 'refused') throw new Error(result.reason)
  return result.case
}
const claimed = does(opened, { kind: 'claim' })
const talked = does(
  does(claimed, { kind: 'reply', text: 'Hello!' }),
  { kind: 'note', text: 'calls back' },
  pim,
)
const closed = does(talked, { kind: 'close', outcome: 'solved', text: 'found it' })
const rated = happen(closed, { kind: 'rate', value: 4 }, at, 'rate')
const forgotten = happen(talked, { kind: 'forget' }, at, 'forget')
const caseOf = (result: typeof rated): Case => {
  if (result.kind === 'refused') throw new Error(result.reason)
  return result.case
}

const handling: readonly CardAct[] = ['reply', 'note', 'assign', 'close', 'mute']
const states: readonly (readonly [string, Case, readonly CardAct[]])[] = [
  ['unassigned', opened, ['claim', ...handling]],
  ['claimed', claimed, handling],
  // What was explained can be proposed for the FAQ from then on.
  ['assigned', talked, [...handling, 'propose']],
  ['closed', caseOf(rated), ['reopen', 'note', 'propose']],
  ['reopened', does(closed, { kind: 'reopen' }), [...handling, 'propose']],
  ['forgotten', caseOf(forgotten), []],
]

/** All objects in a card, however deep. */
function* within(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const one of value) yield* within(one)
  else if (typeof value === 'object' && value !== null) {
    yield value as Record<string, unknown>
    for (const one of Object.values(value)) yield* within(one)
  }
}

describe.each(languages)('the card of a case, in %s', (language) => {
  const says = wordsOf(language)
  const cardOf = (given: Case) =>
    caseCard({
      case: given,
      language,
      replies: [{ title: 'Greeting', text: 'Hello there.' }],
      agents: [sanne],
      transcriptUrl: given.base ? 'https://chat.example.org/t' : undefined,
    })

  it.each(states)('%s: shows how it stands, and what can be done then', (_, given, acts) => {
    const card = cardOf(given)
    const executes = [...within(card)].filter(({ type }) => type === 'Action.Execute')
    expect(executes.map(({ verb }) => verb).sort()).toEqual(acts.map((one) => `case/${one}`).sort())
    for (const { fallback, data, title } of executes)
      expect(fallback).toMatchObject({ type: 'Action.Submit', data, title })
    const text = JSON.stringify(card)
    expect(text).toContain(says.states[given.state])
    if (given.outcome) expect(text).toContain(says.outcomes[given.outcome.kind])
    // What members and agents write is shown as typed.
    expect(text).not.toContain('](http')
    expect(text).not.toMatch(/undefined|\[object/)
    expect(text.includes('https://chat.example.org/t')).toBe(given.base !== null)
    // Another language has none of its words.
    const other = wordsOf(language === 'nl' ? 'en' : 'nl')
    expect(text).not.toContain(other.states[given.state])
    expect(text).not.toContain(other.howTo)
  })

  it.each(states)(
    '%s: is of version 1.5, each of its inputs has a label and a name of its own',
    (_, given) => {
      const card = cardOf(given)
      expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5', lang: language })
      const inputs = [...within(card)].filter(({ type }) => String(type).startsWith('Input.'))
      for (const { id, label } of inputs) expect([typeof id, typeof label]).toEqual(['string', 'string'])
      expect(new Set(inputs.map(({ id }) => id)).size).toBe(inputs.length)
    },
  )

  it('of a member who is forgotten has nothing of the member', () => {
    const text = JSON.stringify(cardOf(caseOf(forgotten)))
    expect(text).not.toMatch(/tick|twentyone|Hello|calls back/)
    expect(text).toContain(says.erased)
  })

  it('of a long case stays within what Teams takes', () => {
    let long = claimed
    for (let index = 0; index < 60; index++) {
      const result = happen(long, { kind: 'said', text: `${index} ${'words '.repeat(600)}` }, at, `s${index}`)
      if (result.kind === 'changed') long = result.case
      long = does(long, { kind: 'note', text: `${index} ${'note '.repeat(700)}` })
    }
    expect(Buffer.byteLength(JSON.stringify(cardOf(long)))).toBeLessThan(28_000)
  })
})
