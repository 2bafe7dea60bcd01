/** Members on the web, people of support in the Agents Playground, the whole program between them. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wordsOf } from '../../../bot/handoff/words.ts'
import { readReplies } from '../../../bot/operator-files.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import type { Language } from '../../../domain/values.ts'
import type { WebMember } from '../handoff/support-world.ts'
import { submit } from '../learning/filled-in.ts'
import { type Person, person, type Shown } from './playground.ts'
import { SupportInPlayground, textOf } from './support-in-playground.ts'

const root = join(import.meta.dirname, '../../..')
const replies = readReplies(join(root, 'domain', 'replies'))
let world: SupportInPlayground
const members: WebMember[] = []
let [general, other]: [string, string] = ['', '']
let [megan, adele]: Person[] = []

beforeAll(async () => {
  world = await SupportInPlayground.start()
  general = world.playground.places.channel
  other = world.playground.team.otherChannel
  megan = world.person('Megan')
  adele = world.person('Adele')
}, 60_000)

afterAll(async () => {
  for (const member of members) member.end()
  await world?.stop()
})

async function memberOf(language: Language): Promise<WebMember> {
  const member = await world.member(language)
  members.push(member)
  return member
}

const first = ({ name }: Person) => name.split(' ')[0]!
const threadOf = (card: Shown) => card.thread!
/** Which question waits, in what was said last. */
const waiting = async (member: WebMember) => {
  const newest = (await member.log()).findLast(({ type }) => type === 'message')!
  return (newest.channelData as { cps?: { pending?: { slot: string } } }).cps?.pending?.slot
}
const times = async (member: WebMember, words: string) =>
  (await member.texts()).filter((text) => text.includes(words)).length

describe('two channels of a team', () => {
  test('are set up by saying so to the assistant, each in the language of who says it', async () => {
    const thread = await world.playground.type(general, 'support en')
    await world.hears(thread, wordsOf('en').setUp([wordsOf('en').languages.en], []))
    await world.writes(megan!, other, 'support nl', { mention: true })
    const told = wordsOf('nl').setUp([wordsOf('nl').languages.nl], [])
    await expect.poll(() => world.playground.shown.some(({ text }) => text === told)).toBe(true)
  })
})

describe('a member who speaks English', () => {
  const { taps, topics, handOff: says } = catalogues.en
  const words = wordsOf('en')
  let member: WebMember
  let card: Shown
  let winner: Person

  test('is taken up by the one of two who is first, and the other is told who', async () => {
    member = await memberOf('en')
    await member.says(topics.tierSelection)
    await member.says('I have 2150 points')
    expect(await waiting(member)).toBe('tier')
    await member.says(taps.human)
    expect(world.cards(general)).toEqual([])
    await member.says(taps.handOff)
    card = await world.card(general)
    expect(textOf(card)).toContain(words.states.unassigned)
    expect(textOf(card)).toContain('I have 2150 points')
    const both = [megan!, adele!]
    const answers = await Promise.all(both.map((one) => world.taps(one, card, 'claim')))
    const won = answers.findIndex(({ value }) => typeof value === 'object')
    winner = both[won]!
    expect(answers[1 - won]!.value).toBe(
      words.refusals({ kind: 'refused', reason: 'taken', who: winner.name }),
    )
    await world.shows(card, words.states.assigned)
    await world.shows(card, winner.name)
    await member.hears(says.claimed(first(winner)))
  })

  test('hears what is written in the thread or on the card, and answers into the thread', async () => {
    const thread = threadOf(card)
    await world.writes(winner, thread, 'Hello, let me look.')
    await world.writes(winner, thread, 'It takes a minute.', { mention: true })
    await world.playground.type(thread, 'I am here as well.')
    await world.taps(winner, card, 'reply', { reply: 'Found it!' })
    const [ready] = replies.en
    await world.taps(winner, card, 'reply', { canned: ready!.title })
    for (const heard of ['let me look', 'takes a minute', 'as well', 'Found it!', ready!.text])
      await member.hears(heard)
    const named = (await member.log()).filter(({ text }) => /let me look|as well/.test(text ?? ''))
    expect(named.map(({ from }) => (from as { name?: string }).name)).toEqual([first(winner), first(person)])
    await member.says('the blue button is gone')
    await world.hears(thread, 'the blue button is gone')
    await world.shows(card, 'the blue button is gone')
  })

  test('does not see notes, and no files come through', async () => {
    const thread = threadOf(card)
    await world.writes(winner, thread, '// calls back tomorrow', { locale: 'en-US' })
    await world.hears(thread, words.noted)
    await world.taps(winner, card, 'note', { note: 'is a teacher' })
    await world.shows(card, 'calls back tomorrow')
    await world.shows(card, 'is a teacher')
    await world.writes(winner, thread, '', { file: true })
    await world.hears(thread, words.noAttachments)
    expect((await member.texts()).join()).not.toMatch(/teacher|tomorrow|https:\/\/example/)
  })

  test('sees that somebody types, and is seen typing', async () => {
    const thread = threadOf(card)
    await world.types(winner, thread)
    await expect
      .poll(() =>
        member.socket.sets.some(({ activities }) => activities.some(({ type }) => type === 'typing')),
      )
      .toBe(true)
  })

  test('is given to a colleague who is known, by name', async () => {
    await world.taps(winner, card, 'assign', { assignee: person.aadObjectId ?? person.id })
    await world.shows(card, person.name)
    await member.hears(says.tookOver(first(person)))
  })

  test('is back at the same question in the end, and asked once how it was', async () => {
    await world.taps(winner, card, 'close', { outcome: 'solved', closing: 'button found' })
    await world.shows(card, words.states.closed)
    await world.shows(card, 'button found')
    await member.hears(says.closed(first(person)))
    await member.hears(says.askRating)
    expect(await waiting(member)).toBe('tier')
    await member.says(taps.ratings[4])
    await world.shows(card, '5 / 5')
    await world.taps(winner, card, 'reopen')
    await world.shows(card, words.states.assigned)
    await member.hears(says.claimedAgain(first(winner)))
    await world.taps(winner, card, 'close', { outcome: 'passedOn', closing: '' })
    await world.shows(card, words.outcomes.passedOn)
    await expect.poll(() => times(member, says.closed(first(winner)))).toBe(1)
    expect(await times(member, says.askRating)).toBe(1)
    expect(await waiting(member)).toBe('tier')
  })

  test('has asked something that joins the FAQ when its editors want it', async () => {
    const thread = threadOf(card)
    await world.taps(winner, card, 'propose')
    const form = await world.hears(thread, 'submitProposal')
    const shown = form.attachments[0]!.content
    const send = (typed: Readonly<Record<string, string>>) =>
      world.taps(winner, form, 'submitProposal', submit(shown, typed) as object)
    const wrong = await send({})
    expect(JSON.stringify(wrong.value)).toContain('submitProposal')
    await send({
      'question-en': 'Where is the blue button?',
      'answer-en': 'The blue button stands on your account page as long as there is something to migrate.',
      'question-nl': 'Waar is de blauwe knop?',
      'answer-nl': 'De blauwe knop staat op je accountpagina zolang er iets te migreren is.',
      facts: 'points.fully-registered',
    })
    const { PATH = '' } = process.env
    const folder = join(world.folder, 'proposed')
    execFileSync(process.execPath, [join(root, 'dist', 'proposals.js'), '--export', folder], {
      env: { PATH, DATA_DIR: world.folder },
    })
    expect(
      readdirSync(folder, { recursive: true }).filter((file) => String(file).endsWith('.yaml')),
    ).toHaveLength(2)
  })
})

