/** The whole onboarding on a phone: by tapping and by typing, in Dutch and in English, with a reload in the middle. */
import { describe, expect, test } from 'vitest'
import { texts } from '../../bot/web/language.ts'
import { formatOf } from '../../dialogs/messages/format.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { type Language, languages } from '../../domain/values.ts'
import { useBrowser } from './browser.ts'
import { type Cps, MemberPage } from './member-page.ts'
import { useProgram } from './running-program.ts'

const browser = useBrowser()
const program = useProgram()

type Said = { readonly tap: string } | { readonly type: string }
const tap = (label: string): Said => ({ tap: label })
const type = (text: string): Said => ({ type: text })

/** What a newcomer with two products answers, by question; only what no button can say is typed. */
const byTapping = (language: Language): Readonly<Record<string, Said | readonly Said[]>> => {
  const { asks, taps, tiers, methods } = catalogues[language]
  const yes = (
    slot: 'hasBusinessAccount' | 'signedIn' | 'wantsSheet' | 'anotherProduct' | 'invoiceReceived',
  ) => tap(asks[slot].yes ?? taps.yes)
  return {
    hasBusinessAccount: yes('hasBusinessAccount'),
    accountEmailReceived: tap(taps.yes),
    signedIn: yes('signedIn'),
    hadCpsAccount: tap(taps.no),
    wantsSheet: yes('wantsSheet'),
    productName: [type('EOS R5'), type('RF 24-70mm f/2.8')],
    serialNumber: [type('012345678901'), tap(taps.unsure)],
    purchaseDate: [type('2023-03-14'), tap(taps.unsure)],
    purchaseCountry: [tap(formatOf(language).country('NL')), tap(taps.unsure)],
    dealer: [type('Foto Hof'), tap(taps.unsure)],
    anotherProduct: [yes('anotherProduct'), tap(asks.anotherProduct.no ?? taps.no)],
    greenTickVisible: tap(taps.unsure),
    points: type('2600'),
    tier: tap(tiers.platinum),
    paymentMethod: [tap(asks.paymentMethod.unsure ?? taps.unsure), tap(methods.creditCard)],
    invoiceReceived: yes('invoiceReceived'),
    invoiceDate: tap(taps.yesterday),
    hadMembership: tap(taps.no),
    rating: tap(taps.ratings[4] ?? ''),
  }
}

/** What a former member writes who never touches a button. */
const byTyping: Readonly<Record<Language, Readonly<Record<string, Said | readonly Said[]>>>> = {
  nl: {
    hasBusinessAccount: type('ja hoor, die heb ik'),
    accountEmailReceived: type('ja'),
    signedIn: type('ja, dat lukt'),
    hadCpsAccount: type('nee, nog nooit'),
    wantsSheet: type('graag'),
    productName: type(
      'EOS R5, serienummer 012345678901, gekocht op 14 maart 2023 in Nederland bij Kamera Express',
    ),
    serialNumber: type('012345678901'),
    purchaseDate: type('14 maart 2023'),
    purchaseCountry: type('Nederland'),
    dealer: type('Kamera Express'),
    anotherProduct: type('nee, dat was het'),
    greenTickVisible: type('weet ik niet'),
    points: type('2.600'),
    tier: type('doe maar platinum'),
    paymentMethod: type('met een overschrijving'),
    invoiceReceived: type('nog niet'),
    hadMembership: type('nee'),
    rating: type('5'),
  },
  en: {
    hasBusinessAccount: type('yes I have one'),
    accountEmailReceived: type('yes'),
    signedIn: type('yes, that works'),
    hadCpsAccount: type('yes'),
    migrateButtonVisible: type('yes I see it'),
    greenTickVisible: type('yes, all of them'),
    points: type('1,850'),
    tier: type('silver please'),
    paymentMethod: type('credit card'),
    invoiceReceived: type('yes'),
    invoiceDate: type('yesterday'),
    hadMembership: type('I am not sure'),
    rating: type('4'),
  },
}

