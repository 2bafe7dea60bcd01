/** What the assistant says in a turn, and how it goes over the wire. */
import { type FactId, facts, placeName, placeUrl } from '../../domain/facts.ts'
import { type Part, parts } from '../../domain/rule.ts'
import type { Language, TalkId } from '../../domain/values.ts'
import { localeOf } from '../messages/format.ts'
import { catalogues } from '../messages/index.ts'

/** The question that waits, as clients see it. */
export interface Pending {
  /** The talk that asks; in the onboarding the part; `null` between talks. */
  readonly dialog: TalkId | Part | null
  readonly slot: string
  readonly item?: number
  readonly options?: readonly unknown[]
}

/** A file or card that goes with a reply. */
export interface Attachment {
  readonly contentType: string
  readonly content?: unknown
  readonly contentUrl?: string
  readonly name?: string
}

/** One message of the assistant's. */
export interface Reply {
  readonly text: string
  readonly language: Language
  readonly facts: readonly FactId[]
  /** Something in it was filled in by the operator. */
  readonly byOperator: boolean
  /** Labels that can be tapped; each is understood when typed as well. */
  readonly taps: readonly string[]
  readonly attachments: readonly Attachment[]
  readonly dialog: TalkId | Part | null
  readonly pending: Pending | null
  readonly progress: { readonly step: number; readonly of: number } | null
  readonly outcome: 'completed' | 'cancelled' | 'handedOff' | null
  /** The first name of the person who says it, where that is not the assistant; empty where none is known. */
  readonly agent?: string
}

/** Where a request for a person stands, as clients see it. */
export type HandOffSeen =
  | { readonly state: 'waiting'; readonly place: number }
  | { readonly state: 'talking'; readonly agent: string }
  | { readonly state: 'over' }

/** How far the onboarding is, from the part that it is in. */
export const progressIn = (part: Part | undefined): Reply['progress'] =>
  part === undefined ? null : { step: parts.indexOf(part) + 1, of: parts.length }

/** The places behind some facts, each once, in words; what is inferred from a place stands apart from what it says. */
export const placesOf = (ids: readonly FactId[], language: Language) => {
  const places = new Map<
    string,
    { name: string; url: string | undefined; inferred: boolean; ids: FactId[] }
  >()
  for (const id of ids)
    for (const place of facts[id].from) {
      const name = placeName(place, language)
      const inferred = facts[id].inferred === true
      const key = `${name} ${inferred}`
      const known = places.get(key) ?? { name, url: placeUrl(place), inferred, ids: [] }
      known.ids.push(id)
      places.set(key, known)
    }
  return [...places.values()]
}

/** The sources behind something said, one line each, as Markdown. */
export const sourceLines = (
  ids: readonly FactId[],
  byOperator: boolean,
  language: Language,
): readonly string[] => {
  const { steer } = catalogues[language]
  const lines = placesOf(ids, language).map(({ name, url, inferred }) => {
    const shown = url ? `[${name}](${url})` : name
    return inferred ? `${shown} – ${steer.inferred}` : shown
  })
  return byOperator ? [...lines, steer.byOperator] : lines
}

const cite = ({ facts: ids, byOperator, language }: Reply) => {
  const operator = byOperator
    ? [{ name: catalogues[language].steer.byOperator, url: undefined, ids: [] }]
    : []
  const claims = [...placesOf(ids, language), ...operator].map(({ name, url, ids: behind }, index) => ({
    '@type': 'Claim',
    position: index + 1,
    appearance: {
      '@type': 'DigitalDocument',
      name: name.slice(0, 80),
      abstract: (behind.length > 0 ? behind.join(', ') : name).slice(0, 160),
      ...(url ? { url } : {}),
    },
  }))
  return claims.length === 0
    ? []
    : [
        {
          type: 'https://schema.org/Message',
          '@type': 'Message',
          '@context': 'https://schema.org',
          '@id': '',
          citation: claims,
        },
      ]
}

const citations = new Map<string, ReturnType<typeof cite>>()
/** Rules and the FAQ cite a few hundred different sets of facts; an FAQ that is exchanged brings others. */
const mostCitations = 1000

/** The sources behind a reply, as clients show them; of the same facts they are the same, and made once. */
const citation = (reply: Reply): ReturnType<typeof cite> => {
  if (reply.facts.length === 0 && !reply.byOperator) return []
  const key = `${reply.language} ${reply.byOperator} ${reply.facts.join()}`
  const known = citations.get(key)
  if (known) return known
  const fresh = cite(reply)
  if (citations.size >= mostCitations) citations.clear()
  citations.set(key, fresh)
  return fresh
}

/** An activity that says nothing but where a request for a person stands. */
export const seenOnly = (handOff: HandOffSeen) => ({
  type: 'event',
  name: 'cps.handOff',
  value: handOff,
  channelData: { cps: { handOff } },
})

/** A reply as an activity of the Bot Framework. */
export const activityOf = (reply: Reply, handOff?: HandOffSeen) => ({
  type: 'message',
  text: reply.text,
  textFormat: 'markdown',
  locale: localeOf[reply.language],
  inputHint: reply.pending ? 'expectingInput' : 'acceptingInput',
  ...(reply.taps.length > 0
    ? {
        suggestedActions: {
          to: [],
          actions: reply.taps.map((label) => ({ type: 'imBack', title: label, value: label })),
        },
      }
    : {}),
  ...(reply.attachments.length > 0 ? { attachments: [...reply.attachments] } : {}),
  entities: citation(reply),
  // Whoever reads `from` sees the person; whose it is stays the bot's.
  ...(reply.agent ? { from: { id: '', name: reply.agent } } : {}),
  channelData: {
    cps: {
      dialog: reply.dialog,
      pending: reply.pending,
      progress: reply.progress,
      facts: reply.facts,
      outcome: reply.outcome,
      ...(reply.agent === undefined ? {} : { agent: reply.agent }),
      ...(handOff === undefined ? {} : { handOff }),
    },
  },
})
