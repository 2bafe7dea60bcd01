/** Teams down, slow, refusing or unsure: no case is lost and nothing is said twice; and the same with processes that end. */
import { afterEach, describe, expect, it } from 'vitest'
import { wordsOf } from '../../../bot/handoff/words.ts'
import { StoreUnavailable } from '../../../bot/stores/store.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { emptyPolicy } from '../../../domain/policy.ts'
import { temporaryFolder } from '../running-server.ts'
import { channel, pim, type StubFault, StubTeams, sanne } from './stub-teams.ts'
import { supportWorld, until, type WebMember } from './support-world.ts'

const { taps, handOff: says } = catalogues.nl
const members: WebMember[] = []
afterEach(() => {
  for (const member of members.splice(0)) member.end()
})

const faults: readonly (readonly [string, StubFault])[] = [
  ['too many requests (429)', { kind: 'unavailable', status: 429 }],
  ['a failed precondition (412)', { kind: 'refused', status: 412 }],
  ['a bad gateway (502)', { kind: 'unavailable', status: 502 }],
  ['no answer in time, nothing done', { kind: 'late' }],
]

describe('Teams fails', () => {
  it('to say who is in the team: nobody is called a stranger, nothing is done, and it is said so', async () => {
    const world = await supportWorld()
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    const card = await world.card()
    world.teams.isRosterAway = true
    const { notChecked } = wordsOf('nl')
    expect(await world.press(card, 'claim')).toEqual({ kind: 'message', text: notChecked })
    expect(await world.writes(card, 'Hallo')).toBe(true)
    expect(world.teams.texts).toContain(notChecked)
    expect(await world.commands('support stop')).toMatchObject({ text: notChecked })
    expect((await world.cases())[0]).toMatchObject({ state: 'unassigned', messages: [] })
    world.teams.isRosterAway = false
    await world.writes(card, 'Hallo')
    await member.hears('Hallo')
  })

  it.each(faults)('with %s: the case is posted all the same, its card kept true', async (_, fault) => {
    const world = await supportWorld()
    world.teams.faults = [
      { ...fault, on: 'startThread' },
      { ...fault, on: 'update' },
    ]
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    await until(() => world.teams.cards.length === 1, 'the card')
    await world.press(await world.card(), 'claim')
    await member.hears(says.claimed('Sanne'))
    await world.shows('Sanne de Vries')
    expect(world.teams.cards).toHaveLength(1)
  })

  it.each([
    ['refused for a while', [{ kind: 'unavailable', status: 503, on: 'post' }]],
    ['taken, and nobody knows', [{ kind: 'lost', done: true, on: 'post' }]],
  ] as const)('at a message of the member, %s: it stands in the thread once', async (_, given) => {
    const world = await supportWorld()
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    const card = await world.card()
    await world.press(card, 'claim')
    await member.hears(says.claimed('Sanne'))
    world.teams.faults = [...given]
    await member.says('ben je daar?')
    await member.says('hallo?')
    await until(() => world.teams.texts.some((text) => text.includes('hallo?')))
    await world.shows('ben je daar?')
    const count = (word: string) => world.teams.texts.filter((text) => text.includes(word)).length
    expect([count('ben je daar?'), count('hallo?')]).toEqual([1, 1])
  })

  it('after a card was taken, without saying so: there is another one, and the newest shows the truth', async () => {
    const world = await supportWorld()
    world.teams.faults = [{ kind: 'late', done: true, on: 'startThread' }]
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    await until(() => world.teams.cards.length === 2, 'both cards')
    const [older, newest] = world.teams.cards
    // Whoever still has the older one in front of them is answered with the case as it is.
    const answer = await world.press(older!, 'claim')
    expect(JSON.stringify(answer)).toContain('Sanne de Vries')
    await until(() => world.teams.textOf(newest!).includes('Sanne de Vries'))
    expect(await world.writes(newest!, 'Hier ben ik')).toBe(true)
    await member.hears('Hier ben ik')
  })

  it('without any answer: the rest goes on, and nothing is said twice', async () => {
    const world = await supportWorld({ support: { sendWithin: 200 } })
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    const card = await world.card()
    await world.press(card, 'claim')
    await member.hears(says.claimed('Sanne'))
    await world.shows('Sanne de Vries')
    world.teams.unanswered = 1
    await member.says('ben je daar?')
    await member.says('hallo?')
    await until(() => world.teams.texts.some((text) => text.includes('hallo?')))
    expect(world.teams.texts.filter((text) => text.includes('ben je daar?'))).toHaveLength(1)
    await world.shows('hallo?')
  })

  it('for long: the member is told, once, and the case goes there when that works again', async () => {
    const world = await supportWorld()
    world.teams.down = true
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    await member.hears(says.delayed)
    expect(await world.cases()).toHaveLength(1)
    world.teams.down = false
    world.clock.ahead += 60_000
    await until(() => world.teams.cards.length === 1, 'the card')
    expect((await member.texts()).filter((text) => text.includes(says.delayed))).toHaveLength(1)
  })

  it('because the card was deleted there: the case gets a new one', async () => {
    const world = await supportWorld()
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    const card = await world.card()
    const [{ id: cpsCase } = { id: '' }] = await world.cases()
    world.teams.posted.splice(world.teams.posted.indexOf(card), 1)
    await world.server.handOff!.cases.act(cpsCase, { kind: 'claim' }, pim, 'claimed elsewhere')
    await world.shows('Jansen, Pim')
    expect(world.teams.cards).toHaveLength(1)
  })
})

