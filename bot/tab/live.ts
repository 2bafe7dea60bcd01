/**
 * What the server says, kept up to date while somebody looks: asked again every few seconds, and answered in a few bytes where
 * nothing changed. Any of the server's processes can answer any time, so none has to be kept.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type * as z from 'zod/mini'
import type { Server } from './server.ts'

/** What is known, and how fresh it is. */
export interface Live<T> {
  /** `undefined` until the first answer. */
  readonly answer: T | undefined
  /** The server's clock when it last said that it is so; milliseconds since 1970. */
  readonly asOf: number | undefined
  readonly state: 'loading' | 'live' | 'away' | 'signIn' | 'forbidden' | 'gone'
  /** Asks at once. */
  readonly again: () => void
}

/** Where the server is away it is asked less and less often, but at least this often. Milliseconds. */
const rarest = 30_000

/** Keeps the answer to a path up to date, asked for every so many milliseconds. */
export function useLive<T>(server: Server, path: string, shape: z.ZodMiniType<T>, every: number): Live<T> {
  const [known, setKnown] = useState<Omit<Live<T>, 'again'>>({
    answer: undefined,
    asOf: undefined,
    state: 'loading',
  })
  const askNow = useRef(() => {})

  useEffect(() => {
    let [stopped, asking, failures] = [false, false, 0]
    let tag: string | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    setKnown({ answer: undefined, asOf: undefined, state: 'loading' })

    async function ask(): Promise<void> {
      clearTimeout(timer)
      // What nobody sees need not be fresh.
      if (stopped || asking || document.hidden) return
      asking = true
      const asked = await server.ask(path, shape, tag)
      asking = false
      if (stopped) return
      failures = asked.kind === 'away' ? failures + 1 : 0
      if (asked.kind === 'new') {
        tag = asked.tag
        setKnown({ answer: asked.answer, asOf: asked.clock, state: 'live' })
      } else if (asked.kind === 'same')
        setKnown((before) => ({ ...before, asOf: asked.clock, state: 'live' }))
      else setKnown((before) => ({ ...before, state: asked.kind }))
      const isOver = asked.kind === 'signIn' || asked.kind === 'forbidden' || asked.kind === 'gone'
      if (!isOver) timer = setTimeout(ask, Math.min(every * 2 ** failures, Math.max(every, rarest)))
    }
    askNow.current = () => void ask()

    const onSight = () => void ask()
    const onLost = () => setKnown((before) => ({ ...before, state: 'away' }))
    void ask()
    document.addEventListener('visibilitychange', onSight)
    addEventListener('online', onSight)
    addEventListener('offline', onLost)
    return () => {
      stopped = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onSight)
      removeEventListener('online', onSight)
      removeEventListener('offline', onLost)
    }
  }, [server, path, shape, every])

  return { ...known, again: () => askNow.current() }
}

/** The time, anew every so many milliseconds, for what grows old on the screen. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
