/** A button that opens a short list of things to do. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Lines, Tick } from './icons.tsx'

/** One thing to do. */
export interface MenuItem {
  readonly label: string
  /** Whether it is switched on, where it can be. */
  readonly checked?: boolean
  readonly run: () => void
}

/** The menu: opens and closes by click and key, and gives the focus back to its button. */
export function Menu({ label, items }: { readonly label: string; readonly items: readonly MenuItem[] }) {
  const [open, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const entries = () => [...(whole.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]

  const close = (focus: boolean) => {
    setOpen(false)
    if (focus) opener.current?.focus()
  }

  useLayoutEffect(() => {
    if (!open) return
    entries()[0]?.focus()
    const outside = (event: Event) => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false)
    }
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [open])

  const steer = (event: KeyboardEvent) => {
    if (!open) {
      if (event.key === 'ArrowDown') {
        setOpen(true)
        event.preventDefault()
      }
      return
    }
    const all = entries()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key]
    if (event.key === 'Escape') close(true)
    else if (event.key === 'Tab') setOpen(false)
    else if (to !== undefined) all[to % all.length]?.focus()
    if (event.key === 'Escape' || to !== undefined) event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for the keys of the items within
    <div class="menu" ref={whole} onKeyDown={steer}>
      <button
        ref={opener}
        type="button"
        class="round"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Lines />
      </button>
      {open && (
        <div role="menu" aria-label={label} class="sheet">
          {items.map((item) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: only what can be checked has the attribute
            <button
              key={item.label}
              type="button"
              role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked={item.checked}
              tabIndex={-1}
              onClick={() => {
                close(true)
                item.run()
              }}
            >
              {item.label}
              {item.checked === true && <Tick />}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
