/**
 * What is done with a case. Pure: an act, who does it and when go in, the case as it then stands comes out, or why not.
 */
import {
  type Agent,
  type Case,
  type CaseAct,
  type CaseEvent,
  type CaseRefusal,
  type CaseResult,
  caseVersion,
  firstName,
  isSameAgent,
  type NewCase,
  type Sending,
  type ThreadSaying,
} from './cases.ts'
import type { Notice } from './notices.ts'

const [textAtMost, linesAtMost, doneAtMost] = [4_000, 200, 500]

/** A case as it is opened. */
export const openCase = (given: NewCase, at: number): Case => ({
  ...given,
  version: caseVersion,
  state: 'unassigned',
  openedAt: at,
  assignee: null,
  claimedAt: null,
  waitsSince: null,
  messages: [],
  notes: [],
  outcome: null,
  closedAt: null,
  rating: null,
  unreadSince: null,
  done: [],
  changes: 1,
  sendings: [],
})

const toMember = (id: string, notice: Notice): Sending => ({ to: 'member', id: `${id} member`, notice })
const toThread = (id: string, saying: ThreadSaying): Sending => ({ to: 'thread', id: `${id} thread`, saying })

/** A case that changes, with what has to leave for it. */
const changed = (before: Case, change: Partial<Case>, ...sendings: readonly Sending[]): CaseResult => ({
  kind: 'changed',
  case: {
    ...before,
    ...change,
    changes: before.changes + 1,
    sendings: [...(change.sendings ?? before.sendings), ...sendings],
  },
})

const refused = (reason: Exclude<CaseRefusal['reason'], 'taken'>): CaseRefusal => ({
  kind: 'refused',
  reason,
})

const faultOf = (text: string): CaseRefusal | undefined =>
  text.trim() === '' ? refused('empty') : text.length > textAtMost ? refused('tooLong') : undefined

const taken = (given: Case, by: Agent, at: number): Partial<Case> => ({
  state: 'assigned',
  assignee: by,
  claimedAt: at,
  waitsSince: given.waitsSince ?? at,
  outcome: null,
  closedAt: null,
})

/** An act of somebody of support. `id` is that under which it was asked for: the same one again changes nothing. */
export function act(given: Case, what: CaseAct, by: Agent, at: number, id: string): CaseResult {
  if (given.done.includes(id)) return { kind: 'same', case: given }
  if (given.outcome?.kind === 'forgotten' && what.kind !== 'note') return refused('forgotten')
  return withMark(acted(named(given, by), what, by, at, id), id)
}

/** Who was given a case by somebody else is known by name once they act. */
const named = (given: Case, by: Agent): Case =>
  given.assignee?.name === '' && isSameAgent(given.assignee, by) ? { ...given, assignee: by } : given

/** Something that happened to a case otherwise. */
export function happen(given: Case, what: CaseEvent, at: number, id: string): CaseResult {
  if (given.done.includes(id)) return { kind: 'same', case: given }
  return withMark(happened(given, what, at, id), id)
}

const withMark = (result: CaseResult, id: string): CaseResult =>
  result.kind === 'changed'
    ? { kind: 'changed', case: { ...result.case, done: [...result.case.done, id].slice(-doneAtMost) } }
    : result

