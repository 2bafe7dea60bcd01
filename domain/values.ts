/** The values that facts about a member can have: closed lists, numbers, reduced dates, texts. */
import { z } from 'zod'

/** The membership levels, lowest first (tier.names). */
export const tiers = ['silver', 'gold', 'platinum', 'corporate'] as const
export type Tier = (typeof tiers)[number]

/** How a membership is paid (pay.methods). */
export const paymentMethods = ['creditCard', 'bankTransfer'] as const
export type PaymentMethod = (typeof paymentMethods)[number]

/** Mandatory product data that may be missing (points.mandatory: examples, hence `other`). */
export const productFields = ['serialNumber', 'purchaseDate', 'purchaseCountry', 'dealer', 'other'] as const
export type ProductField = (typeof productFields)[number]

/** The talks that a member can start. */
export const talkIds = [
  'onboarding',
  'passwordReset',
  'registration',
  'migration',
  'tierSelection',
  'payment',
] as const
export type TalkId = (typeof talkIds)[number]

/** The languages in which members are served, Dutch first. */
export const languages = ['nl', 'en'] as const
export type Language = (typeof languages)[number]

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** Whether a text is an ISO 8601 date, reduced or not ('2023', '2023-03', '2023-03-14'), of a day that exists. */
export function isReducedDate(text: string): boolean {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text)
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

/** A date as exact as the member was: a year, a month or a day. */
export const reducedDate = z.string().refine(isReducedDate, 'not a date that exists')

/** A full day, ISO 8601. */
export const isoDay = reducedDate.refine((text) => text.length === 10, 'not a full date')

const text = z.string().trim().min(1).max(200)

/** The slots of the contract of understanding, each with the values it takes. */
export const slotValues = {
  hasBusinessAccount: z.boolean(),
  accountEmailReceived: z.boolean(),
  signedIn: z.boolean(),
  hadCpsAccount: z.boolean(),
  oldEmailGiven: z.boolean(),
  migrateButtonVisible: z.boolean(),
  greenTickVisible: z.boolean(),
  missingFields: z.array(z.enum(productFields)).min(1).max(productFields.length),
  productName: text,
  serialNumber: text,
  dealer: text,
  purchaseDate: reducedDate,
  invoiceDate: reducedDate,
  /** ISO 3166-1 alpha-2. */
  purchaseCountry: z.string().regex(/^[A-Z]{2}$/),
  points: z.number().int().min(0).max(1_000_000),
  tier: z.enum(tiers),
  paymentMethod: z.enum(paymentMethods),
  email: z.email().max(254),
  rating: z.number().int().min(1).max(5),
} as const

/** Slots that a talk asks beside those of the contract: what only this conversation needs to know. */
export const talkSlotValues = {
  /** There was no business account, and now there is. */
  accountCreated: z.boolean(),
  /** The automatic e-mail was found after looking again. */
  emailFound: z.boolean(),
  /** A password was ever set for the business account. */
  passwordSet: z.boolean(),
  /** Setting the first password and signing in worked. */
  firstPasswordWorked: z.boolean(),
  /** Resetting the password and signing in worked. */
  resetWorked: z.boolean(),
  /** What a member without the blue button does. */
  wayOut: z.enum(['registerAgain', 'support']),
  /** What the trouble with migrating is. */
  migrationProblem: z.enum(['button', 'tick', 'data']),
  /** Whether to make a product sheet together. */
  wantsSheet: z.boolean(),
  /** An unusual serial number was confirmed. */
  serialConfirmed: z.boolean(),
  /** An unusual purchase date was confirmed. */
  dateConfirmed: z.boolean(),
  /** There is another product for the sheet. */
  anotherProduct: z.boolean(),
  /** There is another product without a green tick. */
  moreWithoutTick: z.boolean(),
  /** The invoice has come. */
  invoiceReceived: z.boolean(),
  /** The member had a CPS membership before (not merely an account). */
  hadMembership: z.boolean(),
} as const

const all = { ...slotValues, ...talkSlotValues }

/** A slot of the contract: what free text can fill. */
export type ContractSlot = keyof typeof slotValues
/** Any slot: of the contract, or of a talk's own. */
export type Slot = keyof typeof all
/** The value that a slot takes. */
export type SlotValue<S extends Slot = Slot> = z.infer<(typeof all)[S]>

export const contractSlots = Object.keys(slotValues) as readonly ContractSlot[]
export const slots = Object.keys(all) as readonly Slot[]
export const isSlot = (name: string): name is Slot => Object.hasOwn(all, name)

/** The schema that checks a slot's value. */
export const valueSchema = (slot: Slot): z.ZodType => all[slot]

/** Whether a slot is answered with yes or no. */
export const isYesNo = (slot: Slot): boolean => all[slot] instanceof z.ZodBoolean

/** How sure a number is: 'ongeveer 1800' about, 'ruim 2500' over, 'nog geen 500' under. */
export const bounds = ['about', 'over', 'under'] as const
export type Bound = (typeof bounds)[number]

/** Which of several: a product (`item`, from 0) or a try (`round`, from 1; absent is the first). */
export interface At {
  readonly item?: number | undefined
  readonly round?: number | undefined
}

/** Where a value is kept: a slot, of which product, at which try. */
export interface Address extends At {
  readonly slot: Slot
}

/** An address as one text, for keys: `serialNumber#1@2` is the second product's serial number at the second try. */
export const addressKey = ({ slot, item, round }: Address): string =>
  `${slot}${item === undefined ? '' : `#${item}`}${round === undefined || round === 1 ? '' : `@${round}`}`

/** The address that a key stands for; `undefined` where it is none. */
export function parseAddressKey(key: string): Address | undefined {
  const parts = /^([A-Za-z]+)(?:#(\d+))?(?:@(\d+))?$/.exec(key)
  if (!parts || !isSlot(parts[1]!)) return undefined
  return {
    slot: parts[1],
    ...(parts[2] === undefined ? {} : { item: Number(parts[2]) }),
    ...(parts[3] === undefined ? {} : { round: Number(parts[3]) }),
  }
}
