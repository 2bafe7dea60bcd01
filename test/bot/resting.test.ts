/** Conversations that went idle are made small once, and those that could not be are tried again. */
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { type Resting, restIdle } from '../../bot/resting.ts'
import { StoreUnavailable } from '../../bot/stores/store.ts'

const minute = 60_000
let resting: Resting
let time = 0
let isAway = false
const rested: string[] = []

const started = () => {
  rested.length = 0
  time = 0
  isAway = false
  const rest = async (id: string) => {
    if (isAway) throw new StoreUnavailable('not now')
    rested.push(id)
  }
  resting = restIdle({ rest }, pino({ level: 'silent' }), () => time)
}
afterEach(() => resting.stop())

it('are made small after ten minutes, each once', async () => {
  started()
  resting.touched('a')
  time = 5 * minute
  resting.touched('b')
  time = 10 * minute
  expect(await resting.look()).toBe(1)
  expect(await resting.look()).toBe(0)
  time = 15 * minute
  await resting.look()
  expect(rested).toEqual(['a', 'b'])
})

it('are tried again where the store did not answer, unless somebody talked meanwhile', async () => {
  started()
  resting.touched('a')
  resting.touched('b')
  time = 10 * minute
  isAway = true
  expect(await resting.look()).toBe(0)
  resting.touched('b')
  isAway = false
  time = 11 * minute
  await resting.look()
  expect(rested).toEqual(['a'])
  time = 20 * minute
  await resting.look()
  expect(rested).toEqual(['a', 'b'])
})
