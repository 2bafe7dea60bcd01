/** What a message catalogue holds. A language that misses a key, or has one too many, does not compile. */

import type { Part } from '../../domain/rule.ts'
import type { StatementId, Statements, SupportContact } from '../../domain/statements.ts'
import type { Language, PaymentMethod, ProductField, Slot, TalkId, Tier } from '../../domain/values.ts'
import type { Picture } from '../kit/pictures.ts'
import type { Format } from './format.ts'
import type { HandOffWords } from './hand-off.ts'

/** The slots that a question is asked for. */
export type AskedSlot = Exclude<Slot, 'email' | 'rating'>

/** What a question is about, where its words depend on it. */
export interface Asked {
  readonly format: Format
  /** From 0; only where there are several products. */
  readonly item?: number | undefined
  readonly round?: number | undefined
  /** The product's name, as the member wrote it. */
  readonly product?: string | undefined
  /** The value that is asked about, ready to be read. */
  readonly value?: string | undefined
}

/** The words of one question. */
export interface Ask {
  readonly ask: (asked: Asked) => string
  /** When it comes back after something else. */
  readonly short: (asked: Asked) => string
  /** The answer to 'why do you ask?'. */
  readonly why: string
  /** What an answer may look like, for who is not understood. */
  readonly example: string
  /** The words on the buttons where 'yes', 'no' and 'I don't know' are not plain enough. */
  readonly yes?: string
  readonly no?: string
  readonly unsure?: string
}

/** How a fact came to be known, for the receipt. */
export interface ReceiptLine {
  readonly name: string
  readonly value: string
  readonly words: string
  /** It can be asked again; what nobody asks for can only be erased. */
  readonly asked?: boolean
}

/** Everything that the assistant can say in one language. */
export interface Catalogue {
  readonly language: Language
  /** The language's own name, as its button says it. */
  readonly name: string
  readonly says: { readonly [Id in StatementId]: (about: Statements[Id], format: Format) => string }
  readonly asks: Readonly<Record<AskedSlot, Ask>>
  /** Human names of slots, as in 'your serial number'. */
  readonly names: Readonly<Record<Slot, string>>
  readonly product: (item: number, name?: string) => string
  readonly try: (round: number) => string
  readonly tiers: Readonly<Record<Tier, string>>
  readonly methods: Readonly<Record<PaymentMethod, string>>
  readonly fields: Readonly<Record<ProductField, string>>
  readonly waysOut: Readonly<Record<'registerAgain' | 'support', string>>
  readonly problems: Readonly<Record<'button' | 'tick' | 'data', string>>
  readonly parts: Readonly<Record<Part, string>>
  /** Values for the receipt and for echoes. */
  readonly values: {
    readonly yes: string
    readonly no: string
    readonly unsure: string
    readonly skipped: string
    readonly estimate: (value: string) => string
    readonly about: (value: string) => string
    readonly over: (value: string) => string
    readonly under: (value: string) => string
    readonly points: (value: string, one: boolean) => string
  }
  /** What buttons say. */
  readonly taps: {
    readonly yes: string
    readonly no: string
    readonly unsure: string
    readonly skip: string
    readonly back: string
    readonly repeat: string
    readonly why: string
    readonly cancel: string
    readonly restart: string
    readonly help: string
    readonly human: string
    readonly review: string
    readonly undo: string
    readonly forgetMe: string
    readonly source: string
    readonly confirmRestart: string
    readonly confirmForget: string
    readonly confirmCorrection: string
    readonly noneOfThese: string
    readonly helped: string
    readonly notHelped: string
    readonly later: string
    readonly keep: string
    readonly today: string
    readonly yesterday: string
    readonly noRating: string
    readonly ratings: readonly [string, string, string, string, string]
    readonly change: (name: string) => string
    readonly erase: (name: string) => string
    readonly transcript: string
    /** Goes back to a part of the onboarding, by its name. */
    readonly revisit: (part: string) => string
    /** Takes in what the device kept of an earlier conversation. */
    readonly takeAlong: string
    /** Yes to being passed on to a person. */
    readonly handOff: string
    readonly withdraw: string
    /** Back from a person to the assistant. */
    readonly leave: string
    readonly goOn: string
  }
  readonly handOff: HandOffWords
  readonly topics: Readonly<Record<TalkId, string>>
  readonly steer: {
    readonly welcome: string
    readonly greeting: string
    readonly thanks: string
    readonly goodbye: (open: boolean) => string
    readonly anythingElse: string
    readonly choose: string
    readonly noted: (lines: readonly string[]) => string
    readonly corrected: (name: string, from: string, to: string) => string
    readonly fallsAway: (names: readonly string[]) => string
    readonly wrong: (name: string) => string
    readonly undone: (names: readonly string[]) => string
    readonly nothingToUndo: string
    readonly erased: (name: string) => string
    readonly goneBack: string
    readonly atBeginning: string
    readonly notUnderstood: readonly [string, string, string]
    readonly notUnderstoodIdle: readonly [string, string, string]
    readonly notAnAnswer: string
    readonly example: (example: string) => string
    readonly help: string
    readonly helpQuestion: (why: string, example: string) => string
    readonly noQuestion: string
    readonly sources: (lines: readonly string[]) => string
    readonly noSources: string
    readonly inferred: string
    readonly byOperator: string
    readonly cancelled: (topic: string) => string
    readonly nothingRunning: string
    readonly confirmRestart: (names: readonly string[]) => string
    readonly confirmForget: string
    readonly confirmCorrection: (
      name: string,
      from: string,
      to: string,
      lost: readonly string[],
      next: string | undefined,
    ) => string
    readonly clarify: string
    readonly noneOfThese: string
    readonly helped: string
    readonly notHelped: string
    readonly contradiction: string
    readonly moods: Readonly<Record<'angry' | 'distressed', string>>
    readonly mandatory: (why: string) => string
    readonly recap: (lines: readonly ReceiptLine[]) => string
    readonly kept: string
    readonly restarted: string
    readonly forgotten: string
    readonly person: (support: SupportContact | undefined, format: Format) => string
    readonly personSummary: (lines: readonly ReceiptLine[]) => string
    readonly receipt: string
    readonly receiptEmpty: string
    readonly receiptWords: (words: string) => string
    readonly askRating: string
    readonly rated: (value: number) => string
    readonly notRated: string
    readonly languageChanged: string
    readonly languageUnknown: (languages: readonly string[]) => string
    readonly languageOffer: string
    readonly languageAlready: string
    readonly digression: (topic: string) => string
    readonly backTo: (topic: string) => string
    readonly resumed: string
    readonly emailNoted: string
    readonly freshStart: string
    readonly partlyKept: string
    readonly noLongerAsked: string
    readonly apology: string
    readonly sheetFull: (most: string) => string
    readonly tooLong: string
    /** A part of the onboarding in which nothing was said yet. */
    readonly nothingThere: (part: string) => string
    readonly tookAlong: (lines: readonly ReceiptLine[]) => string
    readonly nothingTakenAlong: string
    readonly onlyText: string
  }
  readonly sheet: {
    readonly title: string
    readonly field: Readonly<
      Record<'name' | 'serialNumber' | 'purchaseDate' | 'purchaseCountry' | 'dealer', string>
    >
    readonly missing: string
    readonly file: string
    readonly copy: string
  }
  /** What is to be seen on each picture, for who does not see it. */
  readonly pictures: Readonly<Record<Picture, string>>
  readonly support: (contact: SupportContact | undefined, format: Format) => string
}
