/** Somebody who visits a site of somebody else's, with the assistant's launcher on it. */
import type { BrowserContext, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, expect } from 'vitest'
import { type DemoSite, openDemoSite } from '../../bot/demo/site.ts'
import { useBrowser, waitAtMost } from './browser.ts'
import { desk } from './member-page.ts'
import { useProgram } from './running-program.ts'

/** What the launcher hides from the site it hides from a test, too: here its root is opened, and nothing else is changed. */
const openRoots = () => {
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (init) {
    return attach.call(this, { ...init, mode: 'open' })
  }
}

/** A visitor with one tab. */
export class Visitor {
  /** What the browser complained about, policies' refusals among it. */
  readonly complaints: string[] = []

  private constructor(readonly page: Page) {
    page.setDefaultTimeout(waitAtMost)
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text())
    })
  }

  /** Opens the site's page and waits for the launcher. */
  static async arrives(context: BrowserContext, address: string): Promise<Visitor> {
    await context.addInitScript(openRoots)
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`content security policy: ${violatedDirective} ${blockedURI}`),
      )
    })
    const visitor = new Visitor(await context.newPage())
    await visitor.page.goto(address)
    await visitor.launcher.waitFor()
    return visitor
  }

  get launcher(): Locator {
    return this.page.locator('cps-assistant .open')
  }

  get dialog(): Locator {
    return this.page.locator('cps-assistant dialog')
  }

  /** The page in its frame. */
  get chat(): FrameLocator {
    return this.page.frameLocator('cps-assistant iframe')
  }

  get sendBox(): Locator {
    return this.chat.getByTestId('send-box')
  }

  /** Opens the chat and waits until so many messages are there. */
  async opens(messages = 1): Promise<void> {
    await this.launcher.click()
    await this.sees(messages)
  }

  /** Waits until so many messages stand in the chat. */
  async sees(messages: number): Promise<void> {
    await expect.poll(() => this.chat.locator('article').count(), { timeout: waitAtMost }).toBe(messages)
  }

  /** The words of the member's own messages, as they stand there. */
  said = (): Promise<readonly string[]> =>
    this.chat.locator('[data-testid=member-message] .bubble').allTextContents()

  async says(text: string): Promise<void> {
    await this.sendBox.fill(text)
    await this.sendBox.press('Enter')
  }

  /** What the site has heard so far. */
  async heard(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const lines = await this.page.locator('#events li').allTextContents()
    return lines.map((line) => JSON.parse(line))
  }

  /** Waits until the site has heard this last. */
  hears = (happening: Readonly<Record<string, unknown>>): Promise<void> =>
    expect.poll(async () => (await this.heard()).at(-1), { timeout: waitAtMost }).toEqual(happening)

  /** What has the focus: on the site, in the launcher's root, and in the frame. */
  focused = (): Promise<readonly (string | undefined)[]> =>
    this.page.evaluate(() => {
      const site = document.activeElement
      return [
        site?.id || site?.localName,
        site?.shadowRoot?.activeElement?.className || site?.shadowRoot?.activeElement?.localName,
      ]
    })
}

/** Runs the assistant and a site on another origin for this file, and visits the site. */
export function useSite() {
  let site: DemoSite | undefined
  const browser = useBrowser()
  const program = useProgram(async () => {
    site = await openDemoSite(bot)
    return { ALLOWED_ORIGINS: site.origin }
  })
  /** By another name than the site's: to a browser the two are then not even of one site. */
  const bot = () => program().url.replace('localhost', '127.0.0.1')
  afterAll(() => site?.close())
  afterEach(async () => {
    for (const context of browser().contexts()) await context.close()
  })
  const origin = () => site!.origin
  return {
    browser,
    bot,
    origin,
    /** A new visitor; what is asked for in the address are attributes of the script. */
    visit: async (search = '', options: BrowserContextOptions = desk) =>
      Visitor.arrives(await browser().newContext({ locale: 'en-GB', ...options }), `${origin()}/?${search}`),
  }
}
