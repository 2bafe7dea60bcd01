/** A member at the members' page in a real browser: opens it, taps, types, reads; and watches that nothing goes wrong. */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { conversationOfResume } from '../../bot/channels/web/tokens.ts'
import type { SeenActivity } from '../bot/direct-line-client.ts'
import { waitAtMost } from './browser.ts'
import type { RunningProgram } from './running-program.ts'

/** A phone as many members have one. */
export const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
} as const satisfies BrowserContextOptions

/** A laptop. */
export const desk = { viewport: { width: 1280, height: 800 } } as const satisfies BrowserContextOptions

/** What a message of the assistant's carries for clients. */
export interface Cps {
  readonly dialog: string | null
  readonly pending: {
    readonly slot: string
    readonly item?: number
    readonly options?: readonly unknown[]
  } | null
  readonly progress: { readonly step: number; readonly of: number } | null
  readonly outcome: string | null
}

/** One message, as it is on the screen or in the log: who, and the words without the marks and spaces between. */
export interface Line {
  readonly who: 'bot' | 'member'
  readonly words: string
}

const wordsOf = (text: string) =>
  text
    .replace(/(?<!\\)\]\((?:https?|mailto):[^)]*\)/g, ']')
    .match(/[\p{L}\d]+/gu)
    ?.join('') ?? ''

const isFromBot = ({ from }: SeenActivity) => from.role === 'bot'

/** Milliseconds between two taps of somebody who reads what is asked. */
const reading = 550

/** What the browser says when the network is gone; where the test took it away, that is no fault. */
const lineFault = /WebSocket connection|Failed to load resource|net::ERR_/

/** What a browser context is opened with: `anew` where the test needs more than the page. */
interface Opening {
  readonly locale?: string
  readonly path?: string
  readonly context?: BrowserContext
  readonly options?: BrowserContextOptions
}

/** A member with one tab. */
export class MemberPage {
  /** What the browser complained about: errors, refused scripts, requests that went elsewhere. */
  readonly complaints: string[] = []
  private readonly program: RunningProgram
  private lastTap = 0
  readonly page: Page
  readonly touch: boolean

  private constructor(program: RunningProgram, page: Page, touch: boolean) {
    this.program = program
    this.page = page
    this.touch = touch
    page.setDefaultTimeout(waitAtMost)
    page.on('pageerror', (error) => this.complaints.push(`error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.complaints.push(`${message.type()}: ${message.text()}`)
    })
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(program.url) && !url.startsWith('data:') && !url.startsWith('blob:'))
        this.complaints.push(`elsewhere: ${url}`)
    })
  }

  /** Opens the page and waits for the welcome, or for what stood there before. */
  static async arrives(
    browser: Browser,
    program: RunningProgram,
    opening: Opening = {},
  ): Promise<MemberPage> {
    const { locale = 'nl-NL', path = '/', options = phone } = opening
    const context = opening.context ?? (await browser.newContext({ ...options, locale }))
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`content security policy: ${violatedDirective} ${blockedURI}`),
      )
    })
    const member = new MemberPage(program, await context.newPage(), options.hasTouch === true)
    await member.page.goto(program.url + path)
    await member.settled()
    return member
  }

  /** Closes the tab and all that belongs to it; nothing may have gone wrong meanwhile, but for the line where the test cut it. */
  async leaves({ lineWasCut = false } = {}): Promise<void> {
    await this.page.context().close()
    expect(this.complaints.filter((complaint) => !lineWasCut || !lineFault.test(complaint))).toEqual([])
  }

  get sendBox(): Locator {
    return this.page.getByTestId('send-box')
  }

  /** The choices that can be tapped now, below the last message. */
  get choices(): Locator {
    return this.page.locator('article > .actions button')
  }

  get status(): Locator {
    return this.page.getByTestId('line')
  }

  async conversationId(): Promise<string> {
    const secret = await this.page.evaluate(
      () => localStorage.getItem('cps.resume') ?? sessionStorage.getItem('cps.resume'),
    )
    return (secret !== null && conversationOfResume(secret)) || ''
  }

  /** What stands on the screen. */
  shown(): Promise<readonly Line[]> {
    return this.page
      .locator('article')
      .evaluateAll((articles) =>
        articles.map((article) => {
          const bubble = article.querySelector('.bubble')?.cloneNode(true) as HTMLElement | undefined
          // What only a screen reader hears is the page's own.
          for (const unseen of bubble?.querySelectorAll('.unseen') ?? []) unseen.remove()
          const fromBot = article.getAttribute('data-testid') === 'bot-message'
          return { who: fromBot ? ('bot' as const) : ('member' as const), words: bubble?.textContent ?? '' }
        }),
      )
      .then((lines) => lines.map(({ who, words }) => ({ who, words: wordsOf(words) })))
  }

  /** What the store has. */
  async logged(): Promise<readonly Line[]> {
    const messages = await this.program.messages(await this.conversationId())
    return messages.map((message) => ({
      who: isFromBot(message) ? 'bot' : 'member',
      words: wordsOf(message.text ?? ''),
    }))
  }

  /** What the last message of the assistant's says about where the conversation is. */
  async cps(): Promise<Cps> {
    const messages = await this.program.messages(await this.conversationId())
    return (messages.findLast(isFromBot) as unknown as { channelData: { cps: Cps } }).channelData.cps
  }

  /** Waits until the screen shows the log, each message once and in order, with an answer as the last. */
  async settled(atLeast = 1): Promise<readonly Line[]> {
    let shown: readonly Line[] = []
    await expect
      .poll(
        async () => {
          shown = await this.shown()
          const logged = await this.logged()
          return shown.length >= atLeast &&
            shown.at(-1)?.who === 'bot' &&
            JSON.stringify(shown) === JSON.stringify(logged)
            ? 'as in the log'
            : { shown, logged }
        },
        { timeout: waitAtMost, interval: 40 },
      )
      .toBe('as in the log')
    return shown
  }

  /** Taps or clicks, as this device does. */
  press(what: Locator): Promise<void> {
    return this.touch ? what.tap() : what.click()
  }

  /** Taps a choice and waits for the answer. */
  async taps(label: string): Promise<void> {
    const before = await this.shown()
    const choice = this.choices.getByText(label, { exact: true })
    // What follows within half a second at the same spot, the page takes for a double click.
    await this.page.waitForTimeout(Math.max(0, this.lastTap + reading - Date.now()))
    await this.press(choice)
    this.lastTap = Date.now()
    await this.settled(before.length + 2)
  }

  /** Types, sends, and waits for the answer. */
  async types(text: string): Promise<void> {
    const before = await this.shown()
    await this.sends(text)
    await this.settled(before.length + 2)
  }

  /** Types and sends, as a phone does by its button and a laptop by Enter. */
  async sends(text: string): Promise<void> {
    await this.sendBox.fill(text)
    if (this.touch) await this.page.locator('button.send').tap()
    else await this.sendBox.press('Enter')
  }

  async reloads(): Promise<void> {
    await this.page.reload()
    await this.settled()
  }
}
