/** One answer of each class for every slot: yes, no, unsure, skipped; each side of each boundary; odd and plain values. */
import type { MemberFact } from '../../dialogs/conversation.ts'
import type { Slot, SlotValue } from '../../domain/values.ts'
import { isYesNo } from '../../domain/values.ts'

/** What can be answered to a question, without when and in which words. */
export type Answered = Pick<MemberFact, 'kind' | 'value' | 'bound' | 'estimate'>

const known = (value: SlotValue, more: Partial<Answered> = {}): Answered => ({
  kind: 'known',
  value,
  ...more,
})
const unsure: Answered = { kind: 'unsure' }
const skipped: Answered = { kind: 'skipped' }

const exactPoints = [0, 1, 499, 500, 1999, 2000, 2500, 2501, 12_000].map((points) => known(points))
const loosePoints = [
  known(300, { bound: 'about' }),
  known(1800, { bound: 'about' }),
  known(1000, { bound: 'about' }),
  known(2500, { bound: 'over' }),
  known(3000, { bound: 'over' }),
  known(500, { bound: 'under' }),
  known(400, { bound: 'under' }),
]

const values: Partial<Record<Slot, readonly Answered[]>> = {
  points: [...exactPoints, ...loosePoints],
  tier: [known('silver'), known('gold'), known('platinum'), known('corporate')],
  paymentMethod: [known('creditCard'), known('bankTransfer')],
  wayOut: [known('registerAgain'), known('support')],
  migrationProblem: [known('button'), known('tick'), known('data')],
  missingFields: [known(['serialNumber']), known(['purchaseDate', 'dealer', 'other'])],
  productName: [known('EOS R5 <b>'), known('accessoires')],
  serialNumber: [known('012345678901'), known('x?')],
  purchaseDate: [known('2023-03-14', { estimate: true }), known('1950')],
  purchaseCountry: [known('NL')],
  dealer: [known('Foto *Hof* & zn')],
  invoiceDate: [known('2026-11-20'), known('2026-11')],
}

/** Every class of answer to a slot. */
export const classesOf = (slot: Slot): readonly Answered[] => [
  ...(isYesNo(slot) ? [known(true), known(false)] : (values[slot] ?? [])),
  unsure,
  skipped,
]
