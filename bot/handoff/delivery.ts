/**
 * Brings what a case owes: to the member, to its thread in Teams, by mail. What is sent is noted before and after, so that
 * it leaves once: where a process ends in between, or nobody knows whether it arrived, a message is not sent again (the card has
 * it), while a card is, so that no case is lost; the newest card is then the case's.
 */
import type { Logger } from 'pino'
import { happen } from '../../domain/case-acts.ts'
import type { Sending } from '../../domain/cases.ts'
import type { CaseFile, NextStep } from './case-file.ts'
import { nextStep, type Waits } from './case-file.ts'
import { marked, sent, without } from './case-marks.ts'
import { MailFault } from './mail.ts'
import { makeSends, type SendParts } from './sends.ts'

/** What delivery works with. */
export interface DeliveryParts extends SendParts {
  readonly log: Pick<Logger, 'warn'>
  /** This process, as holders are named. */
  readonly owner: string
  readonly waits: () => Waits
  /** Has a notice enter the conversation: `gone` where there is none any more. Rejects where that has to wait. */
  readonly notify: (file: CaseFile, sending: Extract<Sending, { to: 'member' }>) => Promise<'told' | 'gone'>
  readonly mail: (file: CaseFile) => Promise<void>
  /** The place in the queue of a case that comes back to it. */
  readonly placeOf: (file: CaseFile) => Promise<number>
  /** Cases have left the queue, or joined it. */
  readonly queueChanged: () => void
}

/** A send may take so long, with all its tries. Milliseconds. */
const heldFor = 15_000
/** A mail that is not taken is tried so often, each time later. Milliseconds. */
const [mailedAtMost, firstMailPause] = [6, 30_000]
/** A notice that could not enter its conversation is tried again after this. Milliseconds. */
const tellAgainAfter = 2_000

/** Brings what cases owe; of each case one at a time, in all processes. */
export interface Delivery {
  /** Brings what this case owes; resolves when it does not, or has to wait. Never rejects. */
  pump(id: string): Promise<void>
  underWay(): readonly Promise<void>[]
}

/** Makes the delivery of one process. */
export function makeDelivery(parts: DeliveryParts): Delivery {
  const { files, log, owner, time, waits } = parts
  const sends = makeSends(parts)
  const running = new Map<string, { again: boolean; readonly done: Promise<void> }>()

  /** Takes the case for itself for a while, and notes what it is about to send; `undefined` where another has it. */
  async function begin(id: string, key: string): Promise<{ file: CaseFile; uncertain: boolean } | undefined> {
    let uncertain = false
    let free = false
    const result = await files.change(id, (file) => {
      const { holder, trying } = file.post
      free = !holder || holder.owner === owner || holder.until <= time()
      uncertain = trying === key
      return free ? marked(file, { trying: key, holder: { owner, until: time() + heldFor } }) : undefined
    })
    return result && free ? { file: result.file, uncertain } : undefined
  }

  async function notify(
    id: string,
    begun: CaseFile,
    sending: Extract<Sending, { to: 'member' }>,
  ): Promise<boolean> {
    try {
      await parts.notify(begun, sending)
      await files.change(id, (now) => marked(without(now, sending.id), { trying: null }))
      return true
    } catch (error) {
      // The store is away or the conversation is full: it stands there until the holder's time is over.
      log.warn({ fault: (error as Error).name, case: id }, 'a notice of a case has to wait')
      return false
    }
  }

  async function mail(id: string, begun: CaseFile, uncertain: boolean): Promise<void> {
    const over = { failures: 0, again: 0 }
    const mailed = (now: CaseFile): CaseFile => {
      const what = { kind: 'mailed' } as const
      const happened = happen(now.case, what, time(), `mailed ${begun.case.unreadSince}`)
      const after = happened.kind === 'changed' ? { ...now, case: happened.case } : now
      return marked(after, { trying: null, mail: over })
    }
    try {
      // Where nobody knows whether it left, the answer stands on the page all the same.
      if (!uncertain) await parts.mail(begun)
      await files.change(id, mailed)
    } catch (error) {
      if (!(error instanceof MailFault)) throw error
      log.warn({ fault: error.name, case: id }, 'a mail could not be sent')
      await files.change(id, (now) => {
        const failures = now.post.mail.failures + 1
        if (!error.passing || failures >= mailedAtMost) return mailed(now)
        const again = time() + firstMailPause * 2 ** (failures - 1)
        return marked(now, { trying: null, mail: { failures, again } })
      })
    }
  }

  /** Carries out one step: then `look` for another; `wait`: this one has to wait; `busy`: another process is at it. */
  async function carryOut(id: string, step: NextStep, seen: CaseFile): Promise<'look' | 'wait' | 'busy'> {
    const sending = step.kind === 'send' ? seen.case.sendings[step.index] : undefined
    const begun = await begin(id, sending ? `${sending.to} ${sending.id}` : step.kind)
    if (!begun) return 'busy'
    const { file, uncertain } = begun
    // Somebody was at it in between.
    const still = nextStep(file, waits(), time())
    if (
      still?.kind !== step.kind ||
      (still.kind === 'send' && file.case.sendings[still.index]?.id !== sending?.id)
    )
      return 'look'
    switch (step.kind) {
      case 'silence': {
        const place = await parts.placeOf(file)
        await files.change(id, (now) => {
          const happened = happen(
            now.case,
            { kind: 'silence', place },
            time(),
            `silence ${now.case.waitsSince}`,
          )
          return happened.kind === 'changed' ? { ...now, case: happened.case } : undefined
        })
        parts.queueChanged()
        return 'look'
      }
      case 'mail':
        await mail(id, file, uncertain)
        return 'look'
      case 'card':
        await sends.card(id, file)
        return 'look'
      case 'update':
        await sends.update(id, file)
        return 'look'
      case 'blank':
        await sends.blank(id, file)
        return 'look'
      case 'send': {
        if (!sending) return 'look'
        if (sending.to === 'member') return (await notify(id, file, sending)) ? 'look' : 'wait'
        if (uncertain) {
          await files.change(id, (now) => sent(without(now, sending.id)))
          return 'look'
        }
        await sends.say(id, file, sending)
        return 'look'
      }
      default:
        return step satisfies never
    }
  }

  async function work(id: string): Promise<void> {
    let outcome: 'look' | 'wait' | 'busy' = 'look'
    while (outcome === 'look') {
      const file = await files.get(id)
      const step = file && nextStep(file, waits(), time())
      if (!file || !step) break
      outcome = await carryOut(id, step, file)
    }
    if (outcome === 'busy') return
    const until = time() + tellAgainAfter
    await files.change(id, (file) =>
      file.post.holder?.owner === owner
        ? marked(file, { trying: null, holder: outcome === 'wait' ? { owner, until } : null })
        : undefined,
    )
  }

  return {
    pump(id) {
      const present = running.get(id)
      if (present) {
        present.again = true
        return present.done
      }
      const state = { again: false, done: Promise.resolve() }
      running.set(id, state)
      state.done = (async () => {
        do {
          state.again = false
          await work(id)
        } while (state.again)
      })()
        .catch((error: Error) => log.warn({ fault: error.name, case: id }, 'a case has to wait'))
        .finally(() => running.delete(id))
      return state.done
    },
    underWay: () => [...running.values()].map(({ done }) => done),
  }
}
