/** What a member may answer to a question: each of its buttons, and what is typed where there are none. */
import { type Tap, tapsOf } from '../../dialogs/kit/taps.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { contractSlots, type Language, type Slot } from '../../domain/values.ts'
import type { Act, PendingQuestion } from '../../prompts/acts.ts'

/** An answer as it is tapped or typed, and what it is understood as where it is no button (or no longer one). */
export interface MemberAnswer {
  readonly text: string
  readonly acts: readonly Act[]
}

const typed: Partial<Record<Slot, readonly unknown[]>> = {
  points: [2100, 300, 1200, 2600],
  productName: ['EOS R5'],
  serialNumber: ['032021004455', 'x?'],
  purchaseDate: ['2023-03-14', '1950'],
  dealer: ['Kamera Express'],
  invoiceDate: ['2026-11-20'],
}

const meaning = (slot: Slot, value: unknown): readonly Act[] => {
  if (typeof value === 'boolean') return [{ act: value ? 'affirm' : 'deny' }]
  if (!contractSlots.some((one) => one === slot)) return [{ act: 'unknown' }]
  return [{ act: 'inform', slot, value } as Act]
}

const ofTap = (slot: Slot, { label, moves }: Tap): readonly MemberAnswer[] => {
  const [move] = moves
  if (move?.act === 'unsure') return [{ text: label, acts: [{ act: 'unsure' }] }]
  return move?.act === 'answer' ? [{ text: label, acts: meaning(slot, move.value) }] : []
}

/** Answers to the question that waits, the ones that go on first. */
export const answersTo = (
  { slot, options }: Pick<PendingQuestion, 'slot' | 'options'>,
  language: Language,
): readonly MemberAnswer[] => {
  const asked = slot as Slot
  const written = (typed[asked] ?? []).map((value) => ({ text: String(value), acts: meaning(asked, value) }))
  const needs = { slot: asked, ...(options ? { options: options as never } : {}) }
  const tapped = tapsOf(needs, catalogues[language]).taps.flatMap((tap) => ofTap(asked, tap))
  // Of several fields one stands for the others.
  return [...written, ...(slot === 'missingFields' ? [...tapped.slice(0, 1), ...tapped.slice(-1)] : tapped)]
}
