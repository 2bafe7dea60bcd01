/** A sheet that opens over the page: at the side where there is room, from below on a phone. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Cross } from './icons.tsx'
import { useSetting } from './setting.ts'

/** The sheet. The browser keeps the focus in it, closes it on Escape, and gives the focus back; `closed` hears of it. */
export function Sheet({
  title,
  closed,
  children,
}: {
  readonly title: string
  readonly closed: () => void
  readonly children: ComponentChildren
}) {
  const { t } = useSetting()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected && document.activeElement === document.body)
        opener.focus()
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the sheet closes it as Escape does
    <dialog
      ref={dialog}
      class="side"
      aria-labelledby="sheet-title"
      onClose={closed}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      <div class="inside">
        <header>
          <h2 id="sheet-title">{title}</h2>
          <button type="button" class="round" aria-label={t.close} onClick={() => dialog.current?.close()}>
            <Cross />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
