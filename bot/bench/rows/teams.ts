/** An outgoing Teams message: ours beside `CloudAdapter`'s own way, to the same connector. */
import type { ConversationReference } from 'botbuilder-core'
import { openConnector } from '../../channels/teams/connector.ts'
import { type Bench, type Measured, withStops } from '../bench.ts'
import { interleave } from '../harness.ts'
import { inParallel } from '../load.ts'
import { startProgram } from '../measured-program.ts'
import { told } from '../report.ts'
import { anonymousAdapter } from '../rivals/cloud.ts'
import { ratio, spread } from '../spread.ts'

const conversation = 'a:1pL6i0oY3C0K8oAj8vCdQvMNbKxDXg9Qd4uKkhFZ0example'

const message = {
  type: 'message',
  locale: 'en',
  text: 'How would you like to pay: by credit card or by bank transfer?',
  suggestedActions: {
    to: [],
    actions: ['Credit card', 'Bank transfer'].map((title) => ({ type: 'imBack', title, value: title })),
  },
}

/** Measures the row on outgoing messages, in this process, with nothing else going on in it. */
export const measureTeamsRow = (bench: Bench): Promise<Measured> =>
  withStops(async (later) => {
    const stub = await startProgram(bench.server('connector'))
    later(stub.stop)
    const connector = openConnector({ token: async () => '', allowed: (url) => url === stub.url })
    later(connector.close)
    const adapter = anonymousAdapter()
    const reference = {
      conversation: { id: conversation },
      channelId: 'msteams',
      serviceUrl: stub.url,
      bot: { id: 'bot' },
      user: { id: 'member' },
    } as ConversationReference
    const ways = {
      ours: async () => {
        await connector.send(stub.url, conversation, message)
      },
      cloud: () =>
        adapter.continueConversationAsync('', reference, async (context) => {
          await context.sendActivity(message)
        }),
    }
    /** Microseconds of processor a message. */
    const cost = async (way: keyof typeof ways, count: number): Promise<number> => {
      const before = process.cpuUsage()
      await inParallel(Array.from({ length: count }), 16, ways[way])
      const { user, system } = process.cpuUsage(before)
      return (user + system) / count
    }
    const count = bench.quick ? 400 : 1500
    await cost('ours', bench.effort.warmUp)
    await cost('cloud', bench.effort.warmUp)
    const { ours, cloud } = await interleave(['ours', 'cloud'], bench.effort.rounds, (way) =>
      cost(way, way === 'ours' ? 2 * count : count),
    )
    return {
      rows: [
        {
          measure: 'an outgoing Teams message',
          ours: told(spread(ours), ' µs'),
          beside: `CloudAdapter: ${told(spread(cloud), ' µs')}`,
          figure: ratio(ours, cloud),
          unit: '×',
          bar: { atMost: 0.3 },
        },
      ],
    }
  })
