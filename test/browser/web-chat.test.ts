/** Microsoft's Web Chat, unmodified, on somebody else's site: it talks to our endpoint as to any Direct Line. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSite, type Site } from '../../bot/bench/page/web-chat-site.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { languages } from '../../domain/values.ts'
import { useBrowser, waitAtMost } from './browser.ts'
import { desk } from './member-page.ts'
import { useProgram } from './running-program.ts'

let site: Site
const browser = useBrowser()
const program = useProgram(async () => {
  site = await openSite(join(import.meta.dirname, '../..'))
  return { ALLOWED_ORIGINS: site.origin }
})
afterAll(() => site?.close())

/** Milliseconds: after a loss Web Chat waits 3 to 15 s before it connects again. */
const reconnects = 40_000

let complaints: string[] = []
beforeEach(() => {
  complaints = []
})
afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

const wordsOf = (text: string) => text.match(/[\p{L}\d]+/gu)?.join('') ?? ''

/** A member who chats on the other site. */
class Chatter {
  private conversation = ''
  /** How many sockets it has opened so far. */
  sockets = 0

  private constructor(readonly page: Page) {
    page.setDefaultTimeout(waitAtMost)
    page.on('websocket', () => this.sockets++)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('response', async (response) => {
      const given = response.url().endsWith('/conversations') && response.request().method() === 'POST'
      if (given) this.conversation = ((await response.json()) as { conversationId: string }).conversationId
    })
  }

  static async arrives(locale: string): Promise<Chatter> {
    const context = await browser().newContext({ ...desk, locale })
    const chatter = new Chatter(await context.newPage())
    await chatter.page.goto(`${site.origin}/?${new URLSearchParams({ bot: program().url, locale })}`)
    await chatter.shows(1)
    return chatter
  }

  shown = async () =>
    (await this.page.locator('.webchat__bubble__content .webchat__text-content').allTextContents()).map(
      wordsOf,
    )

  logged = async () =>
    (await program().messages(this.conversation)).map(({ text }) =>
      wordsOf((text ?? '').replace(/\]\([^)]*\)/g, '')),
    )

  lastFromBot = async () => (await program().messages(this.conversation)).at(-1)!

  /** Waits until so many messages are on the screen: those of the log, in its order, each once. */
  async shows(count: number, timeout: number = waitAtMost): Promise<void> {
    await expect
      .poll(async () => ({ shown: await this.shown(), logged: (await this.logged()).slice(0, count) }), {
        timeout,
      })
      .toSatisfy(
        ({ shown, logged }) => shown.length === count && JSON.stringify(shown) === JSON.stringify(logged),
      )
    expect(await this.logged()).toHaveLength(count)
    // An own message that Web Chat has not found in the log counts as failed there.
    expect(await this.page.locator('.webchat__activity-status').allTextContents()).not.toContainEqual(
      expect.stringMatching(/mislukt|failed|opnieuw|retry/i),
    )
  }

  async says(text: string): Promise<void> {
    const box = this.page.locator('.webchat__send-box-text-box__input')
    await box.fill(text)
    await box.press('Enter')
  }

  taps = (label: string) =>
    this.page.locator('.webchat__suggested-action').getByText(label, { exact: true }).click()
}

describe.each(languages)('Web Chat in %s', (language) => {
  const { names, steer, taps, topics } = catalogues[language]
  const locale = { nl: 'nl-NL', en: 'en-GB' }[language]

  test('is welcomed, taps, types, reads the reply, and uses the receipt’s buttons', {
    timeout: 90_000,
  }, async () => {
    const chatter = await Chatter.arrives(locale)
    expect(await chatter.shown()).toEqual([wordsOf(steer.welcome)])
    await chatter.taps(topics.onboarding)
    await chatter.shows(3)
    expect((await chatter.shown())[1]).toBe(wordsOf(topics.onboarding))
    await chatter.says(taps.yes)
    await chatter.shows(5)
    await chatter.says(taps.review)
    const card = chatter.page
      .locator('.webchat__bubble__content')
      .filter({ has: chatter.page.locator('.ac-adaptiveCard') })
    await card.waitFor()
    expect((await card.textContent())?.toLowerCase()).toContain(names.hasBusinessAccount)
    const before = (await chatter.logged()).length
    await chatter.shows(before)
    await card.getByText(taps.change('').trim(), { exact: true }).first().click()
    await chatter.shows(before + 2)
    expect((await chatter.shown()).at(-2)).toBe(wordsOf(taps.change(names.hasBusinessAccount)))
    expect((await chatter.lastFromBot()).channelData).toMatchObject({
      cps: { pending: { slot: 'hasBusinessAccount' } },
    })
    expect(complaints).toEqual([])
  })
})

describe('Web Chat whose socket is cut', () => {
  const { taps, topics } = catalogues.nl

  test('connects again, and nothing is lost or doubled', { timeout: 120_000 }, async () => {
    const chatter = await Chatter.arrives('nl-NL')
    await chatter.taps(topics.onboarding)
    await chatter.shows(3)
    expect(program().cutSockets()).toBe(1)
    // Said while nobody listens: the answer is there when the socket is.
    await chatter.says(taps.yes)
    await expect.poll(async () => (await chatter.logged()).length, { timeout: waitAtMost }).toBe(5)
    await chatter.shows(5, reconnects)
    expect(chatter.sockets).toBe(2)
    await chatter.says(taps.yes)
    await chatter.shows(7)
    expect(complaints).toEqual([])
  })
})
