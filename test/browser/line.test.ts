/** The page when the line is not what it should be: cut sockets, a restarted server, no network, a second tab. */
import { afterEach, describe, expect, test } from 'vitest'
import { texts } from '../../bot/web/language.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { useBrowser, waitAtMost } from './browser.ts'
import { faultsBeside, letters } from './looks.ts'
import { MemberPage, phone } from './member-page.ts'
import { useProgram } from './running-program.ts'

const browser = useBrowser()
const program = useProgram()
const { topics, asks, taps } = catalogues.nl
const words = texts.nl

afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

const inTheMiddle = async () => {
  const member = await MemberPage.arrives(browser(), program())
  await member.taps(topics.onboarding)
  await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
  return member
}
const yes = asks.signedIn.yes ?? taps.yes

describe('the page', { timeout: 90_000 }, () => {
  test('connects again after its socket is cut, and the answer to what was said meanwhile comes once', async () => {
    const member = await inTheMiddle()
    for (let drop = 0; drop < 3; drop++) {
      expect(program().cutSockets()).toBe(1)
      await member.types(['Wat is CPS?', 'Wanneer komt de factuur?', 'Welke landen doen mee?'][drop] ?? '')
      expect((await member.cps()).pending?.slot).toBe('signedIn')
    }
    await member.taps(yes)
    await member.leaves({ lineWasCut: true })
  })

  test('says that the line is gone, and goes on by itself when the server is back at the same address', async () => {
    const member = await inTheMiddle()
    const before = await member.shown()
    await program().stop()
    await expect.poll(() => member.status.textContent(), { timeout: waitAtMost }).toBe(words.lost)
    await program().start()
    await expect.poll(() => member.status.textContent(), { timeout: 2 * waitAtMost }).toBe(words.back)
    expect(await member.shown()).toEqual(before)
    await member.taps(yes)
    expect((await member.cps()).pending?.slot).toBe('hadCpsAccount')
    await member.leaves({ lineWasCut: true })
  })

  test('keeps what is typed offline, fails a tap visibly, and sends it once when asked to', async () => {
    const member = await inTheMiddle()
    const { page } = member
    await page.context().setOffline(true)
    await expect.poll(() => member.status.textContent()).toBe(words.offline)
    await member.sends('ja, dat lukt')
    expect(await member.sendBox.inputValue()).toBe('ja, dat lukt')
    await member.sendBox.fill('')
    await member.press(member.choices.getByText(yes, { exact: true }))
    const again = page.getByRole('button', { name: words.retry })
    await again.waitFor()
    expect(await page.locator('.failure').textContent()).toContain(words.failed)
    await letters(page)
    expect(await faultsBeside('trouble-offline', page)).toEqual([])
    // What failed takes no choice away.
    expect(await member.choices.count()).toBeGreaterThan(0)
    await page.context().setOffline(false)
    await member.press(again)
    const shown = await member.settled(7)
    expect(shown).toHaveLength(7)
    expect((await member.cps()).pending?.slot).toBe('hadCpsAccount')
    expect(await page.locator('.failure').count()).toBe(0)
    await member.leaves({ lineWasCut: true })
  })

  test('shows the same in two tabs, whichever of them is used', async () => {
    const first = await inTheMiddle()
    const context = first.page.context()
    const second = await MemberPage.arrives(browser(), program(), { context, options: phone })
    expect(await second.shown()).toEqual(await first.shown())
    await first.taps(yes)
    await second.settled((await first.shown()).length)
    await second.taps(taps.no)
    const shown = await second.shown()
    expect(await first.settled(shown.length)).toEqual(shown)
    expect(await first.choices.allTextContents()).toEqual(await second.choices.allTextContents())
    expect(second.complaints).toEqual([])
    await first.leaves()
  })
})
