/** What the rest of the bot does in Teams, and what Teams has to ask of it: the seam between the channel and the people who support members. */
import type { Activity } from 'botbuilder-core'

/** A person as Teams knows them there; `oid` is the same one everywhere in their tenant. */
export interface TeamsUser {
  readonly id: string
  readonly name: string
  readonly oid?: string | undefined
  readonly tenantId?: string | undefined
}

/** A channel (or chat) in Teams where something can be posted; where it is a thread, its id names the root activity. */
export interface TeamsChannel {
  readonly serviceUrl: string
  readonly conversationId: string
  readonly tenantId?: string | undefined
  readonly teamId?: string | undefined
  readonly botId: string
}

/** What can be done in Teams. All calls reject with a `ConnectorFault`. */
export interface TeamsPort {
  /** A new thread in a channel; the thread's conversation id and the id of its root activity. */
  startThread(
    channel: TeamsChannel,
    activity: Partial<Activity>,
  ): Promise<{ readonly conversationId: string; readonly activityId: string }>
  /** Posts into a conversation or thread. */
  post(channel: TeamsChannel, activity: Partial<Activity>): Promise<{ readonly activityId: string }>
  /** Replaces an activity in place. */
  update(channel: TeamsChannel, activityId: string, activity: Partial<Activity>): Promise<void>
  /** Whether somebody is a member of the channel's team (by its roster, remembered a short while). */
  isMember(channel: TeamsChannel, user: TeamsUser): Promise<boolean>
}

/** A message in a thread of a channel, the mention of the bot taken out. */
export interface HeardMessage {
  readonly activityId: string
  readonly thread: TeamsChannel
  /** The thread's root activity. */
  readonly rootId: string
  readonly from: TeamsUser
  readonly text: string
  readonly hasAttachments: boolean
}

/** What was said to the bot in a channel, the mention taken out: 'support', 'support stop'. */
export interface ChannelCommand {
  readonly activityId: string
  readonly channel: TeamsChannel
  readonly from: TeamsUser
  readonly text: string
  readonly locale?: string | undefined
}

/** What was done on a card: the verb of an `Action.Execute`, or an `Action.Submit` whose data have `cpsCase`. */
export interface CardAction {
  readonly activityId: string
  readonly channel: TeamsChannel
  readonly from: TeamsUser
  readonly verb: string
  readonly data: unknown
  readonly locale?: string | undefined
}

/**
 * What support does, as the channel hears it: after the sender and their tenant were checked and before the activity is
 * acknowledged. Each call resolves once what it did is durable; the same activity may come again.
 */
export interface SupportDesk {
  /** `true` if the thread is a case's: then nobody else serves the message. */
  heard(message: HeardMessage): Promise<boolean>
  /** The reply to a command; `undefined` where it is none of the desk's. */
  commanded(command: ChannelCommand): Promise<Partial<Activity> | undefined>
  /** What comes of a card's action; `undefined` where it is none of the desk's. */
  acted(action: CardAction): Promise<SupportAnswer | undefined>
  /** Somebody types in a thread. */
  typed(thread: TeamsChannel, from: TeamsUser): Promise<void>
}

/** `card`: replaces the card in place; `message`: told to the one who acted; `refused`: a clear refusal. */
export type SupportAnswer =
  | { readonly kind: 'card'; readonly card: unknown }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string }

/** What is searched for from the box of a messaging extension. */
export interface SearchQuery {
  readonly text: string
  readonly locale?: string | undefined
  readonly skip: number
  readonly count: number
  readonly from: TeamsUser
}

/** One thing that was found; `card` is an Adaptive Card to put into a message. */
export interface SearchResult {
  readonly title: string
  readonly text: string
  readonly card: unknown
}

/** Searches from a messaging extension. */
export interface TeamsSearch {
  search(query: SearchQuery): Promise<readonly SearchResult[]>
}
