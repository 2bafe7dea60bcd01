/**
 * One turn: load, run the assistant, commit everything at once, deliver. A conversation has one turn at a time in this
 * process; another process is kept out by the commit's compare-and-set, and the turn is run again on what it left.
 */
import { type Activity, ActivityTypes } from 'botbuilder-core'
import type { Logger } from 'pino'
import type { Assistant, TurnOutcome } from '../dialogs/assistant.ts'
import { activityId, botAccount, type Reply, type WebAdapter } from './channels/web/adapter.ts'
import { keepForCurators } from './curators.ts'
import type { Conversation, LogEntry, Store } from './stores/store.ts'
import { StoreUnavailable } from './stores/store.ts'

/** What a turn is about: a member's activity as it was checked, without what the channel fills in. */
export type Incoming = Partial<Activity> & Pick<Activity, 'type'>

/**
 * `accepted`: committed, under that id (of the first time, where it came before). `gone`: no such conversation.
 * `busy`: too much waits in this conversation already; nothing was done.
 */
export type TurnResult =
  | { readonly kind: 'accepted'; readonly id: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'busy' }

/** What a committed turn added to the log, for those who listen. */
export interface Delivery {
  readonly conversationId: string
  /** The log's last number before and after. */
  readonly from: number
  readonly to: number
  /** What came in between, also where a 'forget me' kept part of it out of the log. */
  readonly entries: readonly LogEntry[]
}

/** What turns are made with. */
export interface TurnParts {
  readonly assistant: Assistant
  readonly store: Store
  readonly adapter: WebAdapter
  readonly now: () => Date
  readonly log: Logger
  /** How long a conversation is kept after its last turn, in milliseconds. */
  readonly keep: number
  /** What is said where the assistant itself fails. */
  readonly apology: (locale: string | undefined) => string
  readonly deliver: (delivery: Delivery) => void
  readonly showTyping: (conversationId: string, activity: Partial<Activity>) => void
}

