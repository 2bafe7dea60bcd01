/** A word for how the member feels, and for who comes back after days. */
import type { Turn } from './kit/turn.ts'
import { receiptLines } from './kit/wording.ts'

/** A word for a member who is angry or at a loss; once, and briefly, with a person to turn to. */
export const soothe = (turn: Turn, mood: 'angry' | 'distressed'): void => {
  const { memory } = turn.record
  turn.offer(turn.says.taps.human)
  if (memory.soothed) return
  memory.soothed = true
  turn.note(turn.says.steer.moods[mood])
}

/** After days: what was known, and that it can be changed or begun anew. */
export const welcomeBack = (turn: Turn): void => {
  const { steer, taps } = turn.says
  const lines = receiptLines(turn.record, turn.says)
  turn.note(steer.resumed)
  if (lines.length > 0) turn.note(steer.recap(lines.slice(-mostRecapped)))
  turn.offer(taps.review, taps.restart)
}

/** Facts that a recap names at most; the receipt has them all. */
const mostRecapped = 5
