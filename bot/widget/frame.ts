/**
 * The chat itself: our page in a frame. A frame and not a part of the site's own document, because only so the site's
 * styles, scripts and policies cannot reach what a member writes, ours cannot reach the site, the page's own strict policy
 * holds, and what is kept on the device is kept at our origin. The site has to allow one thing: to frame us.
 */
import { written } from './colours.ts'
import { type FromFrame, posted, readFromFrame, type ToFrame } from './messages.ts'
import type { Options } from './options.ts'

/** The frame and the line to it. */
export interface Frame {
  readonly element: HTMLIFrameElement
  /** Begins to load the page; a second time does nothing. */
  load(): void
  /** Tells the page something now, or as soon as it listens; of what waits only the last is told. */
  tell(message: ToFrame): void
  /** Lets go of the line. */
  end(): void
}

/** The address of the page in its frame, which is told by whom it is framed and believes it only in so far as the browser delivers there. */
export function frameAddress(bot: string, site: string, { language, accent, theme }: Options): string {
  const asked = new URLSearchParams({ embedded: site, lang: language, theme })
  if (accent) asked.set('accent', written(accent))
  return `${bot}/?${asked}`
}

/** Makes the frame; `heard` gets what the page says, and nobody else's messages. */
export function makeFrame(bot: string, options: Options, heard: (message: FromFrame) => void): Frame {
  const element = document.createElement('iframe')
  // The page asks for the microphone only from a member who wants to speak.
  element.allow = 'clipboard-write; microphone'
  element.referrerPolicy = 'no-referrer'
  let ready = false
  let last: ToFrame | undefined

  const deliver = () => {
    if (ready && last) element.contentWindow?.postMessage(posted(last), bot)
  }
  const listen = ({ source, origin, data }: MessageEvent) => {
    if (origin !== bot || source === null || source !== element.contentWindow) return
    const message = readFromFrame(data)
    if (!message) return
    if (message.kind === 'ready') {
      ready = true
      deliver()
      // Should the page load once more, what was asked for once is not asked for again.
      if (last?.kind === 'show') last = { ...last, asked: false }
    }
    heard(message)
  }
  addEventListener('message', listen)
  return {
    element,
    load() {
      if (!element.hasAttribute('src')) element.src = frameAddress(bot, location.origin, options)
    },
    tell(message) {
      last = message
      deliver()
      if (ready && last.kind === 'show') last = { ...last, asked: false }
    },
    end: () => removeEventListener('message', listen),
  }
}
