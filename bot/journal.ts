/** The journal of a conversation: what each turn worked with, so that the same replies come out of it again. */
import { z } from 'zod'

/** What a turn was told of whether people can be asked. */
const deskSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('open'), ahead: z.number().int().min(0), mails: z.boolean() }),
    z.object({ kind: z.literal('muted'), until: z.iso.datetime() }),
  ])
  .nullable()

/** One turn of a conversation, beside the activities in its log. */
const servedTurn = z.object({
  /** The number of the member's activity in the log; 0 for the opening, which is not in it. */
  number: z.number().int().min(0),
  /** The number of the first reply. */
  first: z.number().int().min(1),
  at: z.iso.datetime(),
  /** The locale of the opening. */
  locale: z.string().optional(),
  /** What each message that was read was understood as. */
  heard: z.array(z.unknown()).optional(),
  /** Where the transcript was said to be. */
  transcriptUrl: z.string().optional(),
  /** Where the member reached the bot, where a picture was shown from there. */
  picturesAt: z.string().optional(),
  /** Whether people could be asked, where the turn asked. */
  desk: deskSchema.optional(),
  /** The assistant failed, and said so. */
  failed: z.literal(true).optional(),
  /** Which policy, FAQ and program it was. */
  edition: z.string().optional(),
})

/** What was left where everything before was erased: the journal starts from there. */
const start = z.object({ record: z.unknown(), locale: z.string().optional() })

const line = z.union([servedTurn, start])

/** A turn as the journal has it. */
export type JournalTurn = Readonly<z.infer<typeof servedTurn>>

/** A line of the journal. */
export type JournalLine = JournalTurn | Readonly<z.infer<typeof start>>

/** Whether a line is a turn, and not where the journal starts anew. */
export const isTurn = (given: JournalLine): given is JournalTurn => 'number' in given

/** The line that a text is; throws where it is none. */
export const readJournalLine = (text: string): JournalLine => line.parse(JSON.parse(text))
