/** The stores that several servers can share, to be filled over the servers and then looked into from outside. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { createClient } from 'redis'
import { startRedisServer } from '../stores/redis-server.ts'
import { buildCountingServer, newTokenKey, removeCountingServer, ServerProcess } from './server-process.ts'

/** So long may a test take, on a machine that has other things to do. Milliseconds. */
export const patience = process.env.PROVE ? 3_600_000 : 120_000

/** An entry of a store as it lies there: all that it says, key and value, as text. */
export interface RawEntry {
  readonly key: string
  readonly text: string
  /** Whether it goes by itself one day; `undefined` where a sweep sees to that. */
  readonly expires: boolean | undefined
}

/** A store that servers share. */
export interface SharedStore {
  /** What a server's environment says of it. */
  readonly environment: Readonly<Record<string, string>>
  entries(): Promise<readonly RawEntry[]>
  stop(): Promise<void>
}

/** The stores by name, each to be started empty. */
export const sharedStores: readonly (readonly [name: string, start: () => Promise<SharedStore>])[] = [
  ['embedded', startEmbedded],
  ['redis', startOnRedis],
]

async function startEmbedded(): Promise<SharedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'cps-guarantee-'))
  return {
    environment: { DATA_DIR: folder },
    entries: async () => {
      const file = open({ path: join(folder, 'store', 'conversations.lmdb'), maxDbs: 20, readOnly: true })
      const names = [...file.getKeys()].map(String)
      const found = names.flatMap((name) => {
        const database = file.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary' })
        return [...database.getRange()].map(({ key, value }) => ({
          key: `${name} ${key.toString('latin1')}`,
          text: value.toString('utf8'),
          expires: undefined,
        }))
      })
      await file.close()
      return found
    },
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function startOnRedis(): Promise<SharedStore> {
  const redis = await startRedisServer({ appendonly: true })
  return {
    environment: { REDIS_URL: redis.url },
    entries: async () => {
      const client = await connected(redis.url)
      const found: RawEntry[] = []
      for await (const keys of client.scanIterator({ COUNT: 1000 }))
        for (const key of keys)
          found.push({ key, text: await redisText(client, key), expires: (await client.ttl(key)) > 0 })
      client.destroy()
      return found
    },
    stop: () => redis.end(),
  }
}

async function connected(url: string) {
  const client = createClient({ url })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** A value of any of Redis' types as text. */
async function redisText(client: Awaited<ReturnType<typeof connected>>, key: string): Promise<string> {
  const type = await client.type(key)
  if (type === 'string') return (await client.get(key)) ?? ''
  if (type === 'hash') return JSON.stringify(await client.hGetAll(key))
  if (type === 'list') return JSON.stringify(await client.lRange(key, 0, -1))
  if (type === 'set') return JSON.stringify(await client.sMembers(key))
  if (type === 'zset') return JSON.stringify(await client.zRangeWithScores(key, 0, -1))
  if (type === 'stream') return JSON.stringify(await client.xRange(key, '-', '+'))
  throw new Error(`a key of type ${type}`)
}

/** A store and the servers that share it. */
export interface Together {
  readonly store: SharedStore
  readonly servers: readonly ServerProcess[]
  /** The address of a server that is up; of any where none is. */
  someUrl(): string
  end(): Promise<void>
}

/** Starts so many servers on a store of their own. */
export async function startTogether(
  startStore: () => Promise<SharedStore>,
  { count = 2, environment = {} }: { count?: number; environment?: Readonly<Record<string, string>> } = {},
): Promise<Together> {
  const [store] = await Promise.all([startStore(), buildCountingServer()])
  const TOKEN_KEY = newTokenKey()
  const servers = Array.from(
    { length: count },
    () => new ServerProcess({ TOKEN_KEY, ...store.environment, ...environment }),
  )
  await Promise.all(servers.map((server) => server.start()))
  return {
    store,
    servers,
    someUrl: () => {
      const up = servers.filter(({ isUp }) => isUp)
      return up[Math.floor(Math.random() * up.length)]?.url ?? 'http://127.0.0.1:9'
    },
    end: async () => {
      await Promise.all(servers.map((server) => server.stop()))
      await store.stop()
      removeCountingServer()
    },
  }
}
