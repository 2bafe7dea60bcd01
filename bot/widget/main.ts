/** `widget.js`: one line on a site puts the assistant's launcher there. It leaves one name behind, `cpsAssistant`. */
import { makeLauncher } from './launcher.ts'
import { talkOf } from './messages.ts'
import { readOptions } from './options.ts'
import { talkIds } from './talks.ts'

/** What a site can do with the launcher. */
export interface CpsAssistant {
  /** Opens the chat; with the name of a talk, in that talk. */
  open(talk?: string): void
  close(): void
  /** Takes the launcher off the site; the script can then be loaded anew. */
  remove(): void
}

declare global {
  interface Window {
    cpsAssistant?: CpsAssistant
  }
}

function start(tag: HTMLScriptElement) {
  const bot = new URL(tag.src).origin
  const { options, faults } = readOptions(tag.dataset, document.documentElement.lang, navigator.language)
  for (const fault of faults) console.warn(`CPS Assistant: ${fault}`)
  const launcher = makeLauncher(bot, options)
  const assistant: CpsAssistant = {
    open(talk) {
      const known = talkOf(talk)
      if (talk !== undefined && !known) console.warn(`CPS Assistant: a talk is one of ${talkIds.join(', ')}.`)
      launcher.open(known)
    },
    close: () => launcher.close(),
    remove() {
      launcher.remove()
      delete window.cpsAssistant
    },
  }
  Object.defineProperty(window, 'cpsAssistant', { value: Object.freeze(assistant), configurable: true })
  // Before the site's own document is whole, it would come first in it and not last.
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', launcher.attach, { once: true })
  else launcher.attach()
}

const tag = document.currentScript
/** An element of the site's with that id answers to the same name. */
const isThere = typeof window.cpsAssistant?.open === 'function'
const isAble = 'adoptedStyleSheets' in Document.prototype && 'show' in HTMLDialogElement.prototype
if (tag instanceof HTMLScriptElement && tag.src !== '' && !isThere && isAble) start(tag)
