/** `npm run bench:understanding`: how well the local engine understands the test examples, how fast, how big; beside a keyword match. */
import { performance } from 'node:perf_hooks'
import { faqIds, type Understander } from '../../prompts/acts.ts'
import { localEngine } from '../../prompts/local/engine.ts'
import { train } from '../../prompts/local/train.ts'
import { keywordBaseline } from './baseline.ts'
import { type FiledExample, readExamples } from './examples.ts'
import { dice, type Measured, measure, measuringDay, share } from './measure.ts'
import { trainingExamples } from './train.ts'

const percent = (part: number) => `${(100 * part).toFixed(1)} %`
const line = (label: string, ...cells: readonly string[]) =>
  process.stdout.write(`${label.padEnd(26)}${cells.map((cell) => cell.padStart(12)).join('')}\n`)
const ofLanguage = (measured: readonly Measured[], language: string) =>
  measured.filter(({ example }) => example.language === language)

async function figures(
  name: string,
  understander: Understander,
  examples: readonly FiledExample[],
): Promise<readonly Measured[]> {
  const plain = await measure(understander, examples)
  const [one, two] = [
    await measure(understander, examples, dice(1), 1),
    await measure(understander, examples, dice(2), 2),
  ]
  for (const language of ['nl', 'en'])
    line(
      `${name}, ${language}`,
      ...[plain, one, two].map((measured) => percent(share(ofLanguage(measured, language)))),
    )
  return plain
}

const examples = await trainingExamples()
const tests = await readExamples('prompts/examples/test')
const before = performance.now()
const model = train(examples)
const trained = performance.now()
const heap = process.memoryUsage().heapUsed
const started = performance.now()
const engine = localEngine(model, { faqIds })
engine.understand({ text: 'hallo', language: null, pending: null, today: measuringDay })
const ready = performance.now()

line('whole message right', 'as written', '1 slip', '2 slips')
const measured = await figures('local engine', engine, tests)
await figures('keyword match', keywordBaseline(examples), tests)

process.stdout.write('\n')
line('act', 'nl', 'en', 'messages')
const acts = [...new Set(tests.flatMap((example) => example.acts.map(({ act }) => act)))].sort()
for (const act of acts) {
  const having = measured.filter(({ example }) => example.acts.some((wanted) => wanted.act === act))
  line(
    act,
    percent(share(ofLanguage(having, 'nl'))),
    percent(share(ofLanguage(having, 'en'))),
    String(having.length),
  )
}

const times = tests
  .map((example) => {
    const from = performance.now()
    engine.understand({
      text: example.text,
      language: null,
      pending: example.pending ?? null,
      today: example.today ?? measuringDay,
    })
    return performance.now() - from
  })
  .sort((one, other) => one - other)
const at = (part: number) =>
  `${times[Math.min(times.length - 1, Math.floor(times.length * part))]!.toFixed(2)} ms`
process.stdout.write('\n')
line('examples, tests', String(examples.length), String(tests.length))
line('training', `${((trained - before) / 1000).toFixed(1)} s`)
line('model', `${(JSON.stringify(model).length / 2 ** 20).toFixed(1)} MiB`)
line('ready in', `${Math.round(ready - started)} ms`)
line('memory', `${Math.max(0, (process.memoryUsage().heapUsed - heap) / 2 ** 20).toFixed(1)} MiB`)
line('a message, p50 and p99', at(0.5), at(0.99))
