/** Has our server hold each talk once, so that rivals can be given the very same questions. */
import type { DirectLineClient } from './direct-line.ts'
import { type BenchTalk, type HeldTalk, linesOf, type Said } from './talks.ts'

/** The talk as the server behind this client holds it. Throws where it does not ask once for each answer and then end. */
export async function holdTalk(client: DirectLineClient, talk: BenchTalk): Promise<HeldTalk> {
  const conversation = await client.open()
  let { watermark } = await client.read(conversation, '')
  const replies: (readonly Said[])[] = []
  for (const [index, line] of linesOf(talk).entries()) {
    await client.say(conversation, line, String(index))
    const next = await client.read(conversation, watermark)
    watermark = next.watermark
    replies.push(next.said)
  }
  const questions = talk.answers.map(({ prompt, says }, index) => {
    const [question, ...more] = replies[index] ?? []
    if (!question || more.length > 0) throw new Error(`'${talk.name}' asks no single question ${index + 1}`)
    return { ...question, prompt, answer: says }
  })
  return { name: talk.name, starts: talk.starts, questions, ends: replies.at(-1) ?? [] }
}
