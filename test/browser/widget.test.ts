/** The launcher on somebody else’s site, under a strict policy and Trusted Types: how it stands there, opens and closes. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { texts } from '../../bot/web/language.ts'
import { words } from '../../bot/widget/texts.ts'
import { desk, phone } from './member-page.ts'
import { differenceFrom } from './pictures.ts'
import { useSite, type Visitor } from './visitor.ts'

const { browser, origin, visit } = useSite()
const t = words.en

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** How a part of the site looks otherwise than its picture, once all stands still; `undefined` where it does not. */
async function differenceOf(name: string, { page, chat }: Visitor, part: 'launcher' | 'chat') {
  if (part === 'chat') {
    await expect.poll(() => chat.locator('html').evaluate(() => document.fonts.status)).toBe('loaded')
    await expect
      .poll(() => chat.locator('html').evaluate(() => document.getAnimations().length), { timeout: 5000 })
      .toBe(0)
  }
  const box = await page
    .locator(part === 'chat' ? 'cps-assistant dialog' : 'cps-assistant .open')
    .boundingBox()
  if (!box) return 'it is not there'
  return differenceFrom(name, await page.screenshot({ animations: 'disabled', clip: box }))
}

describe('on a site the launcher', () => {
  test('leaves one element and one name behind, no cookie, nothing kept, and no way in', async () => {
    const context = await browser().newContext(desk)
    const page = await context.newPage()
    await page.goto(`${origin()}/`)
    const before = await page.evaluate(() => Object.getOwnPropertyNames(window).length)
    await page.locator('cps-assistant').waitFor({ state: 'attached' })
    const left = await page.evaluate(() => {
      const names = Object.getOwnPropertyNames(window).filter((name) => /cps|assistant|widget/i.test(name))
      const root = document.querySelector('cps-assistant')?.shadowRoot
      const sheets = document.styleSheets.length + document.adoptedStyleSheets.length
      return {
        names,
        root,
        sheets,
        kept: localStorage.length + sessionStorage.length,
        cookie: document.cookie,
      }
    })
    expect(left).toEqual({ names: ['cpsAssistant'], root: null, sheets: 1, kept: 0, cookie: '' })
    expect(await page.evaluate(() => Object.getOwnPropertyNames(window).length)).toBeLessThanOrEqual(
      before + 1,
    )
    expect(await context.cookies()).toEqual([])
  })

  test('is there once, also where the script is named twice, and looks as it should whatever the site says of all elements', async () => {
    const visitor = await visit('twice=1')
    expect(await visitor.page.locator('cps-assistant').count()).toBe(1)
    expect(
      await visitor.launcher.evaluate((button) => {
        const { width, height, right, bottom } = button.getBoundingClientRect()
        const { opacity, visibility, pointerEvents } = getComputedStyle(button)
        const aside = [innerWidth - right, innerHeight - bottom]
        return { size: [width, height], aside, opacity, visibility, pointerEvents }
      }),
    ).toEqual({ size: [56, 56], aside: [20, 20], opacity: '1', visibility: 'visible', pointerEvents: 'auto' })
    expect(visitor.complaints).toEqual([])
  })

  test.for([
    ['position=end', 'right'],
    ['position=start', 'left'],
    ['position=end&dir=rtl', 'left'],
    ['position=left&dir=ltr', 'left'],
    ['position=right&dir=rtl', 'right'],
  ] as const)('stands where it is told to: %s', async ([search, side]) => {
    const visitor = await visit(search)
    const box = await visitor.launcher.boundingBox()
    expect(box!.x < desk.viewport.width / 2 ? 'left' : 'right').toBe(side)
  })

  test('names what it does not understand, and goes on without it', async () => {
    const visitor = await visit('talk=weather&accent=red&theme=dark')
    expect(visitor.complaints).toHaveLength(2)
    await visitor.opens()
    expect(visitor.complaints).toHaveLength(2)
  })

  test('has nothing that axe finds, closed and open', async () => {
    const visitor = await visit('accent=%23ffcc00&label=Help')
    const findings = async () => {
      await visitor.page.evaluate(axe)
      return visitor.page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: {
            run(o: unknown, p: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
          }
        }
        const { violations } = await axe.run({ exclude: ['#events'] }, { iframes: false })
        // The rest is about the site, which is nobody's.
        return violations
          .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
          .filter((found) => !/<(button id|a|ol|li|main|h1|p)/.test(found))
      })
    }
    expect(await findings()).toEqual([])
    expect(await differenceOf('widget-closed', visitor, 'launcher')).toBeUndefined()
    await visitor.opens()
    expect(await findings()).toEqual([])
    expect(await differenceOf('widget-desk', visitor, 'chat')).toBeUndefined()
  })
})

