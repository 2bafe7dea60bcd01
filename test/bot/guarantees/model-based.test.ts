/**
 * Whatever happens, in whatever order: members send, send twice and again, sockets drop, processes die at any await and come
 * back, the store fails before or after it did its work, time goes by. Afterwards the conversations are what a simple model
 * says: each message took effect once, in the order of the log, with the replies that the assistant gives without any of it.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadEvents } from '../../../bot/handoff/events.ts'
import { replay, takeOut } from '../../../bot/replay.ts'
import { createAssistant } from '../../../dialogs/assistant.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import type { Notice } from '../../../domain/notices.ts'
import { emptyPolicy } from '../../../domain/policy.ts'
import { shippedFaq } from '../../dialogs/member.ts'
import { trainedEngine } from '../../prompts/trained.ts'
import { openMemoryStore } from '../stores/memory-store.ts'
import { type Sent, type StoreFault, World } from './world.ts'

const runs = process.env.PROVE ? 10_000 : 250
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

/** What members say: they start talks, answer, correct, digress, ask for a person, want to be forgotten. */
const texts = [
  'wachtwoord vergeten',
  'Ja',
  'Nee',
  'toch niet, ik bedoelde nee',
  'terug',
  'ik wil een medewerker spreken',
  'welk niveau kan ik kiezen?',
  '3 camera’s en 2 lenzen',
  'wat is een groen vinkje?',
  'Vergeet mij',
  catalogues.nl.taps.confirmForget,
  'opnieuw beginnen',
  catalogues.nl.taps.human,
  catalogues.nl.taps.handOff,
  catalogues.nl.taps.withdraw,
]

/** What people of support do, as it comes to the member. */
const notices: readonly Notice[] = [
  { kind: 'place', place: 1 },
  { kind: 'claimed', agent: 'Sanne' },
  { kind: 'said', agent: 'Sanne', text: 'Ik zoek het uit.' },
  { kind: 'closed', agent: 'Sanne' },
]

const faults = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.constant<StoreFault>('none') },
    { weight: 1, arbitrary: fc.constant<StoreFault>('before') },
    { weight: 1, arbitrary: fc.constant<StoreFault>('after') },
  ),
  { minLength: 1, maxLength: 20 },
)

/** The simple model: how many messages were sent. What they come to follows from the log alone. */
interface Model {
  sent: number
}

class Step implements fc.AsyncCommand<Model, World> {
  constructor(
    private readonly name: string,
    private readonly work: (world: World, model: Model) => void,
    private readonly needs: (model: Readonly<Model>) => boolean = () => true,
  ) {}
  check(model: Readonly<Model>): boolean {
    return this.needs(model)
  }
  async run(model: Model, world: World): Promise<void> {
    this.work(world, model)
  }
  toString(): string {
    return this.name
  }
}

const conversations = ['one', 'two']
const anyOf = <T>(list: readonly T[], index: number): T => list[index % list.length]!

const send = fc.tuple(fc.nat(1), fc.nat(texts.length - 1), fc.nat(1), fc.nat(2)).map(
  ([to, text, process, copies]) =>
    new Step(`send ${conversations[to]} '${texts[text]}' to ${process} ×${copies + 1}`, (world, model) => {
      const sent: Sent = {
        conversation: conversations[to]!,
        clientId: `c${model.sent++}`,
        text: texts[text]!,
        answers: [],
      }
      for (let copy = 0; copy <= copies; copy++) void world.send(sent, process + copy)
    }),
)
const person = fc.tuple(fc.nat(1), fc.nat(1)).map(
  ([to, process]) =>
    new Step(`${conversations[to]} asks ${process} for a person`, (world, model) => {
      // Whichever comes first: said without having been asked, the second asks for it.
      for (const text of [catalogues.nl.taps.handOff, catalogues.nl.taps.handOff]) {
        const clientId = `c${model.sent++}`
        void world.send({ conversation: conversations[to]!, clientId, text, answers: [] }, process)
      }
    }),
)
const notice = fc
  .tuple(fc.nat(1), fc.nat(notices.length - 1), fc.nat(1))
  .map(
    ([to, which, process]) =>
      new Step(
        `the case of ${conversations[to]} tells '${notices[which]!.kind}' to ${process}`,
        (world) => void world.notify(conversations[to]!, notices[which]!, process),
      ),
  )
const again = fc.tuple(fc.nat(), fc.nat(1)).map(
  ([index, process]) =>
    new Step(
      `send ${index} again to ${process}`,
      (world) => void world.send(anyOf(world.sent, index), process),
      ({ sent }) => sent > 0,
    ),
)
const crash = fc.nat(1).map((process) => new Step(`crash ${process}`, (world) => world.crash(process)))
const restart = fc
  .nat(1)
  .map((process) => new Step(`restart ${process}`, (world) => void world.restart(process)))
const takeOver = fc.tuple(fc.nat(1), fc.nat(5_000)).map(
  ([process, milliseconds]) =>
    new Step(`after ${milliseconds} ms ${process} looks for what waits`, (world) => {
      world.time += milliseconds
      void world.takeOver(process)
    }),
)
const drop = fc
  .tuple(fc.nat(1), fc.nat(1))
  .map(
    ([listener, process]) =>
      new Step(`socket ${listener} drops, and takes up at ${process}`, (world) =>
        world.drop(listener, process),
      ),
  )
const expire = fc
  .nat(1)
  .map((to) => new Step(`${conversations[to]} expires`, (world) => world.expire(conversations[to]!)))

