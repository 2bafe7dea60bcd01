/** `npm run bench:page`: the members' page beside unmodified Web Chat, in one browser, against the same server, in turns. */
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { makeBench, withStops } from '../bench.ts'
import { startProgram } from '../measured-program.ts'
import { asText, keepsBar, writeReport } from '../report.ts'
import { measureBytes } from './bytes.ts'
import { contenders } from './contender.ts'
import { type FirstUse, measureFirstUse } from './first-use.ts'
import { type LongScroll, measureLongScroll } from './long-scroll.ts'
import { holdLongTalk } from './long-talk.ts'
import { barsOf, type Measures, rowsOf } from './rows.ts'
import { openSite } from './web-chat-site.ts'

const usage = 'npm run bench:page -- [--quick] [--rounds N] [--only ours]\n'

/** Where Chromium is; `undefined` where it is not installed. */
const chromiumPath = (): string | undefined =>
  [
    process.env.CHROMIUM_PATH,
    ...(process.env.PATH ?? '')
      .split(delimiter)
      .flatMap((folder) =>
        ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)),
      ),
  ].find((path) => path && existsSync(path))

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        only: { type: 'string' },
      },
    })
    const rounds = Number(values.rounds ?? (values.quick ? 3 : 7))
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error('There must be a round.')
    if (values.only !== undefined && values.only !== 'ours')
      throw new Error('Only ours can be measured alone.')
    return { rounds, alone: values.only === 'ours' }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}`)
    return undefined
  }
}

/** Runs the benchmark with these arguments in the project's folder; resolves with the exit status. */
export async function benchPage(args: readonly string[], root: string): Promise<number> {
  const options = readOptions(args)
  if (!options) return 2
  const executablePath = chromiumPath()
  if (!executablePath) {
    process.stderr.write('Chromium is not here: install it, or say in CHROMIUM_PATH where it is.\n')
    return 1
  }
  const say = (text: string) => process.stderr.write(`${text}\n`)
  const started = Date.now()
  const effort = { rounds: options.rounds, warmUp: 0, seconds: 0 }
  const built = resolve(root, 'dist', 'server.js')
  const bench = makeBench({ effort, quick: false, root, redis: undefined, say, built })
  try {
    const measures = await withStops(async (later) => {
      const site = await openSite(root)
      later(() => site.close())
      const program = await startProgram(
        bench.ours('our server', {
          ALLOWED_ORIGINS: site.origin,
          LIMIT_STARTS_PER_MINUTE: 'off',
          LIMIT_POSTS_PER_SECOND: 'off',
          LIMIT_POSTS_BURST: 'off',
          LIMIT_POSTS_PER_DAY: 'off',
        }),
      )
      later(() => program.stop())
      const browser = await chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
      })
      later(() => browser.close())
      return measure(browser, { bot: program.url, site: site.origin, ...options, say })
    })
    const rows = rowsOf(measures)
    const minutes = ((Date.now() - started) / 60_000).toFixed(1)
    const surroundings = `Chromium ${measures.browser}, Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${options.rounds} interleaved rounds, ${minutes} minutes. A phone's screen; the line is Lighthouse's Slow 4G as DevTools applies it (1.47 Mbit/s down, 0.69 up, 562 ms a request), the processor 4 times slower; sizes by gzip. Medians, and in brackets the least and the most.`
    process.stdout.write(`\n${asText(rows)}`)
    const files = writeReport(join(root, 'dist', 'bench'), rows, surroundings, barsOf(measures), {
      table: 'page.md',
      plot: 'page.svg',
      title:
        'Milliseconds until the send box takes text, slow 4G and a 4 times slower processor (logarithmic)',
    })
    const judged = rows.map(keepsBar).filter((keeps) => keeps !== undefined)
    process.stdout.write(
      `\n${surroundings}\n${judged.filter(Boolean).length} of ${judged.length} bars kept. Written: ${files.join(', ')}\n`,
    )
    return 0
  } finally {
    bench.clear()
  }
}

/** Measures all contenders in turns, so that what the machine does meanwhile falls on all of them alike. */
async function measure(
  browser: Browser,
  given: {
    readonly bot: string
    readonly site: string
    readonly rounds: number
    readonly alone: boolean
    readonly say: (text: string) => void
  },
): Promise<Measures> {
  const { bot, site, rounds, alone, say } = given
  const all = contenders(bot, site).slice(0, alone ? 1 : undefined)
  say('A talk of 1,000 messages is held …')
  const talk = await holdLongTalk(bot, site, 1000)
  const firsts = new Map<string, FirstUse[]>(all.map(({ name }) => [name, []]))
  const bytes = new Map<string, number[]>(all.map(({ name }) => [name, []]))
  const scrolls = new Map<string, LongScroll[]>(all.map(({ name }) => [name, []]))
  for (let round = 1; round <= rounds; round++)
    for (const contender of all) {
      say(`${contender.name}, round ${round} of ${rounds} …`)
      bytes.get(contender.name)!.push(await measureBytes(browser, contender))
      firsts.get(contender.name)!.push(await measureFirstUse(browser, contender))
      scrolls.get(contender.name)!.push(await measureLongScroll(browser, contender, talk))
    }
  const launcher = await fetch(`${bot}/widget.js`, { headers: { 'accept-encoding': 'gzip' } })
  return {
    browser: browser.version(),
    names: all.map(({ name }) => name),
    bytes,
    firsts,
    scrolls,
    messages: talk.messages,
    launcher: Number(launcher.headers.get('content-length')),
  }
}