/** Answers each question that comes until the onboarding has ended and was rated; gives what was asked on the way. */
async function walk(
  member: MemberPage,
  answers: Readonly<Record<string, Said | readonly Said[]>>,
  onTheWay: (slot: string, cps: Cps) => Promise<void>,
): Promise<readonly string[]> {
  const asked: string[] = []
  for (let turns = 0; turns < 60; turns++) {
    const cps = await member.cps()
    const slot = cps.pending?.slot ?? (asked.includes('rating') ? undefined : 'rating')
    if (slot === undefined) return asked
    const round = asked.filter((other) => other === slot).length
    asked.push(slot)
    const given = answers[slot]
    const answer = given && 'length' in given ? given[round] : round === 0 ? (given as Said) : undefined
    if (!answer) throw new Error(`no answer to ${slot} after ${asked.join(', ')}`)
    await onTheWay(slot, cps)
    await ('tap' in answer ? member.taps(answer.tap) : member.types(answer.type))
  }
  throw new Error(`no end after ${asked.join(', ')}`)
}

describe.each(languages)('the onboarding on a phone in %s', (language) => {
  const locale = { nl: 'nl-NL', en: 'en-GB' }[language]
  const start = catalogues[language].topics.onboarding

  for (const [way, answers] of [
    ['tapping', byTapping(language)],
    ['typing', byTyping[language]],
  ] as const)
    test(`by ${way}, with a reload in the middle`, { timeout: 120_000 }, async () => {
      const member = await MemberPage.arrives(browser(), program(), { locale })
      expect(await member.page.locator('html').getAttribute('lang')).toBe(language)
      expect(await member.choices.allTextContents()).toEqual(Object.values(catalogues[language].topics))
      await (way === 'tapping' ? member.taps(start) : member.types(start))

      let reloaded = false
      const steps = new Set<number>()
      const asked = await walk(member, answers, async (slot, { progress }) => {
        if (progress) {
          steps.add(progress.step)
          const said = await member.page.getByTestId('progress').textContent()
          expect(said?.toLowerCase()).toContain(
            { nl: `stap ${progress.step} van 5`, en: `step ${progress.step} of 5` }[language],
          )
        }
        if (slot !== 'points') return
        const [before, choices, cps] = [
          await member.shown(),
          await member.choices.allTextContents(),
          await member.cps(),
        ]
        await member.reloads()
        expect(await member.shown()).toEqual(before)
        expect(await member.choices.allTextContents()).toEqual(choices)
        expect(await member.cps()).toEqual(cps)
        expect(await isAtEnd(member)).toBe(true)
        reloaded = true
      })
      expect(reloaded).toBe(true)
      expect([...steps]).toContain(5)
      expect(asked.at(-1)).toBe('rating')
      expect((await member.settled()).at(-1)).toBeDefined()
      if (asked.includes('dealer')) await keepsTheSheet(member, language)
      await member.leaves()
    })
})

const isAtEnd = (member: MemberPage) =>
  member.page
    .locator('[role=log]')
    .evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 48)

/** The sheet stands in the conversation as a card; its text can be copied, its table downloaded. */
async function keepsTheSheet(member: MemberPage, language: Language) {
  const { sheet } = catalogues[language]
  const { page } = member
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const card = page.locator('.card').filter({ hasText: sheet.title })
  expect(await card.count()).toBe(1)
  expect(await card.textContent()).toContain('012345678901')
  await member.press(card.getByRole('button', { name: texts[language].copy }))
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('EOS R5')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    member.press(card.getByRole('link', { name: `${sheet.file}.csv` })),
  ])
  expect(download.suggestedFilename()).toBe(`${sheet.file}.csv`)
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  const table = Buffer.concat(chunks).toString('utf8')
  expect(table.startsWith('\uFEFF')).toBe(true)
  expect(table).toContain('"012345678901"')
}
