/** One real Chromium for a test file: started before its tests, closed after them, every wait with a limit. */
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { headlessPath } from '../programs.ts'

/** Milliseconds that starting may take, and a single wait on a page. */
const times = { start: 40_000, wait: 20_000 } as const

/** Flags that keep the browser to itself: nothing is shown, nothing is fetched that no test asked for. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  // Letters of the same shape, whichever build of the browser draws them.
  '--font-render-hinting=none',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
]

/** Milliseconds that any single wait on a page may take. */
export const waitAtMost = times.wait

/** Starts a browser for this file and closes it in the end. Where there is none, every test of the file fails and says so. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: headlessPath(),
      args: flags,
      headless: true,
      timeout: times.start,
    })
  }, times.start + 5_000)
  afterAll(async () => {
    await browser?.close()
  })
  return () => {
    if (!browser) throw new Error('the browser did not start')
    return browser
  }
}
