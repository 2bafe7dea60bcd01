/** Durable saves of the embedded store, 64 writers at once, beside its own mode without syncing. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { openEmbeddedStore } from '../../stores/embedded.ts'
import type { Conversation, Store } from '../../stores/store.ts'
import { type Bench, type Measured, withStops } from '../bench.ts'
import { interleave } from '../harness.ts'
import { short, told } from '../report.ts'
import { ratio, spread } from '../spread.ts'

const writers = 64
const syncs = 50
const keptFor = 24 * 60 * 60 * 1000

/** What a turn of ours leaves: a record and two activities, of the size that they usually have. */
const record = { facts: 'x'.repeat(700), talks: ['payment'] }
const entry = (id: string, number: number, length: number) => ({
  number,
  json: JSON.stringify({ id: `${id}|${number}`, type: 'message', text: 'y'.repeat(length) }),
})

/** A conversation of its own for each writer. */
async function conversationsOf(store: Store): Promise<Conversation[]> {
  const touchedAt = Date.now()
  const made: Conversation[] = []
  for (let writer = 0; writer < writers; writer++) {
    const id = `writer-${writer}`
    await store.create({
      id,
      userId: 'member',
      resumeHash: 'hash',
      touchedAt,
      expiresAt: touchedAt + keptFor,
    })
    made.push((await store.load(id, touchedAt))!)
  }
  return made
}

/** Has each writer save turn after turn for so long; saves a second. */
async function savesPerSecond(
  store: Store,
  conversations: Conversation[],
  milliseconds: number,
): Promise<number> {
  const from = performance.now()
  let saves = 0
  const write = async (writer: number) => {
    while (performance.now() - from < milliseconds) {
      const before = conversations[writer]!
      const last = before.last + 2
      const conversation = { ...before, record, last, turns: before.turns + 1 }
      const append = [entry(before.id, last - 1, 100), entry(before.id, last, 900)]
      const outcome = await store.save({ conversation, append, erase: false, now: Date.now() })
      if (outcome !== 'saved') throw new Error(`a save of the benchmark's own came to '${outcome}'`)
      conversations[writer] = { ...conversation, revision: before.revision + 1 }
      saves++
    }
  }
  await Promise.all(conversations.map((_, writer) => write(writer)))
  return (1000 * saves) / (performance.now() - from)
}

/** Milliseconds that this disk takes to have a page safe. */
async function syncTime(folder: string): Promise<number> {
  const file = await open(join(folder, 'page'), 'w')
  try {
    const page = Buffer.alloc(4096, 'x')
    const times: number[] = []
    for (let time = 0; time < syncs; time++) {
      const from = performance.now()
      await file.write(page)
      await file.datasync()
      times.push(performance.now() - from)
    }
    return spread(times).median
  } finally {
    await file.close()
  }
}

/** Measures the row on durable saves. */
export const measureStoreRow = (bench: Bench): Promise<Measured> =>
  withStops(async (later) => {
    const opened = async (sync: 'always' | 'interval' | 'never') => {
      const store = openEmbeddedStore(bench.folder(), { sync })
      later(store.close)
      return { store, conversations: await conversationsOf(store) }
    }
    const modes = {
      always: await opened('always'),
      interval: await opened('interval'),
      never: await opened('never'),
    }
    const names = ['always', 'interval', 'never'] as const
    const time = 1000 * bench.effort.seconds
    for (const name of names) await savesPerSecond(modes[name].store, modes[name].conversations, time)
    const rates = await interleave(names, bench.effort.rounds, (name) =>
      savesPerSecond(modes[name].store, modes[name].conversations, time),
    )
    return {
      rows: [
        {
          measure: `durable saves a second, ${writers} writers`,
          ours: told(spread(rates.always)),
          beside: `without syncing: ${told(spread(rates.never))}`,
          figure: ratio(rates.always, rates.never),
          unit: '×',
          bar: { atLeast: 0.7 },
          note: `on disk within a second (STORE_SYNC=interval): ${told(spread(rates.interval))}. A sync of one page takes this disk ${short(await syncTime(bench.folder()))} ms.`,
        },
      ],
    }
  })
