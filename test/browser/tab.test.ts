/** The tab as people of support use it: in their Teams, by keyboard alone, live, and where something is missing. */
import type { Frame, Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { texts } from '../../bot/tab/language.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { someCase } from '../bot/tab/some-cases.ts'
import { useBrowser } from './browser.ts'
import { useTabProgram } from './tab-program.ts'
import { startTeamsHost, type TeamsIs } from './teams-host.ts'

const browser = useBrowser()
const program = useTabProgram()
const { nl, en } = texts

beforeAll(() => program().fill())
afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

/** Somebody of support opens the tab. */
const opens = async (is: TeamsIs = {}) =>
  program().host.opens(browser(), program().tab, { token: await program().issuer.token(), ...is })

const heading = (tab: Frame, name: string) => tab.getByRole('heading', { name, exact: true })
const focused = (tab: Frame) => tab.evaluate(() => document.activeElement?.textContent ?? '')
/** The case whose row has the focus. */
const caseAtFocus = (tab: Frame) =>
  tab.evaluate(() => document.activeElement?.getAttribute('data-case') ?? undefined)

describe('in Teams', { timeout: 60_000 }, () => {
  test('the tab follows the user’s language and theme, also when that changes', async () => {
    const { tab, changesTheme, complaints } = await opens({ locale: 'nl-be', theme: 'dark' })
    await heading(tab, nl.openCases).waitFor()
    expect(await tab.locator('html').getAttribute('data-theme')).toBe('dark')
    const ground = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const dark = await ground()
    for (const theme of ['contrast', 'default'] as const) {
      await changesTheme(theme)
      await tab.locator(`html[data-theme=${theme}]`).waitFor()
      expect(await ground()).not.toBe(dark)
    }
    expect(complaints).toEqual([])
  })

  test('a language that was chosen stays chosen, whatever Teams’ own is', async () => {
    const { tab } = await opens({ locale: 'en-us' })
    await heading(tab, en.openCases).waitFor()
    expect(await tab.locator('html').getAttribute('lang')).toBe('en')
    await tab.getByRole('button', { name: en.otherLanguage }).click()
    await heading(tab, nl.openCases).waitFor()
    await tab.getByText('Wachtwoord of inloggen').waitFor()
    // A member's own words stay in the language they were said in.
    expect(await tab.locator('[data-case=case-2] .wants').getAttribute('lang')).toBe('en')
    await tab.evaluate(() => {
      Object.assign(window, { before: true })
      location.reload()
    })
    await tab.waitForFunction(() => !('before' in window))
    await heading(tab, nl.openCases).waitFor()
  })

  test('a link leads to its case', async () => {
    const { tab } = await opens({ subPageId: 'case/case-2' })
    await tab.getByRole('heading', { name: 'Which level fits 1,999 points?' }).waitFor()
  })

  test('the tab can be added to a team, and is then where it was saved', async () => {
    const { tab, tells, saved } = await opens({ frameContext: 'settings', locale: 'en-gb' })
    await heading(tab, en.settingTitle).waitFor()
    await tells('settings.save', { notifySuccess: true })
    await expect
      .poll(saved, { timeout: 10_000 })
      .toMatchObject({ contentUrl: program().tab, entityId: 'support' })
  })
})

describe('what is there', { timeout: 60_000 }, () => {
  test('a case shows all that was said, and each fact with the member’s own words', async () => {
    const { tab, complaints } = await opens()
    await tab.locator('[data-case=case-1]').click()
    const said = tab.getByRole('list').filter({ hasText: 'Ik wil een mens spreken' })
    await said.waitFor()
    expect(await said.locator('.member .words').allTextContents()).toEqual([
      'Producten registreren',
      'Geen groen vinkje',
      'EOS R5',
      '012345678901',
      'Ik wil een mens spreken',
    ])
    const receipt = tab.getByRole('region', { name: nl.receipt })
    await receipt.getByText('Geen groen vinkje').waitFor()
    await receipt.getByText('012345678901').waitFor()
    await tab.getByText('Serienummer klopt; ligt bij de registratie zelf.').waitFor()
    expect(complaints).toEqual([])
  })

  test('of a member who was forgotten the case says so', async () => {
    const outcome = { kind: 'forgotten', text: '' } as const
    const before = program().cases.all
    program().cases.all = [someCase('erased', { state: 'closed', wants: '', outcome })]
    const { tab } = await opens({ subPageId: 'case/erased' })
    await tab.getByText(nl.conversationGone).waitFor()
    await tab.getByText(nl.outcomes.forgotten).waitFor()
    program().cases.all = before
  })

  test('where a real member left is counted, and seen', async () => {
    const { tab } = await opens()
    await tab.getByRole('tab', { name: nl.stuck }).click()
    const card = tab.getByRole('region', { name: catalogues.nl.topics.payment })
    await heading(tab, nl.stuckTitle).waitFor()
    expect(await card.count()).toBe(0)
    await program().member('nl', catalogues.nl.topics.payment, 'Stop hiermee')
    await expect
      .poll(async () => Object.keys((await program().store.counts(Date.now(), Date.now()))[0]!.counts), {
        timeout: 10_000,
      })
      .toContain('talk payment cancelled')
    await tab.getByRole('radio', { name: nl.days(7), exact: true }).check()
    await card.getByText(nl.counts.left('1'), { exact: true }).waitFor()
  })
})

describe('by keyboard alone', { timeout: 60_000 }, () => {
  const press = (page: Page, ...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())

  test('one opens a case, comes back to where one was, and goes through the views', async () => {
    const { page, tab } = await opens()
    await tab.locator('.row').first().waitFor()
    await tab.getByRole('tab', { name: nl.cases }).focus()
    await press(page, 'Tab')
    expect(await caseAtFocus(tab)).toBe('case-1')
    const outline = await tab.evaluate(() => getComputedStyle(document.activeElement!).outlineWidth)
    expect(Number.parseFloat(outline)).toBeGreaterThanOrEqual(2)
    await press(page, 'ArrowDown')
    expect(await caseAtFocus(tab)).toBe('case-2')
    await press(page, 'End', 'ArrowDown')
    expect(await caseAtFocus(tab)).toBe('case-4')
    await press(page, 'Home', 'ArrowDown', 'Enter')
    await tab.getByRole('heading', { name: 'Which level fits 1,999 points?' }).waitFor()
    await expect.poll(() => focused(tab)).toBe('Which level fits 1,999 points?')
    await press(page, 'Escape')
    await expect.poll(() => caseAtFocus(tab)).toBe('case-2')
    await press(page, 'Shift+Tab')
    expect(await focused(tab)).toBe(nl.cases)
    await press(page, 'ArrowRight')
    await heading(tab, nl.stuckTitle).waitFor()
    await press(page, 'End')
    await heading(tab, nl.ratingsTitle).waitFor()
    await press(page, 'ArrowRight')
    await heading(tab, nl.openCases).waitFor()
    expect(await tab.locator('[role=tab][tabindex="0"]').count()).toBe(1)
    await press(page, 'ArrowRight', 'Tab')
    await press(page, 'ArrowRight')
    expect(await tab.getByRole('radio', { name: nl.days(90) }).isChecked()).toBe(true)
  })
})

describe('live', { timeout: 60_000 }, () => {
  test('a new case comes by itself, and one that was taken changes', async () => {
    const { tab } = await opens()
    await tab.locator('.row').first().waitFor()
    const before = program().cases.all
    const wants = 'Mijn pas is niet aangekomen'
    program().cases.all = [...before, someCase('case-new', { wants, openedAt: Date.now() })]
    await tab.getByText(wants).waitFor()
    program().cases.all = [
      ...before,
      someCase('case-new', { wants, state: 'assigned', assignee: { name: 'Piet Bakker' } }),
    ]
    await tab.getByText(nl.takenBy('Piet Bakker')).waitFor()
    program().cases.all = before
  })

  test('what is seen stays while the server is away, with the time it was so, and goes on by itself', async () => {
    const { tab } = await opens()
    await tab.locator('.freshness.live').waitFor()
    await program().stop()
    const away = tab.locator('.freshness.away')
    await away.waitFor()
    expect(await away.textContent()).toMatch(/\d\d:\d\d/)
    expect(await tab.locator('.row').count()).toBeGreaterThan(3)
    await program().serve()
    await tab.locator('.freshness.live').waitFor({ timeout: 40_000 })
  })
})

describe('where something is missing', { timeout: 60_000 }, () => {
  test('without a token nobody sees anything; with one, at once', async () => {
    const { tab, hasToken } = await opens({ token: '' })
    await heading(tab, nl.signInTitle).waitFor()
    expect(await tab.locator('.row').count()).toBe(0)
    await hasToken(await program().issuer.token())
    await tab.getByRole('button', { name: nl.tryAgain }).click()
    await tab.locator('.row').first().waitFor()
  })

  test('a token that expires is exchanged for another without a word', async () => {
    const end = Math.floor(Date.now() / 1000) + 3
    const { tab, hasToken } = await opens({ token: await program().issuer.token({ claims: { exp: end } }) })
    await tab.locator('.row').first().waitFor()
    await hasToken(await program().issuer.token())
    await expect.poll(() => Date.now(), { timeout: 10_000 }).toBeGreaterThan(end * 1000)
    const before = program().cases.all
    program().cases.all = [...before, someCase('case-late', { wants: 'Ben ik nog aangemeld?' })]
    await tab.getByText('Ben ik nog aangemeld?').waitFor()
    expect(await heading(tab, nl.signInTitle).count()).toBe(0)
    program().cases.all = before
  })

  test('a token that is no good is no token', async () => {
    const old = await program().issuer.token({ claims: { exp: Math.floor(Date.now() / 1000) - 5 } })
    const { tab, hasToken } = await opens({ token: old })
    await heading(tab, nl.signInTitle).waitFor()
    await hasToken(await program().issuer.token({ claims: { aud: 'another-app' } }))
    await tab.getByRole('button', { name: nl.tryAgain }).click()
    await heading(tab, nl.signInTitle).waitFor()
    await hasToken(await program().issuer.token())
    await tab.getByRole('button', { name: nl.tryAgain }).click()
    await tab.locator('.row').first().waitFor()
  })

  test('whoever is not of support is told so', async () => {
    const token = await program().issuer.token({ claims: { oid: 'somebody-else' } })
    const { tab } = await opens({ token, locale: 'en-us' })
    await heading(tab, en.forbiddenTitle).waitFor()
    expect(await tab.locator('.row').count()).toBe(0)
  })

  test('outside Teams the page says what it is and where to open it, in both languages', async () => {
    const context = await browser().newContext({ locale: 'en-GB' })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', ({ message }) => complaints.push(message))
    await page.goto(program().tab.replace(/\/$/, ''))
    await page.getByRole('heading', { name: en.outsideTitle }).waitFor()
    expect(page.url()).toBe(program().tab)
    expect(await page.getByRole('heading').allTextContents()).toEqual([en.outsideTitle, nl.outsideTitle])
    expect(complaints).toEqual([])
  })

  test('nobody but Teams may frame it, and nothing may run in it that is not its own', async () => {
    const { headers } = await fetch(program().tab)
    expect(headers.get('x-frame-options')).toBeNull()
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
        const [name = '', ...values] = directive.split(' ')
        return [name, values.join(' ')] as const
      }),
    )
    expect(policy.get('frame-ancestors')).toBe(
      `https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft ${program().host.origin}`,
    )
    expect([policy.get('default-src'), policy.get('script-src'), policy.get('style-src')]).toEqual([
      "'none'",
      "'self'",
      "'self'",
    ])
    expect([policy.get('require-trusted-types-for'), policy.get('trusted-types')]).toEqual([
      "'script'",
      "'none'",
    ])
    const stranger = await startTeamsHost()
    const { tab, complaints } = await stranger.opens(browser(), program().tab)
    await expect.poll(() => complaints.join(), { timeout: 10_000 }).toContain('frame-ancestors')
    expect(await tab.getByRole('heading', { name: nl.openCases }).count()).toBe(0)
    await stranger.stop()
  })
})
