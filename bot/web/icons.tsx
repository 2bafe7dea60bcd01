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

/** A cross: close. */
export const Cross = () => drawing(<path d="M6 6l12 12M18 6 6 18" />)

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

/** A card with lines: what is known. */
export const Card = () => drawing(<path d="M4 6h16v12H4zM7.5 10h3.5M7.5 14h3.5M14 10h2.5M14 14h2.5" />)

/** An arrow onto a line: take along. */
export const Download = () => drawing(<path d="M12 4v11M7 10.5l5 5 5-5M5 19.5h14" />)

/** A leaf of a calendar: a day. */
export const Calendar = () => drawing(<path d="M4.5 6h15v13.5h-15zM4.5 10h15M8.5 3.5v4M15.5 3.5v4" />)

/** A magnifying glass: search. */
export const Search = () =>
  drawing(
    <>
      <circle cx="10.5" cy="10.5" r="6" />
      <path d="m15 15 5 5" />
    </>,
  )

/** A microphone: speak. */
export const Microphone = () =>
  drawing(
    <path d="M12 3.5a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0V6A2.5 2.5 0 0 1 12 3.5M6.5 11a5.5 5.5 0 0 0 11 0M12 16.5v4" />,
  )
