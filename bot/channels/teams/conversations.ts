/** Conversations that take place in Teams: one for each person in each chat or thread, made on first contact. */
import { createHash } from 'node:crypto'
import { type Conversation, changed, type Store, type TeamsPlace } from '../../stores/store.ts'
import { placeKindOf, type TeamsActivity, tenantsOf } from './activity.ts'

/** What conversations are made with. */
export interface TeamsConversationParts {
  readonly store: Store
  readonly now: () => Date
  /** How long one is kept after its last turn, in milliseconds. */
  readonly keep: () => number
}

const moveAttempts = 8

/** The place that an activity was said in, with nothing delivered there yet. */
export function placeOf(activity: TeamsActivity): TeamsPlace {
  const [tenantId] = tenantsOf(activity)
  return {
    serviceUrl: activity.serviceUrl ?? '',
    conversationId: activity.conversation.id,
    kind: placeKindOf(activity),
    tenantId,
    botId: activity.recipient.id,
    user: { id: activity.from.id, oid: activity.from.aadObjectId },
    delivered: 0,
  }
}

/** What somebody is known by, whatever they are in: their id in the directory, or else in Teams. */
export const personKey = ({ tenantId, user }: Pick<TeamsPlace, 'tenantId' | 'user'>): string =>
  hashOf([tenantId ?? '', user.oid ?? user.id])

const hashOf = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)

/** The id of the conversation of a person in a place. Those of the web are shorter. */
export const teamsConversationId = ({ tenantId, conversationId, user }: TeamsPlace): string =>
  `t${hashOf([tenantId ?? '', conversationId, user.id])}`

/** The id of what the bot says in a place to everybody. */
export const everybodysId = ({ tenantId, conversationId }: TeamsPlace): string =>
  `t${hashOf([tenantId ?? '', conversationId])}`

/** The conversation of this id and place, made where there is none; of several who make it at once one does. */
export async function openedAt(
  { store, now, keep }: TeamsConversationParts,
  id: string,
  place: TeamsPlace,
): Promise<Conversation> {
  const time = now().getTime()
  const found = await store.load(id, time)
  if (found) return found
  try {
    await store.create({
      id,
      userId: place.user.id,
      resumeHash: '',
      touchedAt: time,
      expiresAt: time + keep(),
      teams: place,
    })
  } catch (error) {
    // Somebody else may have been first; where it is the store that fails, it says so again.
    const there = await store.load(id, time)
    if (there) return there
    throw error
  }
  const created = await store.load(id, time)
  if (!created) throw new Error('a conversation that was just made is gone')
  return created
}

/** Takes note that a place is reached elsewhere from now on: Microsoft moves tenants between regions. */
export async function movedTo(
  { store, now }: TeamsConversationParts,
  conversation: Conversation,
  { serviceUrl }: TeamsPlace,
): Promise<void> {
  let standing: Conversation | undefined = conversation
  for (let attempt = 0; attempt < moveAttempts; attempt++) {
    const time = now().getTime()
    if (!standing?.teams || standing.teams.serviceUrl === serviceUrl) return
    const moved = changed(standing, { teams: { ...standing.teams, serviceUrl } })
    const outcome = await store.save({ conversation: moved, append: [], erase: false, now: time })
    // What was sent before may just be marked: the answer to what was said now goes where it was said from.
    if (outcome !== 'conflict') return
    standing = await store.load(conversation.id, time)
  }
}
