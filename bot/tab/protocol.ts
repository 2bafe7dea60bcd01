/** What the tab asks the server and what it is answered: one shape for both sides. Small enough for a page: no methods, only what is used. */
import * as z from 'zod/mini'

/** The languages of the tab. */
export const tabLanguages = ['nl', 'en'] as const
export type TabLanguage = (typeof tabLanguages)[number]

/** Over how many days is looked back. */
export const spans = [7, 30, 90] as const
export type Span = (typeof spans)[number]

const count = z.int().check(z.minimum(0))
/** Milliseconds since 1970. */
const time = z.number()

/** A case in the list. */
const caseLine = z.object({
  id: z.string(),
  state: z.enum(['unassigned', 'assigned', 'closed']),
  /** In the queue, from 1; `null` for one that somebody has, or that is closed. */
  place: z.nullable(count),
  /** The member's language. */
  language: z.string(),
  /** What the member wants, in the member's own words. */
  wants: z.string(),
  /** Why a person is asked. */
  reason: z.enum(['asked', 'notUnderstood']),
  /** The talk and the question where it went wrong, in words; `null` where it was in none. */
  talk: z.nullable(z.string()),
  question: z.nullable(z.string()),
  openedAt: time,
  /** Whoever has it. */
  assignee: z.nullable(z.string()),
})
export type CaseLine = z.infer<typeof caseLine>

/** `GET /api/tab/cases` */
export const casesAnswer = z.object({ cases: z.array(caseLine) })
export type CasesAnswer = z.infer<typeof casesAnswer>

const said = z.object({
  who: z.enum(['member', 'assistant', 'agent']),
  /** The agent's name. */
  name: z.nullable(z.string()),
  at: z.nullable(time),
  text: z.string(),
})
export type Said = z.infer<typeof said>

/** A fact of the member: what it is called, its value in words, and the member's own words. */
const receiptLine = z.object({ name: z.string(), value: z.string(), words: z.string() })
export type ReceiptLine = z.infer<typeof receiptLine>

/** `GET /api/tab/cases/{id}` */
export const caseAnswer = z.object({
  case: caseLine,
  notes: z.array(z.object({ by: z.string(), at: time, text: z.string() })),
  outcome: z.nullable(
    z.object({
      kind: z.enum(['solved', 'passedOn', 'noAnswer', 'withdrawn', 'muted', 'forgotten']),
      text: z.string(),
    }),
  ),
  rating: z.nullable(count),
  /** `null` where the conversation is gone: forgotten at the member's wish, or expired. */
  conversation: z.nullable(z.object({ said: z.array(said), receipt: z.array(receiptLine) })),
})
export type CaseAnswer = z.infer<typeof caseAnswer>

/** How a question that was asked came to its end. */
const question = z.object({
  slot: z.string(),
  name: z.string(),
  asked: count,
  answered: count,
  unsure: count,
  skipped: count,
  /** The talk was stopped at this question. */
  left: count,
  /** Nothing came any more, or not yet. */
  open: count,
  /** Messages to it that were not understood. */
  missed: count,
})
export type StuckQuestion = z.infer<typeof question>

const talk = z.object({
  talk: z.string(),
  name: z.string(),
  started: count,
  completed: count,
  handedOff: count,
  cancelled: count,
  questions: z.array(question),
})
export type StuckTalk = z.infer<typeof talk>

/** `GET /api/tab/stuck` */
export const stuckAnswer = z.object({ talks: z.array(talk) })
export type StuckAnswer = z.infer<typeof stuckAnswer>

/** `GET /api/tab/questions`: the most asked first, the first few hundred of all. */
export const questionsAnswer = z.object({
  total: count,
  questions: z.array(
    z.object({ text: z.string(), language: z.string(), count, firstAt: time, lastAt: time }),
  ),
})
export type QuestionsAnswer = z.infer<typeof questionsAnswer>

/** `GET /api/tab/ratings`: of each day how often each rating was given, from 1 to 5, and how often none. */
export const ratingsAnswer = z.object({
  days: z.array(z.object({ day: z.string(), given: z.array(count), declined: count })),
})
export type RatingsAnswer = z.infer<typeof ratingsAnswer>
