/**
 * How the tab looks in each view, in each of Teams' themes and each language, in a wide tab and a narrow side panel, to eyes and
 * to axe. `SHOTS` names a folder for pictures of them all.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import type { Frame } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { texts } from '../../bot/tab/language.ts'
import { tabLanguages } from '../../bot/tab/protocol.ts'
import { useBrowser } from './browser.ts'
import { useTabProgram } from './tab-program.ts'

const browser = useBrowser()
const program = useTabProgram()
const folder = process.env.SHOTS
const themes = ['default', 'dark', 'contrast'] as const
const widths = { wide: 1100, narrow: 320 } as const
/** Each language in one width; in both where pictures are made, or everything is proven. */
const looked = tabLanguages.flatMap((language, index) =>
  Object.entries(widths)
    .filter((_, at) => at === index || folder || process.env.PROVE)
    .map(([name, width]) => ({ language, name, width })),
)

beforeAll(() => program().fill())
afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

/** What axe finds, one line each. */
async function axeFaults(tab: Frame): Promise<readonly string[]> {
  const isThere = await tab.evaluate(() => 'axe' in window)
  if (!isThere) await tab.evaluate(axe.source)
  const { violations } = await tab.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

describe('the tab', () => {
  test.each(looked)('$name, in $language', { timeout: 120_000 }, async ({ language, name, width }) => {
    const t = texts[language]
    const locale = { nl: 'nl-nl', en: 'en-us' }[language]
    const { page, tab, changesTheme } = await program().host.opens(
      browser(),
      program().tab,
      { locale, token: await program().issuer.token() },
      // The page's own policy would keep axe out.
      { viewport: { width, height: 900 }, bypassCSP: true },
    )
    const faults: string[] = []
    const look = async (view: string) => {
      for (const theme of themes) {
        await changesTheme(theme)
        await tab.locator(`html[data-theme=${theme}]`).waitFor()
        faults.push(...(await axeFaults(tab)).map((fault) => `${view}, ${theme}: ${fault}`))
        const wider = await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth)
        if (wider) faults.push(`${view}, ${theme}: wider than its frame`)
        const tops = await tab
          .locator('[role=tab]')
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
        if (new Set(tops).size > 1) faults.push(`${view}, ${theme}: the views’ names are not in one row`)
        if (!folder) continue
        mkdirSync(folder, { recursive: true })
        await page.screenshot({ path: join(folder, `${name}-${language}-${theme}-${view}.png`) })
      }
    }
    await tab.getByRole('heading', { name: t.openCases }).waitFor()
    await tab.locator('.row').first().waitFor()
    await look('cases')
    await tab.locator('[data-case=case-1]').click()
    await tab.locator('.said li').first().waitFor()
    await look('case')
    for (const [view, there] of [
      ['stuck', '.funnel'],
      ['questions', '.asked'],
      ['ratings', '.spread'],
    ] as const) {
      await tab.getByRole('tab', { name: t[view] }).click()
      await tab.locator(there).first().waitFor()
      await look(view)
    }
    expect(faults).toEqual([])
  })
})

test('states without anything to show look right too', { timeout: 60_000 }, async () => {
  const faults: string[] = []
  const shoot = async (name: string, is: object, url = program().tab) => {
    const opened = await program().host.opens(browser(), url, is, {
      viewport: { width: 320, height: 700 },
      bypassCSP: true,
    })
    await opened.tab.getByRole('heading', { level: 2 }).first().waitFor()
    faults.push(...(await axeFaults(opened.tab)).map((fault) => `${name}: ${fault}`))
    if (folder) await opened.page.screenshot({ path: join(folder, `state-${name}.png`) })
  }
  await shoot('not-signed-in', { token: undefined })
  const stranger = await program().issuer.token({ claims: { oid: 'somebody-else' } })
  await shoot('not-support', { token: stranger, theme: 'dark' })
  await shoot('being-added', { frameContext: 'settings' })
  const page = await (await browser().newContext({ locale: 'nl-NL', bypassCSP: true })).newPage()
  await page.goto(program().tab)
  await page.getByRole('heading', { name: texts.nl.outsideTitle }).waitFor()
  faults.push(...(await axeFaults(page.mainFrame())).map((fault) => `outside: ${fault}`))
  if (folder) await page.screenshot({ path: join(folder, 'state-outside.png') })
  expect(faults).toEqual([])
})