const commands = fc.commands(
  [send, send, send, again, crash, restart, takeOver, drop, drop, expire, notice, person].map((one) =>
    // An expiry ends a conversation: it is rare.
    one === expire ? fc.oneof({ weight: 1, arbitrary: one }, { weight: 15, arbitrary: send }) : one,
  ),
  { maxCommands: 25 },
)

/** A member's message as the log has it. */
interface LoggedMessage {
  readonly id: string
  readonly from: { readonly role: string }
  readonly channelData: { readonly clientActivityID: string }
}

async function verify(world: World): Promise<void> {
  const store = openMemoryStore(world.memory)
  for (const conversation of conversations) {
    const listener = world.listeners.find((one) => one.conversation === conversation)!
    expect(listener.seen, 'seen in order, nothing twice').toEqual(
      [...new Set(listener.seen)].sort((a, b) => a - b),
    )
    const sent = world.sent.filter((one) => one.conversation === conversation)
    if (world.expired.has(conversation)) {
      for (const { answers } of sent) expect(answers.length).toBeGreaterThan(0)
      continue
    }
    const kept = (await takeOut(store, conversation, world.time))!
    const stored = world.memory.get(conversation)!
    expect(stored.inbox, 'nothing waits').toEqual([])
    const numbers = kept.log.map(({ number }) => number)
    expect(numbers, 'each number once, rising').toEqual([...new Set(numbers)].sort((a, b) => a - b))
    const seen = new Set(listener.seen)
    expect(
      numbers.filter((number) => !seen.has(number)),
      'no gap',
    ).toEqual([])
    const erasedUpTo = numbers.length === 0 ? stored.last : Math.min(...numbers) - 1
    // Each message has one id, whatever was sent how often; only what was erased is new when it is sent again.
    const accepted = sent.flatMap(({ answers }) => {
      const given = new Set(answers.map((answer) => (answer.kind === 'accepted' ? answer.id : answer.kind)))
      const after = [...given].filter((id) => Number(id.split('|')[1]) > erasedUpTo)
      expect(given.size, 'an answer').toBeGreaterThan(0)
      expect(after.length, 'one id').toBeLessThanOrEqual(1)
      return after
    })
    const messages = kept.log
      .map(({ json }) => JSON.parse(json) as LoggedMessage)
      .filter(({ from }) => from.role === 'user')
    // Notices of the case are in it as well, each once.
    const noticed = kept.log
      .map(({ json }) => JSON.parse(json) as LoggedMessage)
      .filter(({ from }) => from.role === 'support')
    const noticeIds = noticed.map(({ channelData }) => channelData.clientActivityID)
    expect(noticeIds, 'each notice once').toEqual([...new Set(noticeIds)])
    // What its cases have to be told was told, in its order, and an erasure is the last of it.
    expect(stored.handOff?.notices ?? [], 'nothing is owed').toEqual([])
    for (const [id, { conversation: of, told }] of world.cases) {
      if (of !== conversation) continue
      const kinds = [...told.values()]
      expect(
        kinds.filter((kind) => kind === 'open'),
        id,
      ).toEqual(['open'])
      expect(kinds.indexOf('forget')).toBeOneOf([-1, kinds.length - 1])
    }
    if (stored.handOff) expect(world.cases.has(stored.handOff.caseId), 'the case is there').toBe(true)
    const clientIds = messages.map(({ channelData }) => channelData.clientActivityID)
    expect(clientIds, 'each once in the log').toEqual([...new Set(clientIds)])
    // A copy that came after the erasure of the first one is new, also where its own answer was lost on the way.
    const again = messages.filter(({ id, channelData }) => {
      const { answers } = sent.find(({ clientId }) => clientId === channelData.clientActivityID)!
      const ids = answers.flatMap((answer) => (answer.kind === 'accepted' ? [answer.id] : []))
      return !ids.includes(id) && ids.some((one) => Number(one.split('|')[1]) <= erasedUpTo)
    })
    const expected = [...accepted, ...again.map(({ id }) => id)]
    expect(messages.map(({ id }) => id).sort(), 'each of them in the log').toEqual(expected.sort())
    // The assistant says the same without any of it, byte for byte.
    const { differences, turns } = await replay(kept, {
      assistantWith: (heard) =>
        createAssistant({ policy: emptyPolicy, faq: shippedFaq, understander: heard }),
      apology: () => 'sorry',
    })
    expect(differences).toEqual([])
    expect(turns).toBe(messages.length + noticed.length)
  }
}

describe('whatever happens', () => {
  it('conversations are what they would have been without it', async () => {
    // Time is the scheduler's: nothing may have to be loaded in it.
    await loadEvents()
    const understander = await trainedEngine()
    const assistant = createAssistant({ policy: emptyPolicy, faq: shippedFaq, understander })
    let cases = 0
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), faults, commands, async (scheduler, storeFaults, steps) => {
        const world = new World(scheduler, storeFaults, assistant)
        for (const conversation of conversations) await world.create(conversation)
        const setUp = async () => ({ model: { sent: 0 }, real: world })
        await fc.scheduledModelRun(scheduler, setUp, steps)
        await world.settle()
        await verify(world)
        cases += world.cases.size
      }),
      { numRuns: runs, seed, endOnFailure: !process.env.SHRINK },
    )
    expect(cases).toBeGreaterThan(0)
    console.log(`${cases} cases`)
  }, 1_200_000)
})
