/** What the page adds to words: pictures, a way back, things to pick, the product sheet, speech. On a phone and on a laptop. */
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { texts } from '../../bot/web/language.ts'
import { formatOf } from '../../dialogs/messages/format.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { parts } from '../../domain/rule.ts'
import { languages } from '../../domain/values.ts'
import { useBrowser } from './browser.ts'
import { faultsBeside, letters } from './looks.ts'
import { desk, MemberPage, phone } from './member-page.ts'
import { useProgram } from './running-program.ts'

const browser = useBrowser()
const program = useProgram()
const { topics, taps, asks, sheet, pictures } = catalogues.nl
const words = texts.nl

afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

const arrives = (options: typeof phone | typeof desk, locale = 'nl-NL') =>
  MemberPage.arrives(browser(), program(), { options, locale })

/** Goes as far as the first question about a product. */
const toTheSheet = async (member: MemberPage) => {
  await member.taps(topics.registration)
  if ((await member.cps()).pending?.slot === 'wantsSheet') await member.taps(asks.wantsSheet.yes ?? taps.yes)
  expect((await member.cps()).pending?.slot).toBe('productName')
}

describe('a picture', { timeout: 60_000 }, () => {
  for (const language of languages)
    test(`stands with the message that says where something is, in words for who cannot see it, in ${language}`, async () => {
      const member = await arrives(phone, { nl: 'nl-NL', en: 'en-GB' }[language])
      await member.types(
        { nl: 'Waar staat de blauwe migreerknop?', en: 'Where is the blue migrate button?' }[language],
      )
      const picture = member.page.getByRole('img', { name: catalogues[language].pictures.migrateButton })
      await picture.waitFor()
      await expect
        .poll(() => picture.evaluate((one) => (one as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(0)
      // Other clients are given the same drawing as points.
      const [message] = (await program().messages(await member.conversationId())).slice(-1)
      const image = JSON.stringify(message).match(/"url":"([^"]+\.png)"/)?.[1] ?? ''
      const png = await fetch(image)
      expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png'])
      expect(
        Buffer.from(await png.arrayBuffer())
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG')
      await member.leaves()
    })

  test('is not shown again when the question merely comes back', async () => {
    const member = await arrives(phone)
    await member.taps(topics.migration)
    const shown = () => member.page.getByRole('img').count()
    const before = await shown()
    await member.types('herhaal')
    await member.types('Wat is CPS?')
    expect(await shown()).toBe(before)
    expect(Object.keys(pictures)).toHaveLength(4)
    await member.leaves()
  })
})

describe('the stepper', { timeout: 60_000 }, () => {
  test('says what the assistant hears as going back, in each language', () => {
    for (const language of languages) {
      const { taps: said, parts: names } = catalogues[language]
      expect(texts[language].sayRevisit).toEqual(parts.map((part) => said.revisit(names[part])))
      expect(texts[language].carry.say).toBe(said.takeAlong)
    }
  })

  for (const [device, options] of Object.entries({ phone, desk }))
    test(`leads back to a step that is done, on a ${device}, and forward again`, async () => {
      const member = await arrives(options)
      const progress = member.page.getByTestId('progress')
      await member.taps(topics.onboarding)
      expect(await progress.getByRole('button').count()).toBe(0)
      await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
      await member.taps(asks.signedIn.yes ?? taps.yes)
      expect((await member.cps()).pending?.slot).toBe('hadCpsAccount')
      const before = (await member.shown()).length
      await member.press(progress.getByRole('button', { name: words.stepBack(words.steps[0] ?? '') }))
      await member.settled(before + 2)
      expect((await member.cps()).pending?.slot).toBe('hasBusinessAccount')
      expect(await member.choices.allTextContents()).toContain(taps.change('ingelogd'))
      await member.taps(asks.hasBusinessAccount.yes ?? taps.yes)
      expect((await member.cps()).pending?.slot).toBe('hadCpsAccount')
      await member.leaves()
    })
})

describe('an answer that can be picked', { timeout: 60_000 }, () => {
  for (const [device, options] of Object.entries({ phone, desk }))
    test(`a day by the calendar, a country by searching, on a ${device}`, async () => {
      const member = await arrives(options)
      const { page } = member
      await toTheSheet(member)
      await member.types('EOS R5')
      expect(await member.sendBox.getAttribute('autocapitalize')).toBe('characters')
      await member.types('012345678901')
      const day = page.getByTestId('pick-date')
      await day.fill('2023-03-14')
      const before = (await member.shown()).length
      await member.press(page.getByRole('button', { name: words.pick.use }))
      await member.settled(before + 2)
      expect(await member.shown()).toContainEqual({ who: 'member', words: '14maart2023' })
      const search = page.getByTestId('pick-country')
      await search.waitFor()
      expect(await day.count()).toBe(0)
      // Accents and case are nobody's worry; the arrows walk through what is found.
      await search.fill('BELGIE')
      expect(await page.getByRole('option').allTextContents()).toEqual(['België'])
      await search.fill('geor')
      expect(await page.getByRole('option').allTextContents()).toContain(formatOf('nl').country('GE'))
      await search.press('ArrowDown')
      await search.press('ArrowUp')
      const then = (await member.shown()).length
      if (member.touch) await member.press(page.getByRole('option').first())
      else await search.press('Enter')
      await member.settled(then + 2)
      expect((await member.cps()).pending?.slot).toBe('dealer')
      await member.types(taps.review)
      expect(await page.locator('.card').last().textContent()).toContain(formatOf('nl').country('GE'))
      await member.leaves()
    })

  test('a number by a pad of digits', async () => {
    const member = await arrives(phone)
    expect(await member.sendBox.getAttribute('inputmode')).toBe('text')
    await member.taps(topics.tierSelection)
    expect(await member.sendBox.getAttribute('inputmode')).toBe('numeric')
    await member.leaves()
  })
})

describe('the product sheet', { timeout: 60_000 }, () => {
  test('is a table to copy and to save, and stands alone on paper', async () => {
    const member = await arrives(desk)
    const { page } = member
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await toTheSheet(member)
    await member.types(
      'EOS R5, serienummer 012345678901, gekocht op 14 maart 2023 in Nederland bij =Foto Hof',
    )
    for (let turns = 0; turns < 5 && (await member.cps()).pending?.slot !== 'anotherProduct'; turns++)
      await member.taps(taps.unsure)
    await member.taps(asks.anotherProduct.no ?? taps.no)
    const table = page.getByRole('table')
    await table.waitFor()
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(Object.values(sheet.field))
    expect(await table.getByRole('cell').allTextContents()).toEqual(
      expect.arrayContaining(['EOS R5', '012345678901', '14 maart 2023', 'Nederland']),
    )
    await page.getByRole('button', { name: words.copy }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('012345678901')
    await page.evaluate(() => {
      window.print = () => {}
    })
    await page.getByRole('button', { name: words.sheet.print }).click()
    await page.emulateMedia({ media: 'print' })
    expect(await table.isVisible()).toBe(true)
    expect(await page.locator('.bubble').first().isVisible()).toBe(false)
    expect(await member.sendBox.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'screen' })
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    expect(await member.sendBox.isVisible()).toBe(true)
    await member.leaves()
  })
})

/** Stands in for the browser's speech: what is read is kept, and what is said is said by the test. */
const giveSpeech = (page: Page) =>
  page.addInitScript(() => {
    const read: string[] = []
    Object.assign(window, { read })
    Object.defineProperty(window, 'speechSynthesis', {
      value: {
        speak: ({ text, lang }: SpeechSynthesisUtterance) => read.push(`${lang}: ${text}`),
        cancel() {},
      },
    })
    class Recognition {
      lang = ''
      onresult: ((event: unknown) => void) | null = null
      onend: (() => void) | null = null
      start() {
        Object.assign(window, {
          hears: (transcript: string) => {
            this.onresult?.({ results: [[{ transcript }]] })
            this.onend?.()
          },
        })
      }
      stop() {
        this.onend?.()
      }
    }
    Object.assign(window, { SpeechRecognition: Recognition, webkitSpeechRecognition: Recognition })
  })

describe('speaking and listening', { timeout: 60_000 }, () => {
  test('is off until it is switched on; then answers are read and what is spoken can be sent', async () => {
    const member = await arrives(phone)
    const { page } = member
    await giveSpeech(page)
    await member.reloads()
    const read = () => page.evaluate(() => (window as unknown as { read: string[] }).read)
    await member.taps(topics.tierSelection)
    expect(await read()).toEqual([])
    expect(await page.getByRole('button', { name: words.voice.speak }).count()).toBe(0)
    await member.press(page.getByRole('button', { name: words.menu, exact: true }))
    await member.press(page.getByRole('menuitemcheckbox', { name: words.voice.menu }))
    await member.press(page.getByRole('button', { name: words.voice.speak }))
    expect(await page.getByRole('button', { name: words.voice.stop }).getAttribute('aria-pressed')).toBe(
      'true',
    )
    await letters(page)
    expect(await faultsBeside('voice', page)).toEqual([])
    await page.evaluate(() => (window as unknown as { hears(text: string): void }).hears('1850'))
    expect(await member.sendBox.inputValue()).toBe('1850')
    const before = (await member.shown()).length
    await member.press(page.locator('button.send'))
    await member.settled(before + 2)
    await expect.poll(async () => (await read()).length).toBe(1)
    expect((await read())[0]).toMatch(/^nl-NL: .*1\.850/s)
    await member.press(page.getByRole('button', { name: words.menu, exact: true }))
    const switched = page.getByRole('menuitemcheckbox', { name: words.voice.menu })
    expect(await switched.getAttribute('aria-checked')).toBe('true')
    await member.press(switched)
    await member.types(taps.review)
    expect(await read()).toHaveLength(1)
    await member.leaves()
  })

  test('may use the microphone on the page itself, and nowhere else', async () => {
    const policy = async (path: string) =>
      (await fetch(program().url + path)).headers.get('permissions-policy') ?? ''
    expect(await policy('/')).toContain('microphone=(self)')
    expect(await policy('/healthz')).toContain('microphone=()')
  })
})
