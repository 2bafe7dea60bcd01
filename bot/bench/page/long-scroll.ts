/** A thousand messages, scrolled through. */
import type { Browser } from 'playwright-core'
import type { Contender } from './contender.ts'
import type { LongTalk } from './long-talk.ts'
import { openSlowPage, slowdown } from './slow-phone.ts'

/** What was measured in one scroll. */
export interface LongScroll {
  /** Milliseconds from the beginning of the navigation until all messages were there. */
  readonly shown: number
  /** Frames that were dropped, in a hundred. */
  readonly dropped: number
  /** Milliseconds of the longest frame. */
  readonly longest: number
}

/** Pixels a frame, as of a strong flick, for how many frames, and milliseconds after which it is enough. */
const flick = { step: 110, frames: 240, most: 6_000 } as const

/** Milliseconds that a history may still take to come to rest once it is there: scrolling to its end, measuring, laying out. */
const rest = 6_000

/** Scrolls in the page, a step at each frame, and gives the moments of the frames. */
async function scroll({
  message,
  step,
  frames,
  most,
}: {
  message: string
  step: number
  frames: number
  most: number
}): Promise<number[]> {
  let area = document.querySelector<HTMLElement>(message)!.parentElement
  while (
    area &&
    !(area.scrollHeight > area.clientHeight + 1000 && /auto|scroll/.test(getComputedStyle(area).overflowY))
  )
    area = area.parentElement
  if (!area) throw new Error('nothing here scrolls')
  area.style.scrollBehavior = 'auto'
  const moments: number[] = []
  return new Promise((done) => {
    const move = (now: number) => {
      moments.push(now)
      area.scrollTop -= step
      if (moments.length > frames || now - moments[0]! > most) done(moments)
      else requestAnimationFrame(move)
    }
    requestAnimationFrame(move)
  })
}

/** Opens the long talk without a slow line, and scrolls back through it on the slow processor. */
export async function measureLongScroll(
  browser: Browser,
  contender: Contender,
  talk: LongTalk,
): Promise<LongScroll> {
  const { message, address, kept } = contender
  const slow = await openSlowPage(browser, { line: false, kept: kept(talk) })
  const { page } = slow
  try {
    await page.goto(address(talk), { waitUntil: 'commit' })
    await page.waitForFunction(([selector, count]) => document.querySelectorAll(selector).length >= count, [
      message,
      talk.messages,
    ] as const)
    const shown = await page.evaluate(() => performance.now())
    // What begins with the history is over: the scroll to its end, pictures, measuring.
    await page.waitForTimeout(rest)
    await slow.slow(slowdown)
    await page.waitForTimeout(500)
    const moments = await page.evaluate(scroll, { message, ...flick })
    const frames = moments.slice(1).map((moment, at) => moment - moments[at]!)
    const frame = 1000 / 60
    const lost = frames.reduce((sum, length) => sum + Math.max(0, Math.round(length / frame) - 1), 0)
    return { shown, dropped: (100 * lost) / (frames.length + lost), longest: Math.max(...frames) }
  } finally {
    await slow.close()
  }
}
