/**
 * `npm run cluster [-- --processes 3 --port 3978]`: several servers on one Redis behind one port, for trying it. Starts a Redis
 * server of its own where REDIS_URL names none. A server that ends is started again; a signal ends them all, but SIGHUP has files read
 * again, unless it comes because the terminal was closed.
 */
import cluster from 'node:cluster'
import { randomBytes } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startOwnRedis } from './launch/own-redis.mjs'
import { prepare, root } from './setup.mjs'

const say = (text) => process.stderr.write(`${text}\n`)

/** A server that ends sooner than that was never of use; so many of them in a row, and there is no point in going on. */
const [usefulAfter, startsInVain] = [2_000, 5]

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        processes: { type: 'string', default: '3' },
        port: { type: 'string', default: process.env.PORT || '3978' },
      },
    })
    const [processes, port] = [Number(values.processes), Number(values.port)]
    if (!Number.isInteger(processes) || processes < 1 || processes > 64)
      throw new Error('--processes: give a whole number from 1 to 64')
    if (!/^\d{1,5}$/.test(values.port) || port > 65_535)
      throw new Error('--port: give a port number from 0 to 65535')
    return { processes, port }
  } catch (error) {
    say(`${error.message}.`)
    process.exit(1)
  }
}

/** Runs so many servers on a port; resolves with the exit code once they have all ended. */
function runServers({ processes, environment, onReady }) {
  cluster.setupPrimary({ exec: join(root, 'bot', 'launch', 'one-of-several.mjs'), args: [], silent: true })
  // Each new connection, a socket's too, goes to the next server in turn.
  cluster.schedulingPolicy = cluster.SCHED_RR
  let [stopping, inVain, isReady, code] = [false, 0, false, 0]
  const listening = new Set()

  function start() {
    const startedAt = Date.now()
    const worker = cluster.fork(environment)
    worker.process.stderr.pipe(process.stderr, { end: false })
    // What it says there is its address, which is everyone's.
    worker.process.stdout.resume()
    worker.on('error', () => {})
    worker.on('listening', ({ port }) => {
      listening.add(worker)
      if (isReady || listening.size < processes) return
      isReady = true
      onReady(port)
    })
    worker.on('exit', (status, signal) => {
      listening.delete(worker)
      if (stopping) return
      inVain = Date.now() - startedAt < usefulAfter ? inVain + 1 : 0
      // Why it cannot start it has said itself.
      if (!isReady || inVain >= startsInVain) {
        code = status || 1
        return stop('SIGTERM')
      }
      say(`Server ${worker.process.pid} ended (${signal ?? status}); starting another.`)
      start()
    })
  }

  function stop(signal) {
    stopping = true
    for (const worker of Object.values(cluster.workers)) worker.process.kill(signal)
  }

  return {
    stop,
    reload() {
      for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGHUP')
    },
    ended: new Promise((resolve) => {
      cluster.on('exit', () => {
        if (stopping && Object.keys(cluster.workers).length === 0) resolve(code)
      })
      for (let index = 0; index < processes; index++) start()
    }),
  }
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}

const { processes, port } = readOptions()
let [stopServers, reloadServers] = [() => process.exit(0), () => {}]
let wasAsked = false
const stop = () => {
  // The first ends them gracefully, the second at once.
  stopServers(wasAsked ? 'SIGKILL' : 'SIGTERM')
  wasAsked = true
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
const hadTerminal = hasTerminal()
process.on('SIGHUP', () => (hadTerminal && !hasTerminal() ? stop() : reloadServers()))
// There is nobody left to read it where the terminal was closed.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
await prepare()
const ownRedis = process.env.REDIS_URL?.trim() ? undefined : await startOwnRedis()
if (ownRedis?.fault) {
  say(ownRedis.fault)
  process.exit(1)
}
const servers = runServers({
  processes,
  environment: {
    PORT: String(port),
    REDIS_URL: ownRedis?.url ?? process.env.REDIS_URL,
    TOKEN_KEY: process.env.TOKEN_KEY?.trim() || randomBytes(48).toString('base64url'),
  },
  onReady: (at) => {
    const store = ownRedis ? `a Redis of its own at ${ownRedis.url}` : 'the Redis of REDIS_URL'
    process.stdout.write(`CPS Assistant is at http://localhost:${at} (${processes} processes on ${store})\n`)
  },
})
stopServers = servers.stop
reloadServers = servers.reload
if (wasAsked) servers.stop('SIGTERM')
const code = await servers.ended
await ownRedis?.stop()
process.exit(code)