/** Runs turns. */
export interface Turns {
  /** The first turn, the welcome; a conversation that is open already stays as it is. */
  open(conversation: Conversation, locale: string | undefined, links: TurnLinks): Promise<TurnResult>
  /** A turn for what a member sent. Only a `message` reaches the assistant; anything else just joins the log. */
  post(conversationId: string, incoming: Incoming, links: TurnLinks): Promise<TurnResult>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** Addresses that a turn may show. */
export interface TurnLinks {
  readonly transcriptUrl?: (() => Promise<string>) | undefined
}

const attempts = 8
const waitingAtMost = 200

/** Runs turns with these parts. */
export function makeTurns(parts: TurnParts): Turns {
  const { assistant, store, adapter, now, log } = parts
  /** The last of each conversation's turns under way, and how many there are. */
  const queues = new Map<string, { tail: Promise<unknown>; waiting: number }>()

  async function inTurn(id: string, work: () => Promise<TurnResult>): Promise<TurnResult> {
    const queue = queues.get(id) ?? { tail: Promise.resolve(), waiting: 0 }
    if (queue.waiting >= waitingAtMost) return { kind: 'busy' }
    queues.set(id, queue)
    queue.waiting++
    const turn = queue.tail.then(work)
    queue.tail = turn.catch(() => {})
    try {
      return await turn
    } finally {
      if (--queue.waiting === 0) queues.delete(id)
    }
  }

  /** Runs the assistant; a fault of its own becomes an apology, with the record as it was. */
  async function runAssistant(
    conversation: Conversation,
    incoming: Activity,
    links: TurnLinks,
  ): Promise<Ran> {
    const firstNumber = conversation.last + 2
    const frame = {
      incoming,
      firstNumber,
      locale: incoming.locale ?? conversation.locale,
      now: now(),
      onTyping: (activity: Partial<Activity>) => parts.showTyping(conversation.id, activity),
    }
    try {
      const { result, replies } = await adapter.run<TurnOutcome>(frame, (context) =>
        assistant.turn(context, {
          stored: conversation.record,
          now: frame.now,
          transcriptUrl: links.transcriptUrl,
        }),
      )
      // Proven serialisable here, where a fault is still a fault of the assistant.
      JSON.stringify(result.record)
      return {
        record: result.record,
        forget: result.forget,
        replies: replies.map(asEntry),
        locale: lastLocale(replies),
        helped: result.helped,
        unanswered: result.unanswered,
      }
    } catch (error) {
      log.error({ fault: faultWithoutWords(error), conversation: conversation.id }, 'a turn failed')
      const { replies } = await adapter.run(frame, (context) =>
        context.sendActivity(parts.apology(conversation.locale ?? incoming.locale)),
      )
      return { record: conversation.record, forget: false, replies: replies.map(asEntry), locale: undefined }
    }
  }

  async function serve(conversation: Conversation, given: Incoming, links: TurnLinks) {
    const number = conversation.last + 1
    const id = activityId(conversation.id, number)
    const incoming = {
      ...given,
      id,
      timestamp: now(),
      channelId: 'directline',
      conversation: { id: conversation.id },
      from: { id: conversation.userId, role: 'user' },
      recipient: botAccount,
      serviceUrl: '',
    } as unknown as Activity
    const isOpening = given.type === ActivityTypes.ConversationUpdate
    const ran =
      isOpening || given.type === ActivityTypes.Message
        ? await runAssistant(conversation, incoming, links)
        : { record: conversation.record, forget: false, replies: [], locale: undefined }
    const { serviceUrl: _, recipient: __, ...echo } = incoming
    // The opening is nothing that a member said: nobody needs to see it.
    const entries = [...(isOpening ? [] : [{ number, json: JSON.stringify(echo) }]), ...ran.replies]
    const last = entries.at(-1)?.number ?? number
    const clientId = clientIdOf(given)
    const time = now().getTime()
    const outcome = await store.commit({
      conversationId: conversation.id,
      revision: conversation.revision,
      record: ran.record,
      locale: ran.locale ?? conversation.locale ?? given.locale,
      entries: ran.forget ? ran.replies : entries,
      last,
      mark: clientId === undefined ? undefined : { clientId, activityId: id },
      erase: ran.forget,
      now: time,
      expiresAt: time + parts.keep,
    })
    if (outcome.kind === 'committed') {
      parts.deliver({ conversationId: conversation.id, from: conversation.last, to: last, entries })
      void keepForCurators(store, log, ran, now().getTime())
    }
    return { id, outcome }
  }

  async function runTurn(conversationId: string, incoming: Incoming, links: TurnLinks): Promise<TurnResult> {
    const isOpening = incoming.type === ActivityTypes.ConversationUpdate
    for (let attempt = 0; attempt < attempts; attempt++) {
      const clientId = clientIdOf(incoming)
      const before = clientId === undefined ? undefined : await store.seen(conversationId, clientId)
      if (before !== undefined) return { kind: 'accepted', id: before }
      const conversation = await store.load(conversationId, now().getTime())
      if (!conversation) return { kind: 'gone' }
      if (isOpening && conversation.record !== undefined) return { kind: 'accepted', id: '' }
      const { id, outcome } = await serve(conversation, incoming, links)
      if (outcome.kind === 'committed') return { kind: 'accepted', id }
      if (outcome.kind === 'duplicate') return { kind: 'accepted', id: outcome.activityId }
      if (outcome.kind === 'gone') return outcome
    }
    throw new StoreUnavailable('other turns kept coming first')
  }

  return {
    open: (conversation, locale, links) =>
      inTurn(conversation.id, () =>
        runTurn(
          conversation.id,
          {
            type: ActivityTypes.ConversationUpdate,
            membersAdded: [{ id: conversation.userId, name: '' }],
            ...(locale ? { locale } : {}),
          },
          links,
        ),
      ),
    post: (conversationId, incoming, links) =>
      inTurn(conversationId, () => runTurn(conversationId, incoming, links)),
    idle: async () => {
      while (queues.size > 0) await Promise.allSettled([...queues.values()].map(({ tail }) => tail))
    },
  }
}

interface Ran extends TurnOutcome {
  readonly replies: readonly LogEntry[]
  readonly locale: string | undefined
}

const asEntry = ({ number, activity }: Reply): LogEntry => ({ number, json: JSON.stringify(activity) })

const lastLocale = (replies: readonly Reply[]) =>
  replies.findLast(({ activity }) => activity.locale)?.activity.locale

function clientIdOf({ channelData }: Incoming): string | undefined {
  const id: unknown = channelData?.clientActivityID
  return typeof id === 'string' && id ? id : undefined
}

/** A fault for the log: its kind and where it was thrown. Its message may quote what a member wrote. */
function faultWithoutWords(error: unknown): { readonly kind: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { kind: typeof error, at: [] }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { kind: error.constructor.name, at: frames.slice(0, 8).map((line) => line.trim()) }
}
