/** Cases as far as the tab shows them, whoever keeps them. */
import type { Language, TalkId } from '../../../domain/values.ts'

/** A member who is handed to people. All moments are milliseconds since 1970. */
export interface SeenCase {
  readonly id: string
  /** Empty where the member was forgotten. */
  readonly conversationId: string
  /** The member's language. */
  readonly language: Language
  readonly state: 'unassigned' | 'assigned' | 'closed'
  readonly reason: 'asked' | 'notUnderstood'
  /** In the member's own words; empty where there are none. */
  readonly wants: string
  /** Where it went wrong: the talk, and the slot of the question that waited. */
  readonly step: { readonly talk: TalkId | null; readonly question: string | null }
  readonly openedAt: number
  readonly assignee: { readonly name: string } | null
  readonly notes: readonly { readonly by: string; readonly text: string; readonly at: number }[]
  readonly outcome: {
    readonly kind: 'solved' | 'passedOn' | 'noAnswer' | 'withdrawn' | 'muted' | 'forgotten'
    readonly text: string
  } | null
  /** 1 to 5. */
  readonly rating: number | null
}

/** What the tab asks of the cases. */
export interface CasesToSee {
  /** Those that nobody has and those that somebody has, the oldest first. */
  open(): Promise<readonly SeenCase[]>
  get(id: string): Promise<SeenCase | undefined>
}
