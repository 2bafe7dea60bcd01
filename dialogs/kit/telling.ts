/** What a turn tells the member's case, at the desk of the people of support. */
import type { CaseEvent, NewCase } from '../../domain/cases.ts'

/** A case to be opened, as far as the conversation knows it. */
export interface CaseOpening
  extends Pick<NewCase, 'language' | 'reason' | 'wants' | 'step' | 'facts' | 'email'> {
  readonly kind: 'open'
  readonly place: number
}

/** Something that the case is told. */
export type CaseTell =
  | CaseOpening
  | Extract<CaseEvent, { readonly kind: 'said' | 'email' | 'withdraw' | 'forget' | 'rate' }>

/** How a hand-off went on, as Microsoft's events name it. */
export type HandOffStatus = 'initiated' | 'accepted' | 'failed' | 'completed'
