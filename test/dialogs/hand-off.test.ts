/** The way to a person and back, as the member goes it. */
import { describe, expect, it } from 'vitest'
import { catalogues } from '../../dialogs/messages/index.ts'
import { emptyPolicy, policySchema } from '../../domain/policy.ts'
import type { Act } from '../../prompts/acts.ts'
import { Member, type Received } from './member.ts'

const { taps, handOff: says, topics, steer } = catalogues.nl
const open = { kind: 'open', ahead: 2, mails: false } as const
const points: Act = { act: 'inform', slot: 'points', value: 2150 }

/** A member at the choice of a level. */
async function atALevel(desk: ConstructorParameters<typeof Member>[0] = { desk: open }) {
  const member = await new Member(desk).arrives()
  await member.says(topics.tierSelection)
  return member.says('ik heb er 2150', points)
}

/** The same, with a request that waits. */
async function waiting(desk?: ConstructorParameters<typeof Member>[0]) {
  const member = await atALevel(desk)
  await member.says(taps.human)
  return member.says(taps.handOff)
}

const textOf = (replies: readonly Received[]) => replies.map(({ text }) => text).join('\n')
const said = (member: Member) => textOf(member.replies)
const tells = (member: Member) => member.outcome?.handOff?.tells ?? []
const seen = (member: Member) => member.replies.at(-1)?.channelData.cps.handOff

describe('a member who asks for a person', () => {
  it('is told what is passed on, and only then passed on, with it all', async () => {
    const member = await atALevel()
    await member.says('mijn vinkje is raar', { act: 'unknown' })
    await member.says(taps.human)
    expect(member.pending?.slot).toBe('confirmHandOff')
    expect(said(member)).toMatch(/mijn vinkje is raar.*punten.*nummer 3/s)
    expect(tells(member)).toEqual([])
    await member.says(taps.handOff)
    expect(tells(member)).toEqual([
      {
        kind: 'open',
        language: 'nl',
        reason: 'asked',
        wants: 'mijn vinkje is raar',
        step: { talk: 'tierSelection', question: expect.stringContaining('niveau') },
        facts: [{ name: 'punten', value: '2.150 punten', words: 'ik heb er 2150' }],
        email: null,
        place: 3,
      },
    ])
    expect(member.outcome?.handOff).toMatchObject({ state: 'waiting', status: 'initiated' })
    expect(seen(member)).toEqual({ state: 'waiting', place: 3 })
    // The same question waits behind it, and each way is a tap.
    expect(member.pending?.slot).toBe('tier')
    expect(member.taps).toEqual(expect.arrayContaining([taps.goOn, taps.withdraw]))
  })

  it('may say no, and nothing is passed on', async () => {
    const member = await atALevel()
    await member.says(taps.human)
    await member.says(taps.keep)
    expect(tells(member)).toEqual([])
    expect(member.conversation.memory.handOff).toBeUndefined()
    expect(member.pending?.slot).toBe('tier')
  })

  it('after three failed attempts is passed on as one who was not understood', async () => {
    const member = await atALevel()
    for (const text of ['?a', '?b', '?c']) await member.says(text)
    expect(member.taps).toContain(taps.human)
    await member.says(taps.human)
    await member.says(taps.handOff)
    expect(tells(member)[0]).toMatchObject({ reason: 'notUnderstood', wants: '?c' })
  })

  it('is shown the way to support as before, where there is no way to people', async () => {
    const without = await atALevel({})
    await without.says(taps.human)
    expect(without.pending?.slot).toBe('tier')
    expect(without.outcome?.handOff).toBeUndefined()
    expect(said(without)).toContain(steer.person(undefined, undefined as never).slice(0, 9))
  })

  it('that has gone by the time of the yes is shown the way to support', async () => {
    const member = await atALevel()
    await member.says(taps.human)
    member.desk = undefined
    await member.says(taps.handOff)
    expect(tells(member)).toEqual([])
    expect(said(member)).toContain('Priority support')
  })

  it('is told kindly until when nobody talks with them', async () => {
    const member = await atALevel({ desk: { kind: 'muted', until: '2026-11-22T12:30:00.000Z' } })
    await member.says(taps.human)
    expect(said(member)).toContain('13:30')
    expect(member.pending?.slot).toBe('tier')
  })

  it('hears when somebody is there, where nobody is', async () => {
    const policy = policySchema.parse({
      support: { phone: '020-1234567', hours: { from: '09:00', to: '17:00', holidays: ['2026-11-23'] } },
    })
    const member = await waiting({ desk: open, policy })
    expect(said(member)).toContain('dinsdag om 09:00')
    // The same member on a working day.
    const day = await atALevel({ desk: open, policy })
    day.now = new Date('2026-11-24T10:00:00Z')
    await day.says(taps.human)
    expect(said(day)).not.toContain('niemand')
  })
})

