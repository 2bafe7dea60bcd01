/**
 * Run as a process: the real server around an assistant that counts. Each message counts once in the record, and the reply
 * says the count and the text. `slow …` takes a while, `why …` is a question that nobody can answer, `forget me` asks for just
 * that. Tells its parent what it begins.
 */
import { pino } from 'pino'
import { ConnectorFault } from '../../../bot/channels/teams/connector.ts'
import type { TeamsPort } from '../../../bot/channels/teams/port.ts'
import { readConfig } from '../../../bot/config.ts'
import { serve } from '../../../bot/server.ts'
import type { Assistant, HandOffOutcome } from '../../../dialogs/assistant.ts'

interface Counted {
  readonly count: number
  /** So that what a member said is in the record, too. */
  readonly said?: string | undefined
}

const counting: Assistant = {
  async turn(context, { stored }) {
    const { activity } = context
    const count = (stored as Counted | undefined)?.count ?? 0
    if (activity.type === 'event') return { record: stored, forget: false }
    if (activity.type !== 'message') {
      await context.sendActivity('welcome')
      return { record: { count }, forget: false }
    }
    const text = activity.text ?? ''
    process.send?.({ begun: activity.id })
    if (text.startsWith('slow')) await new Promise((done) => setTimeout(done, 400 + Math.random() * 500))
    const forget = text === 'forget me'
    await context.sendActivity(`${count + 1} ${text}`)
    const unanswered = text.startsWith('why') ? { text, language: 'en' as const } : undefined
    const record = forget ? { count: 0 } : { count: count + 1, said: text }
    return { record, forget, unanswered, ...(text.startsWith('person') ? { handOff: asking(text) } : {}) }
  },
}

/** A member who asks for a person, in these words. */
const asking = (wants: string): HandOffOutcome => ({
  state: 'waiting',
  tells: [
    {
      kind: 'open',
      language: 'nl',
      reason: 'asked',
      wants,
      step: { talk: null, question: null },
      facts: [],
      email: null,
      place: 1,
    },
  ],
})

/** Teams is away: what has to go there stays in the store. */
const awayTeams: TeamsPort = {
  startThread: () => Promise.reject(new ConnectorFault('unavailable', 503)),
  post: () => Promise.reject(new ConnectorFault('unavailable', 503)),
  update: () => Promise.reject(new ConnectorFault('unavailable', 503)),
  isMember: async () => true,
}

async function main(): Promise<void> {
  let stop = async () => process.exit(0)
  process.on('SIGTERM', () => stop())
  // Whoever started it is gone.
  process.on('disconnect', () => stop())
  const config = readConfig(process.env)
  const dayLength = 24 * 60 * 60 * 1000
  const server = await serve({
    config,
    assistant: counting,
    apology: () => 'sorry',
    keepDays: Number(process.env.KEPT_FOR ?? dayLength) / dayLength,
    log: pino({ level: config.logLevel, base: null }, pino.destination(2)),
    support: process.env.SUPPORT ? { port: awayTeams } : undefined,
  })
  process.on('message', async (asked) => {
    const days = /^sweep after (\d+) days$/.exec(String(asked))?.[1]
    if (days !== undefined)
      process.send?.({ swept: await server.store.sweep(Date.now() + Number(days) * dayLength) })
  })
  stop = async () => {
    await server.stop()
    process.exit(0)
  }
  process.send?.({ url: server.url })
}

void main()
