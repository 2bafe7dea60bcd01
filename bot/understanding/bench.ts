/** The program behind `npm run bench:understanding`: how well the local engine understands, how fast, how big; beside a keyword match and a library. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { faqIds, type Understander } from '../../prompts/acts.ts'
import { localEngine } from '../../prompts/local/engine.ts'
import { modelSchema } from '../../prompts/local/model.ts'
import { train } from '../../prompts/local/train.ts'
import { keywordBaseline } from './baseline.ts'
import { type FiledExample, projectRoot, readExamples } from './examples.ts'
import { libraryBaseline } from './library.ts'
import { dice, type Measured, measure, measuringDay, share } from './measure.ts'
import { trainingExamples } from './train.ts'

const root = projectRoot(import.meta.url)
const percent = (part: number) => `${(100 * part).toFixed(1)} %`
const line = (label: string, ...cells: readonly string[]) =>
  process.stdout.write(`${label.padEnd(30)}${cells.map((cell) => cell.padStart(12)).join('')}\n`)
const ofLanguage = (measured: readonly Measured[], language: string) =>
  measured.filter(({ example }) => example.language === language)
const valueless = (measured: readonly Measured[]) =>
  measured.filter(({ example }) => example.acts.every((act) => !('value' in act)))

/** Milliseconds of processor since a reading of `process.cpuUsage`. */
const spent = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

type Figures = readonly [plain: readonly Measured[], one: readonly Measured[], two: readonly Measured[]]

const figuresOf = async (engine: Understander, tests: readonly FiledExample[]): Promise<Figures> => [
  await measure(engine, tests),
  await measure(engine, tests, dice(1), 1),
  await measure(engine, tests, dice(2), 2),
]

function compare(name: string, figures: Figures): void {
  for (const language of ['nl', 'en'])
    line(`${name}, ${language}`, ...figures.map((measured) => percent(share(ofLanguage(measured, language)))))
  const blind = figures.map((measured) => measured.filter(({ example }) => /fresh-/.test(example.file)))
  if (blind[0]!.length > 0)
    for (const language of ['nl', 'en'])
      line(
        `  of them written blind, ${language}`,
        ...blind.map((measured) => percent(share(ofLanguage(measured, language)))),
      )
  line(`${name}, without values`, ...figures.map((measured) => percent(share(valueless(measured)))))
}

/** Each message several times over, its best time: what it costs when nobody else wants the processor. */
function timesOf(engine: ReturnType<typeof localEngine>, tests: readonly FiledExample[]): readonly number[] {
  const best = new Float64Array(tests.length).fill(Number.POSITIVE_INFINITY)
  for (let round = 0; round < 8; round++)
    tests.forEach(({ text, pending = null, today = measuringDay }, at) => {
      const from = performance.now()
      engine.understand({ text, language: null, pending, today })
      if (round > 1) best[at] = Math.min(best[at]!, performance.now() - from)
    })
  return [...best].sort((one, other) => one - other)
}

const file = join(root, 'dist', 'understanding.json')
const heap = process.memoryUsage().heapUsed
const started = process.cpuUsage()
const stored = await readFile(file, 'utf8')
const model = modelSchema.parse(JSON.parse(stored))
const engine = localEngine(model, { faqIds })
engine.understand({ text: 'hallo', language: null, pending: null, today: measuringDay })
const ready = spent(started)
const memory = (process.memoryUsage().heapUsed - heap) / 2 ** 20

const tests = await readExamples(join(root, 'prompts', 'examples', 'test'))
const examples = await trainingExamples()
const figures = await figuresOf(engine, tests)
line('whole message right', 'as written', '1 slip', '2 slips')
compare('local engine', figures)
compare('keyword match', await figuresOf(keywordBaseline(examples), tests))
const before = process.cpuUsage()
const library = await libraryBaseline(examples)
const libraryTraining = spent(before)
compare('nlp.js', await figuresOf(library, tests))

const [plain, , two] = figures
line('\nact', 'nl', 'en', 'nl, 2 slips', 'en, 2 slips', 'messages')
for (const act of [...new Set(tests.flatMap(({ acts }) => acts.map((given) => given.act)))].sort()) {
  const having = (measured: readonly Measured[], language: string) =>
    ofLanguage(measured, language).filter(({ example }) => example.acts.some((wanted) => wanted.act === act))
  const cells = [plain, two].flatMap((measured) =>
    ['nl', 'en'].map((language) => percent(share(having(measured, language)))),
  )
  line(act, ...cells, String(having(plain, 'nl').length + having(plain, 'en').length))
}

const doubted = async (right: boolean) => {
  const those = plain.filter((measured) => measured.right === right)
  let [unsure, offered] = [0, 0]
  for (const { example } of those) {
    const { text, pending = null, today = measuringDay } = example
    const { sure, readings } = engine.understand({ text, language: null, pending, today })
    if (sure === false) unsure++
    if (readings) offered++
  }
  return [percent(unsure / (those.length || 1)), percent(offered / (those.length || 1))]
}
line('\ndoubt', 'unsure', 'readings')
line('of messages read right', ...(await doubted(true)))
line('of messages read wrong', ...(await doubted(false)))

const times = timesOf(engine, tests)
const at = (part: number) =>
  `${times[Math.min(times.length - 1, Math.floor(times.length * part))]!.toFixed(2)} ms`
const trainingFrom = process.cpuUsage()
train(examples)
line('\nsize and time')
line('examples, tests', String(examples.length), String(tests.length))
line('training, of processor', `${(spent(trainingFrom) / 1000).toFixed(1)} s`)
line('training nlp.js', `${(libraryTraining / 1000).toFixed(1)} s`)
line('model', `${(stored.length / 2 ** 20).toFixed(1)} MiB`)
line('ready, of processor', `${Math.round(ready)} ms`)
line('memory', `${Math.max(0, memory).toFixed(1)} MiB`)
line('a message, p50 and p99', at(0.5), at(0.99))
