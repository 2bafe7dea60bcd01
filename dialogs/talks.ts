/** All talks, and their questions by slot. */
import type { Slot, TalkId } from '../domain/values.ts'
import type { Question, Talk } from './kit/talk.ts'
import type { AskedSlot } from './messages/catalogue.ts'
import { migration } from './migration.ts'
import { onboarding } from './onboarding.ts'
import { passwordReset } from './password-reset.ts'
import { payment } from './payment.ts'
import { registration } from './registration.ts'
import { tierSelection } from './tier-selection.ts'

export const talks: Readonly<Record<TalkId, Talk>> = {
  onboarding,
  passwordReset,
  registration,
  migration,
  tierSelection,
  payment,
}

const questions = Object.assign({}, ...Object.values(talks).map(({ asks }) => asks)) as Readonly<
  Record<AskedSlot, Question>
>

/** How a slot is asked; `undefined` for what is never asked. */
export const questionOf = (slot: Slot): Question | undefined => questions[slot as AskedSlot]

/** The talk that a fact belongs to, where the member gives it without saying what for. */
export const talkFor = (slot: Slot, value: unknown): TalkId | undefined => {
  if (slot === 'points' || slot === 'tier') return 'tierSelection'
  if (slot in payment.asks) return 'payment'
  if (slot === 'signedIn') return value === true ? 'onboarding' : 'passwordReset'
  if (slot === 'accountEmailReceived') return value === true ? 'onboarding' : 'passwordReset'
  if (slot === 'hasBusinessAccount') return 'onboarding'
  if (slot in migration.asks) return 'migration'
  if (slot in registration.asks) return 'registration'
  return undefined
}
