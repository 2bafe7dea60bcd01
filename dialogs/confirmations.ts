/** What is done once it was confirmed: starting anew, being forgotten, a correction that takes other facts with it. */
import { parseAddressKey } from '../domain/values.ts'
import { learn, type Said } from './answers.ts'
import { type Confirming, freshConversation } from './conversation.ts'
import { topicTaps } from './kit/taps.ts'
import type { Scene } from './scene.ts'

/** The member answered a confirmation. */
export const confirmed = ({ turn, stack }: Scene, asking: Confirming, yes: boolean): void => {
  const { record } = turn
  record.memory.asking = null
  record.memory.asked = null
  if (!yes) return turn.note(turn.says.steer.kept)
  if (asking.kind === 'correction') {
    const { kind, value, estimate, bound, words } = asking.fact
    const said: Said = kind === 'known' ? { kind, value, estimate, bound, words } : { kind, words }
    learn(turn, parseAddressKey(asking.key)!, said, 'confirmed')
    return
  }
  const { what } = asking
  const { memory } = freshConversation(record.language)
  record.facts = {}
  record.stack.length = 0
  // Who has rated is not asked again; who wants to be forgotten leaves not even that.
  record.memory = {
    ...memory,
    welcomed: true,
    ...(what === 'restart' ? { rating: record.memory.rating } : {}),
  }
  turn.replaced = undefined
  turn.forget = what === 'forgetMe'
  turn.note(what === 'restart' ? turn.says.steer.restarted : turn.says.steer.forgotten)
  turn.note(turn.says.steer.choose)
  turn.flush({ taps: topicTaps(turn.says), dialog: stack.top ?? null })
}
