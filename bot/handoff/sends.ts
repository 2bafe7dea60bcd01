/** What is sent to Teams for a case, one thing at a time, and what becomes of its file by that. */
import type { Sending } from '../../domain/cases.ts'
import type { TeamsChannel, TeamsPort } from '../channels/teams/port.ts'
import { withinTime } from '../desk.ts'
import { cardActivity, type caseCard } from './card.ts'
import type { CaseFile } from './case-file.ts'
import type { CaseFiles } from './case-files.ts'
import { failed, marked, sent, without } from './case-marks.ts'
import type { Threads } from './threads.ts'
import { wordsFor } from './words.ts'

/** What is sent with. */
export interface SendParts {
  readonly files: CaseFiles
  readonly threads: Threads
  readonly port: TeamsPort
  readonly time: () => number
  /** So long an answer of Teams is waited for. Milliseconds. */
  readonly sendWithin?: number | undefined
  /** The channels that a case may be posted to, the best first, each with the language of its people. */
  readonly channelsFor: (
    file: CaseFile,
  ) => Promise<readonly { readonly channel: TeamsChannel; readonly locale: string }[]>
  readonly cardOf: (file: CaseFile) => Promise<ReturnType<typeof caseCard>>
}

/** What is sent for a case. Each resolves once it is noted what came of it, and rejects where that could not be noted. */
export interface Sends {
  card(id: string, begun: CaseFile): Promise<void>
  update(id: string, begun: CaseFile): Promise<void>
  say(id: string, begun: CaseFile, sending: Extract<Sending, { to: 'thread' }>): Promise<void>
  /** Takes one of the member's messages back out of the thread. */
  blank(id: string, begun: CaseFile): Promise<void>
}

const usuallyWithin = 12_000
/** A message that is refused so often in a row is let go: the card has it. */
const givenUpAfter = 8

/** How a call to Teams ended; `uncertain`: it may have arrived. */
type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | {
      readonly kind: 'passing' | 'refused' | 'uncertain'
      readonly status: number | undefined
      readonly retryAfter: number
    }

/** What a fault of sending means. */
function outcomeOf(error: unknown): Exclude<Outcome<never>, { kind: 'done' }> {
  const { kind, status, retryAfter = 0 } = error as { kind?: string; status?: number; retryAfter?: number }
  const rest = { status, retryAfter }
  if (kind === 'lost' || kind === 'late' || kind === 'garbage') return { kind: 'uncertain', ...rest }
  // 412: Teams asks to be tried again. 401 and 403: somebody may yet let the bot in.
  const isFinal = kind === 'refused' && status !== 412 && status !== 401 && status !== 403
  return { kind: isFinal ? 'refused' : 'passing', ...rest }
}

/** Sends with these parts. */
export function makeSends(parts: SendParts): Sends {
  const { files, threads, port, time, channelsFor, cardOf, sendWithin = usuallyWithin } = parts

  /** Makes a call to Teams; one that does not answer may have arrived. */
  async function outcome<T>(call: () => Promise<T>): Promise<Outcome<T>> {
    const answer = call().then(
      (value): Outcome<T> => ({ kind: 'done', value }),
      (error: unknown): Outcome<T> => outcomeOf(error),
    )
    return (await withinTime(sendWithin, answer)) ?? { kind: 'uncertain', status: undefined, retryAfter: 0 }
  }

  const fails = (id: string, retryAfter: number) =>
    files.change(id, (file) => failed(file, retryAfter, time()))

  return {
    async card(id, begun) {
      const channels = await channelsFor(begun)
      // One that does not take it for long is passed over, for a while.
      const chosen = channels[begun.post.failures % Math.max(1, channels.length)]
      if (!chosen) return void (await fails(id, 0))
      const { channel, locale } = chosen
      const file = marked(begun, { channel, locale })
      const card = cardActivity(await cardOf(file), wordsFor(locale).title)
      const started = await threads.whileOpening(async () => {
        const answer = await outcome(() => port.startThread(channel, card))
        if (answer.kind === 'done') {
          const { conversationId, activityId } = answer.value
          await threads.belongs({ ...channel, conversationId }, activityId, id)
        }
        return answer
      })
      // Uncertain or not: a case without a card is lost, one with two has its newest.
      if (started.kind !== 'done') return void (await fails(id, started.retryAfter))
      const { conversationId, activityId: cardId } = started.value
      const thread = { ...channel, conversationId }
      await files.change(id, (now) =>
        sent(now, { channel, thread, locale, cardId, shown: file.case.changes }),
      )
    },

    async update(id, begun) {
      const { channel, thread, cardId, locale } = begun.post
      const shown = begun.case.changes
      const card = cardActivity(await cardOf(begun), wordsFor(locale).title)
      const updated = await outcome(() => port.update((thread ?? channel)!, cardId!, card))
      await files.change(id, (now) => {
        if (updated.kind === 'done') return sent(now, { shown })
        // The card was deleted there: the case gets another one, unless there is nothing more to do with it.
        const isGone = updated.kind === 'refused' && (updated.status === 404 || updated.status === 410)
        if (!isGone) return failed(now, updated.retryAfter, time())
        return now.case.state === 'closed' ? sent(now, { shown }) : sent(now, { cardId: null, thread: null })
      })
    },

    async say(id, begun, { id: sendingId, saying }) {
      const { thread, locale, failures } = begun.post
      const text = wordsFor(locale).thread(saying)
      const posted = await outcome(() =>
        port.post(thread!, { type: 'message', text, textFormat: 'markdown' }),
      )
      await files.change(id, (now) => {
        if (posted.kind === 'done') {
          const { activityId } = posted.value
          const said = saying.kind === 'said' && activityId ? [activityId] : []
          return sent(without(now, sendingId), { said: [...now.post.said, ...said] })
        }
        const isOver = posted.kind === 'uncertain' || (posted.kind === 'refused' && failures >= givenUpAfter)
        return isOver ? sent(without(now, sendingId)) : failed(now, posted.retryAfter, time())
      })
    },

    async blank(id, begun) {
      const { thread, locale, said } = begun.post
      const [activityId] = said
      const text = wordsFor(locale).erased
      const blanked = await outcome(() => port.update(thread!, activityId!, { type: 'message', text }))
      await files.change(id, (now) =>
        blanked.kind === 'done' || blanked.kind === 'refused'
          ? sent(now, { said: now.post.said.filter((one) => one !== activityId) })
          : failed(now, blanked.retryAfter, time()),
      )
    },
  }
}
