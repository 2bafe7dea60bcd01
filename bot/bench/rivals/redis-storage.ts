/** botbuilder's state in Redis, the way one writes it: JSON, get and set. */
import type { Storage, StoreItems } from 'botbuilder-core'
import { createClient } from 'redis'

/** A client of the Redis at this address, connected. */
export async function connected(url: string) {
  const client = createClient({ url })
  client.on('error', (error: Error) => process.stderr.write(`Redis: ${error.message}\n`))
  await client.connect()
  return client
}

/** Keeps each item as one value. The last writer wins, as botbuilder's state wants it. */
export function redisStorage(client: Awaited<ReturnType<typeof connected>>): Storage {
  return {
    async read(keys) {
      if (keys.length === 0) return {}
      const values = await client.mGet(keys)
      const found = keys.flatMap((key, index) => {
        const value = values[index]
        return typeof value === 'string' ? [[key, JSON.parse(value) as unknown]] : []
      })
      return Object.fromEntries(found) as StoreItems
    },
    async write(changes) {
      await Promise.all(Object.entries(changes).map(([key, value]) => client.set(key, JSON.stringify(value))))
    },
    async delete(keys) {
      if (keys.length > 0) await client.del(keys)
    },
  }
}
