/** The web channel as botbuilder sees it: an adapter that collects what a turn sends, to be committed with its record. */
import { type Activity, ActivityTypes, type ResourceResponse, TurnContext } from 'botbuilder-core'
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
}

const outgoingKey = Symbol('outgoing')

/** Runs turns of the web channel. One instance serves all; what a turn sends is kept with its context. */
export class WebAdapter extends BotAdapter {
  /** Runs one turn and returns what `logic` did and sent. Nothing has left by then. */
  async run<T>(
    frame: TurnFrame,
    logic: (context: TurnContext) => Promise<T>,
  ): Promise<{ readonly result: T; readonly replies: readonly Reply[] }> {
    const outgoing: Outgoing = { frame, replies: new Map(), next: frame.firstNumber }
    const context = new TurnContext(this, frame.incoming)
    context.turnState.set(outgoingKey, outgoing)
    let result: T | undefined
    await this.runMiddleware(context, async (revocable) => {
      result = await logic(revocable)
    })
    return { result: result as T, replies: [...outgoing.replies.values()] }
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    return activities.map((activity) => {
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
      outgoing.replies.set(id, {
        number,
        activity: { ...addressed(activity, outgoing.frame), id, timestamp: now },
      })
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

const outgoingOf = (context: TurnContext): Outgoing => context.turnState.get(outgoingKey)

function addressed(activity: Partial<Activity>, { incoming, locale }: TurnFrame): Partial<Activity> {
  const { deliveryMode, serviceUrl, ...own } = activity
  return {
    ...own,
    channelId: incoming.channelId,
    conversation: { id: incoming.conversation.id } as Activity['conversation'],
    from: botAccount as Activity['from'],
    recipient: { id: incoming.from.id } as Activity['recipient'],
    ...(incoming.type === ActivityTypes.Message && incoming.id ? { replyToId: incoming.id } : {}),
    ...(own.locale || !locale ? {} : { locale }),
  }
}
