/** Golden conversations on disk: one folder for each generation, in it one file for each talk and language, one line for each step. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Language, languages, talkIds } from '../../domain/values.ts'
import { type Step, stepsBeside, stepsOf } from './steps.ts'

const folder = import.meta.dirname

/** What a file is about: a talk, or what stands beside all of them. */
export const subjects = ['beside', ...talkIds] as const
export type Subject = (typeof subjects)[number]

/** The generations that are kept, the oldest first. */
export const generations = (): readonly number[] =>
  readdirSync(folder)
    .flatMap((name) => /^generation-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other)

const fileOf = (generation: number, subject: string, language: Language) =>
  join(folder, `generation-${generation}`, `${subject}.${language}.jsonl`)

/** The steps of one file; none where a talk came later than the generation. */
export const recorded = (generation: number, subject: string, language: Language): readonly Step[] => {
  const file = fileOf(generation, subject, language)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Step)
}

/** The subjects of a generation, also of talks that there are no longer. */
export const subjectsOf = (generation: number): readonly string[] => [
  ...new Set(readdirSync(join(folder, `generation-${generation}`)).map((name) => name.split('.')[0]!)),
]

/** The steps as they are now. */
export const stepsNow = (subject: Subject, language: Language): Promise<readonly Step[]> =>
  subject === 'beside' ? stepsBeside(language) : stepsOf(subject, language)

/** Records all steps as they are now, as one generation more. */
export const addGeneration = async (): Promise<void> => {
  const generation = (generations().at(-1) ?? 0) + 1
  mkdirSync(join(folder, `generation-${generation}`))
  for (const subject of subjects)
    for (const language of languages) {
      const steps = await stepsNow(subject, language)
      const lines = steps.map((step) => `${JSON.stringify(step)}\n`)
      writeFileSync(fileOf(generation, subject, language), lines.join(''))
    }
}
