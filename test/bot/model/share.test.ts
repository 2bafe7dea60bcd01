/** How often the model would be called: over all test conversations, of what members type. */
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { ModelFailure } from '../../../bot/model/failure.ts'
import { modelUnderstander } from '../../../bot/model/understander.ts'
import type { Understander } from '../../../prompts/acts.ts'
import { confidenceOf } from '../../../prompts/local/confidence.ts'
import { conversationPaths, readConversation } from '../../conversations/conversation-file.ts'
import { Member } from '../../dialogs/member.ts'
import { trainedEngine, trainedModel } from '../../prompts/trained.ts'

const folder = join(import.meta.dirname, '../../conversations')
let local: Understander
let confidence: ReturnType<typeof confidenceOf>

beforeAll(async () => {
  local = await trainedEngine()
  confidence = confidenceOf(await trainedModel())
}, 120_000)

it('at most 35 in 100 typed messages', async () => {
  let [typed, calls] = [0, 0]
  const understander = modelUnderstander({
    local: {
      understand: (utterance) => {
        typed++
        return local.understand(utterance)
      },
    },
    confidence,
    reader: async () => {
      calls++
      throw new ModelFailure('spent')
    },
  })
  for (const path of conversationPaths(folder)) {
    const { turns, language, today } = readConversation(folder, path)
    const member = new Member({ locale: language, understander })
    member.now = new Date(`${today}T10:00:00Z`)
    await member.arrives()
    // A message that is repeated many times over is counted once.
    for (const { later = 0, member: text } of turns) {
      member.now = new Date(member.now.getTime() + later)
      if (text !== undefined) await member.says(text)
    }
  }
  console.log(`${calls} calls for ${typed} typed messages: ${((100 * calls) / typed).toFixed(1)} %`)
  expect(typed).toBeGreaterThan(300)
  expect(calls / typed).toBeLessThanOrEqual(0.35)
  expect(calls).toBeGreaterThan(0)
})
