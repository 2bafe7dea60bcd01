/** An understander with a model behind it, for tests: the real client, on a server of the test's own. */
import { join } from 'node:path'
import { memoryBudget } from '../../../bot/model/budget.ts'
import { openClient } from '../../../bot/model/client.ts'
import type { Pins } from '../../../bot/model/pins.ts'
import { type Bounds, makeReach, usualBounds } from '../../../bot/model/reach.ts'
import { recentTurns } from '../../../bot/model/recent.ts'
import { type CallCaps, noCaps } from '../../../bot/model/settings.ts'
import { modelReader, modelUnderstander } from '../../../bot/model/understander.ts'
import { readExamples } from '../../../bot/understanding/examples.ts'
import { faqIds, type Understander } from '../../../prompts/acts.ts'
import { confidenceOf } from '../../../prompts/local/confidence.ts'
import { type Nearest, nearestExamples } from '../../../prompts/understand/nearest.ts'
import { answerJsonSchema } from '../../../prompts/understand/schema.ts'
import { trainedEngine, trainedModel } from '../../prompts/trained.ts'

/** How a test's understander differs from the product's. */
export interface ModelBackedParts {
  readonly url: string
  readonly bounds?: Partial<Bounds>
  readonly caps?: Partial<CallCaps>
  /** Whether every message goes to the model, or only what the local engine is not sure of. */
  readonly asked?: 'always' | 'whereUnsure'
  readonly local?: Understander
  readonly pins?: Pins
  readonly log?: Parameters<typeof makeReach>[0]['log']
  readonly now?: () => number
}

let shown: Promise<Nearest> | undefined
/** The search over the project's examples, read once. */
export const projectExamples = (): Promise<Nearest> =>
  (shown ??= readExamples(join(import.meta.dirname, '../../../prompts/examples/train')).then(nearestExamples))

/** Makes the understander. */
export async function modelBacked(parts: ModelBackedParts): Promise<Understander> {
  const settings = {
    baseUrl: parts.url,
    name: 'scripted',
    key: 'sk-test',
    caps: { ...noCaps, ...parts.caps },
  }
  const ask = await openClient(settings, answerJsonSchema(faqIds))
  const budget = memoryBudget(settings.caps, parts.now)
  const reach = await makeReach({ ask, budget, bounds: { ...usualBounds, ...parts.bounds }, log: parts.log })
  const recent = recentTurns()
  return modelUnderstander({
    local: parts.local ?? (await trainedEngine()),
    confidence: parts.asked === 'whereUnsure' ? confidenceOf(await trainedModel()) : () => -9,
    reader: modelReader({ reach, nearest: await projectExamples(), faqIds, recent }),
    pins: parts.pins,
    recent,
  })
}