describe('the store fails', () => {
  it('as a case is to be kept: it is kept when that works again, once', async () => {
    const world = await supportWorld()
    const { store } = world.server
    const { keepDocument } = store
    let failures = 2
    Object.assign(store, {
      keepDocument: async (...given: Parameters<typeof keepDocument>) => {
        if (given[0].kind === 'case' && failures-- > 0)
          throw new StoreUnavailable('not now', { uncertain: failures === 0 })
        return keepDocument(...given)
      },
    })
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    await until(() => world.teams.cards.length === 1, 'the card')
    expect(await world.cases()).toHaveLength(1)
    await until(async () => {
      const conversation = await store.load(member.opened.conversationId, Date.now())
      return conversation?.handOff?.notices.length === 0 && conversation.claim === undefined
    })
  })
})

describe('a process ends', () => {
  it('after the case was kept and before its card was posted: the next one posts it, and the talk goes on', async () => {
    const DATA_DIR = temporaryFolder()
    const teams = new StubTeams()
    const environment = { DATA_DIR, TOKEN_KEY: 'a-key-of-at-least-thirty-two-bytes-of-this-test' }
    const first = await supportWorld({ environment, teams })
    teams.down = true
    const before = await first.member()
    await before.asksForPerson()
    await until(async () => (await first.cases()).length === 1)
    before.end()
    await first.server.stop()
    teams.down = false
    const second = await supportWorld({ environment, teams, ready: false })
    await until(() => teams.cards.length === 1, 'the card')
    const card = await second.card()
    await second.press(card, 'reply', { reply: 'Daar ben ik' }, sanne, 'one')
    // The member, who had closed the page, finds the answer.
    await until(async () => {
      const log = await second.server.store.read(before.opened.conversationId, 0, 100)
      return log.some(({ json }) => json.includes('Daar ben ik'))
    })
    // The same button once more, as Teams may send it.
    await second.press(card, 'reply', { reply: 'Daar ben ik' }, sanne, 'one')
    const log = await second.server.store.read(before.opened.conversationId, 0, 100)
    const messages = log.map(({ json }) => JSON.parse(json) as { type: string; text?: string })
    expect(messages.filter(({ type, text }) => type === 'message' && text === 'Daar ben ik')).toHaveLength(1)
  })

  it('and two serve the same store: each message is posted once, each notice told once', async () => {
    const DATA_DIR = temporaryFolder()
    const teams = new StubTeams()
    const environment = { DATA_DIR, TOKEN_KEY: 'a-key-of-at-least-thirty-two-bytes-of-this-test' }
    const [one, other] = [
      await supportWorld({ environment, teams }),
      await supportWorld({ environment, teams, ready: false }),
    ]
    const member = await one.member()
    members.push(member)
    await member.asksForPerson()
    const card = await one.card()
    await Promise.all([one.press(card, 'claim', {}, sanne), other.press(card, 'claim', {}, pim)])
    await until(async () => (await member.texts()).some((text) => /is er voor je/.test(text)))
    for (const index of [1, 2, 3]) {
      await member.says(`bericht ${index}`)
      await (index % 2 ? one : other).writes(card, `antwoord ${index}`)
    }
    await until(() => teams.texts.filter((text) => text.includes('bericht')).length === 3)
    await member.hears('antwoord 3')
    await until(async () => (await one.server.handOff!.cases.open())[0]!.sendings.length === 0)
    expect(teams.texts.filter((text) => text.includes('bericht'))).toHaveLength(3)
    const heard = (await member.texts()).filter((text) => /antwoord \d|is er voor je/.test(text))
    expect(heard).toHaveLength(4)
    expect(teams.cards).toHaveLength(1)
  })
})

