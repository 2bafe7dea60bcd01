/** A Redis server of a program's own: in a folder that goes with it, on a free port, every write appended to a file. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const startsWithin = 20_000

const findProgram = () =>
  [
    process.env.REDIS_SERVER_PATH ?? '',
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'redis-server')),
  ].find((path) => path !== '' && existsSync(path))

async function freePort() {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Starts it. Resolves with its `url` and how to `stop` it, or with what is wrong (`fault`, a sentence). */
export async function startOwnRedis() {
  const program = findProgram()
  if (!program)
    return {
      fault:
        'No redis-server was found. Install Redis (Debian: apt-get install redis-server), say where it is in REDIS_SERVER_PATH, or give a running one in REDIS_URL.',
    }
  const folder = mkdtempSync(join(tmpdir(), 'cps-cluster-'))
  const port = await freePort()
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
  }
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  // In a group of its own: what is typed at the terminal ends the servers first.
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const ended = once(child, 'exit').catch(() => [])
  // Whatever ends this program, it does not stay behind.
  process.once('exit', () => child.kill('SIGTERM'))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const isReady = new Promise((resolve) => {
    let said = ''
    child.stdout.on('data', (data) => {
      if (/Ready to accept connections/.test(said)) return
      said += data
      if (/Ready to accept connections/.test(said)) resolve(true)
    })
    child.once('error', () => resolve(false))
    child.once('exit', () => resolve(false))
    setTimeout(resolve, startsWithin, false).unref()
  })
  if (await isReady) return { url: `redis://127.0.0.1:${port}`, stop }
  await stop()
  return { fault: `${program} does not start.` }
}
