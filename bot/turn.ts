/**
 * One turn: accept → load → run the assistant → save everything at once → deliver. A conversation has one turn at a time in
 * this process; another process is kept out by the save's revision, and the turn is run again on what that one left.
 *
 * A turn that is quick is accepted by its own save. One that takes longer is accepted first: the member's activity joins the
 * log and the inbox, and is answered for; what comes meanwhile, here or elsewhere, joins the inbox and is answered for at once.
 * From then on it is served, by whoever: the process that is at it renews its claim, and when that ends another takes over.
 * However it ends, a turn takes effect once, for its save takes the activity out of the inbox.
 */
import { type Activity, ActivityTypes } from 'botbuilder-core'
import { activityId, botAccount } from './channels/web/adapter.ts'
import { makeDesk, type TurnParts } from './desk.ts'
import { makeInboxes } from './inbox.ts'
import { makePlaces } from './places.ts'
import { servedNumber, withMark } from './stores/marks.ts'
import { type Conversation, changed, StoreUnavailable } from './stores/store.ts'
import {
  changeOf,
  clientIdOf,
  entriesOf,
  type Incoming,
  isAboutForgetting,
  isOpening,
  markedWith,
  workOf,
} from './work.ts'

/**
 * `accepted`: it cannot be lost any more, under that id (of the first time, where it came before). `gone`: no such
 * conversation. `busy`: too much waits in this conversation already; `full`: it holds as much text as it may. In all of these
 * nothing was done.
 */
export type TurnResult =
  | { readonly kind: 'accepted'; readonly id: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'full' }

