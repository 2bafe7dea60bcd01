import { describe, expect, it } from 'vitest'
import { wholeAnswerOf } from '../../prompts/local/answers.ts'
import { findFields, findMethods, findOrdinal, findTiers } from '../../prompts/local/choices.ts'
import { findCountries } from '../../prompts/local/countries.ts'
import { findDates } from '../../prompts/local/dates.ts'
import { detectLanguage } from '../../prompts/local/language.ts'
import { askedLanguage } from '../../prompts/local/language-switch.ts'
import { findNumbers } from '../../prompts/local/numbers.ts'
import { findDealers, findEmails, findProducts, findSerials } from '../../prompts/local/product-data.ts'
import { readText } from '../../prompts/local/text.ts'

const today = '2026-11-22'
const low = (text: string) => readText(text).low

describe('numbers', () => {
  it.each([
    ['2.000', 2000],
    ['2,000', 2000],
    ['2 000', 2000],
    ["2'000", 2000],
    ['2000', 2000],
    ['2.000,00', 2000],
    ['2000,-', 2000],
    ['12.500', 12500],
    ['2k', 2000],
    ['2,5k', 2500],
    ['2.5k', 2500],
    ['2,5 duizend', 2500],
    ['2 duizend', 2000],
    ['3 thousand', 3000],
    ['2.150 punten', 2150],
    ['tweeduizend', 2000],
    ['twee duizend', 2000],
    ['tweeduizendvijfhonderd', 2500],
    ['twee duizend vijf honderd', 2500],
    ['vijfentwintighonderd', 2500],
    ['twee en een half duizend', 2500],
    ['anderhalf duizend', 1500],
    ['achttienhonderd', 1800],
    ['vijfhonderd', 500],
    ['zeshonderdvijftig', 650],
    ['two thousand', 2000],
    ['two thousand five hundred', 2500],
    ['twenty-five hundred', 2500],
    ['two and a half thousand', 2500],
    ['a thousand', 1000],
    ['eighteen hundred', 1800],
    ['five hundred', 500],
    ['one thousand and fifty', 1050],
    ['tweeduzend', 2000],
    ['600 en nog 250, dus 850', 850],
    ['600 plus 250', 850],
    ['600 and another 250', 850],
  ])('%s', (text, value) => expect(findNumbers(low(text)).map((found) => found.value)).toEqual([value]))

  it.each([
    ['iets van 1800', 1800, 'about'],
    ['ongeveer 1800', 1800, 'about'],
    ['zo’n 1800', 1800, 'about'],
    ['1800 of zo', 1800, 'about'],
    ['about 1800', 1800, 'about'],
    ['1800 or so', 1800, 'about'],
    ['rond de 2000', 2000, 'about'],
    ['ruim 2500', 2500, 'over'],
    ['meer dan 2.500', 2500, 'over'],
    ['over 2,000', 2000, 'over'],
    ['2500+', 2500, 'over'],
    ['minstens 500', 500, 'over'],
    ['at least 500', 500, 'over'],
    ['bijna 2000', 2000, 'under'],
    ['nog geen 500', 500, 'under'],
    ['just under 2000', 2000, 'under'],
    ['a little short of 2000', 2000, 'under'],
    ['tussen 1800 en 2000', 1800, 'over'],
    ['exact 2000', 2000, undefined],
    ['ik heb er 2000', 2000, undefined],
  ])('%s', (text, value, bound) => {
    const [found] = findNumbers(low(text))
    expect([found?.value, found?.bound]).toEqual([value, bound])
  })

  it.each(['-500', '2,5', '2.5', 'een mens', 'R5', 'versie 2.5.1'])('%s is no amount', (text) =>
    expect(findNumbers(low(text)).filter(({ weak }) => !weak)).toEqual([]),
  )
})