describe('a verdict that sends the member to support', () => {
  const stuck = async (desk?: typeof open) => {
    const member = await new Member(desk ? { desk } : {}).arrives()
    const { asks, problems, waysOut } = catalogues.nl
    await member.says(topics.migration)
    await member.says(problems.button)
    await member.says(asks.hadCpsAccount.yes ?? taps.yes)
    await member.says(asks.migrateButtonVisible.no ?? taps.no)
    await member.says(waysOut.support)
    return member
  }

  it('has people one tap away, where they can be asked', async () => {
    const member = await stuck(open)
    const ends = member.replies.some(({ channelData }) => channelData.cps.outcome === 'handedOff')
    expect(ends).toBe(true)
    expect(member.taps).toContain(taps.human)
    expect((await stuck()).taps).not.toContain(taps.human)
  })
})

describe('a member who waits', () => {
  it('goes on with the assistant', async () => {
    const member = await waiting()
    await member.says('Goud', { act: 'inform', slot: 'tier', value: 'gold' })
    expect(member.known('tier')).toBe('gold')
    expect(tells(member)).toEqual([])
  })

  it('sees the place when asking again, and takes the request back', async () => {
    const member = await waiting()
    await member.told({ kind: 'place', place: 1 })
    expect(member.replies).toHaveLength(1)
    expect(seen(member)).toEqual({ state: 'waiting', place: 1 })
    await member.says(taps.human)
    expect(said(member)).toContain(says.waiting({ place: 1 }))
    await member.says(taps.withdraw)
    expect(tells(member)).toEqual([{ kind: 'withdraw' }])
    expect(member.pending?.slot).toBe('tier')
    // What comes too late changes nothing.
    await member.told({ kind: 'claimed', agent: 'Sanne' })
    expect(member.replies).toEqual([])
    await member.says('Goud', { act: 'inform', slot: 'tier', value: 'gold' })
    expect(member.known('tier')).toBe('gold')
    await member.says(taps.withdraw)
    expect(said(member)).toContain(says.nothingToWithdraw)
  })

  it('leaves an address, and support knows it', async () => {
    const member = await waiting({ desk: { ...open, mails: true } })
    expect(textOf(member.transcript)).toContain('e-mailadres')
    await member.says('anna@example.org', { act: 'inform', slot: 'email', value: 'anna@example.org' })
    expect(tells(member)).toEqual([{ kind: 'email', address: 'anna@example.org' }])
    await member.says('help', { act: 'help' })
    expect(tells(member)).toEqual([])
  })

  it('starts anew without losing the request', async () => {
    const member = await waiting()
    await member.says(taps.restart)
    await member.says(taps.confirmRestart)
    expect(member.conversation.memory.handOff?.state).toBe('waiting')
  })
})

