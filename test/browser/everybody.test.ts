/** The page for whoever has no mouse, does not see it, or sees it large: the whole way by keyboard, what is announced, where the focus goes. */
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { texts } from '../../bot/web/language.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { useBrowser } from './browser.ts'
import { desk, MemberPage, phone } from './member-page.ts'
import { useProgram } from './running-program.ts'

const browser = useBrowser()
const program = useProgram()
const { topics, taps, asks, tiers, methods } = catalogues.nl
const words = texts.nl

afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
const focusedIn = (page: Page, selector: string) =>
  page.evaluate((within) => document.activeElement?.closest(within) !== null, selector)

/** From the send box back to a choice, and Enter. */
async function choosesByKeyboard(member: MemberPage, label: string): Promise<void> {
  const { page } = member
  const before = (await member.shown()).length
  for (let presses = 0; (await focusedText(page)) !== label; presses++) {
    if (presses > 30) throw new Error(`‘${label}’ was not reached`)
    await page.keyboard.press('Shift+Tab')
  }
  await page.keyboard.press('Enter')
  await member.settled(before + 2)
}

async function typesByKeyboard(member: MemberPage, text: string): Promise<void> {
  const before = (await member.shown()).length
  await member.page.keyboard.type(text)
  await member.page.keyboard.press('Enter')
  await member.settled(before + 2)
}

describe('by keyboard alone', { timeout: 90_000 }, () => {
  test('a member walks the whole onboarding, and the focus is never lost on the way', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: desk })
    const { page } = member
    await expect.poll(() => focusedIn(page, '[data-testid=send-box]')).toBe(true)
    await choosesByKeyboard(member, topics.onboarding)
    const answers: Readonly<Record<string, () => Promise<void>>> = {
      hasBusinessAccount: () => choosesByKeyboard(member, asks.hasBusinessAccount.yes ?? taps.yes),
      signedIn: () => choosesByKeyboard(member, asks.signedIn.yes ?? taps.yes),
      hadCpsAccount: () => choosesByKeyboard(member, taps.no),
      wantsSheet: () => choosesByKeyboard(member, asks.wantsSheet.yes ?? taps.yes),
      productName: () => typesByKeyboard(member, 'EOS R5, serienummer 012345678901'),
      purchaseCountry: async () => {
        const before = (await member.shown()).length
        await page.keyboard.press('Shift+Tab')
        expect(await focusedIn(page, '[data-testid=pick-country]')).toBe(true)
        await page.keyboard.type('nederl')
        await page.keyboard.press('Enter')
        await member.settled(before + 2)
      },
      dealer: () => typesByKeyboard(member, 'Foto Hof'),
      anotherProduct: () => choosesByKeyboard(member, asks.anotherProduct.no ?? taps.no),
      points: () => typesByKeyboard(member, '2600'),
      tier: () => choosesByKeyboard(member, tiers.platinum),
      paymentMethod: () => choosesByKeyboard(member, methods.creditCard),
      invoiceReceived: () => choosesByKeyboard(member, asks.invoiceReceived.yes ?? taps.yes),
      invoiceDate: () => choosesByKeyboard(member, taps.yesterday),
      hadMembership: () => choosesByKeyboard(member, taps.no),
    }
    const asked: string[] = []
    for (let turns = 0; turns < 40; turns++) {
      const { pending } = await member.cps()
      if (!pending) break
      asked.push(pending.slot)
      await (answers[pending.slot] ?? (() => choosesByKeyboard(member, taps.unsure)))()
      // One goes on where one types.
      expect(await focusedIn(page, '[data-testid=send-box]'), pending.slot).toBe(true)
    }
    expect(asked).toEqual(
      expect.arrayContaining(['hasBusinessAccount', 'purchaseCountry', 'tier', 'hadMembership']),
    )
    await choosesByKeyboard(member, taps.ratings[4] ?? '')
    await member.leaves()
  })

  test('the arrows walk through the conversation to its end, which says that it is the end', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: desk })
    const { page } = member
    await member.taps(topics.payment)
    await page.getByRole('log').focus()
    await page.keyboard.press('Home')
    expect(await focusedIn(page, '[data-testid=bot-message]')).toBe(true)
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowDown')
    expect(await focusedText(page)).toBe(words.end)
    await page.keyboard.press('ArrowDown')
    expect(await focusedText(page)).toBe(words.end)
    await page.keyboard.press('ArrowUp')
    expect(await focusedIn(page, '[data-testid=bot-message]')).toBe(true)
    await page.keyboard.press('Escape')
    expect(await focusedIn(page, '[data-testid=send-box]')).toBe(true)
    await member.leaves()
  })

  test('a sheet keeps the focus and gives it back', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: desk })
    const { page } = member
    await member.taps(topics.onboarding)
    await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
    const opener = page.getByRole('button', { name: words.known.open })
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('known').waitFor()
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab')
      // Between its last stop and its first the browser itself may have it.
      expect(
        await page.evaluate(
          () =>
            document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
        ),
      ).toBe(true)
    }
    await page.keyboard.press('Escape')
    expect(await opener.evaluate((one) => one === document.activeElement)).toBe(true)
    await member.leaves()
  })
})

