/** What is the member's own: told before the first message, seen and corrected at any time, taken along, forgotten. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Download, Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { texts } from '../../bot/web/language.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { useBrowser, waitAtMost } from './browser.ts'
import { faultsBeside, letters } from './looks.ts'
import { desk, MemberPage, phone } from './member-page.ts'
import { useProgram } from './running-program.ts'

const folder = mkdtempSync(join(tmpdir(), 'cps-policy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const policy = (name: string, text: string) => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return async () => ({ POLICY_FILE: file })
}

const browser = useBrowser()
const program = useProgram(
  policy(
    'remembers.yaml',
    'keepDays: 14\nprivacy: { contact: privacy@example.org, url: "https://example.org/privacy" }\ndevice: { rememberDays: 7 }\n',
  ),
)
const forgetful = useProgram(policy('forgets.yaml', 'device: { rememberDays: 0 }\n'))

const { topics, taps, asks, names } = catalogues.nl
const words = texts.nl

afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

/** What the device holds to take along. */
const carried = (page: Page) => page.evaluate(() => localStorage.getItem('cps.carried') ?? '')
const known = (page: Page) => page.getByTestId('known')
const opensKnown = async (member: MemberPage) => {
  await member.press(member.page.getByRole('button', { name: words.known.open }))
  await known(member.page).waitFor()
}
const lines = (page: Page) => known(page).locator('li strong').allTextContents()
const textOf = async (download: Download) => readFileSync(await download.path(), 'utf8')

describe('before the first message', { timeout: 60_000 }, () => {
  test('the member reads what is kept, how long and by whom it is read, from the operator’s policy', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: phone })
    const { page } = member
    const note = page.getByTestId('privacy-note')
    expect(await note.textContent()).toContain(words.privacy.days(14))
    await member.press(note.getByRole('button'))
    const sheet = page.getByRole('dialog')
    expect(await sheet.textContent()).toContain(words.privacy.deviceText(words.privacy.days(7)))
    expect(
      await sheet.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href'))),
    ).toEqual(['mailto:privacy@example.org', 'https://example.org/privacy'])
    await page.keyboard.press('Escape')
    await member.taps(topics.payment)
    expect(await note.count()).toBe(0)
    await member.leaves()
  })
})

describe('what is known', { timeout: 60_000 }, () => {
  test('is at hand at any time, and each line can be changed and erased', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: desk })
    const { page } = member
    await member.taps(topics.onboarding)
    await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
    await opensKnown(member)
    expect((await lines(page)).map((line) => line.toLowerCase())).toEqual([names.hasBusinessAccount])
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-haspopup'))).toBe('dialog')
    await member.taps(asks.signedIn.yes ?? taps.yes)
    await opensKnown(member)
    const before = (await member.shown()).length
    await member.press(known(page).getByRole('button', { name: taps.change(names.hasBusinessAccount) }))
    await member.settled(before + 2)
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect((await member.cps()).pending?.slot).toBe('hasBusinessAccount')
    // Beside its questions the onboarding stands where it stood.
    expect(await page.getByTestId('progress').count()).toBe(1)
    await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
    await opensKnown(member)
    const again = (await member.shown()).length
    await member.press(known(page).getByRole('button', { name: taps.erase(names.signedIn) }))
    await member.settled(again + 2)
    expect((await member.cps()).pending?.slot).toBe('signedIn')
    await member.leaves()
  })

  test('goes along as text, as PDF and as all that is kept', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: desk })
    const { page } = member
    await member.taps(topics.tierSelection)
    await member.types('1850')
    await opensKnown(member)
    const save = async (name: string, role: 'button' | 'link') => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('dialog').getByRole(role, { name }).click(),
      ])
      return download
    }
    expect(await textOf(await save(words.known.asText, 'button'))).toContain('1850')
    const pdf = await save(words.known.asPdf, 'link')
    expect(pdf.suggestedFilename()).toMatch(/\.pdf$/)
    expect((await textOf(pdf)).slice(0, 8)).toBe('%PDF-1.7')
    const data = await save(words.known.asData, 'button')
    expect(data.suggestedFilename()).toBe(words.known.dataName)
    const everything = JSON.parse(await textOf(data))
    expect(everything.facts).toEqual([
      expect.objectContaining({
        key: 'points',
        inWords: expect.stringContaining('1.850'),
        value: 1850,
        words: '1850',
      }),
    ])
    expect(everything.transcript.map(({ from }: { from: string }) => from)).toEqual(
      (await member.shown()).map(({ who }) => who),
    )
    expect(Date.parse(everything.keptUntil) - Date.parse(everything.lastSaidAt)).toBe(14 * 24 * 3_600_000)
    await member.leaves()
  })
})

