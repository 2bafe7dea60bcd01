/** The page's drawings; all of them only accompany words. */
import type { ComponentChildren } from 'preact'

const drawing = (children: ComponentChildren) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {children}
  </svg>
)

/** Six blades around an opening: the assistant. */
export const Aperture = () =>
  drawing(
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7.7 20.2 8.2M15.7 9.9 19.4 17.1M15.7 14.1 11.3 21M12 16.3 3.8 15.8M8.3 14.1 4.6 6.9M8.3 9.9 12.7 3" />
    </>,
  )

/** Three lines: the menu. */
export const Lines = () => drawing(<path d="M5 8h14M5 12h14M5 16h14" />)

/** An arrow upwards: send. */
export const ArrowUp = () => drawing(<path d="M12 19V5M6 11l6-6 6 6" />)

/** An arrow downwards: to the newest. */
export const ArrowDown = () => drawing(<path d="M12 5v14M6 13l6 6 6-6" />)

/** A tick: done. */
export const Tick = () => drawing(<path d="m6 12.5 4 4 8-9" />)

/** A sheet: a file. */
export const Sheet = () => drawing(<path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4M9.5 12h6M9.5 15.5h6" />)

/** An arrow out of a frame: another page. */
export const Away = () => drawing(<path d="M10 6H6v12h12v-4M13 5h6v6M19 5l-9 9" />)

/** An i in a circle: where it comes from. */
export const Info = () =>
  drawing(
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.6v.1" />
    </>,
  )
