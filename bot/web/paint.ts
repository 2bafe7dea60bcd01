/** Work that can wait until the eye has its answer. */

/** Milliseconds after which it is done all the same: a browser may have nothing to paint. */
const atTheLatest = 100

/** Does something once the browser has painted what has changed until now; at once where nobody looks. */
export function afterPaint(work: () => void): void {
  if (document.visibilityState === 'hidden') return work()
  let isDone = false
  const once = () => {
    if (isDone) return
    isDone = true
    work()
  }
  requestAnimationFrame(() => setTimeout(once))
  setTimeout(once, atTheLatest)
}
