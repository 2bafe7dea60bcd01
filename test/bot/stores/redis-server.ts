/** A Redis server of a test's own, and a network that fails on demand in front of it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket, connect as tcpConnect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import { redisServerPath } from '../../programs.ts'

/** How the server keeps what it has. */
export interface RedisServerOptions {
  /** Whether every write is appended to a file, which is read at the next start. */
  readonly appendonly?: boolean
  readonly appendfsync?: 'always' | 'everysec'
  readonly password?: string
  /** What else to start it with: `['--maxmemory', '1mb']`. */
  readonly more?: readonly string[]
}

/** A server, on a port of its own. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Kills it, as a fault would; what it held in memory is lost. */
  kill9(): Promise<void>
  /** Starts it again, on the same port and files. */
  start(): Promise<void>
  /** Stops the process where it is: it takes connections and answers nothing. */
  pause(): void
  /** Lets it go on. */
  resume(): void
  /** What it answers to a command, asked over a connection of its own. */
  ask(...words: string[]): Promise<unknown>
  /** Ends it, and removes its files. */
  end(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Starts a server. */
export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const { appendonly = false, appendfsync = 'everysec', password, more = [] } = options
  const folder = mkdtempSync(join(tmpdir(), 'cps-redis-'))
  const port = await freePort()
  const url = `redis://${password ? `:${encodeURIComponent(password)}@` : ''}127.0.0.1:${port}`
  let running: ChildProcess | undefined

  async function start(): Promise<void> {
    const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
    words.push('--appendonly', appendonly ? 'yes' : 'no', '--appendfsync', appendfsync, ...more)
    if (password) words.push('--requirepass', password)
    running = spawn(redisServerPath(), words, { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    await new Promise<void>((resolve, reject) => {
      running!.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)))
      running!.stdout!.on('data', (chunk) => {
        said += chunk
        if (/Ready to accept connections/.test(said)) resolve()
      })
    })
    running.stdout!.removeAllListeners('data').resume()
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    const one = running
    running = undefined
    if (!one || one.exitCode !== null || one.signalCode !== null) return
    const ended = once(one, 'exit')
    one.kill(signal)
    one.kill('SIGCONT')
    await ended
  }

  // However the test run ends, the server does not outlive it.
  const endWithUs = () => void running?.kill('SIGKILL')
  process.once('exit', endWithUs)
  await start()
  return {
    port,
    url,
    kill9: () => stop('SIGKILL'),
    start,
    pause: () => void running?.kill('SIGSTOP'),
    resume: () => void running?.kill('SIGCONT'),
    async ask(...words) {
      const client = createClient({ url })
      client.on('error', () => {})
      await client.connect()
      try {
        return await client.sendCommand(words)
      } finally {
        client.destroy()
      }
    },
    async end() {
      await stop('SIGKILL')
      process.off('exit', endWithUs)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A network in front of a server. */
export interface Network {
  readonly port: number
  /** Cuts all connections, with a reset; how many ends that were. */
  reset(): number
  /** From now on what is sent is taken and goes nowhere, on every connection, new ones too. */
  swallow(): void
  /** From now on it passes on again; what was swallowed on a connection stays lost, and the connection is of no use. */
  passOn(): void
  /** From now on what the server answers takes so many milliseconds longer. */
  slow(milliseconds: number): void
  /** From now on what the server answers is taken and goes nowhere, on the connections that there are; what is asked passes. */
  deafen(): void
  end(): Promise<void>
}

/** A network that leads to a port of this machine. */
export async function startNetwork(to: number): Promise<Network> {
  const open = new Set<Socket>()
  const spoilt = new WeakSet<Socket>()
  const deaf = new WeakSet<Socket>()
  let [swallows, delay] = [false, 0]
  const server = createServer((socket) => {
    const onwards = tcpConnect(to, '127.0.0.1')
    for (const [one, other] of [
      [socket, onwards],
      [onwards, socket],
    ] as const) {
      open.add(one)
      one.setNoDelay(true)
      one.on('data', (data) => {
        if (swallows) spoilt.add(socket)
        if (spoilt.has(socket)) return
        if (one === socket) other.write(data)
        else if (delay > 0) setTimeout(() => other.destroyed || deaf.has(one) || other.write(data), delay)
        else if (!deaf.has(one)) other.write(data)
      })
      one.on('error', () => {})
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
    if (swallows) spoilt.add(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    port,
    reset: () => {
      const ends = [...open]
      for (const socket of ends) socket.resetAndDestroy()
      return ends.length
    },
    swallow: () => {
      swallows = true
    },
    passOn: () => {
      swallows = false
    },
    slow: (milliseconds) => {
      delay = milliseconds
    },
    deafen: () => {
      for (const socket of open) deaf.add(socket)
    },
    async end() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