describe('who hears the page', { timeout: 60_000 }, () => {
  test('is told of each message once, politely, and of nothing that was there before', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: phone })
    const { page } = member
    await member.taps(topics.onboarding)
    await member.reloads()
    const log = page.getByRole('log')
    await log.evaluate((area) => {
      const told: string[] = []
      Object.assign(window, { told })
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          for (const node of addedNodes)
            if (node instanceof Element && node.matches('[data-entry]')) told.push(node.textContent ?? '')
      }).observe(area, { childList: true })
    })
    await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
    await member.types('Wat is CPS?')
    const shown = (await member.shown()).length
    const told = await page.evaluate(() => (window as unknown as { told: string[] }).told)
    // Welcome, topic and question were there; all after those came once.
    expect(told).toHaveLength(shown - 3)
    expect(new Set(told).size).toBe(told.length)
    expect(await log.getAttribute('aria-live')).toBe('polite')
    // That something was sent is seen, and need not be said.
    expect(await page.locator('.state').first().getAttribute('aria-live')).toBe('off')
    await member.leaves()
  })

  test('finds a log, its messages by who speaks, a named group of choices, and where the onboarding is', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: phone })
    const { page } = member
    await member.taps(topics.onboarding)
    await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
    const tree = await page.locator('body').ariaSnapshot()
    for (const part of [
      `heading "${words.title}" [level=1]`,
      `log "${words.log}"`,
      `text: "${words.you}:"`,
      `group "${words.choices}"`,
      `region "${words.progressLabel}"`,
      `textbox "${words.input}"`,
      `button "${words.known.open}"`,
    ])
      expect(tree).toContain(part)
    await member.leaves()
  })
})

describe('a page that is enlarged', { timeout: 60_000 }, () => {
  test('to 400 % is one column without a second direction to scroll in', async () => {
    // 1280 pixels at 400 % are 320.
    const member = await MemberPage.arrives(browser(), program(), {
      options: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
    })
    const { page } = member
    await member.taps(topics.payment)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    const { height = 0 } = (await page.getByRole('log').boundingBox()) ?? {}
    expect(height).toBeGreaterThan(60)
    await member.leaves()
  })
})

describe('a message on its way', { timeout: 60_000 }, () => {
  test('is being sent, then sent; meanwhile somebody is typing', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: phone })
    const { page } = member
    let go = () => {}
    const held = new Promise<void>((done) => {
      go = done
    })
    await page.route('**/activities', async (route) => {
      await held
      await route.continue()
    })
    await member.sends(topics.payment)
    const state = page.locator('.state').last()
    expect(await state.textContent()).toBe(words.sending)
    await page.getByTestId('typing').waitFor()
    go()
    await member.settled(3)
    expect(await state.textContent()).toBe(words.sent)
    expect(await page.getByTestId('typing').count()).toBe(0)
    await member.leaves()
  })
})
