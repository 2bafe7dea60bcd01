/** What is done once it was confirmed: starting anew, being forgotten, a correction that takes other facts with it. */
import { parseAddressKey } from '../domain/values.ts'
import { learn, type Said } from './answers.ts'
import { type Confirming, freshConversation } from './conversation.ts'
import { requestPerson } from './hand-off.ts'
import { topicTaps } from './kit/taps.ts'
import { repairs } from './repairs.ts'
import type { Scene } from './scene.ts'

/** The member answered a confirmation. */
export const confirmed = async (scene: Scene, asking: Confirming, yes: boolean): Promise<void> => {
  const { turn, stack } = scene
  const { record } = turn
  record.memory.asking = null
  // The question behind it is part of what is passed on.
  if (yes && asking.kind === 'confirm' && asking.what === 'handOff') {
    if (!(await requestPerson(turn, asking))) await repairs.human?.(scene)
    return
  }
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
  const { handOff } = record.memory
  record.facts = {}
  record.stack.length = 0
  // Who has rated is not asked again; who wants to be forgotten leaves not even that.
  record.memory = {
    ...memory,
    welcomed: true,
    ...(what === 'restart' ? { rating: record.memory.rating, handOff } : {}),
  }
  turn.replaced = undefined
  turn.forget = what === 'forgetMe'
  turn.note(what === 'restart' ? turn.says.steer.restarted : turn.says.steer.forgotten)
  if (what === 'forgetMe' && handOff) turn.note(turn.says.handOff.forgotten)
  turn.note(turn.says.steer.choose)
  turn.flush({ taps: topicTaps(turn.says), dialog: stack.top ?? null })
}
