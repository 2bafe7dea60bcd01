/**
 * How the page looks in its main states, on a phone, a laptop and a very small phone, in light and dark, in each language. All
 * devices look at one conversation, which is held from outside, so that nobody waits for a tap. `SHOTS` names a folder for
 * pictures of them all; `UPDATE_LOOKS` takes the pictures that are compared anew.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { texts } from '../../bot/web/language.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { type Language, languages } from '../../domain/values.ts'
import { openConversation, say } from '../bot/direct-line-client.ts'
import { useBrowser } from './browser.ts'
import { axeFaultsOf, faultsOf, letters, stillness } from './looks.ts'
import { desk, MemberPage, phone } from './member-page.ts'
import { differenceFrom } from './pictures.ts'
import { useProgram } from './running-program.ts'

const browser = useBrowser()
const program = useProgram()
const folder = process.env.SHOTS
const schemes = ['light', 'dark'] as const

const devices = {
  phone: { ...phone, deviceScaleFactor: 1 },
  desk,
  narrow: { ...phone, deviceScaleFactor: 1, viewport: { width: 320, height: 568 } },
}

/** Which pictures are kept: each state once on each device, in each language and in each scheme, but not in all of it at once. */
const kept = new Set(['phone-nl-light', 'phone-en-dark', 'desk-nl-dark', 'desk-en-light'])

/** States that are only measured: another browser's calendar, the system's colours, a layout that is nobody's yet. */
const measured: readonly string[] = ['date', 'forced', 'rtl', 'large']

/** What is said on the way through the states, by language. */
const says = {
  nl: {
    question: 'Waar staat de blauwe migreerknop?',
    product: 'RF 100-500mm f/4.5-7.1 L IS USM, serienummer 012345678901',
    when: 'maart 2023',
    where: 'Nederland',
  },
  en: {
    question: 'Where is the blue migrate button?',
    product: 'RF 100-500mm f/4.5-7.1 L IS USM, serial number 012345678901',
    when: 'March 2023',
    where: 'Netherlands',
  },
} as const satisfies Record<Language, object>

afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

