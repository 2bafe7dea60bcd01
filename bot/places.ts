/** One turn at a time in each conversation of this process, in the order in which they came, and none that waits for long. */
import type { Observer } from './seeing/observer.ts'
import { StoreUnavailable } from './stores/store.ts'

/** Places in the conversations' queues. */
export interface Places {
  /**
   * Runs `work` after what is under way in this conversation; `since` is when it came (`performance.now()`). `undefined` where too
   * much waits already. Rejects with `StoreUnavailable`, nothing done, where its place comes too late, or the store failed
   * one before it.
   */
  inTurn<T>(conversation: string, since: number, work: () => Promise<T>): Promise<T | undefined>
  /** The last of what is under way in each conversation. */
  underWay(): readonly Promise<unknown>[]
}

interface Queue {
  tail: Promise<unknown> | undefined
  waiting: number
  /** How often the store failed one. */
  failures: number
}

const waitingAtMost = 200
/** Milliseconds from when it came, after which whoever still waits is told to try again. */
const waitsFor = 900

/** Makes the places of one process. */
export function makePlaces(observer: Pick<Observer, 'underWay' | 'stage'>): Places {
  const queues = new Map<string, Queue>()

  async function inTurn<T>(id: string, since: number, work: () => Promise<T>): Promise<T | undefined> {
    const queue: Queue = queues.get(id) ?? { tail: undefined, waiting: 0, failures: 0 }
    if (queue.waiting >= waitingAtMost) return undefined
    queues.set(id, queue)
    queue.waiting++
    observer.underWay(1)
    const { tail: before, failures } = queue
    let waits = 'still' as 'still' | 'noMore' | 'inVain'
    const running = (async () => {
      try {
        // However that one ended, whoever sent it was told.
        if (before) await before.catch(() => {})
        // It was told to try again.
        if (waits === 'inVain') return undefined
        waits = 'noMore'
        observer.stage('queue', performance.now() - since)
        // What keeps the store from that one keeps it from this one, and each would wait for it as long.
        if (queue.failures > failures) throw new StoreUnavailable('the store failed the one before')
        return await work()
      } catch (error) {
        if (error instanceof StoreUnavailable) queue.failures++
        throw error
      } finally {
        observer.underWay(-1)
        if (--queue.waiting === 0) queues.delete(id)
      }
    })()
    queue.tail = running
    if (!before) return running
    const late = new Promise<never>((_, reject) => {
      const tooLong = () => {
        if (waits === 'noMore') return
        waits = 'inVain'
        reject(new StoreUnavailable('others in this conversation took too long'))
      }
      const timer = setTimeout(tooLong, since + waitsFor - performance.now())
      const over = () => clearTimeout(timer)
      running.then(over, over)
    })
    return Promise.race([running, late])
  }

  return {
    inTurn,
    underWay: () => [...queues.values()].flatMap(({ tail }) => tail ?? []),
  }
}
