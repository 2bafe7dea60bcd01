/** Keeps the newest in sight, unless the member has scrolled away from it. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Transcript } from './transcript.ts'

/** Pixels: what still counts as being at the end, and what stays free above an answer. */
const near = 48
const above = 14

/** Milliseconds in which a movement is taken for our own: what shrinks or glides is not the member scrolling up. */
const ours = 700

/** What the scrolling part of the page works with. */
export interface Following {
  readonly scroller: { current: HTMLDivElement | null }
  readonly onScroll: () => void
  /** `news` where something came that has not been seen, `away` where the end is out of sight. */
  readonly state: 'end' | 'away' | 'news'
  readonly toEnd: () => void
}

/** Follows the transcript: an answer's beginning stays in sight even where the answer is longer than the screen. */
export function useFollowing({ entries, typing }: Transcript, settled: boolean): Following {
  const scroller = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const top = useRef(0)
  const moved = useRef(0)
  const seen = useRef(0)
  const atEnd = useRef(true)
  const [state, setState] = useState<Following['state']>('end')

  const move = (to: number, smooth: boolean) => {
    moved.current = Date.now()
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    scroller.current?.scrollTo({ top: to, behavior: smooth && !calm ? 'smooth' : 'auto' })
  }
  const toEnd = () => {
    following.current = true
    setState('end')
    move(scroller.current?.scrollHeight ?? 0, true)
    // The button that was pressed goes; the focus stays with what it led to.
    scroller.current?.focus({ preventScroll: true })
  }
  const onScroll = () => {
    const area = scroller.current
    if (!area) return
    const below = area.scrollHeight - area.scrollTop - area.clientHeight
    atEnd.current = below < near
    if (atEnd.current) following.current = true
    else if (area.scrollTop < top.current - 1 && Date.now() - moved.current > ours) following.current = false
    top.current = area.scrollTop
    setState((before) =>
      below < near ? 'end' : before === 'news' ? 'news' : below > area.clientHeight / 2 ? 'away' : 'end',
    )
  }

  useLayoutEffect(() => {
    const area = scroller.current
    const fresh = entries.length - seen.current
    const first = seen.current === 0
    seen.current = entries.length
    const last = entries.at(-1)
    if (!area || !last) return
    const said = fresh > 0 && last.kind === 'member'
    if (said) following.current = true
    if (!following.current) {
      if (fresh > 0) setState('news')
      return
    }
    // The first of the messages since the member's own: where to read on.
    const own = entries.findLastIndex((entry) => entry.kind === 'member')
    const answer = area.querySelectorAll<HTMLElement>('[data-entry]')[own + 1]
    const end = area.scrollHeight - area.clientHeight
    const isHistory = first && own >= 0
    const start = answer && !said && !isHistory ? answer.offsetTop - above : end
    move(Math.min(end, Math.max(start, 0)), !first && settled)
  }, [entries, typing])

  useEffect(() => {
    const area = scroller.current
    if (!area) return
    // A keyboard that comes up takes room: the end stays in sight.
    let height = area.clientHeight
    const watch = new ResizeObserver(() => {
      if (height !== area.clientHeight && atEnd.current) move(area.scrollHeight, false)
      height = area.clientHeight
    })
    watch.observe(area)
    return () => watch.disconnect()
  }, [])

  return { scroller, onScroll, state, toEnd }
}