describe('dates', () => {
  it.each([
    ['14-3-23', '2023-03-14'],
    ['14/03/2023', '2023-03-14'],
    ['14.3.2023', '2023-03-14'],
    ['2023-03-14', '2023-03-14'],
    ['03-05-2024', '2024-05-03'],
    ['12/31/2023', '2023-12-31'],
    ['3 mei 2022', '2022-05-03'],
    ['3e mei 2022', '2022-05-03'],
    ['May 3rd, 2022', '2022-05-03'],
    ['the 3rd of May 2022', '2022-05-03'],
    ['3 mei', '2026-05-03'],
    ['1 december', '2025-12-01'],
    ['maart 2023', '2023-03'],
    ['mrt 2023', '2023-03'],
    ["March '23", '2023-03'],
    ['vorig jaar maart', '2025-03'],
    ['maart vorig jaar', '2025-03'],
    ['March last year', '2025-03'],
    ['03/2021', '2021-03'],
    ['vorige maand', '2026-10'],
    ['last month', '2026-10'],
    ['vorig jaar', '2025'],
    ['last year', '2025'],
    ['gisteren', '2026-11-21'],
    ['eergisteren', '2026-11-20'],
    ['yesterday', '2026-11-21'],
    ['two weeks ago', '2026-11-08'],
    ['twee weken geleden', '2026-11-08'],
    ['drie maanden geleden', '2026-08'],
    ['two years ago', '2024'],
    ['een half jaar geleden', '2026-05'],
    ['afgelopen maart', '2026-03'],
    ['last December', '2025-12'],
    ['in 2021', '2021'],
    ['eind 2020', '2020'],
    ['begin 2023', '2023'],
    ['afgelopen vrijdag', '2026-11-20'],
    ['nieuwjaarsdag 2022', '2022-01-01'],
  ])('%s', (text, value) => expect(findDates(low(text), today).map((found) => found.value)).toEqual([value]))

  it.each(['31-02-2023', '30 februari 2023', '45 mei 2022', '2.000 punten', 'serienummer 0123456789'])(
    '%s is no date',
    (text) => expect(findDates(low(text), today)).toEqual([]),
  )
})

describe('yes, no, I do not know', () => {
  it.each([
    ['ja', 'affirm'],
    ['jazeker', 'affirm'],
    ['ja hoor', 'affirm'],
    ['volgens mij wel', 'affirm'],
    ['yep', 'affirm'],
    ['of course', 'affirm'],
    ['klopt', 'affirm'],
    ['I think so', 'affirm'],
    ['nee', 'deny'],
    ['nee joh', 'deny'],
    ['neen', 'deny'],
    ['nope', 'deny'],
    ['not that I know', 'deny'],
    ['niet dat ik weet', 'deny'],
    ['volgens mij niet', 'deny'],
    ['nog niet', 'deny'],
    ['zeker niet', 'deny'],
    ['weet ik niet', 'unsure'],
    ['ik weet het niet', 'unsure'],
    ['geen idee', 'unsure'],
    ['dunno', 'unsure'],
    ["I'm not sure", 'unsure'],
    ['I don’t know', 'unsure'],
    ['geen flauw idee', 'unsure'],
    ['misschien', 'unsure'],
    ['maakt me niet uit', 'unsure'],
    ['no idea', 'unsure'],
    ['kweenie', 'unsure'],
    ['👍', 'affirm'],
    ['2100', undefined],
    ['ik heb 2100 punten', undefined],
  ])('%s', (text, answer) => expect(wholeAnswerOf(low(text))).toBe(answer))
})

describe('countries', () => {
  it.each([
    ['Duitsland', 'DE'],
    ['Germany', 'DE'],
    ['holland', 'NL'],
    ['the Netherlands', 'NL'],
    ['België', 'BE'],
    ['UK', 'GB'],
    ['Engeland', 'GB'],
    ['de VS', 'US'],
    ['United States', 'US'],
    ['Zwitserland', 'CH'],
    ['Zwitserlnd', 'CH'],
    ['in Keulen', 'DE'],
    ['Antwerpen', 'BE'],
    ['nl', 'NL'],
    ['Tsjechië', 'CZ'],
    ['Hong Kong', 'HK'],
  ])('%s', (text, value) =>
    expect(findCountries(low(text), true).map((found) => found.value)).toEqual([value]),
  )
  it.each(['r5 mark ii', 'de camera', 'ik weet het niet', 'online'])('%s is no country', (text) =>
    expect(findCountries(low(text), true)).toEqual([]),
  )
})

