/** The store that is configured: a file on this machine, or Redis. */
import { join, resolve } from 'node:path'
import type { Logger } from 'pino'
import { type Config, SetupFault } from '../config.ts'
import { openEmbeddedStore } from './embedded.ts'
import type { CallListener, RedisClient } from './redis/client.ts'
import type { Store } from './store.ts'

/** What there is to know of the configuration. */
export type StoreConfig = Pick<Config, 'dataDir' | 'storeSync' | 'redis'>

/** A store, with the Redis that it is in, if it is. */
export type OpenedStore = Store & { readonly redis?: RedisClient | undefined }

/** Opens it; `onCall` is told of each call to Redis. Rejects with a `SetupFault` where it cannot be opened. */
export async function openStore(
  { dataDir, storeSync, redis }: StoreConfig,
  log: Logger,
  onCall?: CallListener,
): Promise<OpenedStore> {
  if (redis) {
    // Only where it is configured: on one machine nobody waits for it to load.
    const { openRedisStore } = await import('./redis/redis-store.ts')
    return openRedisStore({ ...redis, log, onCall })
  }
  try {
    return openEmbeddedStore(join(resolve(dataDir), 'store'), { sync: storeSync })
  } catch (error) {
    throw new SetupFault([`DATA_DIR: the store cannot be opened in ${dataDir}: ${(error as Error).message}.`])
  }
}
