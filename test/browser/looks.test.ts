/**
 * How the page looks in its main states, on a phone and a laptop, in light and dark, in each language. `SHOTS` names a
 * folder for pictures of them all.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { texts } from '../../bot/web/language.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { type Language, languages } from '../../domain/values.ts'
import { useBrowser } from './browser.ts'
import { faultsOf, stillness } from './looks.ts'
import { desk, MemberPage, phone } from './member-page.ts'
import { useProgram } from './running-program.ts'

const browser = useBrowser()
const program = useProgram()
const folder = process.env.SHOTS
const schemes = ['light', 'dark'] as const

const devices = { phone, desk, narrow: { ...phone, viewport: { width: 320, height: 568 } } }

/** What is said on the way through the states, by language. */
const says = {
  nl: {
    question: 'Wat is CPS?',
    product:
      'RF 100-500mm f/4.5-7.1 L IS USM, serienummer 012345678901, ergens in maart 2023 gekocht bij Kamera Express in Nederland',
  },
  en: {
    question: 'What is CPS?',
    product:
      'RF 100-500mm f/4.5-7.1 L IS USM, serial number 012345678901, bought some time in March 2023 at Kamera Express in the Netherlands',
  },
} as const satisfies Record<Language, object>

for (const [device, options] of Object.entries(devices))
  describe.each(languages)(`the page on a ${device} in %s`, (language) => {
    const { asks, taps, tiers, methods, topics } = catalogues[language]

    test('looks right in each state', { timeout: 180_000 }, async () => {
      const locale = { nl: 'nl-NL', en: 'en-GB' }[language]
      const member = await MemberPage.arrives(browser(), program(), {
        locale,
        options: { ...options, reducedMotion: 'reduce' },
      })
      const { page } = member
      const faults: string[] = []
      let states = 0

      const look = async (state: string) => {
        states++
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme })
          await stillness(page)
          faults.push(...(await faultsOf(page)).map((fault) => `${state}, ${colorScheme}: ${fault}`))
          if (!folder) continue
          mkdirSync(folder, { recursive: true })
          const name = `${device}-${language}-${colorScheme}-${String(states).padStart(2, '0')}-${state}.png`
          await page.screenshot({ path: join(folder, name) })
        }
      }
      const answer = async () => {
        const { pending } = await member.cps()
        const slot = pending?.slot
        if (slot === 'serialNumber') await member.types('012345678901')
        else if (slot === 'dealer') await member.types('Kamera Express')
        else await member.taps(taps.unsure)
      }
      const until = async (slot: string) => {
        for (let turns = 0; turns < 12 && (await member.cps()).pending?.slot !== slot; turns++) await answer()
        expect((await member.cps()).pending?.slot).toBe(slot)
      }

      await look('welcome')
      const [log, first] = await Promise.all(
        [page.getByRole('log'), page.getByTestId('bot-message')].map((one) => one.first().boundingBox()),
      )
      expect(first?.y, 'the welcome begins in sight').toBeGreaterThanOrEqual(log?.y ?? 0)
      await member.taps(topics.onboarding)
      await look('first-question')
      await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
      await member.taps(asks.signedIn.yes ?? taps.yes)
      await look('onboarding')
      await member.types(says[language].question)
      await member.press(page.locator('.sources summary').last())
      await look('faq')
      await member.taps(taps.no)
      await member.taps(asks.wantsSheet.yes ?? taps.yes)
      await member.types(says[language].product)
      await until('anotherProduct')
      await member.taps(asks.anotherProduct.no ?? taps.no)
      await look('sheet')
      await until('points')
      await member.types('1850')
      await look('tiers')
      await member.types(taps.review)
      await look('receipt')
      await member.press(page.getByRole('button', { name: texts[language].menu, exact: true }))
      await look('menu')
      await page.keyboard.press('Escape')
      await member.taps(tiers.silver)
      await member.taps(methods.creditCard)
      await member.taps(asks.invoiceReceived.no ?? taps.no)
      await member.taps(taps.no)
      await look('rating')
      await member.taps(taps.ratings[4] ?? '')
      await look('end')
      // Whoever needs large letters sets them twice as large.
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%'
      })
      await look('large')
      expect(faults).toEqual([])
      await member.leaves()
    })
  })
