/** The schema of the model's answer: closed lists throughout, built from the FAQ that is there. */
import { z } from 'zod'
import { bounds, contractSlots, productFields, talkIds } from '../../domain/values.ts'
import { plainActs } from '../acts.ts'

const closed = (names: readonly string[]) => z.enum(names as [string, ...string[]])

/**
 * What the model is asked to fill. Every key is required and may be null where it does not apply, as providers' strict
 * modes want it; each act is told from the others by its first key.
 */
export const answerSchema = (faqIds: readonly string[]) =>
  z.strictObject({
    language: z.string(),
    acts: z.array(
      z.union([
        z.strictObject({ act: z.enum(plainActs) }),
        z.strictObject({ act: z.literal('start'), dialog: z.enum(talkIds) }),
        z.strictObject({
          act: z.enum(['inform', 'correct']),
          slot: closed(contractSlots),
          value: z.union([z.boolean(), z.number(), z.string(), z.array(z.enum(productFields)), z.null()]),
          estimate: z.boolean(),
          bound: z.enum(bounds).nullable(),
          item: z.number().nullable(),
        }),
        z.strictObject({ act: z.literal('faq'), id: closed(faqIds) }),
        z.strictObject({ act: z.literal('changeLanguage'), language: z.string() }),
      ]),
    ),
  })

/** The same as JSON schema, as it goes to the model. */
export function answerJsonSchema(faqIds: readonly string[]): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(answerSchema(faqIds))
  return schema
}
