/**
 * Brings the bot's messages to Teams, in the order of the log, each marked as it is brought: whoever has the conversation next
 * goes on from there. A message is sent again only where it is known that nothing was done with it.
 */
import type { Activity } from 'botbuilder-core'
import type { Logger } from 'pino'
import { claimedFor, type Desk } from '../../desk.ts'
import type { Errand, MakeErrand } from '../../errands.ts'
import {
  type Conversation,
  isOutstanding,
  type LogEntry,
  type Store,
  StoreUnavailable,
  type TeamsPlace,
} from '../../stores/store.ts'
import { type Connector, ConnectorFault } from './connector.ts'
import { plainActivity, teamsActivity } from './rendering.ts'

/** How a message fared: brought; to be tried again later; perhaps brought, and so not repeated; not wanted. */
export type Delivery = 'sent' | 'postponed' | 'uncertain' | 'refused'

/** What messages are brought with. */
export interface DeliveryParts {
  readonly connector: Connector
  readonly store: Store
  readonly log: Logger
  /** The bot's token was refused. */
  readonly tokenRefused: () => void
  readonly counted: (delivery: Delivery) => void
}

type Result =
  | { readonly kind: 'sent' | 'uncertain' | 'unwanted' | 'closed' }
  | { readonly kind: 'postponed'; readonly after: number | undefined; readonly fault: string }

const readAtOnce = 20
const attempts = 8
/** So often a process that lives says so, while it waits for a connector. Milliseconds. */
const claimedAgainEvery = 500
const firstWait = 1_000
const longestWait = 5 * 60_000
/** A connector that wants more is asked again all the same. */
const longestAsked = 60 * 60_000

/** Whether it is known of this status that it may be better later. */
const mayPass = (status: number) => status === 401 || status === 408 || status >= 500
/** Whoever is not there any more, or does not want the bot, is sent nothing more of what there is now. */
const isClosed = (status: number) => status === 403 || status === 404 || status === 410

function resultOf(error: unknown, tokenRefused: () => void): Result {
  if (!(error instanceof ConnectorFault)) throw error
  const { kind, status = 0, retryAfter } = error
  switch (kind) {
    case 'unavailable':
    case 'noToken':
      return { kind: 'postponed', after: retryAfter, fault: error.message }
    case 'late':
    case 'lost':
    case 'garbage':
      return { kind: 'uncertain' }
    case 'notAllowed':
      return { kind: 'closed' }
    case 'refused':
      if (status === 401) tokenRefused()
      if (mayPass(status)) return { kind: 'postponed', after: retryAfter, fault: error.message }
      return { kind: isClosed(status) ? 'closed' : 'unwanted' }
    default:
      return kind satisfies never
  }
}

/** How long to wait after so many failures in a row: longer each time, and never as long as others do. */
const waitAfter = (failures: number, wanted: number | undefined) => {
  const grown = Math.min(longestWait, firstWait * 2 ** (failures - 1))
  return Math.max(Math.min(wanted ?? 0, longestAsked), grown) * (1 + Math.random() / 4)
}

const activityIn = ({ json }: LogEntry) => JSON.parse(json) as Partial<Activity>

function isForTeams(entry: LogEntry): boolean {
  const { type, from } = activityIn(entry)
  return type === 'message' && from?.role === 'bot'
}

