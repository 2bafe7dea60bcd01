/** Every step of every talk: the record of a conversation that stands there, and where each of the member's answers leads. */
import type { Assistant } from '../../dialogs/assistant.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import type { Notice } from '../../domain/notices.ts'
import { type Language, parseAddressKey, type TalkId } from '../../domain/values.ts'
import type { Act } from '../../prompts/acts.ts'
import { Member } from '../dialogs/member.ts'
import { answersTo, type MemberAnswer } from './answers.ts'

/** What is so after an answer; no word of how it is said. */
export interface Expected {
  /** The question that waits then, by its address; a question in front of the talks by its name. */
  readonly asks: string | null
  /** How the last talk that came to an end in this turn ended. */
  readonly outcome: string | null
  /** The talks that are started then, the newest last. */
  readonly started: readonly TalkId[]
  /** Facts that the answer changed, by address: the value, 'unsure' or 'skipped', `null` where it fell away. */
  readonly changes: Readonly<Record<string, unknown>>
}

/** A record of any version, with what of it tests look at. */
export interface StoredRecord {
  readonly schema: number
  readonly versions?: Readonly<Record<string, number>>
  readonly facts: Readonly<
    Record<
      string,
      { readonly kind: string; readonly value?: unknown; readonly words: string; readonly at: string }
    >
  >
  readonly stack: readonly { readonly id: TalkId }[]
  readonly memory: { readonly lastAt?: string | null }
}

/** A conversation that stands at a question. */
export interface Step {
  /** The question, by its address; or what else stands there. */
  readonly at: string
  readonly record: StoredRecord
  readonly answers: readonly (MemberAnswer & { readonly leadsTo: Expected })[]
}

const valuesIn = ({ facts }: StoredRecord): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(facts).map(([key, { kind, value }]) => [key, kind === 'known' ? value : kind]))

const changed = (before: StoredRecord, after: StoredRecord): Expected['changes'] => {
  const [was, is] = [valuesIn(before), valuesIn(after)]
  const keys = [...new Set([...was.keys(), ...is.keys()])].sort()
  const differing = keys.filter((key) => JSON.stringify(was.get(key)) !== JSON.stringify(is.get(key)))
  return Object.fromEntries(differing.map((key) => [key, is.get(key) ?? null]))
}

/** What waits: the question by its address, or a confirmation by its name. */
const waitsFor = (member: Member): string | null => {
  const { pending } = member
  if (!pending) return null
  const { asked } = member.conversation.memory
  return asked !== null && parseAddressKey(asked)?.slot === pending.slot ? asked : pending.slot
}

/** People can be asked; one waits already. */
const desk = { kind: 'open', ahead: 1, mails: false } as const

/** A member whose conversation stands at a stored record, a minute after it was stored. */
export const memberWith = (record: StoredRecord, language: Language, assistant?: Assistant): Member => {
  const member = new Member({ locale: language, desk, ...(assistant ? { assistant } : {}) })
  member.record = structuredClone(record)
  const { lastAt } = record.memory
  if (lastAt) member.now = new Date(Date.parse(lastAt) + 60_000)
  return member
}

/** Gives an answer, and says what came of it. */
export const answered = async (member: Member, { text, acts }: MemberAnswer): Promise<Expected> => {
  const before = member.record as StoredRecord
  await member.says(text, ...acts)
  const outcomes = member.replies.map(({ channelData }) => channelData.cps.outcome)
  const after = member.record as StoredRecord
  return {
    asks: waitsFor(member),
    outcome: outcomes.findLast((outcome) => outcome !== null) ?? null,
    started: after.stack.map(({ id }) => id),
    changes: changed(before, after),
  }
}

const stepAt = async (
  at: string,
  record: StoredRecord,
  answers: readonly MemberAnswer[],
  language: Language,
): Promise<{ readonly step: Step; readonly next: readonly Member[] }> => {
  const led = []
  const next: Member[] = []
  for (const answer of answers) {
    const member = memberWith(record, language)
    led.push({ ...answer, leadsTo: await answered(member, answer) })
    next.push(member)
  }
  return { step: { at, record, answers: led }, next }
}

/** The second product shows all that a third one would. */
const lastItem = 1

