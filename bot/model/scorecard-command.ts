/** The program behind `npm run scorecard -- --model NAME`: runs when it is loaded. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { faqIds as shippedIds } from '../../prompts/acts.ts'
import { projectRoot, readExamples, readFaqPhrases } from '../understanding/examples.ts'
import { configuredReader } from './configured.ts'
import { usualBounds } from './reach.ts'
import { runScorecard, scorecardTable } from './scorecard.ts'
import { noCaps, readModelSettings } from './settings.ts'

const usage = `Usage: npm run scorecard -- --model NAME [--messages 200] [--tries 8] [--repeated 150] [--at-once 4] [--deadline 2500] [--out scorecards]
MODEL_BASE_URL and MODEL_KEY say where the model is; MODEL_PRICE_INPUT, MODEL_PRICE_CACHED and MODEL_PRICE_OUTPUT what a million tokens cost.`

const count = z.coerce.number().int().min(1)
const optionsSchema = z.object({
  model: z.string().min(1).optional(),
  messages: count.optional(),
  tries: count.default(8),
  repeated: count.default(150),
  'at-once': count.max(64).default(4),
  deadline: count.default(usualBounds.deadline),
  out: z.string().default('scorecards'),
})
const price = z.coerce.number().min(0)
const pricesSchema = z.object({
  MODEL_PRICE_INPUT: price,
  MODEL_PRICE_CACHED: price.optional(),
  MODEL_PRICE_OUTPUT: price,
})

async function run(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: text,
      messages: text,
      tries: text,
      repeated: text,
      'at-once': text,
      deadline: text,
      out: text,
    },
  })
  const options = optionsSchema.parse(values)
  const { settings, faults } = readModelSettings({
    ...process.env,
    ...(options.model ? { MODEL_NAME: options.model } : {}),
  })
  if (!settings) {
    process.stderr.write(`scorecard: ${faults.join(' ') || 'no model is named.'}\n${usage}\n`)
    return 2
  }
  const root = projectRoot(import.meta.url)
  const phrases = await readFaqPhrases(join(root, 'domain', 'faq'))
  const faqIds = [...new Set([...shippedIds, ...phrases.map(({ id }) => id)])]
  const all = await readExamples(join(root, 'prompts', 'examples', 'test'), faqIds)
  // Spread evenly over the files, so that a few messages show all behaviours.
  const every = options.messages ? Math.max(1, all.length / options.messages) : 1
  const examples = all.filter((_, at) => Math.floor(at / every) !== Math.floor((at - 1) / every))
  const given = pricesSchema.safeParse(process.env)
  const prices = given.success
    ? {
        input: given.data.MODEL_PRICE_INPUT,
        cached: given.data.MODEL_PRICE_CACHED ?? given.data.MODEL_PRICE_INPUT,
        output: given.data.MODEL_PRICE_OUTPUT,
      }
    : undefined
  // Every message is put, whatever came before: no caps, and no breaker.
  const bounds = { ...usualBounds, deadline: options.deadline, failures: Number.MAX_SAFE_INTEGER }
  const reader = await configuredReader({ settings: { ...settings, caps: noCaps }, root, faqIds, bounds })
  const card = await runScorecard({
    model: settings.name,
    reader,
    examples,
    shown: await readExamples(join(root, 'prompts', 'examples', 'train'), faqIds),
    faqIds,
    prices,
    tries: options.tries,
    repeated: options.repeated,
    atOnce: options['at-once'],
  })
  const table = scorecardTable(card)
  const name = `${settings.name.replace(/[^\p{L}\p{N}.-]+/gu, '-')}-${card.pinnedTo.slice(0, 8)}`
  await mkdir(options.out, { recursive: true })
  await writeFile(join(options.out, `${name}.json`), `${JSON.stringify(card, null, 2)}\n`)
  await writeFile(join(options.out, `${name}.md`), table)
  process.stdout.write(`${table}\nWritten to ${join(options.out, name)}.json and .md\n`)
  return 0
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const message =
    error instanceof z.ZodError
      ? error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('; ')
      : (error as Error).message
  process.stderr.write(`scorecard: ${message}\n${usage}\n`)
  process.exitCode = 1
}
