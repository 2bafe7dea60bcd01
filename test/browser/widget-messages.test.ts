/** What the chat in its frame and the site around it hear of each other, and what neither believes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { linesOf, talks } from '../../bot/bench/talks.ts'
import { words } from '../../bot/widget/texts.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { chromiumPath } from '../programs.ts'
import { waitAtMost } from './browser.ts'
import { desk } from './member-page.ts'
import { useSite, Visitor } from './visitor.ts'

const { browser, bot, origin, visit } = useSite()
const { topics } = catalogues.en
const t = words.en

describe('a talk', () => {
  test('that stands on the site begins a new conversation, and interrupts none', async () => {
    const visitor = await visit('talk=migration')
    await visitor.opens(3)
    expect(await visitor.said()).toEqual([topics.migration])
    await visitor.page.reload()
    await visitor.launcher.waitFor()
    await visitor.opens(3)
    expect(await visitor.said()).toEqual([topics.migration])
  })

  test('that the visitor asks for begins at once, in the language of the conversation, and not twice', async () => {
    const visitor = await visit('language=nl')
    const { topics } = catalogues.nl
    await visitor.opens()
    await visitor.page.evaluate(() => window.cpsAssistant?.open('payment'))
    await visitor.sees(3)
    for (let times = 0; times < 2; times++) await visitor.page.locator('#migration').click()
    await visitor.sees(5)
    expect(await visitor.said()).toEqual([topics.payment, topics.migration])
  })

  test('begins by the address of the page itself, too', async () => {
    const context = await browser().newContext({ ...desk, locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto(`${bot()}/?talk=registration`)
    await page
      .locator('[data-testid=member-message]')
      .getByText(topics.registration)
      .waitFor({ timeout: waitAtMost })
  })
})

describe('the site hears', () => {
  test('that something happened, and never what was said', async () => {
    const visitor = await visit('talk=migration')
    const { page } = visitor
    let release = () => {}
    await visitor.opens(3)
    await visitor.says('my name is Saskia, forget it, stop')
    await visitor.sees(5)
    await visitor.chat.locator('.send').waitFor()
    const held = new Promise<void>((done) => {
      release = done
    })
    await page.route('**/activities', async (route) => {
      await held
      await route.continue()
    })
    await visitor.says('cancel')
    await page.keyboard.press('Escape')
    await visitor.hears({ kind: 'closed' })
    release()
    await expect.poll(async () => await visitor.heard()).toContainEqual({ kind: 'unread', count: 1 })
    await page.getByRole('button', { name: t.open(1) }).click()
    await visitor.hears({ kind: 'unread', count: 0 })
    const heard = await visitor.heard()
    expect(heard).toContainEqual({ kind: 'ended', talk: 'migration', outcome: 'cancelled' })
    expect(JSON.stringify(heard)).not.toMatch(/saskia|cancel"|stop/i)
    expect(new Set(heard.flatMap(Object.keys))).toEqual(new Set(['kind', 'count', 'talk', 'outcome']))
  })

  test('of a talk that came to its end, how it ended', async () => {
    const visitor = await visit('language=en')
    await visitor.opens()
    for (const line of linesOf(talks[1])) {
      const before = await visitor.chat.locator('article').count()
      await visitor.says(line)
      await expect
        .poll(() => visitor.chat.locator('article').count(), { timeout: waitAtMost })
        .toBeGreaterThan(before + 1)
    }
    await visitor.hears({ kind: 'ended', talk: 'tierSelection', outcome: 'completed' })
  })

  test('nothing that somebody else says in the chat’s name', async () => {
    const visitor = await visit()
    await visitor.opens()
    await visitor.page.evaluate(async () => {
      const forged = [
        { 'cps-assistant': { kind: 'close' } },
        { 'cps-assistant': { kind: 'unread', count: 7 } },
        { 'cps-assistant': { kind: 'ended', talk: 'migration', outcome: 'completed' } },
      ]
      // From the site’s own window, with the chat’s origin but not from its window, and from its window with another’s origin.
      for (const data of forged) {
        postMessage(data, '*')
        const bot = new URL(document.querySelector<HTMLScriptElement>('script[src*=widget]')!.src).origin
        dispatchEvent(new MessageEvent('message', { data, origin: bot, source: window }))
        dispatchEvent(
          new MessageEvent('message', { data, origin: 'https://another.example', source: frames[0] ?? null }),
        )
      }
      await new Promise((done) => setTimeout(done, 100))
    })
    expect(await visitor.dialog.isVisible()).toBe(true)
    expect(await visitor.heard()).toEqual([{ kind: 'opened' }])
  })
})

