/** What turns tell of themselves while they run, for who counts, measures and traces. Nothing of it is personal. */

/** How a turn ended, or why there was none. */
export type TurnEnd =
  | 'served'
  /** It took long, and was put into the inbox to be served. */
  | 'accepted'
  | 'duplicate'
  | 'gone'
  | 'busy'
  /** The conversation holds as much as it may. */
  | 'full'
  | 'unavailable'
  /** The assistant failed, and the member was told so. */
  | 'apologised'

/** The parts of a turn that are timed: what it waits for in front of it, the store, the assistant, in it understanding, and all of it. */
export type Stage = 'queue' | 'load' | 'assistant' | 'understand' | 'save' | 'turn'

/** What a message was understood by: a tap, the local engine, the model, or a reading that the operator pinned. */
export type Source = 'tap' | 'local' | 'model' | 'pin'

/** Listens to turns. */
export interface Observer {
  turn(end: TurnEnd): void
  understood(source: Source): void
  stage(stage: Stage, milliseconds: number): void
  /** Another turn waits or runs (1), or no longer does (-1). */
  underWay(change: 1 | -1): void
  /** Another save came first, and the turn was run or saved again. */
  conflict(): void
  /** A conversation whose accepted turns nobody served any more was taken over. */
  takenOver(): void
  /** Runs a turn, so that what is told meanwhile is known to be of it. */
  around<T>(work: () => Promise<T>): Promise<T>
}

/** Listens to nothing. */
export const unobserved: Observer = {
  turn() {},
  understood() {},
  stage() {},
  underWay() {},
  conflict() {},
  takenOver() {},
  around: (work) => work(),
}

/** Tells two. */
export const bothOf = (one: Observer, other: Observer): Observer => ({
  turn: (end) => {
    one.turn(end)
    other.turn(end)
  },
  understood: (source) => {
    one.understood(source)
    other.understood(source)
  },
  stage: (stage, milliseconds) => {
    one.stage(stage, milliseconds)
    other.stage(stage, milliseconds)
  },
  underWay: (change) => {
    one.underWay(change)
    other.underWay(change)
  },
  conflict: () => {
    one.conflict()
    other.conflict()
  },
  takenOver: () => {
    one.takenOver()
    other.takenOver()
  },
  around: (work) => one.around(() => other.around(work)),
})
