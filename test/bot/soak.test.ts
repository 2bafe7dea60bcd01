import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { slopeAnHour } from '../../bot/bench/soak.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('members talk to the built server, and what it used is reported as it changes by the hour', () => {
  const soak = (...given: string[]) =>
    spawnSync(process.execPath, ['bot/soak.mjs', ...given], { cwd: root, encoding: 'utf8' })
  const { status, stdout } = soak('--minutes', '0.1', '--members', '3', '--pause', '50')
  expect(status).toBe(0)
  for (const measure of ['memory', 'descriptors', 'p95'])
    expect(stdout).toMatch(new RegExp(`^${measure} +-?[\\d.]+ .*an hour`, 'm'))
  expect(stdout).toMatch(/^turns +[1-9]\d* .* 0 failed/m)
  expect(soak('--members', 'many').status).toBe(2)
}, 60_000)

it('a slope is that of the second half, for the first is for warming up', () => {
  const sample = { memory: 0, descriptors: 0, p95: 0, turns: 0, failed: 0 }
  const samples = [90, 50, 10, 20, 22, 24, 26].map((memory, at) => ({ ...sample, at, memory }))
  expect(slopeAnHour(samples, ({ memory }) => memory)).toBeCloseTo(120)
})