describe('a process ended while it was sending', () => {
  /** What is to be sent, as a process leaves it that ended in between. */
  async function leftBehind(key: (id: string) => string) {
    const world = await supportWorld()
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    const card = await world.card()
    await world.press(card, 'claim')
    await member.hears(says.claimed('Sanne'))
    world.teams.down = true
    await member.says('hoort iemand mij?')
    const { store } = world.server
    await until(async () => (await world.cases())[0]!.messages.length === 1)
    await world.server.handOff!.idle()
    const [document] = await store.documents('case', Date.now())
    const file = JSON.parse(document!.json) as {
      case: { sendings: readonly { id: string }[] }
      post: Record<string, unknown>
    }
    const [sending] = file.case.sendings
    const post = {
      ...file.post,
      trying: key(sending!.id),
      again: 0,
      holder: { owner: 'gone', until: Date.now() - 1 },
    }
    world.teams.down = false
    const json = JSON.stringify({ ...file, post })
    expect(await store.keepDocument({ ...document!, json, dueAt: 0 }, Date.now())).toBe('saved')
    await world.shows('hoort iemand mij?')
    return world
  }

  it('a message: it is not sent again, and the card has it', async () => {
    const world = await leftBehind((id) => `thread ${id}`)
    await until(async () => (await world.cases())[0]!.sendings.length === 0)
    expect(world.teams.texts.filter((text) => text.includes('hoort iemand'))).toEqual([])
  })

  it('something else: the message is sent, once', async () => {
    const world = await leftBehind(() => 'update')
    await until(() => world.teams.texts.some((text) => text.includes('hoort iemand')))
    expect(world.teams.texts.filter((text) => text.includes('hoort iemand'))).toHaveLength(1)
  })
})

describe('time goes by', () => {
  it('and the agent says nothing: the member is told, and the case is back in the queue', async () => {
    const world = await supportWorld({ support: { silentAfter: () => 15 } })
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    await world.press(await world.card(), 'claim')
    await member.hears(says.claimed('Sanne'))
    await member.says('ben je er nog?')
    world.clock.ahead += 16 * 60_000
    await member.hears(says.returned('Sanne', 1))
    expect(await world.cases()).toMatchObject([{ state: 'unassigned', assignee: null }])
    // The assistant answers again.
    const before = (await member.texts()).length
    await member.says('help')
    expect((await member.texts()).length).toBeGreaterThan(before + 1)
    expect(await world.press(await world.card(), 'claim', {}, pim)).toMatchObject({ kind: 'card' })
    await member.hears(says.claimed('Pim'))
  })

  it('in the queue: each sees the place there, and those behind move up', async () => {
    const world = await supportWorld()
    const [first, second] = [await world.member(), await world.member('en')]
    members.push(first, second)
    await first.asksForPerson()
    await second.asksForPerson()
    await second.hears('number 2')
    await until(() => world.teams.cards.length === 2)
    await first.says(taps.withdraw)
    const seen = async () =>
      (await second.log())
        .flatMap(({ channelData }) => {
          const { handOff } = (channelData as { cps?: { handOff?: { place?: number } } })?.cps ?? {}
          return handOff ? [handOff] : []
        })
        .at(-1)
    await until(async () => (await seen())?.place === 1)
    expect(await world.cases()).toHaveLength(1)
    await until(() => world.teams.texts.some((text) => text.includes('ingetrokken')))
  })
})

