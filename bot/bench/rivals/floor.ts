/** The floor: a reducer written by hand for exactly these talks, and one compare-and-set in Redis. */
import type { Activity } from 'botbuilder-core'
import type { HeldTalk } from '../talks.ts'
import type { connected } from './redis-storage.ts'
import type { Rival } from './rival.ts'

interface State {
  readonly talk: string
  readonly step: number
  readonly answers: readonly (string | number | boolean)[]
}

/** Sets the value only where it is still the one that was read. */
const compareAndSet = `
local now = redis.call('GET', KEYS[1]) or ''
if now ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', 2592000)
return 1`

const message = (text: string, taps: readonly string[]): Partial<Activity> =>
  ({
    type: 'message',
    from: { id: 'bot', role: 'bot' },
    text,
    ...(taps.length > 0
      ? {
          suggestedActions: {
            to: [],
            actions: taps.map((title) => ({ type: 'imBack', title, value: title })),
          },
        }
      : {}),
  }) as unknown as Partial<Activity>

/** What a member's answer means; `undefined` where it is none. */
function read(
  { prompt, taps }: HeldTalk['questions'][number],
  text: string,
): string | number | boolean | undefined {
  if (prompt === 'number') {
    const digits = /\d+/.exec(text)?.[0]
    return digits === undefined ? undefined : Number(digits)
  }
  const tap = taps.find((one) => one.toLowerCase() === text.trim().toLowerCase())
  if (prompt === 'choice') return tap
  return tap === undefined ? undefined : tap === taps[0]
}

function reduce(talks: readonly HeldTalk[], state: State | undefined, text: string) {
  const talk = talks.find(({ name, starts }) => (state ? name === state.talk : starts === text))
  if (!talk) return { next: undefined, said: [message('?', [])] }
  const at = state ?? { talk: talk.name, step: -1, answers: [] }
  const asked = talk.questions[at.step]
  const answer = asked && read(asked, text)
  if (asked && answer === undefined) return { next: at, said: [message(asked.text, asked.taps)] }
  const answers = answer === undefined ? at.answers : [...at.answers, answer]
  const following = talk.questions[at.step + 1]
  if (!following) return { next: undefined, said: talk.ends.map(({ text: end, taps }) => message(end, taps)) }
  return { next: { ...at, step: at.step + 1, answers }, said: [message(following.text, following.taps)] }
}

const attempts = 20

/** The reducer over a Redis client. */
export async function floorRival(
  client: Awaited<ReturnType<typeof connected>>,
  talks: readonly HeldTalk[],
): Promise<Rival> {
  const script = await client.scriptLoad(compareAndSet)
  return {
    async answer(id, { text }) {
      const key = `floor:${id}`
      for (let attempt = 0; attempt < attempts; attempt++) {
        const stored = (await client.get(key)) ?? ''
        const { next, said } = reduce(talks, stored ? (JSON.parse(stored) as State) : undefined, text)
        const done = await client.evalSha(script, {
          keys: [key],
          arguments: [stored, next ? JSON.stringify(next) : ''],
        })
        if (done === 1) return said
      }
      throw new Error('other turns kept coming first')
    },
  }
}