describe('product data', () => {
  it.each([
    ['mijn EOS R5 is stuk', ['EOS R5']],
    ['een canon eos r6 mark ii', ['canon eos r6 mark ii']],
    ['5D Mark IV', ['5D Mark IV']],
    ['de RF 24-70mm f/2.8 L IS USM', ['RF 24-70mm f/2.8 L IS USM']],
    ['70-200 en R6', ['70-200', 'R6']],
    ['speedlite 600EX II-RT', ['speedlite 600EX II-RT']],
    ['imagePROGRAF PRO-300', ['imagePROGRAF PRO-300']],
    ['no product here', []],
    ['2000 punten', []],
  ])('%s', (text, names) => expect(findProducts(readText(text)).map((found) => found.value)).toEqual(names))
  it.each([
    ['serienummer 0123456789', ['0123456789']],
    ['het serienummer is AB-123456', ['AB-123456']],
    ['s/n: 043021998877', ['043021998877']],
    ['serial number reads 9921003345', ['9921003345']],
    ['mijn serienummer ontbreekt', []],
    ['ik heb 2000 punten', []],
  ])('%s', (text, numbers) =>
    expect(findSerials(readText(text), false).map((found) => found.value)).toEqual(numbers),
  )
  it.each([
    ['gekocht bij Kamera Express in Utrecht', ['Kamera Express']],
    ['I bought it at Wex in May', ['Wex']],
    ['de dealer was CameraNU', ['CameraNU']],
    ['the dealer is missing', []],
    ['welke dealer?', []],
  ])('%s', (text, dealers) =>
    expect(findDealers(readText(text)).map((found) => found.value)).toEqual(dealers),
  )
  it.each([
    ['mail naar jan.devries@gmail.com.', ['jan.devries@gmail.com']],
    ['info@studio-west.co.uk, graag', ['info@studio-west.co.uk']],
    ['@jan', []],
    ['jan at gmail', []],
  ])('%s', (text, mails) => expect(findEmails(readText(text)).map((found) => found.value)).toEqual(mails))
})

describe('choices', () => {
  it.each([
    ['zilver', 'silver'],
    ['zilvr', 'silver'],
    ['Gold', 'gold'],
    ['gouden', 'gold'],
    ['platina', 'platinum'],
    ['platnum', 'platinum'],
    ['corporate tier', 'corporate'],
  ])('%s', (text, tier) => expect(findTiers(low(text)).map(({ value }) => value)).toEqual([tier]))
  it.each(['goed', 'oud', 'good', 'told', 'would'])('%s is no level', (text) =>
    expect(findTiers(text)).toEqual([]),
  )
  it.each([
    ['creditcard', 'creditCard'],
    ['kredietkaart', 'creditCard'],
    ['visa', 'creditCard'],
    ['overschrijving', 'bankTransfer'],
    ['bankoverschrijvng', 'bankTransfer'],
    ['wire transfer', 'bankTransfer'],
    ['per bank', 'bankTransfer'],
  ])('%s', (text, method) => expect(findMethods(low(text), true).map(({ value }) => value)).toEqual([method]))
  it('reads product data by name', () =>
    expect(findFields('serienummer, aankoopdatum, land en dealer').map(({ value }) => value)).toEqual([
      'serialNumber',
      'purchaseDate',
      'purchaseCountry',
      'dealer',
    ]))
  it.each([
    ['de eerste', 0],
    ['the second one', 1],
    ['nummer 2', 1],
    ['optie drie', 2],
    ['de laatste', 2],
    ['niet de eerste maar de tweede', 1],
    ['de vierde', 'none'],
    ['zilver', undefined],
    ['de eerste keer dat ik inlog lukte het niet', undefined],
  ])('%s', (text, index) => expect(findOrdinal(low(text), 3)).toBe(index))
})

describe('languages', () => {
  it.each([
    ['hoe word ik lid', 'nl'],
    ['how do I join', 'en'],
    ['ik zie de knop niet', 'nl'],
    ['where is the button', 'en'],
    ['Ich möchte bitte mein Passwort', 'de'],
    ['bonjour je ne vois pas mes points', 'fr'],
  ])('%s', (text, language) => expect(detectLanguage(low(text))).toBe(language))
  it.each([
    ['English please', 'en'],
    ['kan het in het Engels?', 'en'],
    ['liever Nederlands', 'nl'],
    ['spreek je Duits', 'de'],
    ['not in French but in German', 'de'],
    ['ik heb hem in een Duitse winkel gekocht', undefined],
  ])('%s', (text, language) => expect(askedLanguage(low(text), 'nl')).toBe(language))
})
