/** Ready replies for people of support: a file per language, checked when it is read. */
import { z } from 'zod'
import type { Language } from './values.ts'

/** What a file of ready replies holds. */
export const repliesSchema = z
  .array(
    z.strictObject({
      /** What it is called in the list. */
      title: z.string().trim().min(1).max(60),
      /** What the member reads. */
      text: z.string().trim().min(1).max(2000),
    }),
  )
  .max(30)
  .refine(
    (replies) => new Set(replies.map(({ title }) => title)).size === replies.length,
    'two replies have the same title',
  )

/** Ready replies of one language, in the order of their list. */
export type Replies = Readonly<z.infer<typeof repliesSchema>>

/** Ready replies by the member's language. */
export type ReplyBook = Readonly<Record<Language, Replies>>

/** No ready replies. */
export const noReplies: ReplyBook = { nl: [], en: [] }
