/** JSON lines in, what each is understood as out, in order: the yardstick of understanding. */
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { faqIds, type Understander, utteranceLine } from '../../prompts/acts.ts'
import { withConfiguredModel } from '../model/configured.ts'
import { noCaps, readModelSettings } from '../model/settings.ts'
import { projectRoot, readFaqPhrases } from './examples.ts'
import { loadLocalEngine } from './local.ts'

/** Today in Europe/Amsterdam, ISO 8601. */
export const todayInAmsterdam = (now = new Date()): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(now)

const idOf = (given: unknown): string | number | null => {
  const id = given && typeof given === 'object' && 'id' in given ? given.id : null
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

/** Understands one line; the answer is one line of JSON, without its end. Never throws. */
export async function understandLine(
  line: string,
  understander: Understander,
  today: string,
): Promise<string> {
  let given: unknown
  try {
    given = JSON.parse(line)
  } catch {
    return JSON.stringify({ id: null, error: 'not JSON' })
  }
  const parsed = utteranceLine.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return JSON.stringify({
      id: idOf(given),
      error: `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'not valid'}`,
    })
  }
  const { id, text, language, pending } = parsed.data
  try {
    const understood = await understander.understand({
      text,
      language,
      pending,
      today: parsed.data.today ?? today,
    })
    return JSON.stringify({ id, language: understood.language, acts: understood.acts })
  } catch {
    return JSON.stringify({ id, error: 'could not be understood' })
  }
}

const root = projectRoot(import.meta.url)

const noModel: ReturnType<typeof readModelSettings> = { faults: [] }

/**
 * Runs the command over standard input and output; the exit code. `--model` asks the configured model about every message, with
 * the local engine behind it; `--as-served` with it only where the local engine is not sure, as members are served.
 */
export async function runUnderstand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { model: { type: 'boolean' }, 'as-served': { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  })
  const { settings, faults } = values.model === undefined ? noModel : readModelSettings(process.env)
  if (values.model !== undefined && !settings) {
    const why = faults.length > 0 ? faults.join(' ') : 'no model is configured: set MODEL_NAME.'
    process.stderr.write(`understand: ${why} Without --model the local engine understands.\n`)
    return 2
  }
  const phrases = await readFaqPhrases(join(root, 'domain', 'faq'))
  const ids = [...new Set([...faqIds, ...phrases.map(({ id }) => id)])]
  const local = await loadLocalEngine(join(root, 'dist', 'understanding.json'), ids, phrases)
  const asked = values['as-served'] ? 'whereUnsure' : 'always'
  const understander = settings
    ? await withConfiguredModel(local, { settings: { ...settings, caps: noCaps }, root, faqIds: ids }, asked)
    : local
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    const answer = `${await understandLine(line, understander, todayInAmsterdam())}\n`
    if (!process.stdout.write(answer)) await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  return 0
}
