/** What can be measured of how a page looks: nothing cut off, nothing beyond the edge, all of it legible and large enough to tap. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { differenceFrom } from './pictures.ts'

/** Pixels, as the platforms ask for: what is tapped on its own, and what is tapped within a text or card. */
const sizes = { tap: 44, within: 24 } as const

/** Waits until everything stands still: two frames, and whatever moves but what moves for ever. */
export const stillness = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const moves = () =>
      document.getAnimations().some(({ playState, effect }) => {
        const target = effect instanceof KeyframeEffect ? effect.target : null
        const ends = effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY
        return playState === 'running' && ends && target?.checkVisibility({ contentVisibilityAuto: true })
      })
    const until = performance.now() + 2000
    do {
      await frame()
      await frame()
    } while (moves() && performance.now() < until)
    await frame()
  })

/** Waits until the page has its own letters. */
export const letters = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => [...document.fonts].filter(({ status }) => status === 'loaded').length >= 2)

/** What axe finds on the page as it is now, one sentence each. */
export async function axeFaultsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run({
      resultTypes: ['violations'],
      // Where the system chooses the colours, axe reads those that were not taken.
      rules: { 'color-contrast': { enabled: !matchMedia('(forced-colors: active)').matches } },
    })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `axe ${id}: ${html.slice(0, 120)} ${failureSummary}`),
    )
  })
}

/** The faults of what is on the screen now, one sentence each; none is how it should be. */
export const faultsOf = (page: Page): Promise<string[]> =>
  page.evaluate(({ tap, within }) => {
    const faults: string[] = []
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${(element.textContent ?? '').trim().slice(0, 40)}”`
    const isUnseen = (element: Element) =>
      element.closest('.unseen, [aria-hidden=true], .past, noscript') !== null
    const isThere = (element: Element) => {
      // What is folded up or far off is laid out and coloured only when it comes into sight.
      if (!element.checkVisibility({ contentVisibilityAuto: true })) return false
      const { width, height } = element.getBoundingClientRect()
      const { visibility, position, clipPath } = getComputedStyle(element)
      return (
        width > 1 &&
        height > 1 &&
        visibility === 'visible' &&
        !(position === 'absolute' && clipPath !== 'none')
      )
    }
    const seen = (selector: string) =>
      [...document.querySelectorAll<HTMLElement>(selector)].filter((one) => !isUnseen(one) && isThere(one))

    if (document.documentElement.scrollWidth > innerWidth) faults.push('the page is wider than the screen')
    for (const element of seen('body *')) {
      const { overflowX, overflowY } = getComputedStyle(element)
      const { left, right } = element.getBoundingClientRect()
      if ((left < -0.5 || right > innerWidth + 0.5) && !element.closest('.scrolling, svg'))
        faults.push(`beyond the edge: ${nameOf(element)}`)
      if (overflowX === 'visible' && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
        faults.push(`spills out at the side: ${nameOf(element)}`)
      if (overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1)
        faults.push(`cut off at the side: ${nameOf(element)}`)
      if (
        overflowY === 'hidden' &&
        element.scrollHeight > element.clientHeight + 1 &&
        element !== document.body
      )
        faults.push(`cut off below: ${nameOf(element)}`)
    }

    for (const target of seen('button, a[href], summary, textarea')) {
      const { width, height } = target.getBoundingClientRect()
      const isInline = getComputedStyle(target).display === 'inline'
      const least = target.closest('.card, .sources') ? within : tap
      if (!isInline && (height < least - 0.5 || width < Math.min(least, 36) - 0.5))
        faults.push(`too small to tap, ${Math.round(width)} × ${Math.round(height)}: ${nameOf(target)}`)
    }

    const parse = (color: string) => {
      const [r = 0, g = 0, b = 0, a = 1] = color.match(/[\d.]+/g)?.map(Number) ?? []
      return { r, g, b, a }
    }
    const luminance = ({ r, g, b }: ReturnType<typeof parse>) => {
      const [red = 0, green = 0, blue = 0] = [r, g, b].map((value) => {
        const part = value / 255
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const behind = (element: Element): ReturnType<typeof parse> | undefined => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { backgroundColor, backgroundImage } = getComputedStyle(at)
        // What stands before a picture cannot be measured so.
        if (backgroundImage !== 'none') return undefined
        const color = parse(backgroundColor)
        if (color.a === 1) return color
      }
      return parse('rgb(255, 255, 255)')
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement
      if (!element || !texts.currentNode.textContent?.trim() || isUnseen(element) || !isThere(element))
        continue
      const [ground, { color, fontSize }] = [behind(element), getComputedStyle(element)]
      if (!ground) continue
      const [light = 0, dark = 0] = [luminance(parse(color)), luminance(ground)].sort((a, b) => b - a)
      const ratio = (light + 0.05) / (dark + 0.05)
      if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${nameOf(element)}`)
      if (Number.parseFloat(fontSize) < 11) faults.push(`letters of ${fontSize}: ${nameOf(element)}`)
    }
    return [...new Set(faults)]
  }, sizes)

/** How the page as it is now differs from the picture of that name, with what is wrong on it; none is how it should be. */
export async function faultsBeside(name: string, page: Page): Promise<readonly string[]> {
  await stillness(page)
  const difference = differenceFrom(name, await page.screenshot({ animations: 'disabled' }))
  return [...(await faultsOf(page)), ...(difference ? [difference] : [])]
}
