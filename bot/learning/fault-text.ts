/** What is wrong with a form, in words. */
import type { Field, ProposalFault } from '../../domain/proposals.ts'
import type { LearningTexts } from './texts/index.ts'

/** A field as people see it: its name and language. */
const nameOf = ({ language, part }: Field, { form }: LearningTexts): string =>
  `${form[part]} (${form.languages[language]})`

/** What is wrong, in words for the one who filled it in. */
export const faultText = (fault: ProposalFault, says: LearningTexts): string => {
  const { faults } = says
  switch (fault.kind) {
    case 'tooShort':
      return faults.tooShort(nameOf(fault.field, says), fault.least)
    case 'tooLong':
      return faults.tooLong(nameOf(fault.field, says), fault.most)
    case 'tooMany':
      return faults.tooMany(nameOf(fault.field, says), fault.most)
    case 'private':
      return faults.private(nameOf(fault.field, says), fault.found)
    case 'placeholder':
      return faults.placeholder(nameOf(fault.field, says), fault.found)
    case 'noFact':
      return faults.noFact
    case 'unknownFact':
      return faults.unknownFact(fault.id)
    default:
      return fault satisfies never
  }
}
