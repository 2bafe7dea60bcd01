/** The talks that are measured: what the member says, and what each rival needs to hold the same talk. */

/** How a question is put in botbuilder: by which of its prompts. */
export type Prompt = 'choice' | 'confirm' | 'number'

/** A talk as it is measured: the message that starts it, and an answer to each of its three questions. */
export interface BenchTalk {
  readonly name: string
  readonly starts: string
  readonly answers: readonly { readonly prompt: Prompt; readonly says: string }[]
}

/** Paying, by three taps; and choosing a level, with two numbers typed and a tap. */
export const talks = [
  {
    name: 'paying',
    starts: 'Paying',
    answers: [
      { prompt: 'choice', says: 'Bank transfer' },
      { prompt: 'choice', says: 'Not yet' },
      { prompt: 'confirm', says: 'No' },
    ],
  },
  {
    name: 'level',
    starts: 'Which level can I choose?',
    answers: [
      { prompt: 'number', says: 'about 2000' },
      { prompt: 'number', says: '1999' },
      { prompt: 'choice', says: 'Silver' },
    ],
  },
] as const satisfies readonly BenchTalk[]

/** A bot's message, as far as rivals repeat it. */
export interface Said {
  readonly text: string
  /** The labels of what can be tapped. */
  readonly taps: readonly string[]
}

/** A talk as our server held it: its questions, each with the answer it gets, and its last messages. */
export interface HeldTalk {
  readonly name: string
  readonly starts: string
  readonly questions: readonly (Said & { readonly prompt: Prompt; readonly answer: string })[]
  readonly ends: readonly Said[]
}

/** All that the member says in a talk, in order. */
export const linesOf = ({ starts, answers }: BenchTalk): readonly string[] => [
  starts,
  ...answers.map(({ says }) => says),
]