describe('while a person talks with the member', () => {
  const talking = async () => {
    const member = await waiting()
    await member.told({ kind: 'claimed', agent: 'Sanne' })
    return member
  }

  it('the assistant is silent, and what is said goes to the person', async () => {
    const member = await talking()
    expect(seen(member)).toEqual({ state: 'talking', agent: 'Sanne' })
    for (const text of ['hallo', 'Goud', taps.yes, taps.restart, topics.payment]) {
      await member.says(text)
      expect(member.replies).toEqual([])
      expect(tells(member)).toEqual([{ kind: 'said', text }])
    }
    expect(member.known('tier')).toBeUndefined()
  })

  it('the person’s words come under the person’s name, as they were typed', async () => {
    const member = await talking()
    await member.told({
      kind: 'said',
      agent: 'Sanne',
      text: '*Kijk* op https://cps.canon-europe.com/a_b_c\n# Dag',
    })
    const [reply] = member.replies
    expect(reply?.channelData.cps.agent).toBe('Sanne')
    expect(reply?.text).toBe('\\*Kijk\\* op <https://cps.canon-europe.com/a_b_c>  \n\\# Dag')
  })

  it('the member may leave, and is back at the same question', async () => {
    const member = await talking()
    await member.says(taps.leave)
    expect(tells(member)).toEqual([{ kind: 'withdraw' }])
    expect(member.pending?.slot).toBe('tier')
    expect(seen(member)).toEqual({ state: 'over' })
  })

  it('the member may be forgotten, and is told that support forgets as well', async () => {
    const member = await talking()
    await member.says(taps.forgetMe)
    expect(member.pending?.slot).toBe('confirmForget')
    await member.says('wacht even')
    expect(tells(member)).toEqual([{ kind: 'said', text: 'wacht even' }])
    await member.says(taps.confirmForget)
    expect(member.forgotten).toBe(true)
    expect(said(member)).toContain(says.forgotten)
    expect(member.conversation.memory.handOff).toBeUndefined()
  })

  it('who says no to being forgotten goes on with the person', async () => {
    const member = await talking()
    await member.says(taps.forgetMe)
    await member.says(taps.keep)
    expect(said(member)).toContain(steer.kept)
    expect(member.pending).toBeNull()
    await member.says('ja')
    expect(tells(member)).toEqual([{ kind: 'said', text: 'ja' }])
  })

  it('the end brings back the same question, with a rating beside it that goes to the case, once', async () => {
    const member = await talking()
    await member.told({ kind: 'closed', agent: 'Sanne' })
    expect(said(member)).toContain(says.closed('Sanne'))
    expect(member.pending?.slot).toBe('tier')
    expect(member.outcome?.handOff?.status).toBe('completed')
    await member.says(taps.ratings[3])
    expect(tells(member)).toEqual([{ kind: 'rate', value: 4 }])
    expect(member.conversation.memory.rating).toBeNull()
    expect(member.pending?.slot).toBe('tier')
    await member.says('Goud', { act: 'inform', slot: 'tier', value: 'gold' })
    expect(member.known('tier')).toBe('gold')
    expect(textOf(member.transcript).split(says.askRating)).toHaveLength(2)
  })

  it('between talks the end asks for the rating, which may be typed', async () => {
    const member = await new Member({ desk: open }).arrives()
    await member.says(taps.human)
    await member.says(taps.handOff)
    await member.told({ kind: 'claimed', agent: '' })
    await member.told({ kind: 'closed', agent: '' })
    expect(member.taps).toEqual([...taps.ratings, taps.noRating])
    await member.says('5')
    expect(tells(member)).toEqual([{ kind: 'rate', value: 5 }])
    expect(member.taps).toContain(topics.payment)
  })

  it('a person who falls silent is excused, and the assistant is back', async () => {
    const member = await talking()
    await member.told({ kind: 'returned', agent: 'Sanne', place: 1 })
    expect(said(member)).toContain('Sanne')
    expect(member.pending?.slot).toBe('tier')
    await member.told({ kind: 'claimed', agent: 'Pim' })
    await member.told({ kind: 'claimed', agent: 'Sanne' })
    expect(said(member)).toContain(says.tookOver('Sanne'))
  })

  it('what is no notice of a case changes nothing', async () => {
    const member = await talking()
    const before = JSON.stringify(member.record)
    await member.told({ kind: 'nonsense' } as never)
    expect(member.replies.filter(({ type }) => type === 'message')).toEqual([])
    expect(JSON.stringify(member.record)).toBe(before)
  })
})

describe('in English', () => {
  it('all of it is English', async () => {
    const en = catalogues.en
    const member = await new Member({ locale: 'en-GB', desk: open, policy: emptyPolicy }).arrives()
    await member.says(en.topics.tierSelection)
    await member.says('2150', points)
    await member.says(en.taps.human)
    await member.says(en.taps.handOff)
    await member.told({ kind: 'claimed', agent: 'Sanne' })
    await member.told({ kind: 'closed', agent: 'Sanne' })
    expect(textOf(member.transcript)).not.toMatch(/\b(een mens|je vraag|rij)\b/)
    expect(member.pending?.slot).toBe('tier')
  })
})
