/** How well a model understands: the labelled examples put to it, counted by act, language and behaviour, pinned to what it was told. */
import { createHash } from 'node:crypto'
import type { Example } from '../../prompts/local/train.ts'
import { contract, promptVersion } from '../../prompts/understand/contract.ts'
import { answerJsonSchema } from '../../prompts/understand/schema.ts'
import type { FiledExample } from '../understanding/examples.ts'
import { measuringDay, sameActs } from '../understanding/measure.ts'
import type { Usage } from './client.ts'
import { type FailureKind, ModelFailure } from './failure.ts'
import type { ModelReader, ModelReading } from './understander.ts'

/** What a model takes for a million tokens, in any one currency. */
export interface Prices {
  readonly input: number
  /** For input that the provider had cached. */
  readonly cached: number
  readonly output: number
}

/** A share and of how many. */
export interface Counted {
  readonly right: number
  readonly of: number
}

/** The figures of one run. */
export interface Scorecard {
  readonly model: string
  /** SHA-256 of the prompt, the schema and the examples: figures with the same hash can be compared. */
  readonly pinnedTo: string
  readonly promptVersion: number
  /** ISO 8601. */
  readonly at: string
  readonly messages: number
  /** Whole messages right. */
  readonly whole: Counted
  readonly byLanguage: Readonly<Record<string, Counted>>
  readonly byAct: Readonly<Record<string, Counted>>
  readonly byBehaviour: Readonly<Record<string, Counted>>
  /** Messages that the model gave nothing usable for, by reason: members would have had the local engine. */
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>
  /** Tokens of an answered message, on average. */
  readonly tokens: Usage
  /** Of answered messages. */
  readonly milliseconds: { readonly p50: number; readonly p90: number; readonly p99: number }
  /** Of a thousand messages; absent without prices. */
  readonly costPerThousand?: number | undefined
  /** Messages that were understood the same in all tries. */
  readonly consistency: Counted & { readonly tries: number }
}

/** What a run takes. */
export interface ScorecardParts {
  readonly model: string
  readonly reader: ModelReader
  /** The labelled messages. */
  readonly examples: readonly FiledExample[]
  /** The examples that prompts show: they belong to what the figures are pinned to. */
  readonly shown: readonly Example[]
  readonly faqIds: readonly string[]
  readonly prices?: Prices | undefined
  /** How often a message is put to see whether it is understood the same. */
  readonly tries?: number
  /** How many of the messages, spread evenly, are put so often. */
  readonly repeated?: number
  /** Messages under way at once. */
  readonly atOnce?: number
  /** Waits; only where the server asks for it. Milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<void>
  readonly now?: () => Date
}

type Tried = { readonly reading: ModelReading } | { readonly failure: FailureKind }

/** Patience with a server that is busy. */
const patience = { times: 6, usual: 2000 } as const

/** What the figures are pinned to. */
export function pinOf(
  faqIds: readonly string[],
  shown: readonly Example[],
  examples: readonly Example[],
): string {
  const parts = [
    promptVersion,
    contract,
    answerJsonSchema(faqIds),
    ...[shown, examples].map((list) =>
      list.map(({ text, acts, pending, today }) => [text, acts, pending ?? null, today ?? null]),
    ),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Runs tasks, so many at once, and keeps their order. */
async function inParallel<Task, Result>(
  tasks: readonly Task[],
  atOnce: number,
  run: (task: Task) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = new Array(tasks.length)
  let next = 0
  const worker = async () => {
    for (let at = next++; at < tasks.length; at = next++) results[at] = await run(tasks[at]!)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker))
  return results
}

const counted = (list: readonly boolean[]): Counted => ({
  right: list.filter(Boolean).length,
  of: list.length,
})

/** What an example shows, as its file says. */
const tagsOf = ({ tags }: FiledExample & { readonly tags?: readonly string[] }) => tags ?? []

/** Counts each example under every name it has. */
function grouped(
  rows: readonly { readonly example: FiledExample; readonly right: boolean }[],
  namesOf: (example: FiledExample) => readonly string[],
): Readonly<Record<string, Counted>> {
  const groups = new Map<string, boolean[]>()
  for (const { example, right } of rows)
    for (const name of new Set(namesOf(example))) groups.set(name, [...(groups.get(name) ?? []), right])
  return Object.fromEntries(
    [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, list]) => [name, counted(list)]),
  )
}

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds))

