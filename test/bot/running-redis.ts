/** A real Redis server of a test's own, on a socket of its own, gone after the test. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'redis'
import { afterEach } from 'vitest'
import { redisServerPath } from '../programs.ts'
import { temporaryFolder } from './running-server.ts'

const cleanups: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** Starts a server that keeps nothing on disk. */
export async function runningRedis() {
  const folder = temporaryFolder()
  const path = join(folder, 'redis.sock')
  const given = ['--port', '0', '--unixsocket', path, '--dir', folder, '--save', '', '--appendonly', 'no']
  const server = spawn(redisServerPath(), given, { stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  cleanups.push(async () => {
    server.kill('SIGKILL')
    await ended
  })
  for (const deadline = Date.now() + 10_000; !existsSync(path); await sleep(10))
    if (server.exitCode !== null || Date.now() > deadline) throw new Error('Redis did not start')
  return {
    /** A connected client, closed after the test. */
    client: async () => {
      const client = createClient({ socket: { path, tls: false } })
      client.on('error', () => {})
      await client.connect()
      cleanups.push(() => client.destroy())
      return client
    },
    suspend: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
  }
}
