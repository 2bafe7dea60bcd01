/** What a conversation costs in Redis: round trips a turn, and memory while it is idle. */
import { pino } from 'pino'
import { openRedisStore } from '../../stores/redis/redis-store.ts'
import { type Bench, type Measured, withStops } from '../bench.ts'
import { startContender } from '../harness.ts'
import { holdTalks, inParallel, openMany } from '../load.ts'
import type { BenchRedis } from '../redis-server.ts'
import { short } from '../report.ts'
import { exactly } from '../spread.ts'
import { talks } from '../talks.ts'
import { keepsInRedis } from './turns.ts'

const [paying] = talks
/** What our server's keys begin with where nothing else is set. */
const prefix = 'cps:'
/** Twenty turns as members have them: two talks, a correction, a question on the way, small talk. */
const twentyTurns = [
  'Paying',
  'Bank transfer',
  'Not yet',
  'No',
  '4',
  'Which level can I choose?',
  'about 2000',
  '1999',
  'where does that come from?',
  'Silver',
  '5',
  'Migrating doesn’t work',
  'I do not see the blue button',
  'yes, years ago',
  'what does it cost?',
  'I would rather register them again',
  'thanks',
  'Password or signing in',
  'No, it didn’t',
  'Yes',
]

/** Measures the rows on Redis; none where ours keeps nothing in it. */
export const measureRedisRows = (bench: Bench): Promise<Measured> =>
  withStops(async (later) => {
    const { redis } = bench
    if (!redis) return { rows: [] }
    const ours = await startContender(bench.ours('ours on Redis', { REDIS_URL: redis.url }))
    later(ours.stop)
    if (!(await keepsInRedis(bench, ours))) return { rows: [] }

    const conversations = await openMany(ours.client, bench.quick ? 50 : 200)
    const turns = conversations.length * (paying.answers.length + 1)
    const commands = await redis.commandsDuring(async () => {
      await holdTalks(ours.client, paying, conversations, 16)
    })
    const sent = [...commands.values()].reduce((sum, count) => sum + count, 0)

    const count = bench.quick ? 200 : 1000
    const before = await redis.memory()
    const idle = await openMany(ours.client, count)
    await inParallel(idle, 16, async (conversation) => {
      for (const [index, line] of twentyTurns.entries())
        await ours.client.say(conversation, line, String(index))
    })
    const fresh = (await redis.memory()) - before
    await rest(
      redis.url,
      idle.map(({ id }) => id),
    )
    const rested = (await redis.memory()) - before
    const kinds = await sizesByKind(
      redis,
      idle.slice(0, 50).map(({ id }) => id),
    )
    const total = [...kinds.values()].reduce((sum, bytes) => sum + bytes, 0)
    const state = [...kinds].find(([kind]) => kind.endsWith(':s'))?.[1] ?? total
    const each = (bytes: number) => `${short(bytes / count / 1024)} KiB`
    return {
      rows: [
        {
          measure: 'Redis commands a turn',
          ours: [...commands].map(([name, times]) => `${name} ${(times / turns).toFixed(2)}`).join(', '),
          figure: exactly(sent / turns),
          bar: { atMost: 2 },
        },
        {
          measure: 'memory of an idle conversation after 20 turns',
          ours: [...kinds].map(([kind, bytes]) => `${kind} ${short(bytes)} B`).join(', '),
          figure: exactly(total / 1024),
          unit: ' KiB',
          bar: { atMost: 4 },
          note: `with its log and journal. Redis' used memory grew by ${each(fresh)} for each of ${count} conversations, and stood at ${each(rested)} once they were idle.`,
        },
        {
          measure: 'the same, without its log and journal',
          ours: '',
          figure: exactly(state / 1024),
          unit: ' KiB',
          bar: { atMost: 1 },
        },
      ],
    }
  })

/** Makes small what is kept of these conversations, as our server does after ten minutes of silence. */
async function rest(url: string, ids: readonly string[]): Promise<void> {
  const store = await openRedisStore({ url, prefix, log: pino({ level: 'silent' }) })
  try {
    await inParallel(ids, 16, (id) => store.rest(id))
  } finally {
    await store.close()
  }
}

/** Bytes of each kind of key, a conversation on average. */
async function sizesByKind(redis: BenchRedis, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>()
  for (const id of ids)
    for (const [key, bytes] of await redis.keysWith(id)) {
      const kind = key.replace(id, '…')
      sizes.set(kind, (sizes.get(kind) ?? 0) + bytes / ids.length)
    }
  return sizes
}
