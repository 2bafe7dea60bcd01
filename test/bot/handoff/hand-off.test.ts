/** From a member on the web to people in Teams and back, over real Direct Line, on both stores. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replay, takeOut } from '../../../bot/replay.ts'
import { createAssistant } from '../../../dialogs/assistant.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { emptyPolicy } from '../../../domain/policy.ts'
import { shippedFaq } from '../../dialogs/member.ts'
import { type RedisServer, startRedisServer } from '../stores/redis-server.ts'
import { foreigner, outsider, pim, sanne } from './stub-teams.ts'
import { supportWorld, until } from './support-world.ts'

const { taps, handOff: says, topics } = catalogues.nl
let redis: RedisServer
let prefixes = 0
beforeAll(async () => {
  redis = await startRedisServer()
})
afterAll(() => redis.end())

const stores: readonly (readonly [string, () => Record<string, string>])[] = [
  ['embedded', () => ({})],
  [
    'Redis',
    () => ({
      REDIS_URL: redis.url,
      REDIS_PREFIX: `handoff${prefixes++}:`,
      TOKEN_KEY: 'a-key-of-at-least-thirty-two-bytes-of-this-test',
    }),
  ],
]

describe.each(stores)('a hand-off on %s', (_, environment) => {
  it('goes to the one of two agents who is first, is talked over, closed and rated', async () => {
    const world = await supportWorld({ environment: environment() })
    const member = await world.member()
    await member.says(topics.tierSelection)
    await member.says('ik heb 2150 punten')
    await member.says(taps.human)
    const asked = (await member.texts()).at(-1)!
    expect(asked).toContain('punten')
    expect(await world.cases()).toEqual([])
    await member.says(taps.handOff)
    const card = await world.card()
    expect(world.teams.textOf(card)).toContain('2.150')
    expect(world.teams.textOf(card)).toContain('ik heb 2150 punten')
    const [waiting] = await world.cases()
    expect(waiting).toMatchObject({ state: 'unassigned', step: { talk: 'tierSelection' }, place: 1 })

    const [one, other] = await Promise.all([
      world.press(card, 'claim', {}, sanne),
      world.press(card, 'claim', {}, pim),
    ])
    const kinds = [one!.kind, other!.kind].sort()
    expect(kinds).toEqual(['card', 'message'])
    const [winner, loser] = one!.kind === 'card' ? [sanne, other] : [pim, one]
    expect(loser).toMatchObject({ kind: 'message', text: expect.stringContaining(winner.name) })
    const first = winner === sanne ? 'Sanne' : 'Pim'

    await member.hears(says.claimed(first))

    await member.says('mijn teller staat stil')
    await until(() => world.teams.texts.some((text) => text.includes('mijn teller staat stil')))
    // The assistant is silent.
    expect((await member.texts()).at(-1)).toBe('mijn teller staat stil')

    await world.writes(card, 'Ik kijk even mee.', winner)
    await world.press(card, 'reply', { reply: 'Gevonden!' }, winner)
    await member.hears('Gevonden!')

    const answers = (await member.log()).filter(({ text }) => /Ik kijk even mee|Gevonden/.test(text ?? ''))
    expect(answers.map(({ from }) => (from as { name?: string }).name)).toEqual([first, first])

    await world.press(card, 'note', { note: 'belt morgen terug' }, winner)
    await world.shows('belt morgen terug')
    await world.press(card, 'close', { outcome: 'solved', closing: 'teller hersteld' }, winner)
    await member.hears(says.closed(first))
    // Back at the same question, and one rating.
    const { channelData } = (await member.log()).findLast(({ type }) => type === 'message')! as unknown as {
      channelData: { cps: { pending: { slot: string } } }
    }
    expect(channelData.cps.pending.slot).toBe('tier')
    await member.says(taps.ratings[4])
    await world.shows('5 / 5')
    expect((await member.texts()).join()).not.toContain('belt morgen terug')
    const cases = await world.cases()
    expect(cases).toEqual([])
    expect(world.teams.cards).toHaveLength(1)
    const events = (await member.log()).filter(({ name }) => String(name).startsWith('handoff.'))
    expect(events.map(({ name, value }) => [name, (value as { state?: string }).state])).toEqual([
      ['handoff.initiate', undefined],
      ['handoff.status', 'accepted'],
      ['handoff.status', 'completed'],
    ])
    // Every turn can be run again, those that came from the case as well.
    const kept = await takeOut(world.server.store, member.opened.conversationId, Date.now())
    const again = await replay(kept!, {
      assistantWith: (understander) =>
        createAssistant({ policy: emptyPolicy, faq: shippedFaq, understander }),
      apology: () => 'sorry',
    })
    expect(again.differences).toEqual([])
    expect(again.turns).toBeGreaterThan(10)
    member.end()
  })

  it('takes an answer that comes before Teams has told the bot that the card is there', async () => {
    const world = await supportWorld({ environment: environment() })
    world.teams.answersAfter = 400
    const member = await world.member()
    await member.asksForPerson()
    expect(await world.writes(await world.card(), 'Ik was er snel bij')).toBe(true)
    await member.hears('Ik was er snel bij')
    member.end()
  })

  it('is refused to who is not of the team, or not of the tenant, and nothing is told to the member', async () => {
    const world = await supportWorld({ environment: environment() })
    const member = await world.member()
    await member.asksForPerson()
    const card = await world.card()
    for (const stranger of [outsider, foreigner]) {
      expect(await world.press(card, 'claim', {}, stranger)).toMatchObject({ kind: 'refused' })
      expect(await world.press(card, 'reply', { reply: 'psst' }, stranger)).toMatchObject({ kind: 'refused' })
      expect(await world.writes(card, 'psst', stranger)).toBe(true)
      const answer = await world.commands('support stop', stranger)
      expect(answer?.text).toContain('team')
    }
    const [still] = await world.cases()
    expect(still).toMatchObject({ state: 'unassigned', messages: [] })
    expect((await member.texts()).join()).not.toContain('psst')
    expect(world.teams.texts.filter((text) => text.includes('team'))).toHaveLength(2)
    member.end()
  })

  it('forgets the member on both sides', async () => {
    const world = await supportWorld({ environment: environment() })
    const member = await world.member()
    await member.says(topics.tierSelection)
    await member.says('ik heb 2150 punten')
    await member.asksForPerson()
    const card = await world.card()
    const [{ id: cpsCase } = { id: '' }] = await world.cases()
    await world.writes(card, 'Hallo')
    await member.hears('Hallo')
    await member.says('mijn geheim is kobalt')
    await until(() => world.teams.texts.some((text) => text.includes('kobalt')))
    await member.says(taps.forgetMe)
    await member.says(taps.confirmForget)
    await member.hears(says.forgotten)
    await until(() => !world.teams.posted.some((one) => /kobalt|2150/.test(world.teams.textOf(one))))
    expect(world.teams.texts.some((text) => text.includes('vergeten'))).toBe(true)
    const stored = JSON.stringify(await world.server.store.documents('case', Date.now()))
    expect(stored).not.toMatch(/kobalt|2150/)
    expect(stored).not.toContain(member.opened.conversationId)
    expect(await world.press(card, 'reopen', { cpsCase })).toMatchObject({
      kind: 'message',
      text: expect.stringContaining('gewist'),
    })
    member.end()
  })

  it('forgets the member also in cases that were closed before', async () => {
    const world = await supportWorld({ environment: environment() })
    const member = await world.member()
    await member.asksForPerson()
    const first = await world.card()
    await world.writes(first, 'Hallo')
    await member.hears('Hallo')
    await member.says('over kobalt')
    await world.shows('over kobalt')
    await world.press(first, 'close')
    await member.hears(says.closed('Sanne'))
    await member.asksForPerson()
    await until(() => world.teams.cards.length === 2)
    await member.says(taps.forgetMe)
    await member.says(taps.confirmForget)
    await until(() => !world.teams.posted.some((one) => world.teams.textOf(one).includes('kobalt')))
    await until(async () => {
      const cases = await world.server.store.documents('case', Date.now())
      return cases.length === 2 && cases.every(({ json }) => json.includes('"kind":"forgotten"'))
    })
    // Nothing of it is left in the conversation either.
    await until(
      async () =>
        (await world.server.store.load(member.opened.conversationId, Date.now()))?.handOff === undefined,
    )
    member.end()
  })
})