describe('support', () => {
  it('mutes a member for a time, who is told so kindly, and helped by the assistant meanwhile', async () => {
    const world = await supportWorld()
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    const card = await world.card()
    await world.press(card, 'mute', { minutes: '10' })
    await member.hears('Vanaf')
    await member.says(taps.human)
    expect((await member.texts()).at(-1)).toContain('Vanaf')
    expect(await world.cases()).toEqual([])
    world.clock.ahead += 11 * 60_000
    await member.says(taps.human)
    expect((await member.texts()).at(-1)).toContain('Zal ik je doorgeven')
  })

  it('assigns to somebody else of the team only, reopens, keeps notes from the member, and gives ready replies', async () => {
    const replies = { nl: [{ title: 'Groet', text: 'Dag, fijn dat je er bent.' }], en: [] }
    const world = await supportWorld({ support: { replies: () => replies } })
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    const card = await world.card()
    expect(world.teams.textOf(card)).toContain('Groet')
    expect(await world.press(card, 'assign', { assignee: 'oid Otto' })).toMatchObject({ kind: 'message' })
    expect(await world.press(card, 'assign', { assignee: pim.oid })).toMatchObject({ kind: 'card' })
    expect(await world.cases()).toMatchObject([{ assignee: { oid: pim.oid } }])
    await world.writes(card, '// zeker een vaste klant')
    await world.press(card, 'reply', { canned: 'Groet' }, pim)
    await member.hears('Dag, fijn dat je er bent.')
    await world.writes(card, 'en een plaatje', pim, 'w', true)
    await member.hears('en een plaatje')
    expect(world.teams.texts.some((text) => text.includes('Bestanden'))).toBe(true)
    expect((await member.texts()).join()).not.toContain('vaste klant')
    await world.press(card, 'close', { outcome: 'solved' }, pim)
    await member.hears(says.closed('Pim'))
    await world.writes(card, 'nog iets')
    await until(() => world.teams.texts.some((text) => text.includes('afgerond')))
    await until(() => world.teams.textOf(card).includes('case/reopen'))
    await world.press(card, 'reopen')
    await member.hears(says.claimedAgain('Sanne'))
  })

  it('is routed by language and subject, in any channel, and stops where it is told to', async () => {
    const world = await supportWorld({ ready: false })
    const none = await world.member()
    members.push(none)
    await none.says(taps.human)
    expect((await none.texts()).join()).not.toContain('Zal ik je doorgeven')
    expect((await world.commands('support klingon'))?.text).toContain('klingon')
    expect(await world.commands('hallo')).toBeUndefined()
    await world.commands('support nl', sanne, channel('dutch'))
    await world.commands('support en', sanne, channel('english'), 'en-GB')
    await world.commands('support en payment', sanne, channel('money'), 'en-GB')
    const ask = async (language: 'nl' | 'en', topic?: string) => {
      const member = await world.member(language)
      members.push(member)
      if (topic) await member.says(topic)
      const before = world.teams.cards.length
      await member.asksForPerson()
      await until(() => world.teams.cards.length === before + 1)
      return world.teams.cards.at(-1)!
    }
    expect((await ask('nl')).conversationId).toContain('dutch')
    const english = await ask('en')
    expect(english.conversationId).toContain('english')
    expect(world.teams.textOf(english)).toContain('A member asks for a person')
    expect((await ask('en', catalogues.en.topics.payment)).conversationId).toContain('money')
    await world.commands('support stop', sanne, channel('money'))
    expect((await ask('en', catalogues.en.topics.payment)).conversationId).toContain('english')
  })

  it('says when nobody is there', async () => {
    const hours = {
      timeZone: 'Europe/Amsterdam',
      days: ['monday' as const],
      from: '09:00',
      to: '09:01',
      holidays: [],
    }
    const policy = { ...emptyPolicy, support: { phone: '020-1234567', hours } }
    const world = await supportWorld({ policy })
    const member = await world.member()
    members.push(member)
    await member.asksForPerson()
    await member.hears('maandag om 09:00')
  })
})
