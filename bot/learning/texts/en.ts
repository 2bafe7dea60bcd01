/** What support reads where it searches the FAQ and adds to it, in English. */
import type { LearningTexts } from './nl.ts'

export const en: LearningTexts = {
  sources: 'Sources',
  form: {
    title: 'Proposal for the FAQ',
    hint: 'The proposal is kept. It joins the FAQ only when the editors put it there. Leave out names, numbers and e-mail addresses.',
    languages: { nl: 'In Dutch', en: 'In English' },
    question: 'Question',
    questionHint: 'As a member would ask it in general',
    answer: 'Answer',
    answerHint:
      'Short. {support} becomes the way to reach support, {signIn} and {resetPassword} become links.',
    variants: 'How members ask it (may stay empty)',
    variantsHint: 'One on each line',
    facts: 'What the answer rests on',
    factsHint: 'Choose the facts',
    factsMissing: 'Choose at least one fact.',
    missing: 'Fill this in.',
    send: 'Propose',
    wrong: 'This is not right yet:',
  },
  faults: {
    unreadable: 'The form did not come through well. Open it again.',
    tooShort: (field, least) => `${field}: write at least ${least} characters.`,
    tooLong: (field, most) => `${field}: write at most ${most} characters.`,
    private: (field, found) => `${field}: ‘${found}’ is personal; take it out.`,
    placeholder: (field, found) => `${field}: ‘${found}’ cannot stand here.`,
    tooMany: (field, most) => `${field}: give at most ${most}.`,
    noFact: 'Choose at least one fact that the answer rests on.',
    unknownFact: (id) => `There is no fact ‘${id}’.`,
    settled: 'This proposal has been decided on; nothing changes any more.',
    busy: 'Somebody else was at this proposal just now. Try again.',
  },
  proposed: {
    title: 'Proposed for the FAQ',
    told: (by) => `Kept, proposed by ${by}. The editors decide whether it joins the FAQ.`,
    again: 'You may propose it again: until it has been decided on, that takes the place of this proposal.',
  },
}
