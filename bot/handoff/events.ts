/** Microsoft's events of a hand-off, as they go with a turn: `handoff.initiate`, then `handoff.status`. */
import type { Activity, TurnContext } from 'botbuilder-core'
import type { HandOffOutcome } from '../../dialogs/assistant.ts'

/** Where it is needed, and by its own path: it takes long to load. Once. */
export const loadEvents = (): Promise<typeof import('botbuilder/lib/eventFactory.js')> => {
  loading ??= import('botbuilder/lib/eventFactory.js')
  return loading
}
let loading: ReturnType<typeof loadEvents> | undefined

/** The event of a turn in which a hand-off went on; `undefined` where it did not. */
export async function handOffEvent(
  context: TurnContext,
  handOff: HandOffOutcome | undefined,
  transcriptUrl: (() => Promise<string>) | undefined,
): Promise<Partial<Activity> | undefined> {
  const { status } = handOff ?? {}
  if (!handOff || status === undefined) return undefined
  const { EventFactory } = await loadEvents()
  return status === 'initiated'
    ? withTranscript(
        lasting(EventFactory.createHandoffInitiation(context, contextOf(handOff))),
        await transcriptUrl?.(),
      )
    : lasting(EventFactory.createHandoffStatus(context.activity.conversation, status))
}

/** What the case is about; who wants more of it has the case. */
const contextOf = ({ tells }: HandOffOutcome) => {
  const opening = tells.find((tell) => tell.kind === 'open')
  return opening && { reason: opening.reason, talk: opening.step.talk, language: opening.language }
}

/** The SDK's event without what is of this moment and this machine: the same turn makes the same event again. */
const lasting = ({ name, value, relatesTo, attachments }: Partial<Activity>): Partial<Activity> => ({
  type: 'event',
  ...(name ? { name } : {}),
  value,
  ...(relatesTo ? { relatesTo } : {}),
  attachments: attachments ?? [],
})

/** The transcript is fetched by who may: it is not copied into the log that it is made of. */
const withTranscript = (event: Partial<Activity>, contentUrl: string | undefined): Partial<Activity> => ({
  ...event,
  attachments: [{ contentType: 'text/plain', name: 'Transcript', ...(contentUrl ? { contentUrl } : {}) }],
})
