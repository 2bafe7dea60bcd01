/** Where a Redis server is, from its URL. */
import { SetupFault } from '../../config.ts'

/** Where a Redis server is, and as whom to talk to it. */
export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly database: number
  /** For people: without the password. */
  readonly shown: string
}

const wanted =
  'REDIS_URL should read redis://host:6379, or rediss:// for TLS, with user:password@ where it needs one'

/** The address that a URL is: `redis[s]://[[user]:password@]host[:port][/database]`. Throws a `SetupFault`, without the password. */
export function readRedisUrl(url: string): RedisAddress {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw new SetupFault([`${wanted}.`])
  }
  const { protocol, username, password, pathname } = parsed
  const database = pathname === '' || pathname === '/' ? 0 : Number(pathname.slice(1))
  const isRedis = protocol === 'redis:' || protocol === 'rediss:'
  if (!isRedis || !parsed.hostname || !Number.isInteger(database) || database < 0)
    throw new SetupFault([`${wanted}.`])
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(parsed.port || 6379)
  return {
    host,
    port,
    tls: protocol === 'rediss:',
    username: decoded(username),
    password: decoded(password),
    database,
    shown: `${protocol}//${parsed.hostname}:${port}${database ? `/${database}` : ''}`,
  }
}

function decoded(part: string): string | undefined {
  if (part === '') return undefined
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
