/** One stop for the Tab key in a row or list of controls; arrow keys, Home and End go from one to the next. */

/** Moves the focus among what `selector` finds below the element that heard the key. Says whether it did. */
export function moveFocus(event: KeyboardEvent, selector: string, axis: 'row' | 'list'): boolean {
  const [back, forth] =
    axis === 'row' ? (['ArrowLeft', 'ArrowRight'] as const) : (['ArrowUp', 'ArrowDown'] as const)
  const controls = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(selector)]
  const at = controls.indexOf(document.activeElement as HTMLElement)
  const { length } = controls
  const step = { [back]: -1, [forth]: 1 }[event.key]
  const end = { Home: 0, End: length - 1 }[event.key]
  // A row goes round; a list has a beginning and an end.
  const next =
    step === undefined
      ? end
      : axis === 'row'
        ? (at + step + length) % length
        : Math.min(length - 1, Math.max(0, at + step))
  if (at < 0 || next === undefined || event.ctrlKey || event.altKey || event.metaKey) return false
  event.preventDefault()
  controls[next]?.focus()
  return true
}
