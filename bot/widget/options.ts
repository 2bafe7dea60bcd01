/** What a site may set on the script's tag; each value is checked, and a wrong one is named and left at its default. */
import { type Colour, readColour } from './colours.ts'
import { talkOf } from './messages.ts'
import { type TalkId, talkIds } from './talks.ts'
import { spoken, type WidgetLanguage, words } from './texts.ts'

const positions = ['end', 'start', 'right', 'left'] as const
const themes = ['auto', 'light', 'dark'] as const
const preloads = ['none', 'idle'] as const

/** How the launcher is set. */
export interface Options {
  readonly language: WidgetLanguage
  /** What a conversation begins with that nobody has begun yet. */
  readonly talk: TalkId | undefined
  /** The corner at the bottom: `end` and `start` as the site's writing goes. */
  readonly position: (typeof positions)[number]
  /** Pixels between the launcher and the side, and the bottom. */
  readonly offset: { readonly x: number; readonly y: number }
  /** The colour of the launcher and of what matters on the page. */
  readonly accent: Colour | undefined
  readonly theme: (typeof themes)[number]
  /** When the frame is loaded: once it is opened, or already while the site has nothing else to do. */
  readonly preload: (typeof preloads)[number]
  /** A text beside the launcher's drawing. */
  readonly label: string
}

/** The settings, and a sentence for each attribute that was not understood. `html` and `browser` are languages to go by. */
export function readOptions(
  data: Readonly<Record<string, string | undefined>>,
  html: string,
  browser: string,
): { readonly options: Options; readonly faults: readonly string[] } {
  const faults: string[] = []
  const read = <T>(
    name: string,
    expected: string,
    reader: (text: string) => T | undefined,
  ): T | undefined => {
    const text = data[name]?.trim()
    if (text === undefined || text === '') return undefined
    const value = reader(text)
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    if (value === undefined) faults.push(`${attribute} is ${expected}.`)
    return value
  }
  const among = <const T extends string>(name: string, all: readonly T[]) =>
    read(name, `one of ${all.join(', ')}`, (text) => all.find((one) => one === text))
  const pixels = (name: string) =>
    read(name, 'a number of pixels from 0 to 400', (text) =>
      /^\d{1,3}$/.test(text) && Number(text) <= 400 ? Number(text) : undefined,
    ) ?? 20
  const options: Options = {
    language:
      read('language', `one of ${Object.keys(words).join(', ')}`, spoken) ??
      spoken(html) ??
      spoken(browser) ??
      'en',
    talk: read('talk', `one of ${talkIds.join(', ')}`, talkOf),
    position: among('position', positions) ?? 'end',
    offset: { x: pixels('offsetX'), y: pixels('offsetY') },
    accent: read('accent', 'a colour written as #rgb or #rrggbb', readColour),
    theme: among('theme', themes) ?? 'auto',
    preload: among('preload', preloads) ?? 'none',
    label:
      read('label', 'a text of 40 characters at most', (text) => (text.length <= 40 ? text : undefined)) ??
      '',
  }
  return { options, faults }
}
