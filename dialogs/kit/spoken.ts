/** A statement of the domain's in words. */
import type { Statement } from '../../domain/rule.ts'
import type { Catalogue } from '../messages/catalogue.ts'
import { formatOf } from '../messages/format.ts'

/** What a statement says, in a language. */
export const spoken = ({ says: id, about }: Statement, says: Catalogue): string => {
  const speak = says.says[id] as (about: Statement['about'], format: ReturnType<typeof formatOf>) => string
  return speak(about, formatOf(says.language))
}