describe.each(languages)('the page in %s', (language) => {
  const { asks, taps, tiers, methods, topics } = catalogues[language]
  const words = texts[language]

  test('looks right in each state on every device', { timeout: 180_000 }, async () => {
    const locale = { nl: 'nl-NL', en: 'en-GB' }[language]
    const { url } = program()
    const opened = await openConversation(url, { locale })
    const members = await Promise.all(
      Object.entries(devices).map(async ([device, options]) => {
        const context = await browser().newContext({ ...options, locale, reducedMotion: 'reduce' })
        await context.addInitScript((resume) => {
          localStorage.setItem('cps.resume', resume)
          localStorage.setItem('cps.until', String(Date.now() + 1e9))
        }, opened.resume)
        const member = await MemberPage.arrives(browser(), program(), { context, options })
        await letters(member.page)
        return { device, member }
      }),
    )
    const faults: string[] = []
    let states = 0

    const lookAt = async (state: string, { device, member }: (typeof members)[number]) => {
      for (const colorScheme of schemes) {
        // Both on the phone; elsewhere the one that is kept, and both where somebody wants to see them all.
        const isSpare = device === 'narrow' ? colorScheme === 'dark' : device === 'desk'
        if (!folder && isSpare && !kept.has(`${device}-${language}-${colorScheme}`)) continue
        await member.page.emulateMedia({ colorScheme })
        await stillness(member.page)
        const where = `${device}-${language}-${colorScheme}`
        const found = await faultsOf(member.page)
        const isKept = kept.has(where)
        if (isKept) found.push(...(await axeFaultsOf(member.page)))
        if ((isKept && !measured.includes(state)) || folder) {
          const shot = await member.page.screenshot()
          if (folder)
            writeFileSync(join(folder, `${where}-${String(states).padStart(2, '0')}-${state}.png`), shot)
          const isCompared = isKept && !measured.includes(state)
          const difference = isCompared ? differenceFrom(`${where}-${state}`, shot) : undefined
          if (difference) found.push(difference)
        }
        faults.push(...found.map((fault) => `${state}, ${where}: ${fault}`))
      }
    }
    if (folder) mkdirSync(folder, { recursive: true })
    const look = async (state: string) => {
      states++
      await Promise.all(members.map((one) => lookAt(state, one)))
    }
    const all = (work: (member: MemberPage) => Promise<unknown>) =>
      Promise.all(members.map(({ member }) => work(member)))
    const said = async (text: string) => {
      expect((await say(url, opened, text)).status).toBe(200)
      await all((member) => member.settled())
    }
    const pending = async () => (await members[0]!.member.cps()).pending?.slot
    const until = async (slot: string) => {
      for (let turns = 0; turns < 12 && (await pending()) !== slot; turns++)
        await said((await pending()) === 'dealer' ? 'Kamera Express' : taps.unsure)
      expect(await pending()).toBe(slot)
    }

    await look('welcome')
    for (const { device, member } of members) {
      const [log, first] = await Promise.all(
        [member.page.getByRole('log'), member.page.getByTestId('bot-message')].map((one) =>
          one.first().boundingBox(),
        ),
      )
      expect(first?.y, `the welcome begins in sight: ${device}`).toBeGreaterThanOrEqual(log?.y ?? 0)
    }
    await said(topics.onboarding)
    await said(asks.hasBusinessAccount.yes ?? taps.yes)
    await said(asks.signedIn.yes ?? taps.yes)
    await look('onboarding')
    await said(says[language].question)
    await all((member) => member.press(member.page.locator('.sources summary').last()))
    await look('faq')
    await said(taps.no)
    await look('picture')
    await said(asks.wantsSheet.yes ?? taps.yes)
    await said(says[language].product)
    await until('purchaseDate')
    await all((member) => member.page.getByTestId('pick-date').waitFor())
    await look('date')
    await said(says[language].when)
    await until('purchaseCountry')
    await all((member) => member.page.getByTestId('pick-country').fill(language === 'nl' ? 'ver' : 'uni'))
    await look('country')
    await said(says[language].where)
    await until('anotherProduct')
    await said(asks.anotherProduct.no ?? taps.no)
    await all((member) => member.page.locator('.product-sheet').waitFor())
    await look('sheet')
    await until('points')
    await said('1850')
    await look('tiers')
    await said(taps.review)
    await look('receipt')
    await all(async (member) => {
      await member.press(member.page.getByRole('button', { name: words.known.open }))
      await member.page.getByTestId('known').waitFor()
    })
    await look('known')
    await all((member) => member.page.keyboard.press('Escape'))
    await all((member) => member.press(member.page.getByRole('button', { name: words.menu, exact: true })))
    await look('menu')
    await all(async (member) => {
      await member.press(member.page.getByRole('menuitem', { name: words.privacy.open }))
      await member.page.getByRole('dialog').waitFor()
    })
    await look('privacy')
    await all((member) => member.page.keyboard.press('Escape'))
    await said(tiers.silver)
    await said(methods.creditCard)
    await said(asks.invoiceReceived.no ?? taps.no)
    await said(taps.no)
    await said(taps.ratings[4] ?? '')
    await look('end')
    await all((member) => member.page.emulateMedia({ forcedColors: 'active' }))
    await look('forced')
    await all((member) => member.page.emulateMedia({ forcedColors: 'none' }))
    await all((member) => member.page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl')))
    await look('rtl')
    await all((member) => member.page.evaluate(() => document.documentElement.removeAttribute('dir')))
    // Whoever needs large letters sets them twice as large.
    await all((member) =>
      member.page.evaluate(() => {
        document.documentElement.style.fontSize = '200%'
      }),
    )
    await look('large')
    expect(faults).toEqual([])
    await all((member) => member.leaves())
  })
})
