/** What the local engine is trained on, and training it to a file. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { faqIds } from '../../prompts/acts.ts'
import type { Model } from '../../prompts/local/model.ts'
import { type Example, train } from '../../prompts/local/train.ts'
import { projectRoot, readExamples, readFaqPhrases } from './examples.ts'

const root = projectRoot(import.meta.url)

/** Where examples and FAQ are read from: the project's folders by default. */
export interface TrainingFolders {
  readonly examples?: string
  readonly faq?: string
}

/** An example and the language that it is in. */
export type SpokenExample = Example & { readonly language: string }

/** Everything to learn from: the training examples and the FAQ's phrases. */
export async function trainingExamples({
  examples = join(root, 'prompts', 'examples', 'train'),
  faq = join(root, 'domain', 'faq'),
}: TrainingFolders = {}): Promise<readonly SpokenExample[]> {
  const phrases = await readFaqPhrases(faq)
  const ids = [...new Set([...faqIds, ...phrases.map(({ id }) => id)])]
  const written = await readExamples(examples, ids)
  return [
    ...written,
    ...phrases.map(
      ({ id, language, text }): SpokenExample => ({ text, language, acts: [{ act: 'faq', id }] }),
    ),
  ]
}

/** Trains the local engine and writes its model, JSON, to a file. */
export async function trainToFile(outFile: string, folders: TrainingFolders = {}): Promise<Model> {
  const model = train(await trainingExamples(folders))
  await mkdir(dirname(outFile), { recursive: true })
  await writeFile(outFile, JSON.stringify(model))
  return model
}
