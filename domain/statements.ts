/** All that rules can say, each with what it is said about. The words stand in the message catalogues, one for each id. */
import type { Level } from './tiers.ts'
import type { Bound, PaymentMethod, ProductField, Tier } from './values.ts'

/** How CPS Priority support is reached, where the operator says so. */
export interface SupportContact {
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly url?: string | undefined
}

/** A product as it goes onto the sheet: a value, an estimate, or nothing yet. */
export interface SheetProduct {
  readonly name: SheetField
  readonly serialNumber: SheetField
  readonly purchaseDate: SheetField
  readonly purchaseCountry: SheetField
  readonly dealer: SheetField
}

/** One field of the sheet; without a value it is still to be looked up, or to be estimated. */
export interface SheetField {
  readonly value?: string | undefined
  readonly estimate?: true | undefined
}

interface Nothing {
  readonly [key: string]: never
}

/** Each statement's id and what it is about. */
export interface Statements {
  'account.create': { readonly page?: string | undefined }
  'account.create-first': Nothing
  'account.email-shows': Nothing
  'account.look-for-email': Nothing
  'account.first-password': Nothing
  'account.reset': Nothing
  'account.ready': Nothing
  'account.support': { readonly support?: SupportContact | undefined }
  'products.register': Nothing
  'products.your-time': Nothing
  'products.register-unsure': Nothing
  'products.register-again': Nothing
  'products.either-way': { readonly support?: SupportContact | undefined }
  'products.support': { readonly support?: SupportContact | undefined }
  'migrate.how': Nothing
  'migrate.where': Nothing
  'migrate.no-button': Nothing
  'migrate.only-with-email': Nothing
  'migrate.if-button': Nothing
  'product.no-points': { readonly name: string }
  'product.fields': Nothing
  'sheet.ready': { readonly products: readonly SheetProduct[] }
  'points.all': { readonly migrated: boolean }
  'points.look': Nothing
  'points.open-product': Nothing
  'points.data-missing': Nothing
  'points.fill-in': {
    readonly fields: readonly ProductField[]
    readonly product?: string | undefined
    readonly item: number
  }
  'points.check-all': { readonly product?: string | undefined; readonly item: number }
  'points.support': { readonly support?: SupportContact | undefined }
  'tiers.exact': { readonly points: number }
  'tiers.levels': {
    readonly points: number
    readonly bound?: Bound | undefined
    readonly levels: readonly Level[]
  }
  'tiers.next': { readonly missing: number; readonly at: number; readonly opens: readonly Tier[] }
  'tiers.too-few': { readonly missing?: number | undefined; readonly at: number }
  'tiers.without-points': { readonly levels: readonly Level[] }
  'tiers.switch': Nothing
  'tiers.fees': {
    readonly fees: readonly { readonly tier: Tier; readonly amount: number; readonly currency: string }[]
  }
  'tier.not-open': {
    readonly tier: Tier
    readonly missing?: number | undefined
    readonly at?: number | undefined
  }
  'tier.chosen': { readonly tier: Tier; readonly surely: boolean }
  'tier.later': Nothing
  'pay.compare': Nothing
  'pay.card': Nothing
  'pay.transfer': Nothing
  'pay.invoice-coming': Nothing
  'pay.due': {
    readonly invoiceDate: string
    readonly due: string
    readonly method?: PaymentMethod | undefined
  }
  'pay.due-on-invoice': { readonly method?: PaymentMethod | undefined }
  'pay.number-changes': { readonly surely: boolean }
  'pay.at-once': Nothing
  'join.done': Nothing
  'date.future': { readonly date: string }
}

export type StatementId = keyof Statements
