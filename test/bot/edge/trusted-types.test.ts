/** In a real browser: the page's policy stops what an injected text would do, and never what the page itself does. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { useBrowser } from '../../browser/browser.ts'
import { desk, MemberPage } from '../../browser/member-page.ts'
import { useProgram } from '../../browser/running-program.ts'

/** Somebody's site that shows whatever address it is asked to in a frame. */
const site = createServer((request, response) => {
  const shown = new URL(request.url ?? '/', 'http://site').searchParams.get('shows') ?? ''
  response.setHeader('content-type', 'text/html')
  response.end(`<!doctype html><title>site</title><iframe src="${shown}"></iframe>`)
})

const browser = useBrowser()
const program = useProgram(async () => {
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening))
  return { ALLOWED_ORIGINS: siteAt('127.0.0.1') }
})
const siteAt = (host: string) => `http://${host}:${(site.address() as AddressInfo).port}`

afterAll(() => {
  site.closeAllConnections()
  site.close()
})
afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

/** Every way in which a text could become markup or a script, each said in the page itself. */
const injections = {
  innerHTML: () => {
    document.body.innerHTML = '<img src=x onerror="window.injected = true">'
  },
  outerHTML: () => {
    document.getElementById('page')!.outerHTML = '<b>injected</b>'
  },
  insertAdjacentHTML: () => document.body.insertAdjacentHTML('beforeend', '<b>injected</b>'),
  write: () => document.write('<b>injected</b>'),
  parsed: () => new DOMParser().parseFromString('<b>injected</b>', 'text/html'),
  fragment: () => document.createRange().createContextualFragment('<b>injected</b>'),
  srcdoc: () => {
    document.createElement('iframe').srcdoc = '<b>injected</b>'
  },
  scriptText: () => {
    document.createElement('script').text = 'window.injected = true'
  },
  scriptAddress: () => {
    document.createElement('script').src = '/assets/other.js'
  },
  handler: () => document.body.setAttribute('onclick', 'window.injected = true'),
  // In a task of the page's own: the debugger itself may make code from text.
  made: () =>
    new Promise((made, refused) => {
      setTimeout(() => {
        try {
          made(typeof new Function('window.injected = true'))
        } catch (error) {
          refused(error)
        }
      })
    }),
  timer: () => setTimeout('window.injected = true' as unknown as () => void),
  worker: () => new Worker('/assets/other.js'),
  policy: () =>
    (
      window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
    ).trustedTypes.createPolicy('own', { createHTML: (html: string) => html }),
}

/** The kind of error with which the browser refuses it; the debugger that runs it is held to the policy as the page is. */
const refusalOf = (page: Page, inject: () => unknown): Promise<string> =>
  page.evaluate(inject).then(
    () => 'nothing refused it',
    (error: Error) => /\b[A-Z]\w*Error\b/.exec(error.message)?.[0] ?? error.message,
  )

describe('a text in the page', { timeout: 60_000 }, () => {
  test('never becomes markup or a script, however it is put in', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: desk })
    const { page } = member
    const refused: Record<string, string> = {}
    for (const [way, inject] of Object.entries(injections)) refused[way] = await refusalOf(page, inject)
    expect(refused).toEqual(
      Object.fromEntries(
        Object.keys(injections).map((way) => [way, expect.stringMatching(/^(TypeError|EvalError)$/)]),
      ),
    )
    expect(await page.evaluate(() => 'injected' in window)).toBe(false)
    // The browser reports each: a policy that is only watched would be silent here.
    expect(
      member.complaints.filter((complaint) => complaint.includes('content security policy')).length,
    ).toBeGreaterThanOrEqual(Object.keys(injections).length - 1)
  })

  test('that a member types as markup stands there as it was typed, and the talk goes on', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: desk })
    for (const text of [
      '<img src=x onerror="window.injected = true">',
      '<script>window.injected = true</script>',
    ])
      await member.types(text)
    expect(await member.page.locator('.bubble img, .bubble script').count()).toBe(0)
    expect(await member.page.evaluate(() => 'injected' in window)).toBe(false)
    await member.types(catalogues.nl.topics.onboarding)
    expect((await member.cps()).pending?.slot).toBe('hasBusinessAccount')
    await member.leaves()
  })
})

describe('the page in a frame', { timeout: 60_000 }, () => {
  const shownOn = async (host: string) => {
    const page = await (await browser().newContext(desk)).newPage()
    await page.goto(`${siteAt(host)}/?shows=${encodeURIComponent(`${program().url}/`)}`)
    return page
  }

  test('is shown by a site that may use the bot', async () => {
    const page = await shownOn('127.0.0.1')
    await page.frameLocator('iframe').getByTestId('bot-message').first().waitFor()
  })

  test('is not shown by any other', async () => {
    const page = await shownOn('localhost')
    await page.waitForLoadState()
    const frame = page.frames().find((one) => one !== page.mainFrame())
    expect(await frame?.locator('#page').count()).toBe(0)
  })
})
