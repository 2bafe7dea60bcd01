/** The talks by name. They are written out, for their own file brings a schema library along that weighs more than the launcher. */
import type { TalkId } from '../../domain/values.ts'

export type { TalkId }

const named = {
  onboarding: true,
  passwordReset: true,
  registration: true,
  migration: true,
  tierSelection: true,
  payment: true,
} as const satisfies Record<TalkId, true>

/** The talks that a site can ask for. */
export const talkIds = Object.keys(named) as readonly TalkId[]
