/** The launcher on the site: a button, and the dialog with the chat that it opens, both behind a closed shadow root. */
import { blades, cross, drawing, element } from './drawing.ts'
import { happened } from './events.ts'
import { makeFrame } from './frame.ts'
import type { FromFrame } from './messages.ts'
import type { Options } from './options.ts'
import { makeSheet, small } from './style.ts'
import type { TalkId } from './talks.ts'
import { words } from './texts.ts'

/** The launcher, once it is made. */
export interface Launcher {
  /** Puts it on the site, and back where the site has taken it away. */
  attach(): void
  /** Opens the chat; with a talk, that talk. */
  open(talk?: TalkId): void
  close(): void
  /** Takes it off the site, chat and all. */
  remove(): void
}

/** Milliseconds after which a chat that did not come up is given up here, and offered in a tab of its own. */
const patience = 15_000

/** Makes the launcher of the bot at this origin. */
export function makeLauncher(bot: string, options: Options): Launcher {
  const t = words[options.language]
  const host = document.createElement('cps-assistant')
  const root = host.attachShadow({ mode: 'closed' })
  root.adoptedStyleSheets = [makeSheet(options)]

  const count = element('span', { class: 'count', 'aria-hidden': 'true' })
  const button = element(
    'button',
    { type: 'button', class: 'open', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
    drawing(blades, 'blades'),
    drawing(cross, 'cross'),
    ...(options.label === '' ? [] : [element('span', {}, options.label)]),
    count,
  )
  const news = element('div', { class: 'unseen', role: 'status' })
  const how = element('span', { role: 'status' }, t.loading)
  const leave = element('button', { type: 'button', 'aria-label': t.close }, drawing(cross))
  const waiting = element('div', { class: 'waiting' }, how, leave)
  const frame = makeFrame(bot, options, heard)
  frame.element.title = t.title
  const dialog = element('dialog', { 'aria-label': t.title }, waiting, frame.element)
  root.append(element('div', { class: 'all', lang: options.language }, button, dialog, news))

  const phone = matchMedia(small)
  let unread = 0
  /** What had the focus before the chat took it. */
  let before: HTMLElement | undefined
  let late: ReturnType<typeof setTimeout> | undefined

  const name = () => {
    const action = dialog.open ? t.close : t.open(unread)
    // Who says what they see written must be heard: the label is part of the name.
    button.setAttribute('aria-label', options.label === '' ? action : `${options.label} – ${action}`)
    button.setAttribute('aria-expanded', String(dialog.open))
  }

  function heard(message: FromFrame) {
    switch (message.kind) {
      case 'ready':
        clearTimeout(late)
        waiting.classList.add('over')
        return
      case 'close':
        return close()
      case 'unread': {
        const more = message.count > unread
        unread = message.count
        count.textContent = unread === 0 ? '' : unread > 9 ? '9+' : String(unread)
        if (more) news.textContent = t.open(unread)
        name()
        return happened({ kind: 'unread', count: unread })
      }
      case 'ended':
        return happened(message)
      default:
        return message satisfies never
    }
  }

  /** On a phone the chat is all there is, so that the site behind it is out of reach; on a desk both are at hand. */
  const show = () => (phone.matches ? dialog.showModal() : dialog.show())

  const giveUp = () => {
    how.replaceChildren(
      `${t.absent} `,
      element('a', { href: `${bot}/?lang=${options.language}`, target: '_blank', rel: 'noopener' }, t.apart),
    )
    console.warn(
      `CPS Assistant did not come up. Is ${location.origin} among its ALLOWED_ORIGINS, and ${bot} in this site’s frame-src?`,
    )
  }

  function open(talk?: TalkId) {
    attach()
    if (!dialog.open) {
      const focused = document.activeElement
      before =
        focused instanceof HTMLElement && focused !== host && focused !== document.body ? focused : button
      if (!frame.element.hasAttribute('src')) late = setTimeout(giveUp, patience)
      frame.load()
      show()
      name()
      news.textContent = ''
      happened({ kind: 'opened' })
    }
    frame.element.focus()
    frame.tell({ kind: 'show', talk: talk ?? options.talk, asked: talk !== undefined })
  }

  function close() {
    if (dialog.open) dialog.close()
  }

  dialog.addEventListener('close', () => {
    // Closed only to be shown again the other way.
    if (dialog.open) return
    name()
    frame.tell({ kind: 'hide' })
    // Nobody is called back who went on elsewhere on the site by themselves.
    const { activeElement } = document
    if (activeElement === host || activeElement === document.body || !activeElement)
      (before?.isConnected ? before : button).focus({ preventScroll: true })
    happened({ kind: 'closed' })
  })
  button.addEventListener('click', () => (dialog.open ? close() : open()))
  leave.addEventListener('click', close)
  root.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key !== 'Escape' || !dialog.open) return
    event.stopPropagation()
    close()
  })
  const turned = () => {
    if (!dialog.open) return
    dialog.close()
    show()
  }
  phone.addEventListener('change', turned)

  // A keyboard that comes up covers the page without the frame being told.
  const view = window.visualViewport
  const fit = () => {
    if (view?.scale !== 1) return
    dialog.style.setProperty('--height', `${view.height}px`)
    dialog.style.setProperty('--top', `${view.offsetTop}px`)
  }
  view?.addEventListener('resize', fit)
  view?.addEventListener('scroll', fit)

  function attach() {
    // Beside the body and not in it: whoever draws the body anew leaves the launcher and its frame where they are.
    if (!host.isConnected) document.documentElement.append(host)
  }
  const watch = new MutationObserver(attach)
  watch.observe(document, { childList: true })
  watch.observe(document.documentElement, { childList: true })

  name()
  if (options.preload === 'idle') {
    const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 2_000))
    idle(() => frame.load())
  }

  return {
    attach,
    open,
    close,
    remove() {
      watch.disconnect()
      phone.removeEventListener('change', turned)
      view?.removeEventListener('resize', fit)
      view?.removeEventListener('scroll', fit)
      clearTimeout(late)
      close()
      frame.end()
      host.remove()
    },
  }
}
