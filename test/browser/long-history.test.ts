/** A history that is longer than one answer of the server's: read whole, shown at its end, and laid out without moving. */
import { afterEach, expect, test } from 'vitest'
import { holdLongTalk } from '../../bot/bench/page/long-talk.ts'
import { useBrowser, waitAtMost } from './browser.ts'
import { phone } from './member-page.ts'
import { useProgram } from './running-program.ts'

const browser = useBrowser()
const unlimited = { LIMIT_POSTS_PER_SECOND: 'off', LIMIT_POSTS_BURST: 'off', LIMIT_POSTS_PER_DAY: 'off' }
const program = useProgram(async () => unlimited)

afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

/** More than the server gives in one answer. */
const many = 560

test('a long history is there at its end, and stays there while it is laid out', {
  timeout: 90_000,
}, async () => {
  const { url } = program()
  const { resume, messages } = await holdLongTalk(url, url, many)
  expect(messages).toBeGreaterThan(500)
  const context = await browser().newContext({ ...phone, locale: 'en-GB' })
  await context.addInitScript((secret) => localStorage.setItem('cps.resume', secret), resume)
  const page = await context.newPage()
  await page.goto(`${url}/?lang=en`)
  const seen = () =>
    page.evaluate(() => {
      const log = document.querySelector('[role=log]')
      const below = log ? log.scrollHeight - log.scrollTop - log.clientHeight : Number.NaN
      const folded = document.querySelectorAll('.past:not([data-laid])').length
      return { messages: document.querySelectorAll('article').length, folded, atEnd: below < 48 }
    })
  // While the page draws, it is at the end whenever one looks.
  await expect.poll(async () => (await seen()).messages, { timeout: waitAtMost }).toBe(messages)
  expect((await seen()).atEnd).toBe(true)
  await expect.poll(seen, { timeout: waitAtMost }).toEqual({ messages, folded: 0, atEnd: true })
})
