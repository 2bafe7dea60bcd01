/** The rating: asked once, beside the conversation, after the last talk. */
import { ratingTaps, topicTaps } from './kit/taps.ts'
import type { Turn } from './kit/turn.ts'
import type { Scene } from './scene.ts'

/** What was asked last, where that was the rating: it is beside the conversation, so that only the next message is read as one. */
export const ratingKey = 'rating'

/** Takes the rating, or that there will be none. */
export const rate = ({ turn, stack }: Scene, value: number | null): void => {
  const { memory } = turn.record
  if (memory.handOff?.rates) {
    // Of the people who helped, and not of the conversation.
    if (value !== null) turn.tells.push({ kind: 'rate', value })
  } else memory.rating = value ?? 'declined'
  turn.note(value === null ? turn.says.steer.notRated : turn.says.steer.rated(value))
  if (stack.top) return
  turn.note(turn.says.steer.anythingElse)
  turn.flush({ taps: topicTaps(turn.says) })
}

/** After the last talk: the rating, once; then what else there is. */
export const wrapUp = (turn: Turn): void => {
  const { memory } = turn.record
  if (memory.rating === null && turn.concluded) {
    memory.rating = 'offered'
    if (memory.handOff) memory.handOff.rates = false
    turn.note(turn.says.steer.askRating)
    turn.flush({ taps: ratingTaps(turn.says) })
    memory.asked = ratingKey
    return
  }
  turn.note(turn.says.steer.anythingElse)
  turn.flush({ taps: topicTaps(turn.says) })
}
