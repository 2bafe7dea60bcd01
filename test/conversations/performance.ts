/** Plays a conversation as written, turn by turn, and says where it went another way. */
import type { MemberFact } from '../../dialogs/conversation.ts'
import { facts as factTable } from '../../domain/facts.ts'
import { addressKey, type Slot } from '../../domain/values.ts'
import type { ConversationFile, ExpectedFact, TurnOnPaper } from './conversation-file.ts'
import { type Received, type RunningProgram, WebMember } from './member-on-the-web.ts'

const perProduct = [
  'productName',
  'serialNumber',
  'purchaseDate',
  'purchaseCountry',
  'dealer',
  'serialConfirmed',
  'dateConfirmed',
  'anotherProduct',
  'missingFields',
  'moreWithoutTick',
]
const lastRound = 9

const tapsOf = ({ suggestedActions }: Received): readonly string[] =>
  suggestedActions?.actions.map(({ value }) => value) ?? []

/** What cards and files show, as one text. */
const shownIn = ({ attachments = [] }: Received): string =>
  attachments
    .map(({ content, contentUrl }) =>
      contentUrl?.startsWith('data:')
        ? Buffer.from(contentUrl.slice(contentUrl.indexOf(',') + 1), 'base64').toString('utf8')
        : JSON.stringify(content ?? ''),
    )
    .join('\n')

/** Text without the marks of Markdown. */
const plain = (text: string): string =>
  text
    .replace(/\\([^\w\s])/g, '$1')
    .replace(/\*\*/g, '')
    .replace(/\s+/g, ' ')

const holds = (text: string, part: string): boolean =>
  plain(text).toLowerCase().includes(plain(part).toLowerCase())

const asWords = (value: unknown): string | readonly string[] =>
  Array.isArray(value)
    ? value.map(String).sort()
    : typeof value === 'boolean'
      ? value
        ? 'yes'
        : 'no'
      : String(value)

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The fact that a name stands for: of the product that it numbers, as it was given last. */
function factNamed(facts: Readonly<Record<string, MemberFact>>, name: string): MemberFact | undefined {
  const [slot, product] = name.split(' ')
  const item = perProduct.includes(slot!) ? Number(product ?? 1) - 1 : undefined
  for (let round = lastRound; round >= 1; round--) {
    const fact = facts[addressKey({ slot: slot as Slot, item, round })]
    if (fact) return fact
  }
  return undefined
}

function wrongFact(name: string, expected: ExpectedFact, fact: MemberFact | undefined): string | undefined {
  const value = typeof expected.value === 'string' ? expected.value : [...expected.value].sort()
  const known =
    fact === undefined ? 'nothing' : fact.kind === 'known' ? asWords(fact.value) : (fact.kind as string)
  if (!same(known, value)) return `${name} should be ${value}; known is ${known}`
  if (expected.estimate && !fact?.estimate) return `${name} should be an estimate`
  if (expected.bound && fact?.bound !== expected.bound)
    return `${name} should be '${expected.bound}' so many; it is '${fact?.bound}'`
  return undefined
}

