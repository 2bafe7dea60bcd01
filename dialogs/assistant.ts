/**
 * The assistant as a channel sees it: one turn in, replies and a record out. Nothing here touches the network or the disk;
 * whoever calls keeps the record, delivers the replies and sees to it that a conversation has one turn at a time.
 */
import type { TurnContext } from 'botbuilder-core'
import type { FaqBook } from '../domain/faq.ts'
import type { Policy } from '../domain/policy.ts'
import type { Understander } from '../prompts/acts.ts'

/** What the assistant works with. */
export interface AssistantParts {
  readonly policy: Policy
  readonly faq: FaqBook
  readonly understander: Understander
}

/** What a turn needs to know from outside. */
export interface TurnSetting {
  /** The record that the last turn returned, as it was stored; `undefined` for a new conversation. May be of an older version, or garbage. */
  readonly stored: unknown
  readonly now: Date
  /** Where the member can fetch this conversation's transcript; asked only when it is shown. */
  readonly transcriptUrl?: (() => Promise<string>) | undefined
}

/** What a turn leaves behind. */
export interface TurnOutcome {
  /** To be stored, whole, instead of the previous one. JSON-serialisable. */
  readonly record: unknown
  /** The member asked to be forgotten: everything of the conversation before this turn's replies is to be erased. */
  readonly forget: boolean
}

/** Runs turns. One instance serves all conversations. */
export interface Assistant {
  /**
   * Runs one turn for `context.activity` (`message`, or `conversationUpdate` for the welcome; others change nothing).
   * Replies go out through `context.sendActivity`. Never throws for what a member writes.
   */
  turn(context: TurnContext, setting: TurnSetting): Promise<TurnOutcome>
}