describe('opened at a desk, the chat', () => {
  test('is a dialog beside the site, has the focus, closes with Escape, and gives the focus back', async () => {
    const visitor = await visit()
    const { page } = visitor
    await page.getByRole('button', { name: t.open(0) }).focus()
    await page.keyboard.press('Enter')
    await visitor.sees(1)
    await page.getByRole('dialog', { name: t.title }).waitFor()
    await expect.poll(() => visitor.sendBox.evaluate((box) => box === document.activeElement)).toBe(true)
    expect(await visitor.focused()).toEqual(['cps-assistant', 'iframe'])
    expect(await visitor.launcher.getAttribute('aria-expanded')).toBe('true')
    // A menu within is closed first, and only then the chat.
    await visitor.chat.getByRole('button', { name: texts.en.menu }).click()
    await page.keyboard.press('Escape')
    await expect.poll(() => visitor.chat.getByRole('menu').count()).toBe(0)
    expect(await visitor.dialog.isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await visitor.dialog.waitFor({ state: 'hidden' })
    expect(await visitor.focused()).toEqual(['cps-assistant', 'open'])
    await visitor.hears({ kind: 'closed' })
    // What was asked for by the site's own button goes back to it.
    await page.locator('#migration').click()
    await visitor.sees(3)
    await page.keyboard.press('Escape')
    await visitor.dialog.waitFor({ state: 'hidden' })
    expect(await visitor.focused()).toEqual(['migration', undefined])
    expect(visitor.complaints).toEqual([])
  })

  test('leaves the site within reach, and does not call back who went there', async () => {
    const visitor = await visit()
    await visitor.opens()
    await visitor.page.locator('#redraw').focus()
    await visitor.page.evaluate(() => window.cpsAssistant?.close())
    await visitor.dialog.waitFor({ state: 'hidden' })
    expect(await visitor.focused()).toEqual(['redraw', undefined])
  })

  test('is loaded beforehand where the site wants it, and begins no conversation before it is opened', async () => {
    const visitor = await visit('preload=idle')
    const calls: string[] = []
    visitor.page.on('request', (request) => calls.push(new URL(request.url()).pathname))
    await expect.poll(() => visitor.page.frames().length).toBe(2)
    await visitor.chat.locator('#page').waitFor({ state: 'attached' })
    await visitor.page.waitForLoadState('networkidle')
    expect(calls.filter((path) => path.includes('directline'))).toEqual([])
    await visitor.opens()
    expect(calls.filter((path) => path.endsWith('/tokens/generate'))).toHaveLength(1)
  })

  test('wears the site’s colour and scheme, legibly', async () => {
    const visitor = await visit('accent=%23ffcc00&theme=dark')
    await visitor.opens()
    const worn = await visitor.chat.locator('html').evaluate((html) => {
      const style = getComputedStyle(html)
      return ['--accent', '--on-accent', '--paper'].map((name) => style.getPropertyValue(name).trim())
    })
    expect(worn).toEqual(['#ffcc00', '#16171b', '#101114'])
    expect(await visitor.launcher.evaluate((button) => getComputedStyle(button).color)).toBe(
      'rgb(22, 23, 27)',
    )
  })

  test('lives on where the site draws its body anew or takes the launcher away', async () => {
    const visitor = await visit()
    await visitor.opens()
    await visitor.says('What is CPS?')
    await visitor.sees(3)
    await visitor.page.locator('#redraw').click()
    await visitor.page.locator('#redraw').click()
    expect(await visitor.said()).toEqual(['What is CPS?'])
    expect(await visitor.dialog.isVisible()).toBe(true)
    await visitor.page.evaluate(() => document.querySelector('cps-assistant')?.remove())
    await visitor.launcher.waitFor()
    await visitor.page.locator('#remove').click()
    await expect.poll(() => visitor.page.locator('cps-assistant').count()).toBe(0)
    expect(await visitor.page.evaluate(() => 'cpsAssistant' in window)).toBe(false)
  })
})

describe('opened on a phone, the chat', () => {
  test('fills the screen, keeps the site behind it out of reach, and closes by its own button', async () => {
    const visitor = await visit('', phone)
    await visitor.opens()
    expect(await visitor.dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
    expect(await visitor.dialog.evaluate((dialog) => dialog.matches(':modal'))).toBe(true)
    expect(await visitor.launcher.isVisible()).toBe(false)
    expect(await differenceOf('widget-phone', visitor, 'chat')).toBeUndefined()
    await visitor.chat.getByRole('button', { name: texts.en.close }).tap()
    await visitor.dialog.waitFor({ state: 'hidden' })
    await visitor.launcher.waitFor()
    expect(await visitor.focused()).toEqual(['cps-assistant', 'open'])
    // Turned into a desk and back, it stays the same conversation.
    await visitor.opens()
    await visitor.page.setViewportSize(desk.viewport)
    await expect.poll(() => visitor.dialog.evaluate((dialog) => dialog.matches(':modal'))).toBe(false)
    await visitor.page.setViewportSize(phone.viewport)
    await expect.poll(() => visitor.dialog.evaluate((dialog) => dialog.matches(':modal'))).toBe(true)
    expect((await visitor.heard()).map(({ kind }) => kind)).toEqual(['opened', 'closed', 'opened'])
    expect(visitor.complaints).toEqual([])
  })
})
