/**
 * `npm run replay -- <file>`: runs a conversation again from a file and says where other replies came out.
 * `npm run replay -- --take-out <conversation id> <file>`: takes a conversation out of the store into such a file.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { createAssistant, languageOf } from '../dialogs/assistant.ts'
import { catalogues } from '../dialogs/messages/index.ts'
import { readConfig, SetupFault } from './config.ts'
import { readFaq, readPolicy } from './operator-files.ts'
import { type KeptConversation, keptConversation, type Replayed, replay, takeOut } from './replay.ts'
import { openStore } from './stores/open.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const usage = `Give a file:   npm run replay -- <file>
or make one:   npm run replay -- --take-out <conversation id> <file>`

function readKept(file: string): KeptConversation {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new SetupFault([`${file}: cannot be read (${(error as NodeJS.ErrnoException).code}).`])
  }
  try {
    return keptConversation.parse(JSON.parse(text))
  } catch {
    throw new SetupFault([`${file}: is no conversation that was taken out of a store.`])
  }
}

async function takeOutTo(id: string, file: string): Promise<void> {
  const config = readConfig(process.env)
  const store = await openStore(config, pino({ level: 'silent' }))
  try {
    const kept = await takeOut(store, id, Date.now())
    if (!kept) throw new SetupFault([`There is no conversation ${id}.`])
    writeFileSync(file, JSON.stringify(kept, null, 1), { mode: 0o600 })
    console.log(
      `${kept.log.length} activities, ${kept.journal.length} turns: all that was said is in ${file}.`,
    )
  } finally {
    await store.close()
  }
}

function report({ turns, replies, differences, editions }: Replayed): void {
  console.log(`${turns} turns, ${replies} replies, ${differences.length} of them other than before`)
  if (editions.length > 1)
    console.log(`The program, the policy or the FAQ changed on the way: ${editions.join(', ')}`)
  for (const { number, before, now } of differences)
    console.log(`\n${number}\n  before: ${before ?? '(nothing)'}\n  now:    ${now ?? '(nothing)'}`)
  process.exitCode = differences.length > 0 ? 1 : 0
}

/** Runs the command with these arguments; ends with status 1 where a reply came out otherwise, 2 where it was not run. */
export async function main(given: readonly string[]): Promise<void> {
  try {
    if (given[0] === '--take-out' && given[1] && given[2]) return await takeOutTo(given[1], given[2])
    const [file] = given
    if (given.length !== 1 || !file || file.startsWith('-')) throw new SetupFault([usage])
    const { policyFile, faqDir } = readConfig(process.env)
    const [policy, faq] = [readPolicy(policyFile), readFaq(faqDir ?? join(root, 'domain', 'faq'))]
    report(
      await replay(readKept(file), {
        assistantWith: (understander) => createAssistant({ policy, faq, understander }),
        apology: (locale) => catalogues[languageOf(locale)].steer.apology,
      }),
    )
  } catch (error) {
    if (!(error instanceof SetupFault)) throw error
    process.stderr.write(`${error.faults.join('\n')}\n`)
    process.exitCode = 2
  }
}
