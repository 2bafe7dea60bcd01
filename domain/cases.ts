/**
 * A support case: what a member wants of a person, and what became of it. What has to leave (to the member, to the thread in
 * Teams) stands in the case itself until it has left, so that whoever has the case sends it, once. What is done with it: see
 * `case-acts.ts`.
 */
import { z } from 'zod'
import { noticeSchema } from './notices.ts'
import { languages, talkIds } from './values.ts'

/** The version of a case. A change of shape raises it; what is of no known version counts as absent. */
export const caseVersion = 1

/** Somebody of support. */
export const agentSchema = z.object({
  id: z.string().max(300),
  name: z.string().max(200),
  /** The person's id in the tenant. */
  oid: z.string().max(100).optional(),
  tenantId: z.string().max(100).optional(),
})
export type Agent = Readonly<z.infer<typeof agentSchema>>

/** How a case can end. */
export const outcomes = ['solved', 'passedOn', 'noAnswer'] as const
const ends = [...outcomes, 'withdrawn', 'muted', 'forgotten'] as const

const moment = z.number()

/** What the thread in Teams has to be told. */
const threadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('said'), text: z.string() }),
  z.object({ kind: z.literal('returned'), agent: z.string() }),
  z.object({ kind: z.literal('withdrawn') }),
  z.object({ kind: z.literal('forgotten') }),
  z.object({ kind: z.literal('assigned'), agent: z.string(), by: z.string() }),
  z.object({ kind: z.literal('rated'), value: z.number() }),
])
export type ThreadSaying = Readonly<z.infer<typeof threadSchema>>

const sendingSchema = z.discriminatedUnion('to', [
  z.object({ to: z.literal('member'), id: z.string(), notice: noticeSchema }),
  z.object({ to: z.literal('thread'), id: z.string(), saying: threadSchema }),
])
/** Something that has to leave, once. */
export type Sending = Readonly<z.infer<typeof sendingSchema>>

/** How a case is kept. */
export const caseSchema = z.object({
  version: z.literal(caseVersion),
  id: z.string(),
  conversationId: z.string(),
  /** The member, as mutes name them. */
  userId: z.string(),
  language: z.enum(languages),
  state: z.enum(['unassigned', 'assigned', 'closed']),
  /** The member asked for a person, or was not understood three times. */
  reason: z.enum(['asked', 'notUnderstood']),
  /** In the member's own words; empty where there are none. */
  wants: z.string(),
  /** Where it went wrong: the talk, and the question that waited. */
  step: z.object({ talk: z.enum(talkIds).nullable(), question: z.string().nullable() }),
  facts: z.array(z.object({ name: z.string(), value: z.string(), words: z.string() })),
  /** What was said last before the case was opened, the oldest first. */
  lines: z.array(z.object({ by: z.enum(['member', 'assistant']), text: z.string() })),
  /** Where the member reaches the bot. */
  base: z.string().nullable(),
  email: z.string().nullable(),
  /** All moments are milliseconds since 1970. */
  openedAt: moment,
  assignee: agentSchema.nullable(),
  claimedAt: moment.nullable(),
  /** Since when the member waits for a word of the assignee; `null` while it is the member's turn. */
  waitsSince: moment.nullable(),
  messages: z.array(
    z.object({ by: z.enum(['member', 'agent']), name: z.string(), text: z.string(), at: moment }),
  ),
  notes: z.array(z.object({ by: z.string(), text: z.string(), at: moment })),
  outcome: z.object({ kind: z.enum(ends), text: z.string() }).nullable(),
  closedAt: moment.nullable(),
  rating: z.number().int().min(1).max(5).nullable(),
  /** The place in the queue that the member was told. */
  place: z.number().int().nullable(),
  /** When what agents said since then, and the member has not answered, goes by mail. */
  unreadSince: moment.nullable(),
  /** What was done, by the ids under which it was asked for: each takes effect once. */
  done: z.array(z.string()),
  /** How often what is seen of it changed: its card shows the truth when it shows this. */
  changes: z.number().int(),
  sendings: z.array(sendingSchema),
})

/** A support case. */
export type Case = Readonly<z.infer<typeof caseSchema>>

/** What is known of a case as it is opened. */
export type NewCase = Pick<
  Case,
  | 'id'
  | 'conversationId'
  | 'userId'
  | 'language'
  | 'reason'
  | 'wants'
  | 'step'
  | 'facts'
  | 'lines'
  | 'base'
  | 'email'
  | 'place'
>

/** What people of support do with a case. */
export const caseActSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('claim') }),
  z.object({ kind: z.literal('assign'), to: agentSchema }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  z.object({ kind: z.literal('reply'), text: z.string() }),
  z.object({ kind: z.literal('close'), outcome: z.enum(outcomes), text: z.string().optional() }),
  z.object({ kind: z.literal('reopen') }),
  z.object({ kind: z.literal('mute'), minutes: z.number().int().min(1).max(43_200) }),
])
export type CaseAct = Readonly<z.infer<typeof caseActSchema>>

/** What happens to a case otherwise: by the member, or as time goes by. */
export type CaseEvent =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'forget' }
  | { readonly kind: 'rate'; readonly value: number }
  /** The assignee has been silent for too long. */
  | { readonly kind: 'silence'; readonly place: number }
  | { readonly kind: 'place'; readonly place: number }
  | { readonly kind: 'delayed' }
  /** What was unread went by mail. */
  | { readonly kind: 'mailed' }

/** Why an act was refused; `who` has it. */
export type CaseRefusal =
  | { readonly kind: 'refused'; readonly reason: 'taken'; readonly who: string }
  | {
      readonly kind: 'refused'
      readonly reason: 'closed' | 'notClosed' | 'forgotten' | 'empty' | 'tooLong' | 'notMember' | 'unknown'
    }

/** What an act comes to; `same`: it was done before, or changes nothing. */
export type CaseResult = { readonly kind: 'changed' | 'same'; readonly case: Case } | CaseRefusal

/** The name that members see: 'Sanne' of 'Sanne de Vries' and of 'Vries, Sanne de'. */
export const firstName = (name: string): string => {
  const given = name.includes(',') ? name.slice(name.indexOf(',') + 1) : name
  return given.trim().split(/\s+/)[0]?.slice(0, 60) ?? ''
}

/** Whether two are the same person. */
export const isSameAgent = (one: Agent, other: Agent): boolean =>
  one.oid !== undefined && other.oid !== undefined ? one.oid === other.oid : one.id === other.id