describe('people of Teams', () => {
  test('are answered in the language that they chose, whatever their client speaks', async () => {
    const thread = await world.playground.type(general, 'Nederlands graag')
    await expect.poll(() => world.said(thread).length).toBeGreaterThan(0)
    const asked = await world.playground.type(general, 'support hier')
    await world.hears(asked, wordsOf('nl').usage('hier'))
  })

  test('find answers in the FAQ', async () => {
    const found = await world.playground.search('groene vinkje')
    expect(JSON.stringify(found[0]!.content)).toContain('vinkje')
  })

  test('who are not of the team do nothing with cases and channels', async () => {
    const words = wordsOf('nl')
    const stranger: Person = { id: 'nobody', name: 'No Body' }
    const card = await world.card(general)
    const refusal = wordsOf('en').refusals({ kind: 'refused', reason: 'notMember' })
    const answer = await world.presses(stranger, card, 'reopen')
    expect(answer).toMatchObject({
      statusCode: 403,
      value: { message: words.refusals({ kind: 'refused', reason: 'notMember' }) },
    })
    await world.writes(stranger, threadOf(card), 'psst')
    await world.hears(threadOf(card), refusal)
    await world.writes(stranger, other, 'support stop', { mention: true })
    expect((await members[0]!.texts()).join()).not.toContain('psst')
    expect(textOf(world.newest(card))).toContain(wordsOf('en').states.closed)
  })
})

describe('a member who speaks Dutch', () => {
  const { taps, handOff: says } = catalogues.nl
  const words = wordsOf('nl')
  let member: WebMember
  let card: Shown

  test('comes to the channel of that language', async () => {
    member = await memberOf('nl')
    await member.says('wachtwoord vergeten')
    await member.asksForPerson()
    card = await world.card(other)
    expect(textOf(card)).toContain(words.states.unassigned)
    // The assistant's links stand there as they are read.
    expect(textOf(card)).toContain('nieuw wachtwoord aanvragen. Daarna')
    expect(await world.presses(megan!, card, 'claim')).toMatchObject({ statusCode: 200 })
    await member.hears(says.claimed(first(megan!)))
    expect(await world.presses(adele!, card, 'claim')).toMatchObject({
      value: words.refusals({ kind: 'refused', reason: 'taken', who: megan!.name }),
    })
  })

  test('loses nothing and hears nothing twice when the server stops in between', async () => {
    const thread = threadOf(card)
    const stopped = Promise.all([
      world.writes(megan!, thread, 'voor de herstart'),
      member.says('mijn vraag ervoor'),
    ]).then(() => world.server.stop())
    await stopped
    await world.serve()
    await member.says('en mijn vraag erna')
    await world.writes(megan!, thread, 'na de herstart')
    for (const heard of ['voor de herstart', 'na de herstart']) {
      await member.hears(heard)
      expect(await times(member, heard)).toBe(1)
    }
    for (const heard of ['mijn vraag ervoor', 'en mijn vraag erna']) await world.hears(thread, heard)
    await world.shows(card, 'na de herstart')
    expect(world.cards(other)).toHaveLength(1)
    expect(await times(member, says.claimed(first(megan!)))).toBe(1)
  })

  test('is forgotten on both sides', async () => {
    await member.says(taps.forgetMe)
    await member.says(taps.confirmForget)
    await world.shows(card, words.erased)
    await world.hears(threadOf(card), words.thread({ kind: 'forgotten' }))
    expect(textOf(world.newest(card))).not.toMatch(/herstart|wachtwoord vergeten|cpsCase/)
    await member.hears(says.forgotten)
    const left = world.said(threadOf(card)).map((one) => textOf(world.newest(one)))
    expect(left.join()).not.toMatch(/mijn vraag/)
  })
})
