/** The talks on botbuilder's dialog stack: the one place that knows its classes. */
import type { TurnContext } from 'botbuilder-core'
import type { DialogTurnResult } from 'botbuilder-dialogs'
import { Dialog } from 'botbuilder-dialogs/lib/dialog.js'
import { DialogContext } from 'botbuilder-dialogs/lib/dialogContext.js'
import { DialogSet } from 'botbuilder-dialogs/lib/dialogSet.js'
import type { TalkId } from '../domain/values.ts'
import type { Talk } from './kit/talk.ts'
import { keyOf, type Told, type Turn } from './kit/turn.ts'
import { talks } from './talks.ts'

export type { TurnContext } from 'botbuilder-core'

const turnKey = Symbol('turn')

/** Runs one talk: asks its rule where it stands, and says the next question or the verdict. It keeps nothing but what it told. */
class TalkDialog extends Dialog {
  constructor(private readonly talk: Talk) {
    super(talk.id)
  }

  override getVersion(): string {
    return `${this.talk.id}:${this.talk.version}`
  }

  override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
    const { told: before = [] } = (options ?? {}) as { told?: readonly string[] }
    const told: Told = { told: [...before], lastTold: [] }
    dc.activeDialog!.state = told
    return this.proceed(dc)
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.proceed(dc)
  }

  /** A talk above ended: what it told need not be told again, and the question that waited comes back. */
  override async resumeDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc)
    if (!turn.quiet) {
      turn.note(turn.says.steer.backTo(turn.says.topics[this.talk.id]))
      turn.record.memory.asked = null
    }
    return this.proceed(dc)
  }

  private async proceed(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc)
    if (turn.quiet) return Dialog.EndOfTurn
    const decision = turn.decide(this.talk)
    const told = dc.activeDialog!.state as Told
    const { part } = decision
    if (decision.kind === 'needs') {
      turn.tellNew(decision.tells, told)
      turn.ask(decision, part ?? this.talk.id, part)
      return Dialog.EndOfTurn
    }
    // The verdict itself is always said, also when it was said before.
    const last = decision.tells.length - 1
    turn.tellNew(decision.tells.slice(0, last), told)
    turn.tell(decision.tells[last]!)
    await turn.conclude(this.talk.id, decision, told)
    const below = dc.stack.at(-2)
    if (below) (below.state as Told).told.push(...told.told, keyOf(decision.tells[last]!))
    return dc.endDialog(decision.verdict)
  }
}

const turnOf = (dc: DialogContext): Turn => dc.context.turnState.get(turnKey)

const dialogs = new DialogSet()
for (const talk of Object.values(talks)) dialogs.add(new TalkDialog(talk))

/** The talks that are started, the newest on top. */
export interface Stack {
  readonly top: TalkId | undefined
  readonly started: readonly TalkId[]
  /** Starts a talk on top of the others, without a word yet; `anew` also tells again what it told before. */
  readonly begin: (id: TalkId, anew: boolean) => Promise<void>
  /** Ends the talk on top, without a word. */
  readonly end: () => Promise<void>
  /** Lets the talk on top say what comes next; nothing where there is none. */
  readonly proceed: () => Promise<void>
}

/** The stack of a conversation, over its record. */
export const openStack = (context: TurnContext, turn: Turn): Stack => {
  context.turnState.set(turnKey, turn)
  const state = { dialogStack: turn.record.stack }
  const dc = new DialogContext(dialogs, context, state)
  const quietly = async (change: () => Promise<unknown>) => {
    turn.quiet = true
    await change()
    turn.quiet = false
  }
  return {
    get top() {
      return turn.record.stack.at(-1)?.id
    },
    get started() {
      return turn.record.stack.map(({ id }) => id)
    },
    begin: (id, anew) => quietly(() => dc.beginDialog(id, { told: anew ? [] : turn.record.memory.told[id] })),
    end: () => quietly(() => dc.endDialog()),
    proceed: async () => {
      if (dc.activeDialog) await dc.continueDialog()
    },
  }
}
