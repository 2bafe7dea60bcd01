/** The talks on botbuilder's dialog stack: the one place that knows its classes. */
import type { TurnContext } from 'botbuilder-core'
import type { DialogTurnResult } from 'botbuilder-dialogs'
import { Dialog } from 'botbuilder-dialogs/lib/dialog.js'
import { DialogContext } from 'botbuilder-dialogs/lib/dialogContext.js'
import { DialogSet } from 'botbuilder-dialogs/lib/dialogSet.js'
import type { OnlyAccount, Verdict } from '../domain/rule.ts'
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

  /** Asks what the rule needs next; what it decided, where it needs nothing more. The stack stays as it is. */
  askNext(turn: Turn, told: Told): Verdict | OnlyAccount | undefined {
    const decision = turn.decide(this.talk)
    if (decision.kind !== 'needs') return decision
    const { part } = decision
    turn.tellNew(decision.tells, told)
    turn.ask(decision, part ?? this.talk.id, part)
    return undefined
  }

  private async proceed(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc)
    if (turn.quiet) return Dialog.EndOfTurn
    const told = dc.activeDialog!.state as Told
    const decision = this.askNext(turn, told)
    if (!decision) return Dialog.EndOfTurn
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

/** The SDK's memory of a turn, in which our talks keep nothing: it takes longer to set up than a whole talk takes to answer. */
const noMemory = { setValue() {}, getValue() {} } as unknown as DialogContext['state']

/** The SDK's dialog stack over a record: its own methods, without its memory, which its constructor cannot do without. */
const dialogContextOf = (context: TurnContext, turn: Turn): DialogContext => {
  context.turnState.set(turnKey, turn)
  const { stack } = turn.record
  return Object.assign(Object.create(DialogContext.prototype) as DialogContext, {
    dialogs,
    context,
    stack,
    services: context.turnState,
    state: noMemory,
  })
}

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
  // Made where the stack changes: a turn that only asks the next question does without.
  let made: DialogContext | undefined
  const opened = (): DialogContext => {
    made ??= dialogContextOf(context, turn)
    return made
  }
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
    begin: (id, anew) =>
      quietly(() => opened().beginDialog(id, { told: anew ? [] : turn.record.memory.told[id] })),
    end: () => quietly(() => opened().endDialog()),
    proceed: async () => {
      const active = turn.record.stack.at(-1)
      const dialog = active && (dialogs.find(active.id) as TalkDialog)
      if (dialog?.askNext(turn, active!.state)) await opened().continueDialog()
    },
  }
}
