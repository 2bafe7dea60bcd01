/**
 * `npm test`: makes ready (packages, a build, Redis, Chromium), then checks types, lint and format and runs the tests.
 * `--prove` runs the full counts; what follows `--` goes to vitest. The closing line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare, root } from '../bot/setup.mjs'

const own = process.argv.slice(2)
const forVitest = own.filter((argument) => argument !== '--prove' && argument !== '--')
if (own.includes('--prove')) process.env.PROVE = '1'

const onPath = (names) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path))

/** The programs that tests drive: where they are told to be, what they are called, and the Debian package that has them. */
const programs = [
  { variable: 'CHROMIUM_PATH', names: ['chromium', 'chromium-browser', 'google-chrome'], debian: 'chromium' },
  { variable: 'REDIS_SERVER_PATH', names: ['redis-server'], debian: 'redis-server' },
  // The same engine without a window: half the processor time. Where there is none, the whole browser does its work.
  {
    variable: 'CHROMIUM_HEADLESS_PATH',
    names: ['chromium-headless-shell'],
    debian: 'chromium-headless-shell',
    canDoWithout: true,
  },
]

const find = ({ variable, names }) => {
  const told = process.env[variable]
  return told && existsSync(told) ? told : onPath(names)
}

const answersOnRedisPort = () =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port: 6379 })
    socket.setTimeout(500, () => socket.destroy())
    socket.once('connect', () => socket.destroy() && resolve(true))
    socket.once('error', () => socket.destroy())
    socket.once('close', () => resolve(false))
  })

/** Fetches the missing programs from Debian; where that cannot be, the tests that need one fail and say so. */
async function ensurePrograms() {
  const absent = programs.filter((program) => !find(program))
  const missing = absent.filter(({ canDoWithout }) => !canDoWithout)
  if (absent.length > 0) {
    const packages = missing.map(({ debian }) => debian)
    const isRoot = process.getuid?.() === 0
    const sudo = isRoot ? [] : onPath(['sudo']) ? ['sudo', '-n'] : undefined
    if (!onPath(['apt-get']) || !sudo) {
      if (missing.length > 0)
        console.error(
          `Not found: ${packages.join(', ')}. Install them, or name them in ${missing.map((p) => p.variable).join(', ')}.`,
        )
    } else {
      console.error(`Installing ${absent.map(({ debian }) => debian).join(', ')} with apt-get …`)
      const wasRunning = await answersOnRedisPort()
      const apt = (...args) => {
        const [command, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]
        return spawnSync(command, rest, { stdio: ['ignore', 2, 2] }).status === 0
      }
      // A failing update is no reason to stop: the lists that are there may do.
      apt('update', '-q')
      const install = (...names) => apt('install', '-y', '-q', '--no-install-recommends', ...names)
      // All in one go, or else those that nothing goes without.
      if (!install(...absent.map(({ debian }) => debian)) && !(packages.length > 0 && install(...packages)))
        console.error(
          `apt-get could not install ${absent.map(({ debian }) => debian).join(', ')}: see above.`,
        )
      // Debian starts the service that it installs; the tests start servers of their own.
      if (!wasRunning && packages.includes('redis-server') && (await answersOnRedisPort())) {
        const [command, ...rest] = [...sudo, 'service', 'redis-server', 'stop']
        spawnSync(command, rest, { stdio: ['ignore', 2, 2] })
      }
    }
  }
  for (const program of programs) {
    const path = find(program)
    if (path) process.env[program.variable] = path
  }
}

const run = (command, ...args) =>
  spawnSync(process.execPath, [join(root, 'node_modules', command), ...args], { cwd: root, stdio: 'inherit' })
    .status === 0

function runChecks() {
  let [passed, failed] = [0, 0]
  for (const [name, ...command] of [
    ['types', 'typescript/bin/tsc', '-p', '.'],
    ['lint and format', '@biomejs/biome/bin/biome', 'check', '.'],
  ]) {
    const good = run(...command)
    console.log(`${good ? '✓' : '✗'} ${name}`)
    if (good) passed++
    else failed++
  }
  return { passed, failed }
}

function runTests() {
  const results = join(root, 'dist', 'test-results.json')
  rmSync(results, { force: true })
  const good = run(
    'vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...forVitest,
  )
  if (!existsSync(results)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(results, 'utf8'))
  // A file that does not load has no tests to fail, and counts as one failure.
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  // Narrowing a run leaves tests out on purpose; otherwise a test that does not run is a failure.
  const leftOut = forVitest.length > 0 ? 0 : report.numPendingTests + report.numTodoTests
  if (leftOut > 0) console.log(`✗ ${leftOut} tests were skipped`)
  const failed = report.numFailedTests + unloaded.length + leftOut
  return { passed: report.numPassedTests, failed: failed === 0 && !good ? 1 : failed }
}

/** Searches all that the tests' servers and programs logged for personal data that the tests typed. */
async function searchLogs() {
  const { build } = await import('esbuild')
  const outfile = join(root, 'dist', 'test', 'search-logs.js')
  await build({
    entryPoints: [join(root, 'test', 'bot', 'edge', 'search-logs.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  const { searchLogs } = await import(pathToFileURL(outfile).href)
  const { files, lines, found } = await searchLogs(logs, join(root, 'test'))
  // A whole run that left no logs has not been searched.
  const good = found.length === 0 && (lines > 0 || forVitest.length > 0)
  console.log(`${good ? '✓' : '✗'} logs without personal data (${files} files, ${lines} lines)`)
  for (const place of found.slice(0, 20)) console.log(`    ${join('dist', 'test-logs', place)}`)
  if (found.length > 20) console.log(`    and ${found.length - 20} more`)
  return good
}

const logs = join(root, 'dist', 'test-logs')
rmSync(logs, { recursive: true, force: true })
process.env.TEST_LOGS = logs

await prepare({ dev: true })
await ensurePrograms()
const checks = runChecks()
const tests = runTests()
const clean = await searchLogs()
const passed = checks.passed + tests.passed + (clean ? 1 : 0)
const failed = checks.failed + tests.failed + (clean ? 0 : 1)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || tests.passed === 0 ? 1 : 0
