/** Proposals for the FAQ: kept as agents send them in, listed and decided on by the editors. */
import { asTyped, languageOf } from '../../dialogs/messages/format.ts'
import type { FaqBook } from '../../domain/faq.ts'
import {
  checkProposal,
  faqIdFor,
  type Proposal,
  type ProposedContent,
  proposalSchema,
  proposalVersion,
} from '../../domain/proposals.ts'
import { languages } from '../../domain/values.ts'
import type { DocumentStore, KeptDocument } from '../stores/store.ts'
import { faultText } from './fault-text.ts'
import { formCard, readSubmitted } from './form.ts'
import { privateIn } from './privacy.ts'
import { learningTexts } from './texts/index.ts'

/** What proposals are kept with. */
export interface LearningParts {
  readonly store: DocumentStore
  /** The FAQ as it is now. */
  readonly faq: () => FaqBook
  readonly now: () => number
}

/** Who proposes. */
export interface Proposer {
  readonly name: string
}

/**
 * What came of a form. `proposed`: it is kept, `text` and `card` say so. `wrong`: nothing was kept; `card` is the form again, with
 * what was filled in and what is wrong. `refused`: nothing was kept and nothing can be put right in the form.
 */
export type ProposeOutcome =
  | { readonly kind: 'proposed'; readonly id: string; readonly text: string; readonly card: unknown }
  | { readonly kind: 'wrong'; readonly faults: readonly string[]; readonly card: unknown }
  | { readonly kind: 'refused'; readonly text: string }

/** What came of a decision. */
export type DecideOutcome = 'decided' | 'unknown' | 'conflict'

/** Proposals for the FAQ. Every call rejects with `StoreUnavailable` where the store does not answer. */
export interface Learning {
  /** Takes in a form as a card's action brought it; the same form takes effect once, a changed one replaces what it said before. */
  propose(submitted: unknown, by: Proposer, locale?: string): Promise<ProposeOutcome>
  /** All proposals, the oldest first. */
  proposals(): Promise<readonly Proposal[]>
  /** Says what became of a proposal. */
  decide(id: string, state: 'accepted' | 'discarded' | 'open'): Promise<DecideOutcome>
}

/** Proposals are kept for a year after they were last touched, as are the questions that nobody could answer. */
const keptFor = 365 * 24 * 60 * 60 * 1000
/** How often somebody else may come first. */
const mostTries = 5

const read = (
  document: KeptDocument,
): readonly { readonly document: KeptDocument; readonly proposal: Proposal }[] => {
  try {
    const parsed = proposalSchema.safeParse(JSON.parse(document.json))
    return parsed.success ? [{ document, proposal: parsed.data }] : []
  } catch {
    return []
  }
}

const textBlock = (text: string, more: object = {}) => ({ type: 'TextBlock', text, wrap: true, ...more })

/** What the form turns into once it is kept. */
const proposedCard = ({ id, wordings, proposedBy }: Proposal, locale: string | undefined): unknown => {
  const { proposed } = learningTexts[languageOf(locale)]
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      textBlock(proposed.title, { weight: 'Bolder', size: 'Medium', style: 'heading' }),
      ...languages.map((language) => textBlock(asTyped(wordings[language].question))),
      textBlock(proposed.told(asTyped(proposedBy)), { isSubtle: true }),
      textBlock(`${id} · ${proposed.again}`, { isSubtle: true, size: 'Small' }),
    ],
  }
}

const sameContent = (one: ProposedContent, other: ProposedContent): boolean =>
  JSON.stringify([one.wordings, one.facts]) === JSON.stringify([other.wordings, other.facts])

/** The service over the store. */
export function learning({ store, faq, now }: LearningParts): Learning {
  const documents = () => store.documents('proposal', now())

  const keep = (proposal: Proposal, revision: number) => {
    const at = now()
    const json = JSON.stringify(proposal)
    return store.keepDocument(
      { kind: 'proposal', id: proposal.id, revision, json, expiresAt: at + keptFor },
      at,
    )
  }

  return {
    propose: async (data, by, locale) => {
      const says = learningTexts[languageOf(locale)]
      const submitted = readSubmitted(data)
      if (!submitted) return { kind: 'refused', text: says.faults.unreadable }
      const checked = checkProposal(submitted.typed, privateIn)
      if (checked.kind === 'wrong') {
        const faults = [...new Set(checked.faults.map((fault) => faultText(fault, says)))]
        return { kind: 'wrong', faults, card: formCard(submitted, locale, faults) }
      }
      const { content } = checked
      const proposed = (proposal: Proposal): ProposeOutcome => ({
        kind: 'proposed',
        id: proposal.id,
        text: says.proposed.told(proposal.proposedBy),
        card: proposedCard(proposal, locale),
      })
      for (let tries = 0; tries < mostTries; tries++) {
        const kept = await documents()
        const before = kept.flatMap(read).find(({ proposal }) => proposal.key === submitted.about.key)
        if (before && sameContent(before.proposal, content)) return proposed(before.proposal)
        if (before && before.proposal.state !== 'open') return { kind: 'refused', text: says.faults.settled }
        const taken = new Set([...faq().ids, ...kept.map(({ id }) => id)])
        const proposal: Proposal = {
          ...content,
          version: proposalVersion,
          // Found by its id alone: whoever takes the same id a moment later finds it taken.
          id: before?.proposal.id ?? faqIdFor(content.wordings.en.question, taken),
          key: submitted.about.key,
          caseId: submitted.about.caseId || null,
          proposedBy: by.name.slice(0, 200),
          proposedAt: now(),
          state: 'open',
          decidedAt: null,
        }
        if ((await keep(proposal, before?.document.revision ?? 0)) === 'saved') return proposed(proposal)
      }
      return { kind: 'refused', text: says.faults.busy }
    },

    proposals: async () =>
      (await documents())
        .flatMap(read)
        .map(({ proposal }) => proposal)
        .sort((one, other) => one.proposedAt - other.proposedAt || (one.id < other.id ? -1 : 1)),

    decide: async (id, state) => {
      const document = await store.document('proposal', id, now())
      const [found] = document ? read(document) : []
      if (!found) return 'unknown'
      const decidedAt = state === 'open' ? null : now()
      const outcome = await keep({ ...found.proposal, state, decidedAt }, found.document.revision)
      return outcome === 'saved' ? 'decided' : 'conflict'
    },
  }
}
