/**
 * The inbox of a conversation: what is accepted and not served yet. It is served beside the turns that come and join it, by one
 * process at a time, which renews its claim while it is at it; when a claim ends another process takes over.
 */
import type { Activity } from 'botbuilder-core'
import { claimedFor, type Desk, type TurnParts } from './desk.ts'
import type { Served } from './serving.ts'
import { logBetween } from './stores/log-pages.ts'
import { marksOf } from './stores/marks.ts'
import { type Accepted, type Conversation, isOwing, type LogEntry, StoreUnavailable } from './stores/store.ts'
import {
  changeOf,
  entriesOf,
  type Incoming,
  markedWith,
  textSize,
  touched,
  type Work,
  workOf,
} from './work.ts'

/** How an activity joined the inbox; `undefined` where another save came first. */
export type Joined =
  | { readonly kind: 'accepted'; readonly id: string }
  | { readonly kind: 'gone' | 'busy' }
  | undefined

/** The inboxes of all conversations, as this process serves them. */
export interface Inboxes {
  /** Accepts an activity whose turn is `running` on this conversation, and has it served. */
  accept(conversation: Conversation, work: Work, running: Promise<Served>): Promise<Joined>
  /** Puts an activity behind what waits, and has that served where nobody is at it. */
  join(conversation: Conversation, given: Incoming, base: string | undefined): Promise<Joined>
  /** Serves what nobody serves any more; how many conversations that were. */
  takeOver(): Promise<number>
  /** What this process is serving at this moment. */
  underWay(): readonly Promise<unknown>[]
}

const attempts = 8
const inboxAtMost = 50
/** So often a process that lives says so, while it is at a turn. */
const claimedAgainEvery = 500

