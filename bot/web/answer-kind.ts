/** What kind of answer a question takes, by its slot: how the send box and what stands above it help to give it. Pure. */

/** `free` for everything that is only typed. */
export type AnswerKind = 'date' | 'country' | 'number' | 'email' | 'code' | 'free'

const kinds: Readonly<Record<string, AnswerKind>> = {
  purchaseDate: 'date',
  invoiceDate: 'date',
  purchaseCountry: 'country',
  points: 'number',
  rating: 'number',
  email: 'email',
  serialNumber: 'code',
}

/** The kind of answer that a slot takes. */
export const answerKind = (slot: string | undefined): AnswerKind => (slot && kinds[slot]) || 'free'

/** What the keyboard of a phone shows first. */
export const inputModes: Readonly<Record<AnswerKind, 'text' | 'numeric' | 'email'>> = {
  date: 'text',
  country: 'text',
  number: 'numeric',
  email: 'email',
  code: 'text',
  free: 'text',
}
