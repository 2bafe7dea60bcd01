/** What a message works on: the turn, the talks that are started, and the question that waited. */
import type { Waiting } from './answers.ts'
import type { Turn } from './kit/turn.ts'
import type { Stack } from './talk-dialog.ts'

/** What a repair works on. */
export interface Scene {
  readonly turn: Turn
  readonly stack: Stack
  /** The question that waited when the message came. */
  readonly waiting: Waiting | undefined
  /** The question that was put to the member is asked no longer: an answer to it means nothing, least of all to another one. */
  readonly overtaken: boolean
}