/** Runs turns. Each call is answered within two seconds, whatever the store does. */
export interface Turns {
  /** The first turn, the welcome; a conversation that is open already stays as it is. `since`: when it was asked for, if not now (`performance.now()`). */
  open(
    conversation: Conversation,
    locale: string | undefined,
    base: string | undefined,
    since?: number,
  ): Promise<TurnResult>
  /** A turn for what a member sent, who reaches the bot at `base`. Only a `message` reaches the assistant; anything else just joins the log. */
  post(conversationId: string, incoming: Incoming, base: string | undefined): Promise<TurnResult>
  /** Serves what was accepted and is served by nobody any more; how many conversations that were. */
  takeOver(): Promise<number>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

const attempts = 8
const usuallyAcceptedAfter = 250
/** Milliseconds from when it came, after which nothing more is begun for a turn: a call to the store takes half a second. */
const worksFor = 1_250

/** Runs turns with these parts. */
export function makeTurns(parts: TurnParts): Turns {
  const { now, keep, acceptAfter = usuallyAcceptedAfter, sizeAtMost = Number.POSITIVE_INFINITY } = parts
  const desk = makeDesk(parts)
  const { observer, within, time, current, load, save, run, afterwards } = desk
  const inboxes = makeInboxes(parts, desk)
  const places = makePlaces(observer)

  /** Begins nothing that would not be over in time. */
  function inTime(since: number): void {
    if (performance.now() - since > worksFor) throw new StoreUnavailable('the store took too long')
  }

  /** In Teams there is no other conversation to go on in. */
  const isFull = ({ teams, size = 0 }: Conversation, times = 1) =>
    teams === undefined && size >= times * sizeAtMost

  /** Serves an activity on a conversation whose inbox is empty; `undefined` where another save came first. */
  async function serve(
    conversation: Conversation,
    given: Incoming,
    base: string | undefined,
    since: number,
  ): Promise<TurnResult | undefined> {
    const { id } = conversation
    const work = workOf(conversation, given, base, now())
    const { number, activity } = work
    const running = run(work, conversation, number + 1)
    // An opening is nothing that could be lost: whoever opens again gets it.
    const quick = await (isOpening(activity) ? running : within(acceptAfter, running))
    inTime(since)
    // What holds no more can still be forgotten.
    if (isFull(conversation) && !(quick && isAboutForgetting(quick))) return { kind: 'full' }
    if (!quick) {
      const accepted = await inboxes.accept(conversation, work, running)
      if (accepted?.kind === 'accepted') parts.showTyping(id, typingSign(id, work.at))
      return accepted
    }
    const clientId = clientIdOf(activity)
    // Of all marks an erasure leaves that of the activity that asked for it.
    const left = clientId === undefined ? '' : withMark('', clientId, number)
    const marked = changed(conversation, { served: quick.forget ? left : markedWith(conversation, work) })
    const placing = { first: number + 1, appends: entriesOf(work), time: time(), keep: keep() }
    const outcome = await save(changeOf(marked, work, quick, placing))
    if (outcome === 'conflict') return undefined
    if (outcome === 'gone') return { kind: 'gone' }
    afterwards(quick, conversation)
    return { kind: 'accepted', id: activity.id! }
  }

  /** The id under which an activity was accepted before. */
  function acceptedBefore(conversation: Conversation, incoming: Incoming): string | undefined {
    const clientId = clientIdOf(incoming)
    const number = clientId === undefined ? undefined : servedNumber(conversation.served, clientId)
    return number === undefined ? undefined : activityId(conversation.id, number)
  }

  async function runTurn(
    id: string,
    incoming: Incoming,
    base: string | undefined,
    since: number,
  ): Promise<TurnResult> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      inTime(since)
      const conversation = await current(id)
      if (!conversation || conversation.expiresAt <= time()) return { kind: 'gone' }
      const before = acceptedBefore(conversation, incoming)
      if (before !== undefined) {
        observer.turn('duplicate')
        return { kind: 'accepted', id: before }
      }
      const waits = conversation.inbox.length > 0
      // Nobody is welcomed who is being served already.
      if (isOpening(incoming) && (waits || conversation.record !== undefined))
        return { kind: 'accepted', id: '' }
      if (isFull(conversation, waits ? 1 : 2)) return { kind: 'full' }
      inTime(since)
      const result = await (waits ? inboxes.join : serve)(conversation, incoming, base, since)
      if (result) return result
    }
    throw new StoreUnavailable('other turns kept coming first')
  }

  /** Where it is not known whether a save took effect, looks: a mark says that it did. */
  async function withDoubtsCleared(
    id: string,
    incoming: Incoming,
    since: number,
    turn: () => Promise<TurnResult>,
  ) {
    try {
      return await turn()
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || !error.uncertain || clientIdOf(incoming) === undefined)
        throw error
      if (performance.now() - since > worksFor) throw error
      const conversation = await load(id).catch(() => undefined)
      const before = conversation && acceptedBefore(conversation, incoming)
      if (before === undefined) throw error
      return { kind: 'accepted', id: before } as const
    }
  }

  const turnFor = (
    id: string,
    incoming: Incoming,
    base: string | undefined,
    since = performance.now(),
  ): Promise<TurnResult> => observer.around(() => wholeTurn(id, incoming, base, since))

  async function wholeTurn(
    id: string,
    incoming: Incoming,
    base: string | undefined,
    since: number,
  ): Promise<TurnResult> {
    try {
      const turn = () => withDoubtsCleared(id, incoming, since, () => runTurn(id, incoming, base, since))
      const result = (await places.inTurn(id, since, turn)) ?? ({ kind: 'busy' } as const)
      if (result.kind !== 'accepted') observer.turn(result.kind)
      return result
    } catch (error) {
      if (error instanceof StoreUnavailable) observer.turn('unavailable')
      throw error
    } finally {
      observer.stage('turn', performance.now() - since)
    }
  }

  return {
    open: (conversation, locale, base, since) =>
      turnFor(
        conversation.id,
        {
          type: ActivityTypes.ConversationUpdate,
          membersAdded: [{ id: conversation.userId, name: '' }],
          ...(locale ? { locale } : {}),
        },
        base,
        since,
      ),
    post: (id, incoming, base) => turnFor(id, incoming, base),
    takeOver: inboxes.takeOver,
    idle: async () => {
      const underWay = () => [...places.underWay(), ...inboxes.underWay(), ...desk.errands.underWay()]
      while (underWay().length > 0) await Promise.allSettled(underWay())
    },
  }
}

const typingSign = (conversationId: string, timestamp: Date) =>
  ({
    type: ActivityTypes.Typing,
    channelId: 'directline',
    conversation: { id: conversationId },
    from: botAccount,
    timestamp,
  }) as unknown as Partial<Activity>