/** Runs the examples against a model. */
export async function runScorecard(parts: ScorecardParts): Promise<Scorecard> {
  const {
    model,
    reader,
    examples,
    shown,
    faqIds,
    prices,
    tries = 8,
    repeated = 150,
    atOnce = 4,
    wait = pause,
    now = () => new Date(),
  } = parts
  const put = async ({ text, pending, today }: FiledExample): Promise<Tried> => {
    for (let time = 1; ; time++)
      try {
        return {
          reading: await reader({
            text,
            language: null,
            pending: pending ?? null,
            today: today ?? measuringDay,
          }),
        }
      } catch (error) {
        if (!(error instanceof ModelFailure)) throw error
        const mayPass = error.kind === 'busy' || error.kind === 'paused'
        if (!mayPass || time === patience.times) return { failure: error.kind }
        await wait(error.pause ?? patience.usual * time)
      }
  }
  const first = await inParallel(examples, atOnce, put)
  const rows = examples.map((example, at) => {
    const tried = first[at]!
    return { example, tried, right: 'reading' in tried && sameActs(tried.reading.acts, example.acts) }
  })
  const every = Math.max(1, Math.floor(rows.length / Math.max(1, repeated)))
  const chosen = rows.filter((_, at) => at % every === 0).slice(0, repeated)
  const steady = await inParallel(chosen, atOnce, async ({ example, tried }) => {
    for (let time = 1; time < tries; time++) {
      const again = await put(example)
      const same =
        'reading' in again && 'reading' in tried && sameActs(again.reading.acts, tried.reading.acts)
      if (!same && ('reading' in again || 'reading' in tried)) return false
    }
    return true
  })
  const answered = rows.flatMap(({ tried }) => ('reading' in tried ? [tried.reading] : []))
  const mean = (of: (usage: Usage) => number) =>
    answered.reduce((sum, { usage }) => sum + of(usage), 0) / Math.max(1, answered.length)
  const tokens = {
    input: mean(({ input }) => input),
    cached: mean(({ cached }) => cached),
    output: mean(({ output }) => output),
  }
  const times = answered.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0
  const failures: Partial<Record<FailureKind, number>> = {}
  for (const { tried } of rows)
    if ('failure' in tried) failures[tried.failure] = (failures[tried.failure] ?? 0) + 1
  return {
    model,
    pinnedTo: pinOf(faqIds, shown, examples),
    promptVersion,
    at: now().toISOString(),
    messages: rows.length,
    whole: counted(rows.map(({ right }) => right)),
    byLanguage: grouped(rows, ({ language }) => [language]),
    byAct: grouped(rows, ({ acts }) => acts.map(({ act }) => act)),
    byBehaviour: grouped(rows, tagsOf),
    failures,
    tokens,
    milliseconds: { p50: at(0.5), p90: at(0.9), p99: at(0.99) },
    ...(prices
      ? {
          costPerThousand:
            ((tokens.input - tokens.cached) * prices.input +
              tokens.cached * prices.cached +
              tokens.output * prices.output) /
            1000,
        }
      : {}),
    consistency: { ...counted(steady), tries },
  }
}

const percent = ({ right, of }: Counted) => (of === 0 ? '–' : `${((100 * right) / of).toFixed(1)} %`)

/** A scorecard as a Markdown table. */
export function scorecardTable(card: Scorecard): string {
  const group = (title: string, counts: Readonly<Record<string, Counted>>) => [
    `| **${title}** | | |`,
    ...Object.entries(counts).map(([name, count]) => `| ${name} | ${percent(count)} | ${count.of} |`),
  ]
  const { p50, p90, p99 } = card.milliseconds
  const failures = Object.entries(card.failures).map(([kind, count]) => `${kind} ${count}`)
  return [
    `# ${card.model}`,
    '',
    `Prompt version ${card.promptVersion}, pinned to \`${card.pinnedTo.slice(0, 16)}\`, ${card.at.slice(0, 10)}.`,
    '',
    '| | whole message right | messages |',
    '|---|---|---|',
    `| **all** | ${percent(card.whole)} | ${card.whole.of} |`,
    ...group('language', card.byLanguage),
    ...group('act', card.byAct),
    ...group('behaviour', card.byBehaviour),
    '',
    `Nothing usable: ${failures.length > 0 ? failures.join(', ') : 'never'}.`,
    `Tokens a message: ${Math.round(card.tokens.input)} in (${Math.round(card.tokens.cached)} of them cached), ${Math.round(card.tokens.output)} out.`,
    `Time a message: ${Math.round(p50)} ms (p50), ${Math.round(p90)} ms (p90), ${Math.round(p99)} ms (p99).`,
    card.costPerThousand === undefined
      ? 'Cost: no prices were given.'
      : `Cost of a thousand messages: ${card.costPerThousand.toFixed(3)}.`,
    `The same in all of ${card.consistency.tries} tries: ${percent(card.consistency)} of ${card.consistency.of} messages.`,
    '',
  ].join('\n')
}
