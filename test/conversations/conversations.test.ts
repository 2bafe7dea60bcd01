/** Conversations by human behaviour, through the real server and with the real understanding. See README.md. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { behaviours, conversationPaths, readConversation } from './conversation-file.ts'
import { RunningProgram } from './member-on-the-web.ts'
import { play } from './performance.ts'

const folder = import.meta.dirname
const paths = conversationPaths(folder)
const program = new RunningProgram()
const played = { conversations: 0, turns: 0 }

beforeAll(async () => {
  await program.start()
})
afterAll(async () => {
  await program.stop()
  console.log(`${played.conversations} conversations, ${played.turns} turns`)
})

describe.each(behaviours)('%s', (behaviour) => {
  const own = paths.filter((path) => path.startsWith(`${behaviour}/`))

  it.each(own)('%s', async (path) => {
    const file = readConversation(folder, path)
    const transcript = await play(program, file)
    played.conversations++
    played.turns += file.turns.length
    if (process.env.TRANSCRIPTS) console.log(`${file.title}\n${transcript}`)
  })
})

describe('the conversations', () => {
  it('are all filed under a behaviour', () => {
    expect(paths.filter((path) => !behaviours.some((one) => path.startsWith(`${one}/`)))).toEqual([])
  })

  it('are about as many in Dutch as in English', () => {
    const dutch = paths.filter((path) => path.endsWith('.nl.yaml')).length
    expect(paths.length).toBeGreaterThanOrEqual(90)
    expect(dutch / paths.length).toBeGreaterThan(0.4)
    expect(dutch / paths.length).toBeLessThan(0.6)
  })
})
