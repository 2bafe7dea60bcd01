/** What the page needs to know of the operator's policy: how long is kept what, and whom members ask about it. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Policy } from '../../../domain/policy.ts'

/** As it goes to the page; nothing else of the policy does. */
export const pageSettingsSchema = z.strictObject({
  /** Days that a conversation is kept after its last message. */
  keepDays: z.number().int().min(1),
  /** Days that a device takes the conversation up again; 0 for never. */
  rememberDays: z.number().int().min(0),
  /** Messages that the assistant itself is not sure of may be read by a language model elsewhere. */
  modelReads: z.boolean(),
  privacy: z.strictObject({ contact: z.string().optional(), url: z.string().optional() }),
})

/** What the page is told. */
export type PageSettings = z.infer<typeof pageSettingsSchema>

/** What the page is told of a policy. */
export const pageSettingsOf = (
  { keepDays, device, privacy = {} }: Policy,
  { modelReads }: { readonly modelReads: boolean },
): PageSettings =>
  pageSettingsSchema.parse({ keepDays, rememberDays: device.rememberDays, modelReads, privacy })

/** Serves them, as they are at that moment. */
export function mountPageSettings(app: FastifyInstance, settings: () => PageSettings): void {
  app.get('/page.json', async (_, reply) => {
    reply.header('cache-control', 'no-cache')
    return settings()
  })
}