/** Makes the errand that brings replies to Teams. */
export function deliverToTeams(parts: DeliveryParts): MakeErrand {
  const { connector, store, log, counted, tokenRefused } = parts
  return (desk): Errand => {
    /** What was sent and could not be marked: this process at least does not send it again. */
    const unmarked = new Map<string, number>()

    /** Saves a change of the place, whatever else was saved meanwhile; `undefined` where there is nothing to change. */
    async function note(
      id: string,
      change: (place: TeamsPlace, conversation: Conversation) => Partial<Conversation> | undefined,
    ): Promise<void> {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const conversation = await desk.current(id)
        const changed = conversation?.teams && change(conversation.teams, conversation)
        if (!conversation || !changed) return
        const after = { ...conversation, ...changed }
        const outcome = await desk.note({
          conversation: { ...after, claim: 'claim' in changed ? changed.claim : claimOf(after, desk) },
          append: [],
          erase: false,
          now: desk.time(),
        })
        if (outcome !== 'conflict') return
      }
      throw new StoreUnavailable('other saves kept coming first')
    }

    async function mark(id: string, upTo: number): Promise<void> {
      unmarked.set(id, upTo)
      await note(id, (place) =>
        place.delivered >= upTo ? undefined : { teams: { ...place, delivered: upTo, failures: undefined } },
      )
      unmarked.delete(id)
    }

    const postpone = (id: string, wanted: number | undefined) =>
      note(id, (place, { inbox }) => {
        const failures = (place.failures ?? 0) + 1
        // Whoever is at the inbox stays at it, and tries again with what comes of it.
        const claim =
          inbox.length > 0
            ? { owner: desk.owner, until: desk.time() + claimedFor }
            : { owner: '', until: desk.time() + waitAfter(failures, wanted) }
        return { teams: { ...place, failures }, claim }
      })

    /** What the work comes to; as long as it takes, nobody else takes the conversation over. */
    async function keepingClaim<T>(id: string, work: Promise<T>): Promise<T> {
      const done = work.then((value) => ({ value }))
      for (;;) {
        const finished = await desk.within(claimedAgainEvery, done)
        if (finished) return finished.value
        await note(id, (_, { claim }) =>
          claim?.owner === desk.owner
            ? { claim: { owner: desk.owner, until: desk.time() + claimedFor } }
            : undefined,
        ).catch(() => {})
      }
    }

    const send = ({ serviceUrl, conversationId }: TeamsPlace, activity: Partial<Activity>): Promise<Result> =>
      connector.send(serviceUrl, conversationId, activity).then(
        () => ({ kind: 'sent' }) as const,
        (error: unknown) => resultOf(error, tokenRefused),
      )

    async function bring(id: string, place: TeamsPlace, entry: LogEntry): Promise<Result> {
      const logged = activityIn(entry)
      const result = await keepingClaim(id, send(place, teamsActivity(logged, place)))
      if (result.kind !== 'unwanted') return result
      return keepingClaim(id, send(place, plainActivity(logged, place)))
    }

    /** Brings the next of what there is; whether there may be more. */
    async function step(id: string): Promise<boolean> {
      const conversation = await desk.current(id)
      const place = conversation?.teams
      if (!conversation || !place || place.delivered >= conversation.last) return false
      const { claim, last } = conversation
      if (claim && claim.owner !== desk.owner && claim.until > desk.time()) return false
      const sent = unmarked.get(id) ?? 0
      if (sent > place.delivered && sent <= last) {
        await mark(id, sent)
        return true
      }
      const entries = await store.read(id, place.delivered, readAtOnce)
      const next = entries.find(isForTeams)
      if (!next) {
        // What members said, and what only programs read, needs no sending; what was erased cannot be sent.
        await mark(id, entries.at(-1)?.number ?? last)
        return true
      }
      const result = await bring(id, place, next)
      if (result.kind === 'postponed') {
        counted('postponed')
        // Once, not at each try.
        if (!place.failures)
          log.warn({ fault: result.fault, conversation: id }, 'a message for Teams has to wait')
        await postpone(id, result.after)
        return false
      }
      counted(result.kind === 'sent' || result.kind === 'uncertain' ? result.kind : 'refused')
      if (result.kind !== 'sent')
        log.warn({ delivery: result.kind, conversation: id }, 'a message for Teams did not go as it should')
      await mark(id, result.kind === 'closed' ? last : next.number)
      return true
    }

    return {
      owes: ({ teams, last }) => teams !== undefined && teams.delivered < last,
      run: async (id) => {
        while (await step(id));
      },
    }
  }
}

/** The claim that a conversation is left with: that of who is at it, or ours while there is more to do. */
function claimOf(conversation: Conversation, desk: Desk): Conversation['claim'] {
  const { claim } = conversation
  if (claim && claim.owner !== desk.owner && claim.owner !== '' && claim.until > desk.time()) return claim
  return isOutstanding(conversation) ? { owner: desk.owner, until: desk.time() + claimedFor } : undefined
}
