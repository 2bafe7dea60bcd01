/**
 * What is brought outside once a turn is saved: replies to Teams, what a case has to be told. It stands in the conversation
 * itself, so that whoever takes a conversation over brings it too; an errand that ran halfway is run again from its own marks.
 */
import type { Desk } from './desk.ts'
import { type Conversation, isOwing } from './stores/store.ts'

/** One kind of what is brought. */
export interface Errand {
  /** Whether there is something for it. */
  owes(conversation: Conversation): boolean
  /**
   * Brings all that there is, and saves with `desk.note` what was brought. Where it cannot, it leaves a claim that ends when it
   * shall be tried again. Never rejects for a fault outside.
   */
  run(conversationId: string): Promise<void>
}

/** Makes an errand of one process, with the desk that its turns are done at. */
export type MakeErrand = (desk: Desk) => Errand

/** The errands of one process: of each conversation one run at a time. */
export interface Errands {
  /** Brings what this conversation owes; what comes meanwhile is brought as well. */
  run(conversation: Conversation): Promise<void>
  underWay(): readonly Promise<unknown>[]
}

/** Runs errands at a desk; `failed` is told of one that broke. */
export function makeErrands(
  makers: readonly MakeErrand[],
  desk: Desk,
  failed: (error: Error, conversationId: string) => void,
): Errands {
  const errands = makers.map((make) => make(desk))
  const running = new Map<string, { again: boolean; readonly done: Promise<void> }>()

  async function bring(id: string, state: { again: boolean }): Promise<void> {
    do {
      state.again = false
      for (const errand of errands) {
        const conversation = await desk.current(id)
        if (conversation && errand.owes(conversation)) await errand.run(id)
      }
    } while (state.again)
  }

  return {
    async run(conversation) {
      if (errands.length === 0 || !isOwing(conversation)) return
      const { id } = conversation
      const present = running.get(id)
      if (present) {
        present.again = true
        return present.done
      }
      const state = { again: false, done: Promise.resolve() }
      running.set(id, state)
      state.done = bring(id, state)
        .catch((error: Error) => failed(error, id))
        .finally(() => running.delete(id))
      return state.done
    },
    underWay: () => [...running.values()].map(({ done }) => done),
  }
}
