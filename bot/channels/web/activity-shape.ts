/** The bodies that clients send, as the protocol prescribes them. Fields that mean nothing here are dropped. */
import { z } from 'zod'

const shortText = z.string().max(200)
const locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*$/)

/** A language tag where it is one; a browser's odd one is as good as none. */
const optionalLocale = locale.optional().catch(undefined)

const user = z.object({ id: z.string().trim().max(128).optional() }).nullish()

/** The body of `tokens/generate` and of `conversations`; an absent body is an empty one. */
export const openingShape = z
  .object({ user, locale: optionalLocale })
  .nullish()
  .transform((body) => body ?? {})

/** The body of `tokens/resume`: the secret, or the token of a link back. */
export const resumeShape = z.object({ resume: z.string().min(1).max(1000) })

/** Activity types that a client may post. */
const activityTypes = [
  'message',
  'event',
  'typing',
  'conversationUpdate',
  'messageReaction',
  'endOfConversation',
  'invoke',
  'handoff',
] as const

/** Any object: what is in it is nobody's here, and a record would look at each field of it. */
const object = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** The assistant reads 4,000 characters, and says so where there are more: of a longer text only the beginning is kept. */
const keptOfText = 5000

/** A text as far as it is kept; that there was more shows. */
const keptText = (text: string): string =>
  text.length <= keptOfText ? text : `${text.slice(0, keptOfText).replace(/[\uD800-\uDBFF]$/, '')}…`

/** Bytes that `value` and `channelData` may have together, as JSON. */
export const largestExtras = 4 * 1024

/** How many bytes they have. */
export const sizeOfExtras = ({
  value,
  channelData,
}: {
  readonly value?: unknown
  readonly channelData?: unknown
}) =>
  [value, channelData].reduce<number>(
    (size, one) => size + (one === undefined ? 0 : Buffer.byteLength(JSON.stringify(one))),
    0,
  )

/** An activity that a member posts. `from`, `id` and the like are the server's to fill in. */
export const activityShape = z.object({
  type: z.enum(activityTypes),
  text: z.string().transform(keptText).optional(),
  textFormat: z.enum(['plain', 'markdown', 'xml']).optional().catch(undefined),
  locale: optionalLocale,
  name: shortText.optional(),
  value: z.unknown().optional(),
  // Files are refused in words: that there were some is all that is taken in.
  attachments: z
    .array(z.object({ contentType: shortText }))
    .max(20)
    .optional()
    .catch(undefined),
  channelData: object
    .nullish()
    .transform((data) => data ?? undefined)
    .refine((data) => {
      const id = data?.clientActivityID
      return id === undefined || (typeof id === 'string' && id.length <= 200)
    }, 'channelData.clientActivityID is a text of at most 200 characters'),
})

/** A watermark: the number of the last activity seen. Empty stands for none seen. */
export const watermarkShape = z
  .string()
  .regex(/^\d{0,15}$/)
  .transform((text) => Number(text))

/** What is wrong with a body, for a developer: the field and what is wrong with it, nothing of its content. */
export const faultOf = (error: z.ZodError): string => {
  const issue = error.issues[0]
  const path = issue?.path.join('.')
  return `The body is not what the protocol prescribes${path ? ` (at ${path})` : ''}.`
}
