/** A Redis server for the benchmark alone: its own folder, a free port, append-only files synced every second. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'redis'

/** A Redis server that runs. */
export interface BenchRedis {
  readonly url: string
  /** Microseconds of processor that it has used. */
  processor(): Promise<number>
  /** Bytes that its data take. */
  memory(): Promise<number>
  /** Commands that clients sent, by name, while this work ran; those of scripts and of the benchmark itself left out. */
  commandsDuring(work: () => Promise<void>): Promise<ReadonlyMap<string, number>>
  /** Every key with this text in it, and the bytes that it takes. */
  keysWith(text: string): Promise<ReadonlyMap<string, number>>
  keyCount(): Promise<number>
  stop(): Promise<void>
}

const startsWithin = 10_000

/** Where `redis-server` is; `undefined` where it is not installed. */
export const redisServerPath = (): string | undefined =>
  [
    process.env.REDIS_SERVER_PATH ?? '',
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'redis-server')),
  ].find((path) => path && existsSync(path))

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no port is free')
  return address.port
}

/** Starts a Redis server. Rejects where it does not come up. */
export async function startRedis(program: string): Promise<BenchRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'cps-bench-redis-'))
  const port = await freePort()
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '']
  const child = spawn(
    program,
    [...settings, '--appendonly', 'yes', '--appendfsync', 'everysec', '--loglevel', 'warning'],
    { stdio: 'ignore' },
  )
  const url = `redis://127.0.0.1:${port}`
  const client = createClient({ url })
  client.on('error', () => {})
  await Promise.race([
    client.connect(),
    once(child, 'exit').then(() => {
      throw new Error('redis-server ended at once')
    }),
    sleep(startsWithin, undefined, { ref: false }).then(() => {
      throw new Error('redis-server does not answer')
    }),
  ])

  /** A number out of INFO. */
  async function figure(section: string, name: string): Promise<number> {
    const value = new RegExp(`^${name}:([\\d.]+)`, 'm').exec(await client.info(section))?.[1]
    if (value === undefined) throw new Error(`Redis names no ${name}`)
    return Number(value)
  }

  return {
    url,
    processor: async () =>
      1e6 * ((await figure('cpu', 'used_cpu_sys')) + (await figure('cpu', 'used_cpu_user'))),
    memory: () => figure('memory', 'used_memory'),
    keyCount: () => client.dbSize(),

    async commandsDuring(work) {
      const counts = new Map<string, number>()
      const monitor = client.duplicate()
      monitor.on('error', () => {})
      await monitor.connect()
      await monitor.monitor((line) => {
        const [, from, command] = /^[\d.]+ \[\d+ ([^\]]+)\] "([^"]+)"/.exec(String(line)) ?? []
        if (!from || !command || from === 'lua') return
        counts.set(command.toUpperCase(), (counts.get(command.toUpperCase()) ?? 0) + 1)
      })
      await work()
      // What Redis has done is told a moment later.
      await sleep(300)
      monitor.destroy()
      return counts
    },

    async keysWith(text) {
      const found = new Map<string, number>()
      for await (const keys of client.scanIterator({ MATCH: `*${text}*`, COUNT: 1000 }))
        for (const key of keys) found.set(key, (await client.memoryUsage(key, { SAMPLES: 0 })) ?? 0)
      return found
    },

    async stop() {
      client.destroy()
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit')
        child.kill('SIGTERM')
        await gone
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
