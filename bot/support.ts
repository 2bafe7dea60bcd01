/** What support has in Teams beside the channel itself: search in the FAQ, proposals for it, and who may see the tab. */
import { join } from 'node:path'
import type { FaqBook } from '../domain/faq.ts'
import type { FaqSearch } from '../prompts/local/faq-search.ts'
import type { TeamsSearch } from './channels/teams/port.ts'
import { teamsFaqSearch } from './channels/teams/search.ts'
import { type FaqProposals, proposalsFromCases } from './learning/from-cases.ts'
import { learning } from './learning/proposals.ts'
import type { OperatorFiles } from './reloadable.ts'
import type { Store } from './stores/store.ts'
import { loadFaqSearch } from './understanding/faq-search.ts'

/** What it is made with. */
export interface SupportToolParts {
  readonly store: Store
  /** The operator's files as they are now. */
  readonly files: () => OperatorFiles
  /** The project's folder. */
  readonly root: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** What people of support work with beside cases. */
export interface SupportTools {
  readonly search: TeamsSearch
  readonly faqProposals: FaqProposals
}

/** Makes it. */
export function supportTools({ store, files, root, now }: SupportToolParts): SupportTools {
  const faq = () => files().faq
  /** Made once for each FAQ: reading the model takes a while. */
  let made: { readonly book: FaqBook; readonly search: Promise<FaqSearch> } | undefined
  const searchIn = (book: FaqBook): Promise<FaqSearch> => {
    if (made?.book !== book)
      made = { book, search: loadFaqSearch(join(root, 'dist', 'understanding.json'), book) }
    return made.search
  }
  return {
    search: teamsFaqSearch({ files, searchIn, opinions: () => store.opinions() }),
    faqProposals: proposalsFromCases({ learning: learning({ store, faq, now }), faq, searchIn }),
  }
}
