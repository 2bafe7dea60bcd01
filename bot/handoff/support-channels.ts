/** The channels in Teams that requests of members are posted to: any channel, several teams, routed by language and subject. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Agent, agentSchema, type Case, isSameAgent } from '../../domain/cases.ts'
import { type Language, languages, type TalkId, talkIds } from '../../domain/values.ts'
import type { TeamsChannel } from '../channels/teams/port.ts'
import type { Store } from '../stores/store.ts'
import { channelSchema } from './case-file.ts'

const supportChannelSchema = z.object({
  version: z.literal(1),
  channel: channelSchema,
  /** Only requests in these languages, about these subjects; empty for all. */
  languages: z.array(z.enum(languages)),
  subjects: z.array(z.enum(talkIds)),
  /** The language of its people. */
  locale: z.string(),
  /** Who has handled requests there, the latest first. */
  agents: z.array(agentSchema),
})

/** A channel of support. */
export type SupportChannel = Readonly<z.infer<typeof supportChannelSchema>>

/** A channel that nobody asked anything of for so long is let go. Milliseconds. */
const keptFor = 400 * 24 * 60 * 60 * 1000
const agentsAtMost = 30

/** A channel's own id, without that of a thread in it. */
export const channelIdOf = ({ conversationId }: Pick<TeamsChannel, 'conversationId'>): string =>
  conversationId.split(';')[0] ?? conversationId

const idOf = (channel: Pick<TeamsChannel, 'conversationId'>): string =>
  createHash('sha256').update(channelIdOf(channel)).digest('base64url').slice(0, 22)

/** The channels of support. */
export interface SupportChannels {
  all(): Promise<readonly SupportChannel[]>
  of(channel: Pick<TeamsChannel, 'conversationId'>): Promise<SupportChannel | undefined>
  setUp(channel: TeamsChannel, routes: Routes, locale: string): Promise<void>
  /** Whether it was one. */
  stop(channel: TeamsChannel): Promise<boolean>
  /** Remembers who handles requests there. */
  met(channel: TeamsChannel, agent: Agent): Promise<void>
}

/** Which requests a channel is for; empty for all. */
export interface Routes {
  readonly languages: readonly Language[]
  readonly subjects: readonly TalkId[]
}

const read = (json: string): SupportChannel | undefined => {
  try {
    return supportChannelSchema.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}

/** The channels of this store. */
export function supportChannels(store: Store, time: () => number): SupportChannels {
  async function change(
    channel: TeamsChannel,
    to: (before: SupportChannel | undefined) => SupportChannel | undefined,
  ) {
    for (let attempt = 0; attempt < 8; attempt++) {
      const id = idOf(channel)
      const document = await store.document('supportChannel', id, time())
      const after = to(document && read(document.json))
      if (!after) return
      const kept = await store.keepDocument(
        {
          kind: 'supportChannel',
          id,
          revision: document?.revision ?? 0,
          json: JSON.stringify(after),
          expiresAt: time() + keptFor,
        },
        time(),
      )
      if (kept === 'saved') return
    }
  }

  return {
    all: async () =>
      (await store.documents('supportChannel', time())).flatMap(({ json }) => read(json) ?? []),
    async of(channel) {
      const document = await store.document('supportChannel', idOf(channel), time())
      return document && read(document.json)
    },
    setUp: (channel, routes, locale) =>
      change(channel, (before) => ({
        version: 1,
        channel: { ...channel, conversationId: channelIdOf(channel) },
        languages: [...routes.languages],
        subjects: [...routes.subjects],
        locale,
        agents: before?.agents ?? [],
      })),
    async stop(channel) {
      const document = await store.document('supportChannel', idOf(channel), time())
      if (document) await store.eraseDocument('supportChannel', idOf(channel))
      return document !== undefined
    },
    met: (channel, agent) =>
      change(channel, (before) => {
        const [latest] = before?.agents ?? []
        if (!before || (latest && isSameAgent(latest, agent))) return undefined
        const others = before.agents.filter((one) => !isSameAgent(one, agent))
        return { ...before, agents: [agent, ...others].slice(0, agentsAtMost) }
      }),
  }
}

/** Of which channels a request is, the best first; none fits worse than all: a request is never lost for want of a channel. */
export function routed(
  channels: readonly SupportChannel[],
  { language, step: { talk } }: Pick<Case, 'language' | 'step'>,
): readonly SupportChannel[] {
  const scoreOf = ({ languages: spoken, subjects }: SupportChannel): number => {
    const fits =
      (spoken.length === 0 || spoken.includes(language)) &&
      (subjects.length === 0 || (talk !== null && subjects.includes(talk)))
    if (!fits) return 0
    return 1 + (spoken.length > 0 ? 1 : 0) + (subjects.length > 0 ? 2 : 0)
  }
  return [...channels].sort((one, other) => scoreOf(other) - scoreOf(one))
}

const languageWords: Readonly<Record<string, Language>> = {
  nl: 'nl',
  nederlands: 'nl',
  dutch: 'nl',
  en: 'en',
  engels: 'en',
  english: 'en',
}

const subjectWords: Readonly<Record<string, TalkId>> = {
  ...Object.fromEntries(talkIds.map((id) => [id.toLowerCase(), id])),
  lid: 'onboarding',
  joining: 'onboarding',
  wachtwoord: 'passwordReset',
  password: 'passwordReset',
  registreren: 'registration',
  registering: 'registration',
  migreren: 'migration',
  migrating: 'migration',
  niveau: 'tierSelection',
  level: 'tierSelection',
  betalen: 'payment',
}

/** What a command asks: to stop, to be set up for something, or what of it is not known; `undefined` where it is no such command. */
export function readCommand(
  text: string,
):
  | { readonly kind: 'stop' }
  | ({ readonly kind: 'setUp' } & Routes)
  | { readonly kind: 'unclear'; readonly word: string }
  | undefined {
  const [first, ...rest] = text
    .trim()
    .toLowerCase()
    .split(/[\s,]+/)
  if (first !== 'support') return undefined
  const words = rest.filter((word) => word !== '')
  if (words.length === 1 && words[0] === 'stop') return { kind: 'stop' }
  const [spoken, subjects]: [Language[], TalkId[]] = [[], []]
  for (const word of words) {
    const language = Object.hasOwn(languageWords, word) ? languageWords[word] : undefined
    const subject = Object.hasOwn(subjectWords, word) ? subjectWords[word] : undefined
    if (language) spoken.push(language)
    else if (subject) subjects.push(subject)
    else return { kind: 'unclear', word: word.slice(0, 60) }
  }
  return { kind: 'setUp', languages: [...new Set(spoken)], subjects: [...new Set(subjects)] }
}
