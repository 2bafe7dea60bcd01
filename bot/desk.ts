/** What every turn of this process is done with: the store behind a memory of its own, the assistant, and who is told. */
import { randomBytes } from 'node:crypto'
import type { DeskState } from '../dialogs/kit/turn.ts'
import type { Language } from '../domain/values.ts'
import { keepForCurators } from './curators.ts'
import { type Errands, type MakeErrand, makeErrands } from './errands.ts'
import { type RecentConversations, recentConversations } from './recent-conversations.ts'
import { type Observer, unobserved } from './seeing/observer.ts'
import { asReceived, runAssistant, type Served, type ServingParts } from './serving.ts'
import {
  type Change,
  type Conversation,
  changed,
  isOwing,
  type News,
  type SaveOutcome,
  type Store,
} from './stores/store.ts'
import type { Tally } from './tally.ts'
import type { Work } from './work.ts'

/** A process that ends is taken over after this, and what it takes to notice. Milliseconds. */
export const claimedFor = 1_500

/** What turns are made with. */
export interface TurnParts extends ServingParts {
  readonly store: Store
  readonly now: () => Date
  /** How long a conversation is kept after its last turn, in milliseconds. */
  readonly keep: () => number
  /** The address of a conversation's transcript, for a member who reaches the bot at `base`. */
  readonly transcriptUrl: (base: string, conversation: Conversation) => Promise<string>
  readonly deliver: (news: News) => void
  /** Whether people can be asked by this member; `undefined` where there is no way to any. */
  readonly supportDesk?: ((conversation: Conversation) => Promise<DeskState | undefined>) | undefined
  /** How much text a conversation on the web may hold, in characters; `undefined` for no end. */
  readonly sizeAtMost?: number | undefined
  readonly observer?: Observer | undefined
  /** Told of a member's choice of a language, once the turn is saved; `undefined`: whoever it was wants to be forgotten. */
  readonly languageChosen?: ((conversation: Conversation, language: Language | undefined) => void) | undefined
  /** What turns came to is counted there. */
  readonly tally?: Pick<Tally, 'add'> | undefined
  /** What is brought outside once a turn is saved. */
  readonly errands?: readonly MakeErrand[] | undefined
  /** After so many milliseconds a turn that still runs is accepted. */
  readonly acceptAfter?: number | undefined
  /** What a work comes to if it does within so many milliseconds; in place of the clock on the wall, where time is a test's. */
  readonly within?: typeof withinTime | undefined
}

/** What a turn is done with. */
export interface Desk {
  /** This process, as claims name it. */
  readonly owner: string
  readonly recent: RecentConversations
  readonly observer: Observer
  readonly within: typeof withinTime
  /** Milliseconds since 1970. */
  time(): number
  /** The conversation as this process last saved it, or as it is stored. */
  current(id: string): Promise<Conversation | undefined>
  load(id: string): Promise<Conversation | undefined>
  /** Saves, tells who listens, and has brought what is owed from then on. */
  save(change: Change): Promise<SaveOutcome>
  /** Saves what an errand brought, and tells who listens. */
  note(change: Change): Promise<SaveOutcome>
  readonly errands: Errands
  /** Runs the assistant for an activity, its replies numbered from `first` on. */
  run(work: Work, conversation: Conversation, first: number): Promise<Served>
  /** What is done once a turn has taken effect. */
  afterwards(served: Served, conversation: Conversation): void
}

/** Makes the desk of one process. */
export function makeDesk(parts: TurnParts): Desk {
  const { store, now, log, observer = unobserved, within = withinTime } = parts
  const recent = recentConversations()
  const time = () => now().getTime()

  async function timed<T>(stage: 'load' | 'assistant' | 'save', work: () => Promise<T>): Promise<T> {
    const since = performance.now()
    try {
      return await work()
    } finally {
      observer.stage(stage, performance.now() - since)
    }
  }

  const load = (id: string) => timed('load', () => store.load(id, time()))

  async function note(change: Change): Promise<SaveOutcome> {
    const { conversation, news } = change
    recent.drop(conversation.id)
    const outcome = await timed('save', () => store.save(change))
    if (outcome === 'saved') {
      recent.keep(changed(conversation, { revision: conversation.revision + 1 }), change.recordText)
      if (news) parts.deliver(news)
    } else if (outcome === 'conflict') observer.conflict()
    return outcome
  }

  const owner = randomBytes(9).toString('base64url')

  async function save(change: Change): Promise<SaveOutcome> {
    const given = change.conversation
    const owes = isOwing(given)
    if (!owes) return note(change)
    // Whoever saves brings what is owed, unless somebody is at it; when they end, another takes over.
    const present = given.claim && given.claim.until > time() ? given.claim : undefined
    const claim = present ?? { owner, until: time() + claimedFor }
    const outcome = await note({ ...change, conversation: changed(given, { claim }) })
    if (outcome === 'saved' && claim.owner === owner) void errands.run(given)
    return outcome
  }

  const desk: Desk = {
    owner,
    recent,
    observer,
    within,
    time,
    load,
    save,
    note,
    get errands() {
      return errands
    },
    current: async (id) => {
      const known = recent.get(id)
      return known && known.expiresAt > time() ? known : load(id)
    },
    run: ({ activity, at, base }, conversation, first) =>
      timed('assistant', () =>
        runAssistant(parts, {
          conversation,
          activity: asReceived(activity),
          first,
          now: at,
          transcriptUrl: base === undefined ? undefined : () => parts.transcriptUrl(base, conversation),
          base,
          desk: parts.supportDesk && (() => parts.supportDesk!(conversation)),
        }),
      ),
    afterwards: (served, conversation) => {
      observer.turn(served.journal?.failed ? 'apologised' : 'served')
      if (served.understoodBy) observer.understood(served.understoodBy)
      parts.tally?.add(served.counted ?? [])
      void keepForCurators(store, log, served, { conversationId: conversation.id, now: time() })
      if (served.chosen || served.forget) parts.languageChosen?.(conversation, served.chosen)
    },
  }
  const errands = makeErrands(parts.errands ?? [], desk, (error, conversation) =>
    log.warn({ fault: error.name, conversation }, 'what is owed outside has to wait'),
  )
  return desk
}

/** What the work comes to, if it does within so many milliseconds. */
export async function withinTime<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
