/** Walks a rule: from what is known, through every question that it asks, with each of some answers, to every verdict. */
import { expect } from 'vitest'
import { type Conversation, knownOf } from '../../dialogs/conversation.ts'
import { tapsOf } from '../../dialogs/kit/taps.ts'
import { askedAbout } from '../../dialogs/kit/wording.ts'
import type { AskedSlot } from '../../dialogs/messages/catalogue.ts'
import { formatOf } from '../../dialogs/messages/format.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { questionOf } from '../../dialogs/talks.ts'
import { type FactId, isFactId } from '../../domain/facts.ts'
import { emptyPolicy, type Policy, policySchema } from '../../domain/policy.ts'
import type { Decision, Needs, Rule, Statement } from '../../domain/rule.ts'
import { addressKey, languages } from '../../domain/values.ts'
import { telling, tellingLabels } from '../domain/telling.ts'
import { type Answered, classesOf } from './classes.ts'

type Facts = Conversation['facts']

/** A policy that fills every gap. */
export const fullPolicy: Policy = policySchema.parse({
  businessAccountUrl: 'https://example.org/account',
  support: { phone: '+31 20 123 45 67', email: 'help@example.org', url: 'https://example.org/help' },
  thresholds: { silver: 500, gold: 1000, platinum: 1500 },
  fees: { silver: { amount: 50, currency: 'EUR' }, corporate: { amount: 1000.5, currency: 'EUR' } },
})

/** A day that does not move. */
export const circumstances = { today: '2026-11-22', policy: emptyPolicy }

const at = '2026-11-22T10:00:00Z'
const stored = (answered: Answered) => ({ ...answered, words: '', at })

/** Facts by key. */
export const factsFrom = (given: Readonly<Record<string, Answered>>): Facts =>
  Object.fromEntries(Object.entries(given).map(([key, answered]) => [key, stored(answered)]))

const seen = new Set<string>()
const broken = /undefined|NaN|\[object|Invalid Date|null/

const readable = (text: string, what: string) => {
  if (text.trim() === '' || broken.test(text)) expect.fail(`${what} reads: ${text}`)
}

/** Nothing is said that its facts do not hold. */
const holds = (tokens: typeof telling, text: string, cited: readonly FactId[], what: string) => {
  for (const [token, ...holders] of tokens)
    if (token.test(text) && !holders.some((fact) => cited.includes(fact)))
      expect.fail(`${what} says ${token} without ${holders.join(' or ')}: ${text}`)
}

/** Every statement exists in every language, reads well, and rests on facts that there are. */
const checkStatement = (statement: Statement) => {
  const key = JSON.stringify(statement)
  if (seen.has(key)) return
  seen.add(key)
  if (statement.cites.length === 0 || !statement.cites.every(isFactId))
    expect.fail(`${key} cites what is no fact`)
  for (const language of languages) {
    const speak = catalogues[language].says[statement.says] as (about: unknown, format: unknown) => string
    const text = speak(statement.about, formatOf(language))
    readable(text, `${statement.says} in ${language}`)
    if (!statement.byOperator) holds(telling, text, statement.cites, `${statement.says} in ${language}`)
  }
}

/** Every question exists in every language, with something to tap, a reason and an example. */
const checkQuestion = (needs: Needs, facts: Facts) => {
  const { slot, item, round, options } = needs
  const about = `${addressKey(needs)} ${JSON.stringify(options)} ${JSON.stringify(facts[`productName#${item}`]?.value)}`
  if (seen.has(about)) return
  seen.add(about)
  const question = questionOf(slot)
  if (!question) expect.fail(`${slot} is asked by no talk`)
  if (!question.states.every(isFactId)) expect.fail(`${slot} states what is no fact`)
  for (const language of languages) {
    const says = catalogues[language]
    const words = says.asks[slot as AskedSlot]
    const asked = askedAbout({ slot, item, round }, facts, says)
    for (const text of [words.ask(asked), words.short(asked), words.why, words.example])
      readable(text, `${slot} in ${language}`)
    if (item === undefined || item === 0)
      holds(tellingLabels, words.ask(asked), question.states, `${slot} in ${language}`)
    const { taps } = tapsOf(needs, says)
    if (taps.length === 0) expect.fail(`${slot} offers nothing to tap`)
    for (const { label } of taps) readable(label, `a button of ${slot} in ${language}`)
  }
}

/** What a walk found. */
export interface Walked {
  paths: number
  questions: number
  readonly verdicts: Map<string, Facts>
}

/** How a walk is limited. */
export interface Limits {
  /** The answers to a question; all classes where absent. */
  readonly answers?: (needs: Needs, facts: Facts) => readonly Answered[]
  readonly policy?: Policy
}

/** At most two products: where a third is in sight, there is no more. */
const atMostTwo = ({ slot, item = 0 }: Needs, answers: readonly Answered[]) =>
  (slot === 'anotherProduct' || slot === 'moreWithoutTick') && item >= 1
    ? answers.filter(({ value }) => value !== true)
    : answers

const longest = 80

/** Walks every path. Each ends in an outcome; nothing is asked twice. */
export const walk = (
  rule: Rule,
  known: Facts = {},
  { answers, policy = emptyPolicy }: Limits = {},
): Walked => {
  const walked: Walked = { paths: 0, questions: 0, verdicts: new Map() }
  const facts: Facts = { ...known }
  const asked = new Set<string>()
  const visit = (): void => {
    const decision: Decision = rule(knownOf(facts), { today: circumstances.today, policy })
    for (const statement of decision.tells) checkStatement(statement)
    if (decision.kind !== 'needs') {
      if (decision.tells.length === 0) expect.fail(`${decision.verdict} says nothing`)
      walked.paths++
      const name = `${decision.kind}:${decision.verdict}`
      if (!walked.verdicts.has(name)) walked.verdicts.set(name, { ...facts })
      return
    }
    const key = addressKey(decision)
    if (asked.has(key) || facts[key] !== undefined)
      expect.fail(`${key} is asked twice, after ${Object.keys(facts).join(', ')}`)
    if (asked.size > longest) expect.fail(`no end after ${[...asked].join(', ')}`)
    checkQuestion(decision, facts)
    walked.questions++
    asked.add(key)
    for (const answered of atMostTwo(decision, answers?.(decision, facts) ?? classesOf(decision.slot))) {
      facts[key] = stored(answered)
      visit()
    }
    delete facts[key]
    asked.delete(key)
  }
  visit()
  return walked
}

/** Adds up walks. */
export const together = (walks: readonly Walked[]): Pick<Walked, 'paths' | 'questions'> => ({
  paths: walks.reduce((sum, { paths }) => sum + paths, 0),
  questions: walks.reduce((sum, { questions }) => sum + questions, 0),
})
