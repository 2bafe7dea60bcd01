/** The form in which an agent proposes an answer for the FAQ, and what comes back of it. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { languageOf } from '../../dialogs/messages/format.ts'
import { type FactId, factIds, facts } from '../../domain/facts.ts'
import type { Field, TypedProposal, TypedWording } from '../../domain/proposals.ts'
import { type Language, languages } from '../../domain/values.ts'
import type { AnsweredCase } from './answered-case.ts'
import { withoutPrivate } from './privacy.ts'
import { type LearningTexts, learningTexts } from './texts/index.ts'

/** The verb of the form's action; its data have the part behind the slash as `act`, as all actions of a case. */
export const proposeVerb = 'case/submitProposal'

/** Longer texts the form's fields do not take. */
const longest = { question: 160, answer: 1200, variants: 4000 } as const
const empty: TypedWording = { question: '', answer: '', variants: '' }

const inputOf = ({ language, part }: Field): string => `${part}-${language}`

/** What a form is about; it comes back with what was filled in. */
const aboutSchema = z.object({
  /** Tells this form from every other, also where it is sent twice. */
  key: z.string().regex(/^[\w-]{8,64}$/),
  caseId: z.string().max(200),
  language: z.enum(languages),
  /** Facts to be offered first. */
  likely: z.array(z.string()).max(40).catch([]),
})
export type FormAbout = Readonly<z.infer<typeof aboutSchema>>

const typedText = z.string().max(20_000).default('')
const submittedSchema = z.object({
  cpsProposal: aboutSchema,
  facts: typedText,
  ...Object.fromEntries(
    languages.flatMap((language) =>
      (['question', 'answer', 'variants'] as const).map((part) => [inputOf({ language, part }), typedText]),
    ),
  ),
})

/** A form as it came back: what it is about and what was filled in. */
export interface Submitted {
  readonly about: FormAbout
  readonly typed: TypedProposal
}

/** Reads what a card's action brought; `undefined` where that is no form of ours. */
export const readSubmitted = (data: unknown): Submitted | undefined => {
  const parsed = submittedSchema.safeParse(data)
  if (!parsed.success) return undefined
  const { cpsProposal: about, facts: chosen, ...inputs } = parsed.data
  const texts: Readonly<Record<string, unknown>> = inputs
  const typedIn = (field: Field) => String(texts[inputOf(field)] ?? '').replace(/\r\n?/g, '\n')
  const wordings = Object.fromEntries(
    languages.map((language) => [
      language,
      {
        question: typedIn({ language, part: 'question' }),
        answer: typedIn({ language, part: 'answer' }),
        variants: typedIn({ language, part: 'variants' }),
      },
    ]),
  ) as TypedProposal['wordings']
  const ids = chosen.split(',').map((id) => id.trim())
  return { about, typed: { wordings, facts: ids.filter((id) => id !== '') } }
}

const textBlock = (text: string, more: object = {}) => ({ type: 'TextBlock', text, wrap: true, ...more })

const inputs = (language: Language, typed: TypedWording, { form }: LearningTexts): readonly unknown[] => {
  const input = (part: keyof TypedWording, more: object) => ({
    type: 'Input.Text',
    id: inputOf({ language, part }),
    label: form[part],
    value: typed[part].slice(0, longest[part]),
    maxLength: longest[part],
    ...more,
  })
  const required = { isRequired: true, errorMessage: form.missing }
  return [
    textBlock(form.languages[language], { weight: 'Bolder', separator: true, spacing: 'Medium' }),
    input('question', { placeholder: form.questionHint, ...required }),
    input('answer', { placeholder: form.answerHint, isMultiline: true, ...required }),
    input('variants', { placeholder: form.variantsHint, isMultiline: true }),
  ]
}

/** The form as a card, with what was filled in and, in front of it, what is wrong. */
export const formCard = (
  { about, typed }: Submitted,
  locale: string | undefined,
  faults: readonly string[] = [],
): unknown => {
  const says = learningTexts[languageOf(locale)]
  const { form } = says
  const data = { cpsCase: about.caseId, act: proposeVerb.replace('case/', ''), cpsProposal: about }
  const first = new Set([...typed.facts, ...about.likely])
  const offered = [...factIds.filter((id) => first.has(id)), ...factIds.filter((id) => !first.has(id))]
  const ordered = [about.language, ...languages.filter((language) => language !== about.language)]
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      textBlock(form.title, { weight: 'Bolder', size: 'Medium', style: 'heading' }),
      textBlock(form.hint, { isSubtle: true }),
      ...(faults.length > 0
        ? [
            {
              type: 'Container',
              style: 'attention',
              items: [
                textBlock(form.wrong, { weight: 'Bolder' }),
                ...faults.map((fault) => textBlock(fault)),
              ],
            },
          ]
        : []),
      ...ordered.flatMap((language) => inputs(language, typed.wordings[language], says)),
      {
        type: 'Input.ChoiceSet',
        id: 'facts',
        label: form.facts,
        placeholder: form.factsHint,
        style: 'compact',
        isMultiSelect: true,
        isRequired: true,
        errorMessage: form.factsMissing,
        separator: true,
        wrap: true,
        choices: offered.map((id) => ({ title: `${facts[id].claim} (${id})`, value: id })),
        value: typed.facts.filter((id) => factIds.some((known) => known === id)).join(','),
      },
    ],
    actions: [
      {
        type: 'Action.Execute',
        title: form.send,
        verb: proposeVerb,
        data,
        style: 'positive',
        fallback: { type: 'Action.Submit', title: form.send, data },
      },
    ],
  }
}

/**
 * The form for an answer that was given in a case: filled in as far as the case goes, without what is personal. The `likely`
 * facts are offered first; which of them it rests on the agent says.
 */
export const proposalForm = (
  answered: AnsweredCase,
  locale?: string,
  likely: readonly FactId[] = [],
): unknown => {
  const { caseId, language, question, answer } = answered
  const given = {
    question: withoutPrivate(question.trim()).slice(0, longest.question),
    answer: withoutPrivate(answer.trim()).slice(0, longest.answer),
    variants: '',
  }
  const key = createHash('sha256')
    .update(JSON.stringify([caseId, question, answer]))
    .digest('base64url')
    .slice(0, 22)
  const wordings = Object.fromEntries(
    languages.map((one) => [one, one === language ? given : empty]),
  ) as TypedProposal['wordings']
  return formCard(
    { about: { key, caseId, language, likely: [...likely] }, typed: { wordings, facts: [] } },
    locale,
  )
}
