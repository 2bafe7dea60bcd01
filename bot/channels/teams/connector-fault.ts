/** What goes wrong where something is sent to a connector. */

/**
 * Why an activity was not sent, or may not have been. `notAllowed`: no address to send to; `noToken`: none could be had;
 * `refused`: the connector does not want it; `unavailable`: it takes nothing now, nothing was done; `lost`: the connection broke
 * after the activity had left; `late`: no answer within the deadline; `garbage`: it was taken, and the answer is none.
 */
export type ConnectorFaultKind =
  | 'notAllowed'
  | 'noToken'
  | 'refused'
  | 'unavailable'
  | 'lost'
  | 'late'
  | 'garbage'

/** A fault of sending. Nothing of what the connector wrote is in it. */
export class ConnectorFault extends Error {
  override readonly name = 'ConnectorFault'
  readonly kind: ConnectorFaultKind
  /** The HTTP status, where there was one. */
  readonly status: number | undefined
  /** Milliseconds after which the connector wants to be asked again, where it says so. */
  readonly retryAfter: number | undefined
  constructor(kind: ConnectorFaultKind, status?: number, retryAfter?: number) {
    super(status === undefined ? kind : `${kind} (${status})`)
    this.kind = kind
    this.status = status
    this.retryAfter = retryAfter
  }
}
