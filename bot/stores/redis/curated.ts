/** What the curators of the FAQ look at, as Redis keeps it: a hash of questions and one of opinions. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { KeptOpinion, KeptQuestion, Store } from '../store.ts'
import type { RedisClient } from './client.ts'
import { countUp, dropQuestions, forgetQuestions, keepQuestion } from './scripts.ts'

/** A question that nobody asks any more is let go. Milliseconds. */
const questionsKept = 365 * 24 * 60 * 60 * 1000

/** Questions that differ in case, spaces and marks only are one. */
const plainly = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const question = z.object({ language: z.string(), text: z.string() })

/** What of a store is about the curators. */
export interface Curated
  extends Pick<Store, 'keepQuestion' | 'forgetQuestions' | 'questions' | 'keepOpinion' | 'opinions'> {
  /** Lets go of questions that nobody asked for a year. */
  sweep(now: number): Promise<void>
}

/** What is kept under keys that begin so. */
export function curated(client: RedisClient, prefix: string): Curated {
  const questionsKey = `${prefix}{curators}:questions`
  const opinionsKey = `${prefix}{curators}:opinions`

  async function fieldsOf(key: string): Promise<Readonly<Record<string, string>>> {
    const reply = await client.call({ name: 'curators', key, words: ['HGETALL', key] })
    return Object.fromEntries(reply instanceof Map ? reply : Object.entries(reply as object))
  }

  async function keptQuestions(): Promise<readonly (KeptQuestion & { readonly key: string })[]> {
    const fields = await fieldsOf(questionsKey)
    return Object.entries(fields)
      .filter(([field]) => field.startsWith('q'))
      .map(([field, json]) => {
        const key = field.slice(1)
        return {
          ...question.parse(JSON.parse(json)),
          count: Number(fields[`n${key}`]),
          firstAt: Number(fields[`f${key}`]),
          lastAt: Number(fields[`l${key}`]),
          key,
        }
      })
  }

  return {
    async keepQuestion({ language, text, by = '' }, now) {
      const key = `${language} ${createHash('sha256').update(plainly(text)).digest('base64url')}`
      const words = [key, JSON.stringify({ language, text }), String(now), by, String(questionsKept)]
      await client.run('curators', keepQuestion, { keys: [questionsKey], words })
    },

    async forgetQuestions(by) {
      const fields = Object.entries(await fieldsOf(questionsKey))
      const keys = fields.flatMap(([field, value]) =>
        field.startsWith('b') && value === by ? [field.slice(1)] : [],
      )
      if (keys.length === 0) return
      const words = keys.flatMap((key) => [key, by])
      await client.run('curators', forgetQuestions, { keys: [questionsKey], words })
    },

    questions: async () =>
      (await keptQuestions())
        .map(({ key: _, ...kept }) => kept)
        .sort((one, other) => other.count - one.count || other.lastAt - one.lastAt),

    async keepOpinion(faq, helped) {
      await client.run('curators', countUp, {
        keys: [opinionsKey],
        words: [`${helped ? '+' : '-'}${faq}`, String(questionsKept)],
      })
    },

    async opinions() {
      const fields = await fieldsOf(opinionsKey)
      const ids = [...new Set(Object.keys(fields).map((field) => field.slice(1)))].sort()
      return ids.map(
        (faq): KeptOpinion => ({
          faq,
          helped: Number(fields[`+${faq}`] ?? 0),
          notHelped: Number(fields[`-${faq}`] ?? 0),
        }),
      )
    },

    async sweep(now) {
      const old = (await keptQuestions()).filter(({ lastAt }) => lastAt <= now - questionsKept)
      if (old.length === 0) return
      const words = old.flatMap(({ key, lastAt }) => [key, String(lastAt)])
      await client.run('curators', dropQuestions, { keys: [questionsKey], words })
    },
  }
}
