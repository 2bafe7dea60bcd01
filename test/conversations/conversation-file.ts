/**
 * Test conversations as people write them: one YAML file each, `<behaviour>/<name>.<language>.yaml`.
 * Everything in them is read as text, just as it stands, so that `member: 1.800` says '1.800'.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { type FactId, facts } from '../../domain/facts.ts'
import { parts } from '../../domain/rule.ts'
import { bounds, isReducedDate, languages, slots, talkIds } from '../../domain/values.ts'

/** The folders: what members do. */
export const behaviours = [
  'happy',
  'corrections',
  'digressions',
  'cancellations',
  'over-answering',
  'odd-input',
  'steering',
  'faq',
  'out-of-scope',
  'resuming',
  'languages',
  'people',
] as const

const yes = z.literal('yes')
const list = <T extends z.ZodType<string>>(of: T) =>
  z.union([of.transform((one) => [one]), z.array(of)]) as unknown as z.ZodType<readonly z.output<T>[]>

/** A word or a value, not a sentence: wording belongs to the catalogues. */
const word = z.string().min(1).max(60)
const factId = z.enum(Object.keys(facts) as [FactId, ...FactId[]])
const slotName = z.enum(slots as [string, ...string[]])
const asked = z.enum<readonly string[]>([
  ...slots,
  'confirmRestart',
  'confirmForget',
  'confirmCorrection',
  'confirmHandOff',
  'nothing',
])
/** A fact, of the first product where there are several; `serialNumber 2` is the second product's. */
const factName = z.string().refine((text) => slots.includes(text.replace(/ \d+$/, '') as never), {
  error: ({ input }) => `there is no fact '${input}'`,
})

const plainValue = z.union([z.string(), z.array(z.string())])
const expectedFact = z.union([
  plainValue.transform((value) => ({ value }) as ExpectedFact),
  z.strictObject({ value: plainValue, estimate: yes.optional(), bound: z.enum(bounds).optional() }),
])

/** What a fact is expected to be: its value as text, `unsure` or `skipped`; and how it was given. */
export interface ExpectedFact {
  readonly value: string | readonly string[]
  readonly estimate?: 'yes' | undefined
  readonly bound?: (typeof bounds)[number] | undefined
}

const lengths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const
const duration = z
  .string()
  .regex(/^\d+ (minute|hour|day)s?$/, 'write for example `3 days`, `2 hours` or `40 minutes`')
  .transform((text) => {
    const [count, unit] = text.replace(/s$/, '').split(' ')
    return Number(count) * lengths[unit as keyof typeof lengths]
  })

const turn = z
  .strictObject({
    later: duration.optional(),
    restarts: yes.optional(),
    reload: yes.optional(),
    member: z.string().optional(),
    times: z.string().regex(/^\d+$/).transform(Number).optional(),
    picture: yes.optional(),
    agent: z.string().min(1).optional(),
    silent: yes.optional(),
    asks: asked.optional(),
    about: z.string().regex(/^\d+$/, 'the number of the product, from 1').transform(Number).optional(),
    dialog: z.enum([...talkIds, ...parts, 'nothing']).optional(),
    progress: z
      .string()
      .regex(/^(\d of \d|nothing)$/)
      .optional(),
    knows: z.record(factName, expectedFact).optional(),
    forgets: list(factName).optional(),
    states: list(factId).optional(),
    taps: list(word).optional(),
    ends: z.enum(['completed', 'cancelled', 'handedOff']).optional(),
    mentions: list(word).optional(),
    shows: list(word).optional(),
    files: list(word).optional(),
    language: z.enum(languages).optional(),
    understood: z.enum(['yes', 'no']).optional(),
    rated: z.enum(['offered', 'declined', '1', '2', '3', '4', '5']).optional(),
    erased: yes.optional(),
    not: z
      .strictObject({
        states: list(factId).optional(),
        mentions: list(word).optional(),
        taps: list(word).optional(),
        shows: list(word).optional(),
        asks: list(slotName).optional(),
        ends: yes.optional(),
      })
      .optional(),
  })
  .refine(
    ({ member, picture, reload, restarts, later, agent, ...checks }) =>
      member !== undefined ||
      agent !== undefined ||
      picture ||
      reload ||
      restarts ||
      later ||
      Object.keys(checks).length > 0,
    'an empty turn',
  )

/** The day on which conversations take place that name none. ISO 8601. */
export const usualDay = '2026-11-22'

const conversation = z.strictObject({
  title: z.string().min(1),
  language: z.enum(languages),
  today: z
    .string()
    .refine((text) => text.length === 10 && isReducedDate(text), 'write the day as 2026-11-22')
    .default(usualDay),
  people: yes.optional(),
  turns: z.array(turn).min(1),
})

/** One turn: what happens, what the member says, and what is expected then. */
export type TurnOnPaper = z.output<typeof turn> & { readonly line: number }

/** A conversation as written. */
export interface ConversationFile {
  readonly path: string
  readonly behaviour: string
  readonly title: string
  readonly language: (typeof languages)[number]
  /** ISO 8601. */
  readonly today: string
  /** People can be asked. */
  readonly people?: 'yes' | undefined
  readonly turns: readonly TurnOnPaper[]
}

/** Reads one conversation. Throws an error that names the file and the line. */
export function readConversation(folder: string, path: string): ConversationFile {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(join(folder, path), 'utf8'), {
    lineCounter: lines,
    schema: 'failsafe',
    prettyErrors: false,
  })
  const fault = (line: number, message: string) => new Error(`test/conversations/${path}:${line}: ${message}`)
  const broken = document.errors[0]
  if (broken) throw fault(lines.linePos(broken.pos[0]).line, broken.message)
  const lineOf = (at: readonly PropertyKey[]): number => {
    for (let length = at.length; length >= 0; length--) {
      const node = document.getIn(at.slice(0, length), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const parsed = conversation.safeParse(document.toJS())
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const at = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path
    throw fault(lineOf(at), `${at.join('.') || 'the file'}: ${issue.message}`)
  }
  const [, behaviour = '', language] = /^([^/]+)\/[a-z0-9-]+\.([a-z]{2})\.yaml$/.exec(path) ?? []
  if (!(behaviours as readonly string[]).includes(behaviour) || language !== parsed.data.language)
    throw fault(1, `the file is to be named <behaviour>/<name>.${parsed.data.language}.yaml`)
  const turns = parsed.data.turns.map((one, at) => ({ ...one, line: lineOf(['turns', at]) }))
  return { ...parsed.data, path, behaviour, turns }
}

/** The paths of all conversations in a folder, relative to it. */
export const conversationPaths = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
