/** `npm run questions`: what members asked and nobody could answer, the most asked first, and how the FAQ's answers were found. */
import { pino } from 'pino'
import { groupAlike } from '../prompts/local/grouping.ts'
import { readConfig, SetupFault } from './config.ts'
import { openStore } from './stores/open.ts'

/** Prints both lists. Reads the store beside a server that runs. */
export async function main(): Promise<void> {
  const store = await openStore(readConfig(process.env), pino({ level: 'silent' }))
  const questions = await store.questions()
  const opinions = await store.opinions()
  await store.close()
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  const groups = groupAlike(questions)
  const line = (count: number, language: string, lastAt: number, text: string) =>
    `${String(count).padStart(5)} × ${language}  ${day(lastAt)}  ${text.replace(/\s+/g, ' ')}`
  console.log(`${groups.length} questions without an answer, in ${questions.length} wordings`)
  for (const { count, language, text, questions: wordings } of groups) {
    console.log(line(count, language, Math.max(...wordings.map(({ lastAt }) => lastAt)), text))
    for (const other of wordings.slice(1))
      console.log(`      ${other.count} × ${other.text.replace(/\s+/g, ' ')}`)
  }
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
