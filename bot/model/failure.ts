/** The ways in which a model fails to answer, so that what follows can depend on them. */

/**
 * `timeout`: not within the deadline. `unreachable`: no connection, or it broke. `busy`: 429. `server`: 5xx. `rejected`: any other
 * status. `unreadable`: no answer by OpenAI's API, or none by the schema. `refused`, `filtered`, `cut`: the model's own no, a content filter,
 * an answer that was too long. `notAccepted`: by the schema, but not what the member can have said. `paused`: the breaker is open, or the
 * server asked for a pause. `spent`: a cap is reached.
 */
export type FailureKind =
  | 'timeout'
  | 'unreachable'
  | 'busy'
  | 'server'
  | 'rejected'
  | 'unreadable'
  | 'refused'
  | 'filtered'
  | 'cut'
  | 'notAccepted'
  | 'paused'
  | 'spent'

/** A call that brought nothing. Its message never quotes what was sent or received. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly kind: FailureKind
  /** How long the server wants to be left alone. Milliseconds. */
  readonly pause: number | undefined
  constructor(kind: FailureKind, pause?: number) {
    super(`the model failed: ${kind}`)
    this.kind = kind
    this.pause = pause
  }
}

/** Failures that say something of the server rather than of this message: enough of them open the breaker. */
export const isOutage = ({ kind }: ModelFailure): boolean =>
  kind === 'timeout' ||
  kind === 'unreachable' ||
  kind === 'busy' ||
  kind === 'server' ||
  kind === 'rejected' ||
  kind === 'unreadable'

/** Failures that a second call may mend. */
export const isPassing = ({ kind }: ModelFailure): boolean => kind === 'unreachable' || kind === 'server'