function acted(given: Case, what: CaseAct, by: Agent, at: number, id: string): CaseResult {
  const { state, assignee } = given
  const agent = firstName(by.name)
  switch (what.kind) {
    case 'claim': {
      if (state === 'closed') return refused('closed')
      if (assignee && isSameAgent(assignee, by)) return { kind: 'same', case: given }
      if (assignee) return { kind: 'refused', reason: 'taken', who: assignee.name }
      return changed(given, taken(given, by, at), toMember(`${id} claimed`, { kind: 'claimed', agent }))
    }
    case 'assign': {
      const { to } = what
      if (state === 'closed') return refused('closed')
      if (assignee && isSameAgent(assignee, to)) return { kind: 'same', case: given }
      const name = firstName(to.name)
      return changed(
        given,
        { ...taken(given, to, at), waitsSince: at },
        toMember(`${id} claimed`, { kind: 'claimed', agent: name }),
        toThread(`${id} assigned`, { kind: 'assigned', agent: to.name, by: by.name }),
      )
    }
    case 'note': {
      const fault = faultOf(what.text)
      if (fault) return fault
      const note = { by: by.name, text: what.text.trim(), at }
      return changed(given, { notes: [...given.notes, note].slice(-linesAtMost) })
    }
    case 'reply': {
      const fault = state === 'closed' ? refused('closed') : faultOf(what.text)
      if (fault) return fault
      const text = what.text.trim()
      const said = { by: 'agent' as const, name: by.name, text, at }
      const claims = assignee === null
      return changed(
        given,
        {
          ...(claims ? taken(given, by, at) : {}),
          // Somebody else's word is a word as well.
          waitsSince: null,
          messages: [...given.messages, said].slice(-linesAtMost),
          unreadSince: given.unreadSince ?? at,
        },
        ...(claims ? [toMember(`${id} claimed`, { kind: 'claimed', agent })] : []),
        toMember(`${id} said`, { kind: 'said', agent, text }),
      )
    }
    case 'close': {
      if (state === 'closed') return { kind: 'same', case: given }
      const outcome = { kind: what.outcome, text: (what.text ?? '').trim().slice(0, textAtMost) }
      return changed(
        given,
        { state: 'closed', outcome, closedAt: at, waitsSince: null, place: null },
        toMember(`${id} closed`, {
          kind: 'closed',
          agent: firstName((assignee ?? by).name),
          ...(given.rating === null ? {} : { rated: true }),
        }),
      )
    }
    case 'reopen':
      if (state !== 'closed') return refused('notClosed')
      return changed(
        given,
        { ...taken(given, by, at), waitsSince: at },
        toMember(`${id} reopened`, { kind: 'claimed', agent, again: true }),
      )
    case 'mute':
      return changed(
        given,
        {
          state: 'closed',
          outcome: { kind: 'muted', text: '' },
          closedAt: at,
          waitsSince: null,
          place: null,
        },
        toMember(`${id} muted`, {
          kind: 'muted',
          until: new Date(at + what.minutes * 60_000).toISOString(),
        }),
      )
    default:
      return what satisfies never
  }
}

function happened(given: Case, what: CaseEvent, at: number, id: string): CaseResult {
  const { state, assignee } = given
  switch (what.kind) {
    case 'said': {
      // What comes after the end was said to the assistant.
      if (state === 'closed') return { kind: 'same', case: given }
      const text = what.text.slice(0, textAtMost)
      const said = { by: 'member' as const, name: '', text, at }
      return changed(
        given,
        {
          messages: [...given.messages, said].slice(-linesAtMost),
          waitsSince: given.waitsSince ?? at,
          unreadSince: null,
        },
        toThread(`${id} said`, { kind: 'said', text }),
      )
    }
    case 'email':
      return changed(given, { email: what.address })
    case 'withdraw':
      if (state === 'closed') return { kind: 'same', case: given }
      return changed(
        given,
        {
          state: 'closed',
          outcome: { kind: 'withdrawn', text: '' },
          closedAt: at,
          waitsSince: null,
          place: null,
          unreadSince: null,
        },
        toThread(`${id} withdrawn`, { kind: 'withdrawn' }),
      )
    case 'forget':
      return changed(
        given,
        {
          state: 'closed',
          wants: '',
          step: { talk: null, question: null },
          facts: [],
          lines: [],
          base: null,
          email: null,
          messages: [],
          notes: [],
          outcome: { kind: 'forgotten', text: '' },
          closedAt: given.closedAt ?? at,
          waitsSince: null,
          place: null,
          unreadSince: null,
          conversationId: '',
          userId: '',
          // Nothing of what the member said leaves any more, and nobody is there to be told anything.
          sendings: [],
        },
        toThread(`${id} forgotten`, { kind: 'forgotten' }),
      )
    case 'rate':
      return changed(
        given,
        { rating: what.value },
        toThread(`${id} rated`, { kind: 'rated', value: what.value }),
      )
    case 'silence':
      if (state !== 'assigned' || !assignee) return { kind: 'same', case: given }
      return changed(
        given,
        { state: 'unassigned', assignee: null, claimedAt: null, waitsSince: null, place: what.place },
        toMember(`${id} returned`, {
          kind: 'returned',
          agent: firstName(assignee.name),
          place: what.place,
        }),
        toThread(`${id} returned`, { kind: 'returned', agent: assignee.name }),
      )
    case 'place':
      if (state !== 'unassigned' || given.place === what.place) return { kind: 'same', case: given }
      return changed(
        given,
        { place: what.place },
        toMember(`${id} place`, { kind: 'place', place: what.place }),
      )
    case 'delayed':
      if (state === 'closed') return { kind: 'same', case: given }
      return changed(given, {}, toMember(`${id} delayed`, { kind: 'delayed' }))
    case 'mailed':
      return changed(given, { unreadSince: null })
    default:
      return what satisfies never
  }
}
