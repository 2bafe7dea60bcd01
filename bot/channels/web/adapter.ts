/** The web channel as botbuilder sees it: an adapter that collects what a turn sends, to be committed with its record. */
import {
  type Activity,
  ActivityTypes,
  type ResourceResponse,
  type SendActivitiesHandler,
  TurnContext,
} from 'botbuilder-core'
// By its own path: the package's index takes a hundred times as long to load.
import { BotAdapter } from 'botbuilder-core/lib/botAdapter.js'

/** The bot as members see it in `from`. */
export const botAccount = { id: 'cps-assistant', name: 'CPS Assistant', role: 'bot' } as const

/** An activity's id from its number in the log: they sort as they were said. */
export const activityId = (conversationId: string, number: number): string =>
  `${conversationId}|${String(number).padStart(7, '0')}`

/** One turn's frame: where replies go and how they are numbered. */
export interface TurnFrame {
  readonly incoming: Activity
  /** The number of the first reply. */
  readonly firstNumber: number
  readonly locale: string | undefined
  readonly now: Date
  /** Whom replies are for, where that is not who the turn's activity is from. */
  readonly member?: string | undefined
  /** Called at once for a typing sign: it is worth something only before the replies. */
  readonly onTyping?: ((activity: Partial<Activity>) => void) | undefined
}

/** A reply with its number in the log. */
export interface Reply {
  readonly number: number
  readonly activity: Partial<Activity>
}

interface Outgoing {
  readonly frame: TurnFrame
  /** By id, in the order sent. */
  readonly replies: Map<string, Reply>
  next: number
  /** The turn is over: its replies are on their way, and nothing comes after them. */
  over: boolean
}

const outgoingKey = Symbol('outgoing')

/** A turn on this channel. What it sends is addressed here, so that it need not pass through the SDK, which copies it and waits for itself on the way. */
class WebTurn extends TurnContext {
  private isWatched = false

  override onSendActivities(handler: SendActivitiesHandler): this {
    this.isWatched = true
    return super.onSendActivities(handler)
  }

  override sendActivities(activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    if (this.isWatched) return super.sendActivities(activities)
    if (activities.some(({ type }) => type !== ActivityTypes.Trace)) this.responded = true
    return this.adapter.sendActivities(this, activities)
  }
}

/** Runs turns of the web channel. One instance serves all; what a turn sends is kept with its context. */
export class WebAdapter extends BotAdapter {
  /** Runs one turn and returns what `logic` did and sent. Nothing has left by then. */
  async run<T>(
    frame: TurnFrame,
    logic: (context: TurnContext) => Promise<T>,
  ): Promise<{ readonly result: T; readonly replies: readonly Reply[] }> {
    const outgoing: Outgoing = { frame, replies: new Map(), next: frame.firstNumber, over: false }
    const context = new WebTurn(this, frame.incoming)
    context.turnState.set(outgoingKey, outgoing)
    if (frame.incoming.locale) context.locale = frame.incoming.locale
    try {
      const result = await logic(context)
      return { result, replies: [...outgoing.replies.values()] }
    } finally {
      outgoing.over = true
    }
  }

  /** Not on this channel: a turn runs without detours. */
  override use(): never {
    throw new Error('the web channel takes no middleware')
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    return activities.map((given) => {
      const activity = given.type ? given : { ...given, type: ActivityTypes.Message }
      // Traces carry the dialogs' whole state; a delay is for channels that show one.
      if (activity.type === ActivityTypes.Trace || activity.type === 'delay') return { id: '' }
      const outgoing = outgoingOf(context)
      const { incoming, now, onTyping } = outgoing.frame
      if (activity.type === ActivityTypes.Typing) {
        onTyping?.({ ...addressed(activity, outgoing.frame), timestamp: now })
        return { id: '' }
      }
      const number = outgoing.next++
      const id = activityId(incoming.conversation.id, number)
      const numbered = addressed(activity, outgoing.frame)
      numbered.id = id
      numbered.timestamp = now
      outgoing.replies.set(id, { number, activity: numbered })
      return { id }
    })
  }

  /** Replaces a reply of this turn, which has not left yet. Direct Line cannot change what has. */
  override async updateActivity(
    context: TurnContext,
    activity: Partial<Activity>,
  ): Promise<ResourceResponse> {
    const { frame, replies } = outgoingOf(context)
    const reply = replies.get(activity.id ?? '')
    if (!reply) throw new Error('the web channel cannot change an activity that has left')
    const { id, timestamp } = reply.activity
    replies.set(id!, {
      ...reply,
      activity: { ...addressed(activity, frame), id: id!, timestamp: timestamp! },
    })
    return { id: id! }
  }

  /** Takes back a reply of this turn, which has not left yet. */
  override async deleteActivity(
    context: TurnContext,
    { activityId: id }: { activityId?: string },
  ): Promise<void> {
    if (!outgoingOf(context).replies.delete(id ?? ''))
      throw new Error('the web channel cannot take back an activity that has left')
  }

  /** Not on this channel: what the bot says by itself goes through a turn of its own. */
  override async continueConversation(): Promise<void> {
    throw new Error('the web channel starts no turns by itself')
  }
}

const outgoingOf = (context: TurnContext): Outgoing => {
  const outgoing: Outgoing = context.turnState.get(outgoingKey)
  if (outgoing.over) throw new Error('the turn is over')
  return outgoing
}

function addressed(activity: Partial<Activity>, { incoming, locale, member }: TurnFrame): Partial<Activity> {
  const own = { ...withoutSdkFields(activity) }
  own.channelId = incoming.channelId
  own.conversation = { id: incoming.conversation.id } as Activity['conversation']
  // A person of support speaks through the bot, under their own name.
  const speaker = activity.from?.name ? { ...botAccount, name: activity.from.name } : botAccount
  own.from = speaker as Activity['from']
  own.recipient = { id: member ?? incoming.from.id } as Activity['recipient']
  if (incoming.type === ActivityTypes.Message && incoming.id) own.replyToId = incoming.id
  if (!activity.locale && locale) own.locale = locale
  return own
}

/** What is between a bot and its SDK, or given by the log. What our own talks say has none of it, and need not be taken apart. */
function withoutSdkFields(activity: Partial<Activity>): Partial<Activity> {
  if (!('deliveryMode' in activity || 'serviceUrl' in activity || 'id' in activity)) return activity
  const { deliveryMode, serviceUrl, id, ...own } = activity
  return own
}
