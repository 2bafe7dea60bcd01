/** What the model is asked about one message: the part that changes. What stays the same is in `contract.ts` and `schema.ts`. */
import type { PendingQuestion } from '../acts.ts'
import type { ShownExample } from './nearest.ts'
import { hidePrivateData } from './private-data.ts'

/** How much of the part that changes there may be beside the message itself. Tokens. */
export const contextTokens = 600
/** Of a longer message the beginning and the end are sent. Characters. */
export const messageCharacters = 1400

/** An earlier message of this conversation, without private data. */
export interface EarlierTurn {
  /** The slot that had been asked. */
  readonly asked: string | null
  readonly text: string
}

/** What a prompt is built from. */
export interface PromptParts {
  /** The message without private data. */
  readonly text: string
  readonly pending: PendingQuestion | null
  readonly today: string
  /** The nearest examples, the nearest first; as many as there is room for are shown. */
  readonly examples: readonly ShownExample[]
  /** The last turns, the latest last. */
  readonly earlier: readonly EarlierTurn[]
}

const bytes = (text: string) => new TextEncoder().encode(text).length

/** Tokens of our own wording, estimated high: measured, it takes 3 bytes and more a token. */
const ofOurs = (text: string) => Math.ceil(bytes(text) / 2.5)
/** Tokens of a text of anybody's: byte-level tokenizers never make more tokens than bytes. */
const ofAnybodys = bytes

const cut = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)

/** A text cut to so many bytes, between characters. */
function cutToBytes(text: string, most: number): string {
  let short = ''
  let size = 0
  for (const char of text.replace(/\s+/g, ' ')) {
    size += bytes(char)
    if (size > most) return `${short}…`
    short += char
  }
  return short
}

const askedLine = (pending: PendingQuestion | null): string => {
  if (!pending) return 'asked: nothing'
  const options = pending.options?.slice(0, 12).map((option) => cutToBytes(JSON.stringify(option) ?? '', 24))
  const offered = options?.length ? `, options in order: ${options.join(' ')}` : ''
  return `asked: ${cutToBytes(pending.slot, 40)}${pending.dialog ? ` (${cutToBytes(pending.dialog, 30)})` : ''}${offered}`
}

/** Lines of examples that were shown before. */
const lines = new WeakMap<ShownExample, string>()
const exampleLine = (example: ShownExample): string => {
  const line = lines.get(example) ?? writtenOut(example)
  lines.set(example, line)
  return line
}

const writtenOut = ({ text, acts, pending }: ShownExample): string => {
  const hidden = hidePrivateData(text, pending ? { dialog: null, slot: pending.slot } : null)
  const shown = acts.map((act) => {
    if (!('value' in act) || typeof act.value !== 'string') return act
    const key = [...hidden.originals].find(([, original]) => original === act.value)?.[0]
    return key ? { ...act, value: `[${key}]` } : act
  })
  return `- ${pending ? `(asked ${pending.slot}) ` : ''}${JSON.stringify(hidden.text)} → ${JSON.stringify(shown)}`
}

/** The part of the prompt that changes, without the message: what was asked, what was said, the examples. */
export function contextOf({ pending, today, examples, earlier }: PromptParts): string {
  const lines = [`today: ${today}`, askedLine(pending)]
  let room = contextTokens - 24 - ofAnybodys(lines.join('\n'))
  const said = earlier
    .slice(-2)
    .map(
      ({ asked, text }) =>
        `- ${asked ? `(asked ${cut(asked, 30)}) ` : ''}${JSON.stringify(cutToBytes(text, 80))}`,
    )
  if (said.length > 0) {
    lines.push('earlier in this conversation:', ...said)
    room -= ofAnybodys(said.join('\n')) + 8
  }
  const shown: string[] = []
  for (const line of examples.map(exampleLine)) {
    const cost = ofOurs(line) + 1
    if (cost > room) break
    room -= cost
    shown.push(line)
  }
  if (shown.length > 0) lines.push('examples:', ...shown)
  return lines.join('\n')
}

/** What goes to the model as the user's turn. The message stands last, as a JSON string, so that nothing in it looks like the prompt. */
export function promptFor(parts: PromptParts): string {
  const { text } = parts
  const sent =
    text.length <= messageCharacters
      ? text
      : `${text.slice(0, messageCharacters - 500)} […] ${text.slice(-500)}`
  return `${contextOf(parts)}\nmessage: ${JSON.stringify(sent)}`
}
