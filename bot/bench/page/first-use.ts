/** From an empty tab to the first tap that is answered. */
import type { Browser } from 'playwright-core'
import type { Contender } from './contender.ts'
import { openSlowPage, slowdown } from './slow-phone.ts'

/** What was measured in one load. */
export interface FirstUse {
  /** Milliseconds from the beginning of the navigation until the send box took text, and until there was something to read. */
  readonly usable: number
  readonly welcome: number
  /** Milliseconds from each tap until it was answered by paint: the browser's own count of the longest event. */
  readonly taps: readonly number[]
  /** Milliseconds from each tap until the frame in which the member's own words stood on the screen. */
  readonly own: readonly number[]
}

/** Taps of one load, and milliseconds between them, as of somebody who reads. */
const taps = 3
const reading = 900

interface Seen {
  usable?: number
  welcome?: number
  /** When the finger last left the screen, and when a message of the member's own last came up. */
  lifted?: number
  own?: number
  readonly events: { readonly name: string; readonly duration: number; readonly at: number }[]
}

/** Watches in the page, at every frame; what was seen stands in one object there. */
function watch({ sendBox, message, ownMessage }: Pick<Contender, 'sendBox' | 'message' | 'ownMessage'>) {
  const seen: Seen = { events: [] }
  Object.assign(window, { seen })
  new PerformanceObserver((list) => {
    for (const { name, duration, startTime } of list.getEntries())
      seen.events.push({ name, duration, at: startTime })
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  addEventListener(
    'pointerup',
    ({ timeStamp }) => Object.assign(seen, { lifted: timeStamp, own: undefined }),
    true,
  )
  let own = 0
  new MutationObserver(() => {
    const count = document.querySelectorAll(ownMessage).length
    if (count <= own) return
    own = count
    // The frame that shows it is over when the one after it begins its work.
    requestAnimationFrame(() => setTimeout(() => (seen.own ??= performance.now())))
  }).observe(document, { childList: true, subtree: true })
  const look = () => {
    const box = document.querySelector<HTMLTextAreaElement>(sendBox)
    if (!seen.usable && box && !box.disabled && !box.readOnly && box.offsetHeight > 0)
      seen.usable = performance.now()
    if (!seen.welcome && document.querySelector(message)) seen.welcome = performance.now()
    if (!seen.usable || !seen.welcome) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Loads the page on the slow phone and taps. */
export async function measureFirstUse(browser: Browser, contender: Contender): Promise<FirstUse> {
  const { sendBox, message, ownMessage, choice, address } = contender
  const slow = await openSlowPage(browser, { line: true })
  const { page } = slow
  try {
    await page.addInitScript(watch, { sendBox, message, ownMessage })
    await slow.slow(slowdown)
    await page.goto(address(), { waitUntil: 'commit' })
    await page.waitForFunction(() => {
      const { seen } = window as unknown as { readonly seen?: Seen }
      return seen?.usable !== undefined && seen.welcome !== undefined
    })
    await page.locator(choice).first().waitFor()
    const durations: number[] = []
    const own: number[] = []
    for (let tap = 0; tap < taps; tap++) {
      await page.waitForTimeout(reading)
      const since = await page.evaluate(() => performance.now())
      await page.locator(choice).first().tap()
      await page.waitForFunction(([own, count]) => document.querySelectorAll(own).length > count, [
        ownMessage,
        tap,
      ] as const)
      await page.locator(choice).first().waitFor()
      await page.waitForTimeout(reading)
      const { events, ...at } = await page.evaluate(() => (window as unknown as { readonly seen: Seen }).seen)
      own.push(at.own! - at.lifted!)
      // What takes less than the browser counts from is as good as 16 ms.
      durations.push(Math.max(16, ...events.filter(({ at }) => at >= since).map(({ duration }) => duration)))
    }
    const seen = await page.evaluate(() => (window as unknown as { readonly seen: Seen }).seen)
    return { usable: seen.usable!, welcome: seen.welcome!, taps: durations, own }
  } finally {
    await slow.close()
  }
}