/** The inboxes as they are served at this desk. */
export function makeInboxes({ store, log, now, keep }: TurnParts, desk: Desk): Inboxes {
  const { owner, recent, observer, within, time, current, load, save, run, afterwards } = desk
  /** The conversations whose inbox this process is serving; whether it served any of it. */
  const servings = new Map<string, Promise<boolean>>()
  const claim = () => ({ owner, until: time() + claimedFor })

  /** Has a conversation's inbox served; one such work at a time in this process. */
  function serveInbox(id: string, work: () => Promise<boolean>): Promise<boolean> {
    const serving = work()
      .catch((error: Error) => {
        // It waits in the inbox, and is taken over once the claim has ended.
        log.warn({ fault: error.name, conversation: id }, 'an accepted turn has to wait')
        return false
      })
      .finally(() => servings.delete(id))
    servings.set(id, serving)
    return serving
  }

  /** What a run comes to; as long as it takes, nobody else takes its activity over. */
  async function keepingClaim(id: string, number: number, running: Promise<Served>): Promise<Served> {
    for (;;) {
      const served = await within(claimedAgainEvery, running)
      if (served) return served
      // Where it fails somebody else may serve the activity as well: one of the two takes effect.
      await claimAgain(id, number).catch(() => {})
    }
  }

  /** Renews this process's claim, if it still has one for this activity. */
  async function claimAgain(id: string, number: number): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const conversation = await current(id)
      if (conversation?.claim?.owner !== owner || conversation.inbox[0]?.number !== number) return
      const claimed = { ...conversation, claim: claim() }
      const outcome = await save({ conversation: claimed, append: [], erase: false, now: time() })
      if (outcome !== 'conflict') return
    }
  }

  /** What came after a wish to be forgotten and is not served yet stays; the replies among it are to what came before. */
  async function stillWaiting(
    { id, last }: Conversation,
    inbox: readonly Accepted[],
  ): Promise<readonly LogEntry[]> {
    const [oldest] = inbox
    if (!oldest) return []
    const since = await logBetween(store, id, oldest.number - 1, last)
    return since.filter(({ number }) => inbox.some((one) => one.number === number))
  }

  /** Saves the turn of the first activity of the inbox, unless somebody else did. `begun` is what it was run on. */
  async function finish(begun: Conversation, work: Work, served: Served): Promise<void> {
    // The claim may have been renewed since.
    let conversation: Conversation | undefined = recent.get(begun.id) ?? begun
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) conversation = await load(begun.id)
      if (conversation?.turns !== begun.turns || conversation.inbox[0]?.number !== work.number) return
      const inbox: readonly Accepted[] = conversation.inbox.slice(1)
      const after = {
        ...conversation,
        inbox,
        claim: inbox.length > 0 ? claim() : undefined,
        served: served.forget
          ? marksOf(conversation.served, [work.number, ...inbox.map(({ number }) => number)])
          : conversation.served,
      }
      const waiting = served.forget ? await stillWaiting(conversation, inbox) : []
      const placing = { first: conversation.last + 1, waiting, time: time(), keep: keep() }
      const outcome = await save(changeOf(after, work, served, placing))
      if (outcome === 'saved') return afterwards(served, conversation)
      if (outcome === 'gone') return
    }
    throw new StoreUnavailable('other saves kept coming first')
  }

  /** Serves the inbox, unless somebody else is at it. */
  async function drain(id: string): Promise<boolean> {
    for (let some = false; ; some = true) {
      const found = await current(id)
      const first = found?.inbox[0]
      if (!found || !first) return some
      if (found.claim && found.claim.owner !== owner && found.claim.until > time()) return some
      const claimed = { ...found, claim: claim() }
      const outcome = await save({ conversation: claimed, append: [], erase: false, now: time() })
      if (outcome === 'gone') return some
      if (outcome === 'conflict') continue
      const [entry] = await store.read(id, first.number - 1, 1)
      const at = now()
      const activity = JSON.parse(entry?.number === first.number ? entry.json : '{}') as Activity
      const work: Work = { number: first.number, activity, at, base: first.base }
      const conversation = { ...claimed, revision: claimed.revision + 1 }
      const running = run(work, conversation, conversation.last + 1)
      await finish(conversation, work, await keepingClaim(id, first.number, running))
    }
  }

  /** Brings what is owed outside, where whoever was at it is no longer. */
  async function bringOwed(id: string): Promise<void> {
    const found = await current(id)
    if (!found || found.inbox.length > 0 || !isOwing(found)) return
    if (found.claim && found.claim.until > time()) return
    const claimed = { ...found, claim: claim() }
    const outcome = await desk.note({ conversation: claimed, append: [], erase: false, now: time() })
    if (outcome === 'saved') await desk.errands.run(claimed)
  }

  /** Saves that an activity is accepted, in front of anything that comes of it. */
  async function enter(conversation: Conversation, work: Work, claimed: boolean): Promise<Joined> {
    const { id, last, locale } = conversation
    const { number, activity, base } = work
    const entries = entriesOf(work)
    const outcome = await save({
      conversation: {
        ...touched(conversation, time(), keep()),
        last: number,
        size: (conversation.size ?? 0) + textSize(entries),
        inbox: [...conversation.inbox, { number, base }],
        served: markedWith(conversation, work),
        locale: locale ?? activity.locale,
        ...(claimed ? { claim: claim() } : {}),
      },
      append: entries,
      erase: false,
      news: { conversationId: id, from: last, to: number, entries },
      now: time(),
    })
    if (outcome === 'conflict') return undefined
    if (outcome === 'gone') return { kind: 'gone' }
    observer.turn('accepted')
    return { kind: 'accepted', id: activity.id! }
  }

  return {
    async accept(conversation, work, running) {
      const { id } = conversation
      // Where it cannot be accepted nobody waits for what comes of it.
      running.catch(() => {})
      const entered = await enter(conversation, work, true)
      if (entered?.kind !== 'accepted') return entered
      const begun = recent.get(id)
      void serveInbox(id, async () => {
        const served = await keepingClaim(id, work.number, running)
        if (begun) await finish(begun, work, served)
        await drain(id)
        return true
      })
      return entered
    },
    async join(conversation, given, base) {
      const { id, inbox } = conversation
      if (inbox.length >= inboxAtMost) return { kind: 'busy' }
      const joined = await enter(conversation, workOf(conversation, given, base, now()), false)
      if (!servings.has(id)) void serveInbox(id, () => drain(id))
      return joined
    },
    takeOver: async () => {
      recent.dropOld(time())
      const ids = await store.waiting(time())
      const served = await Promise.all(
        ids
          .filter((id) => !servings.has(id))
          .map(async (id) => {
            recent.drop(id)
            const some = await serveInbox(id, () => drain(id))
            if (some) observer.takenOver()
            void bringOwed(id).catch((error: Error) => {
              log.warn({ fault: error.name, conversation: id }, 'what is owed outside has to wait')
            })
            return some
          }),
      )
      return served.filter(Boolean).length
    },
    underWay: () => [...servings.values()],
  }
}
