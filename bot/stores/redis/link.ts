/** One connection to Redis (or one to each node of a cluster), made once; when it is lost, another is made in its place. */
import { createClient, createCluster, ErrorReply, type RedisClientOptions } from 'redis'
import type { RedisAddress } from './address.ts'

type RedisSocketOptions = NonNullable<RedisClientOptions['socket']>

/** A command's words. */
export type Words = readonly (string | Buffer)[]

/** A connection. */
export interface Link {
  /** Sends a command about `key` (empty where it is about none). Rejects with Redis' refusal (`ErrorReply`), or with anything else where no answer came. */
  send(key: string, words: Words, asBuffers?: boolean): Promise<unknown>
  subscribe(channels: readonly string[], hear: (message: string, channel: string) => void): Promise<void>
  unsubscribe(channels: readonly string[]): Promise<void>
  /** Cuts it off; what waits for an answer is rejected. */
  destroy(): void
}

/** A connection attempt that hangs is given up, so that the next one may succeed. Milliseconds. */
const connectWithin = 1_500
/** What may wait for an answer on one connection; beyond it Redis is slower than what comes in. */
const waitingAtMost = 20_000
/** RESP 3's code for a string of bytes. */
const blobString = 36
const asBytes = { typeMapping: { [blobString]: Buffer } }

/** Connects once; `lost` is called when the connection has ended by itself. Rejects with the fault. */
export async function connectLink(
  address: RedisAddress,
  cluster: boolean,
  lost: (fault: unknown) => void,
): Promise<Link> {
  let onFault: (fault: unknown) => void = () => {}
  const fault = new Promise<never>((_, reject) => {
    onFault = reject
  })
  fault.catch(() => {})
  let up = false
  const { link, connected } = cluster ? clusterLink(address, failed) : serverLink(address, failed)
  const timer = setTimeout(() => onFault(new Error('it does not answer')), connectWithin)

  function failed(error: unknown): void {
    if (up) lost(error)
    else onFault(error)
  }

  try {
    await Promise.race([connected, fault])
    up = true
    return link
  } catch (error) {
    link.destroy()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

const optionsFor = ({ host, port, tls, username, password }: RedisAddress) => ({
  socket: { host, port, connectTimeout: connectWithin, noDelay: true, ...(tls ? { tls: true } : {}) },
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
  RESP: 3 as const,
  disableOfflineQueue: true,
  commandsQueueMaxLength: waitingAtMost,
  maintNotifications: 'disabled' as const,
  disableClientInfo: true,
  // A timer of its own for each command costs more than the command; deadlines are kept in `client.ts`.
  commandOptions: { timeout: undefined as unknown as number },
})

function serverLink(address: RedisAddress, failed: (fault: unknown) => void) {
  const options = optionsFor(address)
  const client = createClient({
    ...options,
    database: address.database,
    // `client.ts` makes a new one instead: a client that connects again by itself may hang for ever in its handshake.
    socket: { ...options.socket, reconnectStrategy: false } as RedisSocketOptions,
  })
  client.on('error', failed)
  const link: Link = {
    send: (_, words, asBuffers) => client.sendCommand(words as string[], asBuffers ? asBytes : undefined),
    subscribe: (channels, hear) => client.subscribe([...channels], hear),
    unsubscribe: (channels) => client.unsubscribe([...channels]),
    destroy: () => client.destroy(),
  }
  return { link, connected: client.connect() }
}

function clusterLink(address: RedisAddress, failed: (fault: unknown) => void) {
  const options = optionsFor(address)
  const { host: _, port: __, ...socket } = options.socket
  const client = createCluster({
    rootNodes: [{ socket: { host: address.host, port: address.port } }],
    defaults: {
      ...options,
      socket: { ...socket, reconnectStrategy: (retries: number) => Math.min(1_000, 50 * 2 ** retries) },
    },
  })
  client.on('error', failed)
  // One node that is lost is not the cluster: its own client connects again, and misses are counted in `client.ts`.
  client.on('node-error', () => {})
  const link: Link = {
    send: (key, words, asBuffers) =>
      client.sendCommand(key || undefined, false, words as string[], asBuffers ? asBytes : {}),
    subscribe: (channels, hear) => client.subscribe([...channels], hear),
    unsubscribe: (channels) => client.unsubscribe([...channels]),
    destroy: () => {
      try {
        client.destroy()
      } catch {
        // It was never open.
      }
    },
  }
  return { link, connected: client.connect() }
}

/** The first word of Redis' refusal: `WRONGPASS`, `READONLY`; `undefined` where the fault is no refusal. */
export const refusalOf = (fault: unknown): string | undefined =>
  fault instanceof ErrorReply ? (fault.message.split(' ', 1)[0] ?? '') : undefined

/** Whether a command that failed so had not left this process. */
export const isUnsent = (fault: unknown): boolean =>
  fault instanceof Error &&
  (fault.message === 'The queue is full' || /^Client(Closed|Offline)Error$/.test(fault.constructor.name))