describe('this device', { timeout: 60_000 }, () => {
  const kept = (page: Page) => page.evaluate(() => ({ ...localStorage }))

  test('keeps nothing beyond the tab where the operator says never, and the tab goes on after a reload', async () => {
    const member = await MemberPage.arrives(browser(), forgetful(), { options: phone })
    await member.taps(topics.onboarding)
    const before = await member.shown()
    await expect.poll(() => kept(member.page)).toEqual({})
    await member.reloads()
    expect(await member.shown()).toEqual(before)
    const context = member.page.context()
    const other = await MemberPage.arrives(browser(), forgetful(), { context, options: phone })
    expect(await other.shown()).toHaveLength(1)
    await member.leaves()
  })

  test('takes the conversation up again for as many days as configured, and not after', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: phone })
    await member.taps(topics.onboarding)
    const { 'cps.until': until } = await kept(member.page)
    expect(Math.round((Number(until) - Date.now()) / (24 * 3_600_000))).toBe(7)
    await member.page.evaluate(() => localStorage.setItem('cps.until', String(Date.now() - 1)))
    await member.reloads()
    expect(await member.shown()).toHaveLength(1)
    await member.leaves()
  })
})

describe('a conversation that has expired', { timeout: 60_000 }, () => {
  test('starts anew with what the device still holds, if the member likes', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: phone })
    const { page } = member
    await member.taps(topics.onboarding)
    await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
    await member.taps(asks.signedIn.yes ?? taps.yes)
    await expect.poll(() => carried(page), { timeout: waitAtMost }).toContain('signedIn')
    await program().ages(40)
    await page.reload()
    const offer = page.locator('.offer')
    await expect
      .poll(() => offer.textContent(), { timeout: waitAtMost })
      .toContain(words.carry.offer('').split(':')[0])
    expect((await offer.textContent())?.toLowerCase()).toContain(names.hasBusinessAccount)
    await member.settled()
    await letters(page)
    expect(await faultsBeside('trouble-carried', page)).toEqual([])
    await member.press(offer.getByRole('button', { name: words.carry.take }))
    await member.settled(3)
    expect(await offer.count()).toBe(0)
    // What is known is not asked again.
    await member.taps(topics.onboarding)
    expect((await member.cps()).pending?.slot).toBe('hadCpsAccount')
    await member.leaves({ lineWasCut: true })
  })

  test('says so in the middle of it, fails what was said visibly, and lets go of the rest on request', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: desk })
    const { page } = member
    await member.taps(topics.tierSelection)
    await member.types('1850')
    await expect.poll(() => carried(page), { timeout: waitAtMost }).toContain('points')
    await program().ages(40)
    await member.sends('platinum')
    await page.locator('.note', { hasText: words.anew }).waitFor()
    expect(await page.locator('.failure').count()).toBe(1)
    await page.locator('.offer').waitFor()
    await expect.poll(() => member.choices.allTextContents()).toEqual(Object.values(topics))
    await letters(page)
    expect(await faultsBeside('trouble-anew', page)).toEqual([])
    await member.press(page.locator('.offer').getByRole('button', { name: words.carry.leave }))
    expect(await carried(page)).toBe('')
    await member.leaves({ lineWasCut: true })
  })
})

describe('forget me', { timeout: 60_000 }, () => {
  test('asks first, and then leaves nothing on the device either', async () => {
    const member = await MemberPage.arrives(browser(), program(), { options: phone })
    const { page } = member
    await member.taps(topics.tierSelection)
    await member.types('2600')
    await expect.poll(() => carried(page), { timeout: waitAtMost }).toContain('2600')
    await opensKnown(member)
    const before = (await member.shown()).length
    await member.press(page.getByRole('dialog').getByRole('button', { name: words.known.forget }))
    await member.settled(before + 2)
    expect((await member.cps()).pending?.slot).toBe('confirmForget')
    expect(await member.choices.allTextContents()).toContain(taps.keep)
    await page.waitForTimeout(600)
    await member.press(member.choices.getByText(taps.confirmForget, { exact: true }))
    await expect.poll(() => page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('2600')
    await member.settled()
    await member.press(page.getByRole('button', { name: words.known.open }))
    await page.getByText(words.known.empty).waitFor()
    await member.leaves()
  })
})
