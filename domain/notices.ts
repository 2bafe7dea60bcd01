/** What a case tells the conversation that it came from: it enters there as a turn of its own. */
import { z } from 'zod'

const name = z.string().max(60)

/** A notice. `agent` is the first name of the person; empty where none is known. */
export const noticeSchema = z.discriminatedUnion('kind', [
  /** The place in the queue, from 1. */
  z.object({ kind: z.literal('place'), place: z.number().int().min(1) }),
  /** A person has it from now on; `again` after it had been closed. */
  z.object({ kind: z.literal('claimed'), agent: name, again: z.boolean().optional() }),
  /** A person says something. */
  z.object({ kind: z.literal('said'), agent: name, text: z.string() }),
  /** The person said nothing for too long: it is in the queue again. */
  z.object({ kind: z.literal('returned'), agent: name, place: z.number().int().min(1) }),
  /** A person has finished; `rated` where the member has said already how it was. */
  z.object({ kind: z.literal('closed'), agent: name, rated: z.boolean().optional() }),
  /** Support is not reached at the moment; the case stays. */
  z.object({ kind: z.literal('delayed') }),
  /** Nobody of support talks with this member until then (ISO 8601). */
  z.object({ kind: z.literal('muted'), until: z.iso.datetime() }),
])

/** A notice of a case. */
export type Notice = z.infer<typeof noticeSchema>