describe('the chat hears', () => {
  test('nobody but the window that frames it, and only from the site that it was told of', async () => {
    const visitor = await visit()
    // What is behind a shadow root is in no list of frames; but who is spoken to knows by whom.
    await visitor.page.evaluate(() =>
      addEventListener('message', ({ source }) => Object.assign(window, { chat: source })),
    )
    await visitor.opens()
    // Another frame of the same site: the right origin, the wrong window.
    await visitor.page.evaluate(() =>
      document.querySelector('main')?.append(document.createElement('iframe')),
    )
    const other = visitor.page.frames().find((frame) => frame.url() === 'about:blank')!
    const asks = () => {
      const { chat } = top as unknown as { readonly chat: Window }
      chat.postMessage({ 'cps-assistant': { kind: 'show', talk: 'migration', asked: true } }, '*')
    }
    await other.evaluate(asks)
    await visitor.says('What is CPS?')
    await visitor.sees(3)
    expect(await visitor.said()).toEqual(['What is CPS?'])
    // The same from the window that frames it is heard.
    await visitor.page.evaluate(asks)
    await visitor.sees(5)
    expect((await visitor.said()).at(-1)).toBe(topics.migration)
  })

  test('nothing where its address names another site than the one that frames it', async () => {
    const visitor = await visit()
    const answers = await visitor.page.evaluate(
      async (address) => {
        const heard: unknown[] = []
        addEventListener('message', ({ data }) => heard.push(data))
        const frame = document.createElement('iframe')
        frame.src = address
        document.querySelector('main')!.append(frame)
        await new Promise((done) => frame.addEventListener('load', done))
        for (let times = 0; times < 5; times++) {
          frame.contentWindow!.postMessage(
            { 'cps-assistant': { kind: 'show', talk: 'migration', asked: true } },
            '*',
          )
          await new Promise((done) => setTimeout(done, 50))
        }
        return heard
      },
      `${bot()}/?embedded=${encodeURIComponent('https://another.example')}`,
    )
    expect(answers).toEqual([])
    const [frame] = visitor.page.frames().filter((one) => one.url().includes('another.example'))
    expect(await frame!.locator('article').count()).toBe(0)
  })
})

describe('where the browser or the operator says no', () => {
  test('to anything kept in a frame, the chat goes on in memory', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cps-blocking-'))
    const preferences = { profile: { block_third_party_cookies: true, cookie_controls_mode: 1 } }
    mkdirSync(join(folder, 'Default'))
    writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
    const context = await chromium.launchPersistentContext(folder, {
      ...{ ...desk, locale: 'en-GB', executablePath: chromiumPath() },
      args: ['--no-sandbox', '--disable-gpu', '--disable-features=ThirdPartyStoragePartitioning'],
    })
    try {
      const visitor = await Visitor.arrives(context, `${origin()}/?talk=migration`)
      await visitor.opens(3)
      const kept = await visitor.chat.locator('html').evaluate(async () => {
        const locks = navigator.locks.request('cps.try', () => 'granted').catch(() => 'refused')
        try {
          return [localStorage.length, await locks]
        } catch {
          return ['refused', await locks]
        }
      })
      expect(kept).toEqual(['refused', 'refused'])
      await visitor.page.keyboard.press('Escape')
      await visitor.dialog.waitFor({ state: 'hidden' })
      await visitor.opens(3)
      expect(visitor.complaints).toEqual([])
    } finally {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('to the site, the visitor is offered the page itself', async () => {
    const context = await browser().newContext({ ...desk, locale: 'en-GB' })
    const stranger = origin().replace('localhost', '127.0.0.1')
    const visitor = await Visitor.arrives(context, `${stranger}/`)
    await visitor.page.clock.install()
    await visitor.launcher.click()
    await visitor.page.clock.runFor(20_000)
    const link = visitor.page.getByRole('link', { name: t.apart })
    await link.waitFor()
    expect(await link.getAttribute('href')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?lang=en$/)
    expect(visitor.complaints.some((complaint) => complaint.includes('ALLOWED_ORIGINS'))).toBe(true)
    await visitor.page.getByRole('button', { name: t.close }).first().click()
    await visitor.dialog.waitFor({ state: 'hidden' })
  })
})
