/** The model as it is configured, put together: what the program and the commands use. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Understander } from '../../prompts/acts.ts'
import { type Confidence, confidenceOf } from '../../prompts/local/confidence.ts'
import { modelSchema } from '../../prompts/local/model.ts'
import { nearestExamples } from '../../prompts/understand/nearest.ts'
import { answerJsonSchema } from '../../prompts/understand/schema.ts'
import { readExamples } from '../understanding/examples.ts'
import { type CallBudget, memoryBudget } from './budget.ts'
import { openClient } from './client.ts'
import type { ModelFailure } from './failure.ts'
import { readPins } from './pins.ts'
import { type Bounds, makeReach, usualBounds } from './reach.ts'
import { type RecentTurns, recentTurns } from './recent.ts'
import type { ModelSettings } from './settings.ts'
import { type ModelReader, modelReader, modelUnderstander } from './understander.ts'

/** What a configured model works with. */
export interface ConfiguredParts {
  readonly settings: ModelSettings
  /** The project's folder. */
  readonly root: string
  readonly faqIds: readonly string[]
  readonly bounds?: Bounds | undefined
  /** In place of one of its own, in this process's memory. */
  readonly budget?: CallBudget | undefined
  /** In place of a memory of its own. */
  readonly recent?: RecentTurns | undefined
  readonly log?: Pick<Logger, 'debug' | 'warn' | 'info'> | undefined
  /** Told of each message that the model was to read and did not. */
  readonly onFailure?: ((failure: ModelFailure) => void) | undefined
}

/** Opens the configured model for reading messages, with the project's examples. */
export async function configuredReader({
  settings,
  root,
  faqIds,
  bounds = usualBounds,
  budget,
  recent = recentTurns(),
  log,
}: ConfiguredParts): Promise<ModelReader> {
  const ask = await openClient(settings, answerJsonSchema(faqIds))
  const reach = await makeReach({ ask, budget: budget ?? memoryBudget(settings.caps), bounds, log })
  const examples = await readExamples(join(root, 'prompts', 'examples', 'train'), faqIds)
  return modelReader({ reach, nearest: nearestExamples(examples), faqIds, recent })
}

/**
 * Puts the configured model in front of the local engine: asked where that is not sure, or `always`. Rejects with a
 * `SetupFault` where its files are wrong.
 */
export async function withConfiguredModel(
  local: Understander,
  parts: ConfiguredParts,
  asked: 'whereUnsure' | 'always' = 'whereUnsure',
): Promise<Understander> {
  const pins = readPins(parts.settings.pinsFile, parts.faqIds)
  const { recent = recentTurns() } = parts
  const reader = await configuredReader({ ...parts, recent })
  const confidence = asked === 'always' ? () => Number.NEGATIVE_INFINITY : await trainedConfidence(parts.root)
  return modelUnderstander({ local, confidence, reader, pins, recent, onFailure: parts.onFailure })
}

async function trainedConfidence(root: string): Promise<Confidence> {
  const file = await readFile(join(root, 'dist', 'understanding.json'), 'utf8')
  return confidenceOf(modelSchema.parse(JSON.parse(file)))
}
