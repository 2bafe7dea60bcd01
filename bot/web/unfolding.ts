/**
 * Lays out a long history little by little, while there is nothing else to do. What is far off is left folded at first, so
 * that a thousand messages are there at once; but unfolding each while one scrolls past costs more than a frame has.
 */
import { useEffect } from 'preact/hooks'

/** Milliseconds of idle time below which nothing more is begun, and how many messages are one step. */
const step = { least: 4, messages: 8 } as const

/** Pixels: what counts as being at the end. */
const near = 48

const whenIdle = (work: (left: () => number) => void): (() => void) => {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(() => work(() => 0), 60)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback((deadline) => work(() => deadline.timeRemaining()))
  return () => cancelIdleCallback(handle)
}

/** What is in the middle of the screen: whoever reads it should not see it move. */
function readNow(area: HTMLElement): Element | null {
  const { left, top, width, height } = area.getBoundingClientRect()
  const there = document.elementFromPoint(left + width / 2, top + height / 2)?.closest('[data-entry]')
  return there && area.contains(there) ? there : area.lastElementChild
}

/** Unfolds what is folded in this element, from the newest up; again whenever there are more messages. */
export function useUnfolding(scroller: { current: HTMLElement | null }, messages: number) {
  useEffect(() => {
    const area = scroller.current
    if (!area) return
    let stop = () => {}
    const unfold = (left: () => number) => {
      const folded = [...area.querySelectorAll<HTMLElement>('.past:not([data-laid])')]
      const fixed = readNow(area)
      const atEnd = area.scrollHeight - area.scrollTop - area.clientHeight < near
      const place = () => fixed?.getBoundingClientRect().top ?? 0
      do {
        const before = place()
        for (const one of folded.splice(-step.messages)) one.dataset.laid = ''
        // Asked for now, for otherwise all of it would be laid out in one frame after all. Browsers keep the place by themselves, but not all, nor always.
        const moved = place() - before
        if (moved !== 0) area.scrollTop += moved
      } while (folded.length > 0 && left() > step.least)
      // Parts of a pixel add up.
      if (atEnd) area.scrollTop = area.scrollHeight
      if (folded.length > 0) stop = whenIdle(unfold)
    }
    stop = whenIdle(unfold)
    return () => stop()
  }, [messages])
}
