/** The page for every member: by keyboard alone, in another language, in the dark, with odd input, and forgotten on request. */
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { texts } from '../../bot/web/language.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { useBrowser } from './browser.ts'
import { desk, MemberPage } from './member-page.ts'
import { useProgram } from './running-program.ts'

const browser = useBrowser()
const program = useProgram()
const { nl, en } = catalogues
const arrives = (opening = {}) => MemberPage.arrives(browser(), program(), opening)

afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: at } = document
    return at?.getAttribute('data-testid') ?? at?.getAttribute('role') ?? at?.textContent?.trim() ?? ''
  })

/** Presses Tab, or Shift+Tab, until what has the focus is this; every stop shows that it has it. */
async function tabsTo(page: Page, what: string, key = 'Tab'): Promise<void> {
  const stops: string[] = []
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key)
    stops.push(await focused(page))
    if (stops.at(-1) !== what) continue
    const visible = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    })
    expect(visible, `the focus on ‘${what}’ can be seen`).toBe(true)
    return
  }
  throw new Error(`${what} was not reached: ${stops.join(' → ')}`)
}

describe('by keyboard alone', { timeout: 60_000 }, () => {
  test('a member chooses, types, reads back, opens the sources and uses the menu', async () => {
    const member = await arrives({ options: desk })
    const { page } = member
    await expect.poll(() => focused(page)).toBe('send-box')
    await tabsTo(page, nl.topics.onboarding, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await member.settled(3)
    expect(await focused(page)).toBe('send-box')
    await page.keyboard.type('ja')
    await page.keyboard.press('Enter')
    await member.settled(5)
    expect(await focused(page)).toBe('send-box')
    await tabsTo(page, texts.nl.sources, 'Shift+Tab')
    await page.keyboard.press('Enter')
    expect(await page.locator('.sources[open] li').count()).toBeGreaterThan(0)
    await tabsTo(page, 'log', 'Shift+Tab')
    await page.keyboard.press('End')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(
      nl.asks.signedIn.ask({} as never),
    )
    await page.keyboard.press('ArrowUp')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(
      'member-message',
    )
    await page.keyboard.press('Home')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(nl.steer.welcome)
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('send-box')
    await page.getByRole('button', { name: texts.nl.menu, exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    expect(await focused(page)).toBe('menuitem')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('menu').count()).toBe(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByTestId('known').waitFor()
    await page.keyboard.press('Escape')
    const opener = page.getByRole('button', { name: texts.nl.menu, exact: true })
    expect(await opener.evaluate((one) => one === document.activeElement)).toBe(true)
    await member.leaves()
  })

  test('Shift+Enter begins a line; what is too long or empty is not sent', async () => {
    const member = await arrives({ options: desk })
    const { page } = member
    await page.keyboard.type('Wat is')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('CPS?')
    expect(await member.sendBox.inputValue()).toBe('Wat is\nCPS?')
    await page.keyboard.press('Enter')
    await member.settled(3)
    await page.keyboard.press('Enter')
    await member.sendBox.fill('x'.repeat(2001))
    await page.keyboard.press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('2.000')
    expect((await member.sendBox.inputValue()).length).toBe(2001)
    expect(await member.shown()).toEqual(await member.logged())
    await member.leaves()
  })
})

describe('a hurried hand', { timeout: 60_000 }, () => {
  test('a double click answers one question, not the next one too', async () => {
    const member = await arrives({ options: desk })
    const { page } = member
    await member.taps(nl.topics.onboarding)
    await member.taps(nl.asks.hasBusinessAccount.yes ?? nl.taps.yes)
    // From here on the choices of each question stand where those of the last one stood.
    await page.waitForTimeout(800)
    const { x = 0, y = 0 } = (await member.choices.first().boundingBox()) ?? {}
    await page.mouse.click(x + 20, y + 20)
    await page.waitForTimeout(300)
    await page.mouse.click(x + 20, y + 20)
    await page.waitForTimeout(500)
    await member.settled(7)
    expect(await member.shown()).toHaveLength(7)
    expect((await member.cps()).pending?.slot).toBe('hadCpsAccount')
    await page.mouse.click(x + 20, y + 20)
    await member.settled(9)
    await member.leaves()
  })
})

describe('whatever is typed', { timeout: 60_000 }, () => {
  test('is shown as it was typed, and nothing of it runs', async () => {
    const member = await arrives()
    const { page } = member
    const odd = [
      '<img src=x onerror="window.ran=1"><script>window.ran=1</script>',
      '[klik](javascript:window.ran=1) **vet** <b>vet</b>',
      '😀👨‍👩‍👧‍👦 שלום عربى 日本語 &lt;script&gt;',
      'x'.repeat(1990),
    ]
    for (const text of odd) {
      await member.types(text)
      const mine = page.getByTestId('member-message').last()
      expect(await mine.locator('.as-typed').textContent()).toBe(text)
    }
    await member.taps(nl.topics.registration)
    await member.taps(nl.asks.wantsSheet.yes ?? nl.taps.yes)
    // What is repeated back, in bold and in a card, is text too.
    await member.types('<img src=x onerror="window.ran=1">[R5](javascript:window.ran=1)')
    await member.types('wat weet je van mij?')
    expect(await page.evaluate(() => Reflect.get(window, 'ran'))).toBeUndefined()
    expect(await page.locator('[role=log] img:not(.picture), [role=log] script, [role=log] b').count()).toBe(
      0,
    )
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await member.leaves()
  })

  test('links lead to Canon, in a tab of their own that knows nothing of us', async () => {
    const member = await arrives()
    await member.taps(nl.topics.passwordReset)
    for (let turns = 0; turns < 4 && (await member.page.locator('.bubble a').count()) === 0; turns++)
      await member.taps(nl.taps.unsure)
    const links = await member.page.locator('article a[href]').evaluateAll((all) =>
      all.map((link) => ({
        href: link.getAttribute('href') ?? '',
        target: link.getAttribute('target'),
        rel: link.getAttribute('rel') ?? '',
      })),
    )
    expect(links.length).toBeGreaterThan(0)
    for (const { href, target, rel } of links) {
      expect(href).toMatch(/^(https:\/\/[\w.-]*canon[\w.-]*\/|mailto:)/)
      if (href.startsWith('mailto:')) continue
      expect({ target, rel }).toEqual({ target: '_blank', rel: 'noopener noreferrer' })
    }
    await member.leaves()
  })
})

describe('the page', { timeout: 60_000 }, () => {
  test('changes its language with the assistant, by button and by asking, and keeps it over a reload', async () => {
    const member = await arrives()
    const { page } = member
    const html = page.locator('html')
    await member.taps(nl.topics.onboarding)
    await member.press(page.getByRole('button', { name: 'English' }))
    await member.settled(5)
    expect(await html.getAttribute('lang')).toBe('en')
    expect(await member.choices.first().textContent()).toBe(en.asks.hasBusinessAccount.yes)
    expect(await member.sendBox.getAttribute('placeholder')).toBe(texts.en.input)
    await member.reloads()
    expect(await html.getAttribute('lang')).toBe('en')
    expect(await page.getByTestId('progress').textContent()).toContain(texts.en.progress(1, 5))
    await member.types('Nederlands graag')
    await expect.poll(() => html.getAttribute('lang')).toBe('nl')
    expect(await member.choices.first().textContent()).toBe(nl.asks.hasBusinessAccount.yes)
    await member.leaves()
  })

  test('forgets: the screen is emptied of what was said, here and after a reload', async () => {
    const member = await arrives()
    const { page } = member
    await member.taps(nl.topics.tierSelection)
    await member.types('geheim-1850')
    await member.press(page.getByRole('button', { name: texts.nl.menu, exact: true }))
    await member.press(page.getByRole('menuitem', { name: texts.nl.menuForget }))
    await expect.poll(async () => (await member.cps()).pending?.slot).toBe('confirmForget')
    await member.settled()
    await member.press(member.choices.getByText(nl.taps.confirmForget, { exact: true }))
    await expect
      .poll(async () => (await member.shown()).map(({ words }) => words).join(), { timeout: 10_000 })
      .not.toContain('geheim')
    const left = await member.settled()
    await member.reloads()
    expect(await member.shown()).toEqual(left)
    expect(await page.content()).not.toContain('geheim')
    expect(await member.choices.allTextContents()).toEqual(Object.values(nl.topics))
    await member.leaves()
  })

  test('is dark where the member’s device is', async () => {
    const ground = async (colorScheme: 'light' | 'dark') => {
      const member = await arrives({ options: { ...desk, colorScheme } })
      const colors = await member.page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body)
        return [backgroundColor, color].map((one) => Number(/\d+/.exec(one)?.[0]))
      })
      await member.leaves()
      return colors
    }
    const [[paper = 0, ink = 0], [night = 0, glow = 0]] = [await ground('light'), await ground('dark')]
    expect(paper).toBeGreaterThan(ink)
    expect(night).toBeLessThan(glow)
  })

  test('works where the browser keeps nothing and asks for calm', async () => {
    const member = await arrives({ options: { ...desk, reducedMotion: 'reduce' } })
    const { page } = member
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      })
    })
    await page.reload()
    await page.getByTestId('bot-message').first().waitFor()
    await member.choices.getByText(nl.topics.payment, { exact: true }).click()
    await expect.poll(() => page.getByTestId('bot-message').count()).toBe(2)
    await member.leaves()
  })
})
