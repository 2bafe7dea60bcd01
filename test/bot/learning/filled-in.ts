/** A form as an agent fills it in: what a client sends of a card and what was typed into it. */
import type { AnsweredCase } from '../../../bot/learning/answered-case.ts'

export const answered: AnsweredCase = {
  caseId: 'case-1',
  language: 'nl',
  question: 'Kan ik mijn punten overdragen aan een collega?',
  answer: 'Punten horen bij producten die op je eigen zakelijke account geregistreerd zijn.',
}

/** What completes that form. */
export const completed = {
  'question-en': 'Can I transfer my points to a colleague?',
  'answer-en': 'Points belong to products that are registered on your own business account.',
  'variants-nl': 'punten aan een collega geven\npunten overzetten',
  facts: 'points.fully-registered',
} as const

interface CardForm {
  readonly body: readonly { readonly type: string; readonly id?: string; readonly value?: string }[]
  readonly actions: readonly { readonly data: object }[]
}

/** What stands in a form's fields. */
export const inputsOf = (card: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (card as CardForm).body.flatMap(({ type, id, value }) =>
      type.startsWith('Input.') ? [[id!, value ?? '']] : [],
    ),
  )

/** What a client sends: the action's data with all fields, as they stand or as they were typed. */
export const submit = (card: unknown, typed: Readonly<Record<string, string>> = {}): unknown => ({
  ...(card as CardForm).actions[0]!.data,
  ...inputsOf(card),
  ...typed,
})
