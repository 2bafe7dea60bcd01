/** The local engine for tests: the built model where it is newer than what it is made from, else one trained on the spot. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { trainingExamples } from '../../bot/understanding/train.ts'
import { type Act, faqIds, type PendingQuestion } from '../../prompts/acts.ts'
import { type LocalUnderstander, localEngine } from '../../prompts/local/engine.ts'
import { type Model, modelSchema } from '../../prompts/local/model.ts'
import { train } from '../../prompts/local/train.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const newest = (folder: string): number =>
  Math.max(
    0,
    ...readdirSync(folder, { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs,
    ),
  )

let model: Promise<Model> | undefined

/** The trained model. */
export function trainedModel(): Promise<Model> {
  model ??= (async () => {
    const built = join(root, 'dist', 'understanding.json')
    const sources = Math.max(
      ...['prompts/local', 'prompts/examples/train', 'domain/faq'].map((folder) =>
        newest(join(root, folder)),
      ),
    )
    if (existsSync(built) && statSync(built).mtimeMs > sources)
      return modelSchema.parse(JSON.parse(readFileSync(built, 'utf8')))
    return train(await trainingExamples())
  })()
  return model
}

/** The engine with the FAQ ids of the product. */
export const trainedEngine = async (): Promise<LocalUnderstander> =>
  localEngine(await trainedModel(), { faqIds })

/** The folder of the test examples. */
export const testExamples = join(root, 'prompts', 'examples', 'test')

/** The day on which the tests' messages are written. */
export const today = '2026-11-22'

const options: Readonly<Record<string, readonly unknown[]>> = {
  tier: ['silver', 'gold', 'platinum'],
  paymentMethod: ['creditCard', 'bankTransfer'],
}
const dialogs: Readonly<Record<string, string | null>> = {
  tier: 'tierSelection',
  points: 'tierSelection',
  paymentMethod: 'payment',
  invoiceDate: 'payment',
  rating: null,
  email: null,
  missingFields: 'migration',
  migrateButtonVisible: 'migration',
  greenTickVisible: 'migration',
  hadCpsAccount: 'migration',
  oldEmailGiven: 'migration',
  hasBusinessAccount: 'onboarding',
}

/** The question for a slot as the product asks it. */
export const asking = (slot: string): PendingQuestion => ({
  dialog: slot in dialogs ? dialogs[slot]! : 'registration',
  slot,
  ...(options[slot] ? { options: options[slot] } : {}),
})

/** What a message is understood as, with the question that waits. */
export const acts = (
  engine: LocalUnderstander,
  text: string,
  slot?: string,
  language: string | null = null,
): readonly Act[] => engine.understand({ text, language, pending: slot ? asking(slot) : null, today }).acts
