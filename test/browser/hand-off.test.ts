/** The members' page while people are asked, and by the link of a mail, in a real browser. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { returnAddress } from '../../bot/channels/web/conversation-calls.ts'
import { makeTokens } from '../../bot/channels/web/tokens.ts'
import { texts } from '../../bot/web/language.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { channel, StubTeams, sanne } from '../bot/handoff/stub-teams.ts'
import { useBrowser } from './browser.ts'
import { desk, MemberPage } from './member-page.ts'
import { RunningProgram } from './running-program.ts'

const browser = useBrowser()
const { nl } = catalogues
const key = 'a-key-of-at-least-thirty-two-bytes-of-this-test'
const teams = new StubTeams()
const program = new RunningProgram({ TOKEN_KEY: key }, { support: { port: teams } })

beforeAll(async () => {
  await program.start()
  const command = { activityId: 'c', channel: channel(), from: sanne, text: 'support', locale: 'nl-NL' }
  await program.running.handOff!.desk.commanded(command)
}, 60_000)
afterAll(() => program.end())
afterEach(async () => {
  for (const context of browser().contexts()) await context.close()
})

const until = (isSo: () => boolean) => expect.poll(isSo, { timeout: 10_000 }).toBe(true)

describe('the page', () => {
  test('says where the request stands, who speaks, and that somebody types; and back by a link', async () => {
    const member = await MemberPage.arrives(browser(), program, { options: desk })
    const { page } = member
    const queue = page.getByTestId('queue')
    await member.taps(nl.topics.tierSelection)
    await member.types(nl.taps.human)
    await member.taps(nl.taps.handOff)
    await expect.poll(() => queue.textContent()).toBe(texts.nl.queued(1))
    await until(() => teams.cards.length === 1)
    const [card] = teams.cards
    const thread = teams.threadOf(card!)
    const handOff = program.running.handOff!
    await handOff.desk.heard({
      activityId: 'w1',
      thread,
      rootId: card!.id,
      from: sanne,
      text: 'Dag! Kijk op https://cps.canon-europe.com/ *even*',
      hasAttachments: false,
    })
    await expect.poll(() => page.getByTestId('agent').allTextContents()).toEqual(['Sanne'])
    expect(await queue.textContent()).toBe(texts.nl.talking('Sanne'))
    const bubble = page.locator('article', { has: page.getByTestId('agent') })
    expect(await bubble.textContent()).toContain('*even*')
    expect(await bubble.locator('a').getAttribute('href')).toBe('https://cps.canon-europe.com/')
    // What the member types is seen there, and nobody seems to be typing an answer here.
    await member.sendBox.pressSequentially('ik')
    await until(() => teams.posted.some(({ activity }) => activity.type === 'typing'))
    await member.sends('ik zie het')
    await until(() => teams.texts.some((text) => text.includes('ik zie het')))
    expect(await page.getByTestId('typing').count()).toBe(0)
    await handOff.desk.typed(thread, sanne)
    await expect.poll(() => page.getByTestId('typing').count()).toBe(1)

    // On another device, by the link of a mail.
    const conversation = await member.conversationId()
    const tokens = makeTokens([new TextEncoder().encode(key)], () => new Date())
    const link = await returnAddress(tokens)(program.url, { id: conversation, userId: 'dl_member' })
    const other = await (await browser().newContext({ ...desk, locale: 'nl-NL' })).newPage()
    await other.goto(link)
    await expect.poll(() => other.getByTestId('agent').count()).toBe(1)
    expect(other.url()).toBe(`${program.url}/`)
    await other.getByTestId('send-box').fill('en hier ben ik weer')
    await other.getByTestId('send-box').press('Enter')
    await until(() => teams.texts.some((text) => text.includes('hier ben ik weer')))
    await other.reload()
    await expect.poll(() => other.getByTestId('agent').count()).toBe(1)

    const [open] = await handOff.cases.open()
    await handOff.cases.act(open!.id, { kind: 'close', outcome: 'solved' }, sanne, 'closed')
    await expect.poll(() => queue.textContent()).toBe('')
    // The rating stands beside the question that came back.
    await member.settled()
    await page.getByRole('button', { name: nl.taps.ratings[4], exact: true }).click()
    await until(() => teams.texts.some((text) => text.includes('een 5')))
    expect((await member.cps()).pending?.slot).toBe('points')
    await member.leaves()
  })
})
