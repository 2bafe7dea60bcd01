/** Activities as Teams sends them. What is not looked at here is dropped; what is odd where nothing depends on it counts as absent. */
import { z } from 'zod'
import type { TeamsChannel, TeamsUser } from './port.ts'

const id = z.string().min(1).max(1_000)
const optionalText = z.string().max(1_000).optional().catch(undefined)
const account = z.object({ id, name: optionalText, aadObjectId: optionalText })
const withId = z.object({ id }).optional().catch(undefined)

const entity = z.object({
  type: z.string().optional().catch(undefined),
  text: optionalText,
  mentioned: z.object({ id }).optional().catch(undefined),
})

/** An activity's shape. Whether there is a `serviceUrl`, and whose it is, is asked once it is known who sent it. */
export const teamsActivityShape = z
  .object({
    type: z.string().min(1).max(100),
    id: z.string().max(1_000).optional(),
    channelId: z.string().max(100).optional(),
    serviceUrl: z.string().max(1_000).optional(),
    conversation: z.object({
      id,
      conversationType: optionalText,
      isGroup: z.boolean().optional().catch(undefined),
      tenantId: optionalText,
    }),
    from: account,
    recipient: account,
    text: z.string().optional().catch(undefined),
    textFormat: optionalText,
    locale: z
      .string()
      .max(35)
      .regex(/^[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*$/)
      .optional()
      .catch(undefined),
    name: optionalText,
    action: optionalText,
    replyToId: optionalText,
    value: z.unknown().optional(),
    entities: z.array(entity).max(200).optional().catch(undefined),
    attachments: z
      .array(z.object({ contentType: z.string().max(200) }))
      .max(50)
      .optional()
      .catch(undefined),
    membersAdded: z.array(z.object({ id })).max(1_000).optional().catch(undefined),
    channelData: z
      .object({
        tenant: withId,
        team: withId,
        channel: withId,
      })
      .optional()
      .catch(undefined),
  })
  .refine(({ type, id }) => !['message', 'invoke'].includes(type) || id, {
    path: ['id'],
    error: 'what takes effect once needs an id',
  })

/** An activity from Teams, as far as it is looked at. */
export type TeamsActivity = Readonly<z.output<typeof teamsActivityShape>>

/** What kind of place an activity comes from. */
export type PlaceKind = 'personal' | 'groupChat' | 'channel'

/** The kind of place that an activity comes from. */
export function placeKindOf({ conversation }: TeamsActivity): PlaceKind {
  const { conversationType, isGroup } = conversation
  if (conversationType === 'channel' || conversationType === 'groupChat') return conversationType
  return isGroup ? 'groupChat' : 'personal'
}

/** All the tenants that an activity names. */
export const tenantsOf = ({ conversation, channelData }: TeamsActivity): readonly string[] =>
  [conversation.tenantId, channelData?.tenant?.id].filter((one) => one !== undefined)

/** The channel that a thread's conversation id is in, and the id of its root activity, where it is a thread's. */
export function threadOf(conversationId: string): { readonly channel: string; readonly root?: string } {
  const [channel = '', ...rest] = conversationId.split(';')
  const root = rest.find((part) => part.startsWith('messageid='))?.slice('messageid='.length)
  return root ? { channel, root } : { channel }
}

/** Where an activity was said, as the port names places. */
export function channelOf(activity: TeamsActivity, conversationId = activity.conversation.id): TeamsChannel {
  const [tenantId] = tenantsOf(activity)
  const teamId = activity.channelData?.team?.id
  return {
    serviceUrl: activity.serviceUrl ?? '',
    conversationId,
    botId: activity.recipient.id,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(teamId === undefined ? {} : { teamId }),
  }
}

/** Who sent an activity. */
export function senderOf(activity: TeamsActivity): TeamsUser {
  const { id, name = '', aadObjectId } = activity.from
  const [tenantId] = tenantsOf(activity)
  return {
    id,
    name,
    ...(aadObjectId === undefined ? {} : { oid: aadObjectId }),
    ...(tenantId === undefined ? {} : { tenantId }),
  }
}

/** Whether the bot is mentioned. */
export const isMentioned = ({ entities = [], recipient }: TeamsActivity): boolean =>
  entities.some(({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient.id)

/** What was said, without the mention of the bot, without markup, and with others' mentions as their names. */
export function wordsOf({ text = '', textFormat, entities = [], recipient }: TeamsActivity): string {
  let words = text
  for (const { type, text: mention, mentioned } of entities)
    if (type === 'mention' && mention && mentioned?.id === recipient.id)
      words = words.replaceAll(mention, ' ')
  const isMarkup = textFormat === 'xml' || entities.some(({ type }) => type === 'mention')
  words = words.replace(/<at[^>]*>(.*?)<\/at>/gi, '$1').replace(/&nbsp;|\u00a0/gi, ' ')
  if (isMarkup)
    words = words
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&')
  return words.trim()
}

/** Whether files or pictures came with a message. A formatted message carries itself once more, as HTML: that is none. */
export const hasFiles = ({ attachments = [] }: TeamsActivity): boolean =>
  attachments.some(({ contentType }) => !contentType.toLowerCase().startsWith('text/html'))
