/** `npm run questions`: what members asked and nobody could answer, the most asked first, and how the FAQ's answers were found. */
import { join, resolve } from 'node:path'
import { readConfig, SetupFault } from './config.ts'
import { openEmbeddedStore } from './stores/embedded.ts'

/** Prints both lists. Reads the store beside a server that runs. */
export async function main(): Promise<void> {
  const { dataDir } = readConfig(process.env)
  const store = openEmbeddedStore(join(resolve(dataDir), 'store'))
  const questions = await store.questions()
  const opinions = await store.opinions()
  await store.close()
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  console.log(`${questions.length} questions without an answer`)
  for (const { count, language, text, lastAt } of questions)
    console.log(`${String(count).padStart(5)} × ${language}  ${day(lastAt)}  ${text.replace(/\s+/g, ' ')}`)
  console.log(`\n${opinions.length} answers that members had an opinion on`)
  for (const { faq, helped, notHelped } of opinions)
    console.log(`${faq}: helped ${helped}, did not help ${notHelped}`)
}

try {
  await main()
} catch (error) {
  if (!(error instanceof SetupFault)) throw error
  process.stderr.write(`${error.faults.join('\n')}\n`)
  process.exitCode = 1
}
