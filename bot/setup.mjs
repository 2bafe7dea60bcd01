/**
 * Makes a fresh clone ready to run: installs what `package-lock.json` names and builds what the sources say.
 * Plain JavaScript, because it runs before anything is installed. Everything it says goes to stderr.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** The project's folder, ending in a separator. */
export const root = fileURLToPath(new URL('..', import.meta.url))

const say = (text) => process.stderr.write(`${text}\n`)
const lockFile = join(root, 'package-lock.json')
const installStamp = join(root, 'node_modules', '.installed')

/** Stops with one sentence instead of a stack trace. */
function refuse(text) {
  say(text)
  process.exit(1)
}

function isInstalled(dev) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const names = [...Object.keys(dependencies), ...(dev ? Object.keys(devDependencies) : [])]
  if (!names.every((name) => existsSync(join(root, 'node_modules', name, 'package.json')))) return false
  if (existsSync(installStamp) && readFileSync(installStamp, 'utf8') === lockHash()) return true
  // Installed by hand: npm writes its note of the tree together with the lock, a moment earlier or later.
  const tree = join(root, 'node_modules', '.package-lock.json')
  return existsSync(tree) && statSync(tree).mtimeMs + 60_000 >= statSync(lockFile).mtimeMs
}

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex')

/** Runs npm; whether it succeeded. What it says goes to our stderr, so that a command's stdout stays its own. */
function npm(...args) {
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error']
  const script = process.env.npm_execpath
  const [command, given] =
    script && /\.[cm]?js$/.test(script) ? [process.execPath, [script, ...all]] : ['npm', all]
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }
  return spawnSync(command, given, options).status === 0
}

function install(wantsDev) {
  // Who has tested here keeps what tests need: a start after a change of the lock takes nothing away.
  const dev = wantsDev || existsSync(join(root, 'node_modules', 'vitest'))
  if (isInstalled(dev)) return
  say(`Installing ${dev ? 'all packages' : 'the packages that the server needs'} …`)
  const wanted = dev ? '--include=dev' : '--omit=dev'
  if (!npm('ci', wanted)) refuse('Installing failed. Look at what npm says above; is the network there?')
  writeFileSync(installStamp, lockHash())
}

/** Two commands started at once prepare one after the other; the lock of a process that died is taken over. */
async function oneAtATime(work) {
  const lock = join(root, 'dist', '.lock')
  mkdirSync(join(root, 'dist'), { recursive: true })
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isAlive(lock)) rmSync(lock, { force: true })
      else if (tries === 0) say('Another command is preparing; waiting for it …')
      await sleep(tries === 0 ? 20 : 200)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function isAlive(lock) {
  try {
    // An empty lock is one that is being written at this moment.
    const pid = Number(readFileSync(lock, 'utf8'))
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs < 5000
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/**
 * Installs and builds where that is needed. `dev` also installs what tests and checks need; `only` names the products to
 * build where not all of them are wanted.
 */
export async function prepare({ dev = false, only = undefined } = {}) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    refuse(`This needs Node 20.19 or newer; this is ${process.version}.`)
  const work = oneAtATime(async () => {
    install(dev)
    const { build } = await import('./build.mjs')
    await build({ root, say, only }).catch((error) => {
      // esbuild has said where already; what trains says it by itself.
      if (!Array.isArray(error.errors)) say(String(error.stack ?? error))
      throw new BuildFault()
    })
  })
  await work.catch((error) => {
    if (error instanceof BuildFault) refuse('Building failed: see above.')
    throw error
  })
}

class BuildFault extends Error {}
