/** The program that runs one rival: `rival.js '{"rival": …}'`. It says its address on stdout. */
import { MemoryStorage } from 'botbuilder-core'
import { z } from 'zod'
import { cloudRival } from './cloud.ts'
import { floorRival } from './floor.ts'
import { connected, redisStorage } from './redis-storage.ts'
import { type Rival, serveRival } from './rival.ts'
import { waterfallRival } from './waterfall.ts'

const said = { text: z.string(), taps: z.array(z.string()).readonly() }
const talks = z
  .array(
    z.object({
      name: z.string(),
      starts: z.string(),
      questions: z
        .array(z.object({ ...said, prompt: z.enum(['choice', 'confirm', 'number']), answer: z.string() }))
        .readonly(),
      ends: z.array(z.object(said)).readonly(),
    }),
  )
  .readonly()

/** Which rival is to run, and with what. */
const setupSchema = z.discriminatedUnion('rival', [
  z.object({ rival: z.literal('waterfall in memory'), talks }),
  z.object({ rival: z.literal('waterfall on Redis'), talks, redisUrl: z.string() }),
  z.object({
    rival: z.literal('stock on Redis'),
    talks,
    redisUrl: z.string(),
    connectorUrl: z.string(),
  }),
  z.object({ rival: z.literal('floor on Redis'), talks, redisUrl: z.string() }),
])

/** What `rival.js` is started with. */
export type RivalSetup = z.input<typeof setupSchema>

async function rivalOf(setup: RivalSetup): Promise<Rival> {
  switch (setup.rival) {
    case 'waterfall in memory':
      return waterfallRival(new MemoryStorage(), setup.talks)
    case 'waterfall on Redis':
      return waterfallRival(redisStorage(await connected(setup.redisUrl)), setup.talks)
    case 'stock on Redis':
      return cloudRival(redisStorage(await connected(setup.redisUrl)), setup.talks, setup.connectorUrl)
    case 'floor on Redis':
      return floorRival(await connected(setup.redisUrl), setup.talks)
    default:
      return setup satisfies never
  }
}

process.on('SIGTERM', () => process.exit(0))
const setup = setupSchema.parse(JSON.parse(process.argv[2] ?? 'null'))
const { url } = await serveRival(await rivalOf(setup))
process.stdout.write(`at ${url}\n`)