/** What holds of every answer, whatever was said. */
function flawsOf(replies: readonly Received[]): readonly string[] {
  const flaws: string[] = []
  if (replies.length === 0) flaws.push('no answer came')
  for (const reply of replies) {
    const { cps } = reply.channelData
    if (!reply.text?.trim()) flaws.push('an answer without words')
    if (/undefined|NaN|\[object|\{\w+\}/.test(reply.text)) flaws.push(`a slip in the words: ${reply.text}`)
    if (reply.locale !== 'nl-NL' && reply.locale !== 'en-GB') flaws.push(`an answer in '${reply.locale}'`)
    for (const id of cps.facts) if (!(id in factTable)) flaws.push(`no such fact: ${id}`)
    if (cps.facts.length > 0 && reply.entities.length === 0) flaws.push('facts without a citation')
    if (cps.pending && tapsOf(reply).length === 0) flaws.push('a question with nothing to tap')
  }
  const texts = replies.map(({ text }) => text)
  const paragraphs = texts.flatMap((text) => text.split('\n\n'))
  const twice = paragraphs.filter((one, at) => paragraphs.indexOf(one) < at)
  if (twice.length > 0) flaws.push(`said twice: ${twice}`)
  const last = replies.at(-1)
  if (last && !last.text.includes('?') && tapsOf(last).length === 0)
    flaws.push('a dead end: nothing asked, nothing to tap')
  return flaws
}

/** Plays turns with one member, and keeps what was said for who has to find out what went wrong. */
class Performance {
  readonly transcript: string[] = []

  constructor(
    private readonly program: RunningProgram,
    private readonly member: WebMember,
  ) {}

  hears(replies: readonly Received[]): void {
    for (const reply of replies) {
      const { pending, outcome, progress } = reply.channelData.cps
      const marks = [
        progress ? `${progress.step}/${progress.of}` : '',
        pending ? `asks ${pending.slot}${pending.item === undefined ? '' : ` ${pending.item + 1}`}` : '',
        outcome ?? '',
        tapsOf(reply)
          .map((tap) => `[${tap}]`)
          .join(' '),
      ]
      const text = reply.text.replaceAll('\n', '\n    ')
      this.transcript.push(`  < ${text}\n    (${marks.filter(Boolean).join(' · ')})`)
    }
  }

  async plays(turn: TurnOnPaper): Promise<readonly string[]> {
    const { program, member, transcript } = this
    if (turn.later) {
      program.now = new Date(program.now.getTime() + turn.later)
      transcript.push(`  (${program.now.toISOString()})`)
    }
    if (turn.restarts) {
      await program.restart()
      transcript.push('  (the server was restarted)')
    }
    if (turn.reload) {
      await member.reloads()
      transcript.push('  (the page was loaded anew)')
    }
    if (turn.agent !== undefined) {
      transcript.push(`${String(turn.line).padStart(3)} * the agent: ${turn.agent}`)
      await member.hearsAgent(turn.agent)
      this.hears(member.replies)
    }
    if (turn.silent && turn.member !== undefined) {
      transcript.push(`${String(turn.line).padStart(3)} > ${turn.member}`)
      await member.saysToAgent(turn.member)
      this.hears(member.replies)
      return [
        ...(member.replies.length > 0 ? ['the assistant spoke'] : []),
        ...(await this.differences(turn, false)),
      ]
    }
    const acted = turn.member !== undefined || turn.picture !== undefined
    if (acted) {
      const text = (turn.member ?? '').repeat(turn.times ?? 1)
      transcript.push(
        `${String(turn.line).padStart(3)} > ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`,
      )
      const attachments = [{ contentType: 'image/jpeg', name: 'camera.jpg' }]
      await member.says({ text, ...(turn.picture ? { attachments } : {}) })
      this.hears(member.replies)
    }
    const flaws = acted || turn.agent !== undefined ? flawsOf(member.replies) : []
    return [...flaws, ...(await this.differences(turn, acted))]
  }

  private async differences(turn: TurnOnPaper, acted: boolean): Promise<readonly string[]> {
    const { replies, log } = this.member
    const record = await this.member.record()
    const last = replies.at(-1)
    const cps = last?.channelData.cps
    const wrong: string[] = []
    const expect = (right: boolean, message: string) => {
      if (!right) wrong.push(message)
    }
    const equal = (what: string, expected: unknown, found: unknown) => {
      if (expected !== undefined) expect(expected === found, `${what} should be ${expected}; it is ${found}`)
    }
    equal('the question', turn.asks, cps?.pending?.slot ?? 'nothing')
    equal('the product asked about', turn.about, (cps?.pending?.item ?? 0) + 1)
    equal('the dialog', turn.dialog, cps?.dialog ?? 'nothing')
    const progress = cps?.progress ? `${cps.progress.step} of ${cps.progress.of}` : 'nothing'
    equal('the progress', turn.progress, progress)
    if (turn.language)
      for (const { locale } of replies) equal('the language', turn.language, locale?.slice(0, 2))
    const states = replies.flatMap((reply) => reply.channelData.cps.facts)
    for (const id of turn.states ?? []) expect(states.includes(id), `${id} was not stated`)
    for (const id of turn.not?.states ?? []) expect(!states.includes(id), `${id} was stated`)
    const taps = replies.flatMap(tapsOf)
    for (const tap of turn.taps ?? []) expect(taps.includes(tap), `[${tap}] was not offered`)
    for (const tap of turn.not?.taps ?? []) expect(!taps.includes(tap), `[${tap}] was offered`)
    const said = replies.map(({ text }) => text).join('\n')
    for (const part of turn.mentions ?? []) expect(holds(said, part), `'${part}' was not mentioned`)
    for (const part of turn.not?.mentions ?? []) expect(!holds(said, part), `'${part}' was mentioned`)
    const shown = replies.map(shownIn).join('\n')
    for (const part of turn.shows ?? []) expect(holds(shown, part), `'${part}' was not shown`)
    for (const part of turn.not?.shows ?? []) expect(!holds(shown, part), `'${part}' was shown`)
    const files = replies.flatMap(({ attachments = [] }) => attachments.flatMap(({ name }) => name ?? []))
    for (const file of turn.files ?? []) expect(files.includes(file), `no file '${file}'; ${files}`)
    const outcomes = replies.flatMap(({ channelData }) => channelData.cps.outcome ?? [])
    if (turn.ends) expect(outcomes.includes(turn.ends), `the outcome should be ${turn.ends}; ${outcomes}`)
    if (turn.not?.ends) expect(outcomes.length === 0, `a dialog ended: ${outcomes}`)
    for (const slot of turn.not?.asks ?? [])
      expect(
        replies.every((reply) => reply.channelData.cps.pending?.slot !== slot),
        `${slot} was asked`,
      )
    for (const [name, expected] of Object.entries(turn.knows ?? {})) {
      const fault = wrongFact(name, expected, factNamed(record.facts, name))
      if (fault) wrong.push(fault)
    }
    for (const name of turn.forgets ?? [])
      expect(factNamed(record.facts, name) === undefined, `${name} should not be known`)
    equal('the rating', turn.rated, record.memory.rating === null ? 'nothing' : String(record.memory.rating))
    if (acted) {
      const understood = record.memory.attempts === 0 ? 'yes' : 'no'
      equal('understood', turn.understood ?? 'yes', understood)
    }
    if (turn.erased) expect(log.length - replies.length <= 1 || (await this.isErased()), 'the log was kept')
    return wrong
  }

  private async isErased(): Promise<boolean> {
    await this.member.reloads()
    return this.member.log.every(({ from }) => from.role === 'bot') && this.member.log.length <= 2
  }
}

/** Plays a conversation. Throws an error with the transcript so far where it goes another way. */
export async function play(program: RunningProgram, file: ConversationFile): Promise<string> {
  program.now = new Date(`${file.today}T10:00:00Z`)
  await program.people(file.people !== undefined)
  const member = await WebMember.arrives(program, file.language)
  const performance = new Performance(program, member)
  performance.hears(member.replies)
  for (const turn of file.turns) {
    let wrong: readonly string[]
    try {
      wrong = await performance.plays(turn)
    } catch (error) {
      wrong = [(error as Error).message]
    }
    if (wrong.length === 0) continue
    const where = `test/conversations/${file.path}:${turn.line}`
    throw new Error(`${where}\n- ${wrong.join('\n- ')}\n\n${performance.transcript.join('\n')}`)
  }
  return performance.transcript.join('\n')
}
