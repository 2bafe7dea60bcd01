/**
 * What an operator fills in where the sources are silent: thresholds, fees, where support is reached, where a business
 * account is made. All of it is optional; what is absent stays 'only your account shows it'.
 */
import { z } from 'zod'
import { hoursSchema } from './hours.ts'
import { tiers } from './values.ts'

const points = z.number().int().min(0).max(1_000_000)
const fee = z.strictObject({
  /** In the currency's own unit: 125.5 is one hundred twenty-five and a half. */
  amount: z.number().positive().max(1_000_000),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency is three capitals, for example EUR'),
})

/** The operator's policy, as it stands in `POLICY_FILE`. */
export const policySchema = z
  .strictObject({
    /** The page on which a Canon business account is created. */
    businessAccountUrl: z.url({ protocol: /^https$/ }).optional(),
    /** How CPS Priority support is reached. */
    support: z
      .strictObject({
        phone: z.string().trim().min(3).max(40).optional(),
        email: z.email().optional(),
        url: z.url({ protocol: /^https$/ }).optional(),
        /** When people are there to take over a conversation. */
        hours: hoursSchema.optional(),
        /** Minutes after which a person who took a conversation and says nothing gives it back to the queue. */
        silentAfter: z.number().int().min(1).max(1440).optional(),
      })
      .refine(({ phone, email, url }) => Boolean(phone ?? email ?? url), 'give a phone, an email or a url')
      .optional(),
    /** From how many points a level is open. */
    thresholds: z
      .strictObject({ silver: points.min(500), gold: points.min(500), platinum: points.max(2000) })
      .partial()
      .refine(
        ({ silver = 500, gold = silver, platinum = 2000 }) =>
          silver <= gold && gold <= platinum && platinum <= 2000,
        'thresholds rise from silver to platinum, and platinum is open at 2,000 at the latest',
      )
      .optional(),
    /** The annual fee of each level. */
    fees: z.partialRecord(z.enum(tiers), fee).optional(),
    /** Who may see the support tab, by their object ids in Entra; where nobody is named, the members of a support team. */
    supportMembers: z.array(z.guid()).min(1).max(1000).optional(),
    /** Days that a conversation is kept after its last message. */
    keepDays: z.number().int().min(1).max(365).default(30),
    /** Whom members ask about their data, and where the operator's privacy statement stands. */
    privacy: z
      .strictObject({
        contact: z.string().trim().min(3).max(120).optional(),
        url: z.url({ protocol: /^https$/ }).optional(),
      })
      .refine((given) => Object.keys(given).length > 0, 'give a contact or a url')
      .optional(),
    /** What a member's own device may keep. */
    device: z
      .strictObject({
        /** Days that it takes the conversation up again after the last visit; 0: never, only the tab itself does. */
        rememberDays: z.number().int().min(0).max(365).default(30),
      })
      .prefault({}),
  })
  .readonly()

/** The operator's policy. */
export type Policy = z.infer<typeof policySchema>

/** A policy that fills nothing in. */
export const emptyPolicy: Policy = policySchema.parse({})
