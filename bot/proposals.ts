/** `npm run proposals`: what support proposed for the FAQ; `--export DIR` writes the open ones as files, `--accept ID` and `--discard ID` close one. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import type { Proposal } from '../domain/proposals.ts'
import { languages } from '../domain/values.ts'
import { readConfig, SetupFault } from './config.ts'
import { exportProposals } from './learning/export.ts'
import { type Learning, learning } from './learning/proposals.ts'
import { readFaq } from './operator-files.ts'
import { openStore } from './stores/open.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const usage = 'npm run proposals [-- --export DIR | --accept ID | --discard ID | --reopen ID]'

const day = (time: number) => new Date(time).toISOString().slice(0, 10)
const oneLine = (text: string) => text.replace(/\s+/g, ' ')

const complain = (text: string): void => {
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}

/** Prints the proposals, those that wait first. */
function list(proposals: readonly Proposal[], inFaq: (id: string) => boolean): void {
  const open = proposals.filter(({ state }) => state === 'open')
  console.log(`${open.length} proposals wait, ${proposals.length - open.length} were decided on`)
  for (const proposal of [...open, ...proposals.filter(({ state }) => state !== 'open')]) {
    const { id, state, proposedAt, proposedBy, wordings, facts } = proposal
    const now = inFaq(id) ? ', is in the FAQ' : ''
    console.log(`\n${id}  (${state}${now}; ${day(proposedAt)}, ${oneLine(proposedBy)})`)
    for (const language of languages) {
      const { question, answer } = wordings[language]
      console.log(`  ${language}  ${oneLine(question)}\n      ${oneLine(answer)}`)
    }
    console.log(`      ${facts.join(', ')}`)
  }
}

async function write(proposals: readonly Proposal[], folder: string): Promise<void> {
  const open = proposals.filter(({ state }) => state === 'open')
  const done = exportProposals(open, folder)
  for (const { file, kind } of done) {
    if (kind === 'other') complain(`${file}: is there already and says something else; left as it is`)
    else console.log(kind === 'written' ? file : `${file} (was there)`)
  }
  // What the FAQ's own reader would not take is named with its line.
  readFaq(folder)
  if (open.length === 0) console.log('No proposals wait.')
  else console.log('Put them into domain/faq (or FAQ_DIR), restart, then: npm run proposals -- --accept ID')
}

async function decide(
  service: Learning,
  id: string,
  state: 'accepted' | 'discarded' | 'open',
): Promise<void> {
  const outcome = await service.decide(id, state)
  if (outcome === 'decided') console.log(`${id}: ${state}`)
  else complain(outcome === 'unknown' ? `There is no proposal ${id}.` : 'Somebody else was at it: try again.')
}

/** Does what the command line says, beside a server that runs. */
export async function main(): Promise<void> {
  const text = { type: 'string' } as const
  let given: { readonly [Option in 'export' | 'accept' | 'discard' | 'reopen']?: string | undefined }
  try {
    given = parseArgs({ options: { export: text, accept: text, discard: text, reopen: text } }).values
  } catch {
    return complain(usage)
  }
  if (Object.keys(given).length > 1 || Object.values(given).includes('')) return complain(usage)
  const config = readConfig(process.env)
  const faq = readFaq(config.faqDir ?? join(root, 'domain', 'faq'))
  const store = await openStore(config, pino({ level: 'silent' }))
  try {
    const service = learning({ store, faq: () => faq, now: Date.now })
    if (given.export !== undefined) await write(await service.proposals(), given.export)
    else if (given.accept !== undefined) await decide(service, given.accept, 'accepted')
    else if (given.discard !== undefined) await decide(service, given.discard, 'discarded')
    else if (given.reopen !== undefined) await decide(service, given.reopen, 'open')
    else list(await service.proposals(), (id) => faq.ids.includes(id))
  } finally {
    await store.close()
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof SetupFault)) throw error
  complain(error.faults.join('\n'))
}
