/** Proposals as files of the FAQ, ready to be put there. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Document, isScalar, isSeq, Scalar } from 'yaml'
import type { Proposal } from '../../domain/proposals.ts'
import { type Language, languages } from '../../domain/values.ts'

/** A proposal's entry in one language, in exactly the form that the FAQ's files have. */
export const entryYaml = ({ wordings, facts }: Proposal, language: Language): string => {
  const { question, variants, answer } = wordings[language]
  const document = new Document({ question, variants: [...variants], answer, facts: [...facts] })
  const said = document.get('answer', true)
  // Folded, as an answer reads best; where folding would change it, the library quotes it instead.
  if (isScalar(said) && answer.length > 80) said.type = Scalar.BLOCK_FOLDED
  const cited = document.get('facts', true)
  if (isSeq(cited)) cited.flow = true
  return document.toString({ lineWidth: 110, flowCollectionPadding: false })
}

/** What an export did with one file. */
export interface Exported {
  readonly file: string
  /** `there`: the file says the same already. `other`: it says something else, and was left as it is. */
  readonly kind: 'written' | 'there' | 'other'
}

/** Writes each proposal as `<language>/<id>.yaml` into a folder. No file is ever overwritten. */
export function exportProposals(proposals: readonly Proposal[], folder: string): readonly Exported[] {
  return proposals.flatMap((proposal) =>
    languages.map((language): Exported => {
      const file = join(folder, language, `${proposal.id}.yaml`)
      const text = entryYaml(proposal, language)
      if (existsSync(file)) return { file, kind: readFileSync(file, 'utf8') === text ? 'there' : 'other' }
      mkdirSync(join(folder, language), { recursive: true })
      writeFileSync(file, text, { flag: 'wx' })
      return { file, kind: 'written' }
    }),
  )
}
