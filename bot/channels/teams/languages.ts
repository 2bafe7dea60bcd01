/** Which language somebody is spoken to in: their own choice, wherever they made it; before any, the one they write. */
import { z } from 'zod'
import { type Language, languages } from '../../../domain/values.ts'
import { languageVotes } from '../../../prompts/local/language.ts'
import type { Store, TeamsPlace } from '../../stores/store.ts'
import { personKey } from './conversations.ts'

/** A choice, and the conversation that it was made in. */
export interface LanguageChoice {
  readonly language: Language
  readonly by: string
}

/** The choices that people made. */
export interface LanguageChoices {
  of(place: TeamsPlace): Promise<LanguageChoice | undefined>
  /** Keeps a choice; a later one wins. */
  keep(place: TeamsPlace, choice: LanguageChoice): Promise<void>
  forget(place: TeamsPlace): Promise<void>
}

const keptFor = 365 * 24 * 60 * 60 * 1000
const attempts = 5

const choiceShape = z.object({ language: z.enum(languages), by: z.string() })

/** The choices in this store. */
export function languageChoices(store: Store, now: () => Date): LanguageChoices {
  /** What this process is writing: whoever asks meanwhile waits for it. */
  const underWay = new Map<string, Promise<void>>()

  function change(key: string, work: () => Promise<void>): Promise<void> {
    const done = (underWay.get(key) ?? Promise.resolve()).then(work, work).finally(() => {
      if (underWay.get(key) === done) underWay.delete(key)
    })
    underWay.set(key, done)
    return done
  }

  async function write(id: string, choice: LanguageChoice): Promise<void> {
    const time = now().getTime()
    for (let attempt = 0; attempt < attempts; attempt++) {
      const revision = (await store.document('language', id, time))?.revision ?? 0
      const json = JSON.stringify(choice)
      const document = { kind: 'language', id, revision, json, expiresAt: time + keptFor } as const
      if ((await store.keepDocument(document, time)) === 'saved') return
    }
  }

  return {
    async of(place) {
      const key = personKey(place)
      await underWay.get(key)?.catch(() => {})
      const kept = await store.document('language', key, now().getTime())
      return kept && choiceShape.safeParse(JSON.parse(kept.json)).data
    },
    keep: (place, choice) => change(personKey(place), () => write(personKey(place), choice)),
    forget: (place) => change(personKey(place), () => store.eraseDocument('language', personKey(place))),
  }
}

/** How clearly a language has to lead before the bot follows somebody into it in mid-conversation. */
const clearLead = 1.5

/** The language that a message is written in, where it tells; the first message of all tells it with a single word. */
export function writtenLanguage(text: string, isFirst: boolean): Language | undefined {
  const votes = languageVotes(text.toLowerCase())
  const [best, next] = [...votes].sort(([, one], [, other]) => other - one)
  const lead = (best?.[1] ?? 0) - (next?.[1] ?? 0)
  return lead > 0 && lead >= (isFirst ? 0.5 : clearLead)
    ? languages.find((language) => language === best?.[0])
    : undefined
}