/** Every question of a talk once, from nothing known. */
export const stepsOf = async (talk: TalkId, language: Language): Promise<readonly Step[]> => {
  const start = await new Member({ locale: language }).arrives()
  await start.says(catalogues[language].topics[talk])
  const found = new Map<string, Step>()
  // One question leads elsewhere where another came before it: each is gone through once for every question before it.
  const open = [{ from: '', member: start }]
  const ways = new Set<string>()
  while (open.length > 0) {
    const { from, member } = open.shift()!
    const at = waitsFor(member)
    if (at === null || ways.has(`${from} ${at}`) || (member.pending?.item ?? 0) > lastItem) continue
    ways.add(`${from} ${at}`)
    const answers = answersTo(member.pending!, language)
    const { step, next } = await stepAt(at, member.record as StoredRecord, answers, language)
    if (!found.has(at)) found.set(at, step)
    open.push(...next.map((one) => ({ from: at, member: one })))
  }
  return [...found.values()]
}

/** What is said on the way, or what the member's case tells. */
type Way = readonly (string | readonly [string, ...Act[]] | Notice)[]

/** Conversations that stand elsewhere than at a talk's own question: the way there, and the answers then. */
const places = (
  language: Language,
): Readonly<Record<string, { way: Way; answers: readonly MemberAnswer[] }>> => {
  const { taps, topics, names, values, tiers, waysOut, problems, asks } = catalogues[language]
  const levels: Way = [topics.tierSelection, ['2100', { act: 'inform', slot: 'points', value: 2100 }]]
  const paid: Way = [topics.passwordReset, asks.resetWorked.yes ?? taps.yes]
  const stuck: Way = [
    topics.migration,
    problems.button,
    asks.hadCpsAccount.yes ?? taps.yes,
    asks.migrateButtonVisible.no ?? taps.no,
    waysOut.registerAgain,
  ]
  const tap = (text: string, ...acts: Act[]): MemberAnswer => ({ text, acts })
  const yes = tap(taps.yes, { act: 'affirm' })
  const no = tap(taps.no, { act: 'deny' })
  const wrong: Way[number] = ['?!', { act: 'correct', slot: 'hadCpsAccount', value: false }]
  return {
    welcomed: {
      way: [],
      answers: Object.entries(topics).map(([dialog, topic]) =>
        tap(topic, { act: 'start', dialog: dialog as TalkId }),
      ),
    },
    confirmRestart: { way: [...levels, taps.restart], answers: [yes, no] },
    confirmForget: { way: [...levels, taps.forgetMe], answers: [yes, no] },
    confirmCorrection: { way: [...stuck, wrong], answers: [yes, no] },
    again: {
      way: [...levels, taps.change(names.points)],
      answers: [tap('1200', { act: 'inform', slot: 'points', value: 1200 })],
    },
    clarify: {
      way: [
        topics.tierSelection,
        ['?!', { act: 'inform', slot: 'points', value: 640 }, { act: 'inform', slot: 'points', value: 2100 }],
      ],
      answers: [
        tap(`${names.points}: ${values.points(language === 'nl' ? '2.100' : '2,100', false)}`, {
          act: 'inform',
          slot: 'points',
          value: 2100,
        }),
      ],
    },
    rating: { way: paid, answers: [tap(taps.ratings[3], { act: 'inform', slot: 'rating', value: 4 })] },
    digression: {
      way: [
        topics.onboarding,
        topics.tierSelection,
        ['2100', { act: 'inform', slot: 'points', value: 2100 }],
      ],
      answers: [tap(tiers.gold, { act: 'inform', slot: 'tier', value: 'gold' })],
    },
    confirmHandOff: { way: [...levels, taps.human], answers: [yes, no] },
    handedOff: { way: [...levels, taps.human, taps.handOff], answers: [tap(taps.goOn), tap(taps.withdraw)] },
    talking: {
      way: [...levels, taps.human, taps.handOff, { kind: 'claimed', agent: 'Sanne' }],
      answers: [tap(taps.leave)],
    },
    undo: { way: levels, answers: [tap(taps.undo, { act: 'undo' }), tap(taps.back, { act: 'back' })] },
  }
}

/** Conversations that stand between talks, or at a question in front of them. */
export const stepsBeside = async (language: Language): Promise<readonly Step[]> => {
  const steps: Step[] = []
  for (const [at, { way, answers }] of Object.entries(places(language))) {
    const member = await new Member({ locale: language, desk }).arrives()
    for (const one of way)
      await (typeof one === 'string'
        ? member.says(one)
        : 'kind' in one
          ? member.told(one)
          : member.says(...one))
    steps.push((await stepAt(at, member.record as StoredRecord, answers, language)).step)
  }
  return steps
}
