/** Loads the local engine from a trained model. */
import { readFile } from 'node:fs/promises'
import type { Understander } from '../../prompts/acts.ts'
import { localEngine } from '../../prompts/local/engine.ts'
import { type Model, modelSchema } from '../../prompts/local/model.ts'
import type { FaqPhrase } from './examples.ts'

/** Reads a trained model. Rejects where the file is none. */
export async function loadModel(modelFile: string): Promise<Model> {
  const parsed = modelSchema.safeParse(JSON.parse(await readFile(modelFile, 'utf8')))
  if (!parsed.success)
    throw new Error(`${modelFile} is no model of the local engine: train it again (npm run build)`)
  return parsed.data
}

/**
 * Reads a model and makes the engine for the FAQ ids that there are. `phrases` are the questions and variants of entries that
 * the model was not trained on (an operator's own): they are found by likeness. Throws where the file is no model.
 */
export async function loadLocalEngine(
  modelFile: string,
  faqIds: readonly string[],
  phrases: readonly Pick<FaqPhrase, 'id' | 'text'>[] = [],
): Promise<Understander> {
  const model = await loadModel(modelFile)
  const trained = new Set(model.labels)
  return localEngine(model, { faqIds, phrases: phrases.filter(({ id }) => !trained.has(`faq:${id}`)) })
}
