/** The launcher's parts that need no browser: what it takes from a site, what it believes of a message, which colours it wears. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { texts as pageTexts } from '../../../bot/web/language.ts'
import { type Colour, contrast, legibleOn, readColour, textOn, written } from '../../../bot/widget/colours.ts'
import { posted, readFromFrame, readToFrame } from '../../../bot/widget/messages.ts'
import { readOptions } from '../../../bot/widget/options.ts'
import { talkIds } from '../../../bot/widget/talks.ts'
import { words } from '../../../bot/widget/texts.ts'
import { talkIds as allTalks } from '../../../domain/values.ts'
import { runningServer } from '../running-server.ts'

const web = join(import.meta.dirname, '../../../dist/web')
const part = fc.integer({ min: 0, max: 255 })
const colour = fc.tuple(part, part, part) as fc.Arbitrary<Colour>

describe('colours', () => {
  test('any colour of a site’s can be read: on it, and as text on paper, light or dark', () => {
    fc.assert(
      fc.property(colour, (chosen) => {
        expect(contrast(chosen, textOn(chosen))).toBeGreaterThanOrEqual(4.5)
        for (const paper of [
          [255, 255, 255],
          [16, 17, 20],
        ] as const)
          expect(contrast(paper, legibleOn(paper, chosen))).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  test('are read as written, and nothing but a colour is one', () => {
    fc.assert(
      fc.property(colour, (chosen) => {
        expect(readColour(written(chosen))).toEqual(chosen)
      }),
    )
    expect(readColour('#fC0')).toEqual([255, 204, 0])
    for (const text of ['red', '#12', '#12345', '#ggg', 'url(x)', '#fff;}*{display:none', '#fff\n#fff', ''])
      expect(readColour(text)).toBeUndefined()
  })
})

describe('attributes', () => {
  const read = (data: Record<string, string>, html = '', browser = '') => readOptions(data, html, browser)

  test('that are right are taken', () => {
    const { options, faults } = read({
      language: 'nl-BE',
      talk: 'migration',
      position: 'left',
      offsetX: '0',
      offsetY: '96',
      accent: '#006699',
      theme: 'dark',
      preload: 'idle',
      label: ' Help ',
    })
    expect(faults).toEqual([])
    expect(options).toEqual({
      language: 'nl',
      talk: 'migration',
      position: 'left',
      offset: { x: 0, y: 96 },
      accent: [0, 102, 153],
      theme: 'dark',
      preload: 'idle',
      label: 'Help',
    })
  })

  test('that are wrong are named, each by its own name, and leave everything as it is without them', () => {
    const wrong = {
      language: 'xx',
      talk: 'weather',
      position: 'top',
      offsetX: '-1',
      offsetY: '1e3',
      accent: 'red',
      theme: 'blue',
      preload: 'now',
      label: 'x'.repeat(41),
    }
    const { options, faults } = read(wrong)
    expect(options).toEqual(read({}).options)
    const names = [
      'language',
      'talk',
      'position',
      'offset-x',
      'offset-y',
      'accent',
      'theme',
      'preload',
      'label',
    ]
    expect(faults.map((fault) => /^data-([a-z-]+)/.exec(fault)?.[1]).sort()).toEqual(names.sort())
  })

  test('leave the language to the site’s own, then to the browser’s, then to English', () => {
    expect(read({}, 'nl', 'en').options.language).toBe('nl')
    expect(read({}, 'ja', 'nl-NL').options.language).toBe('nl')
    expect(read({}, '', 'ja').options.language).toBe('en')
  })

  test('know every talk and every language of the page', () => {
    expect([...talkIds].sort()).toEqual([...allTalks].sort())
    for (const language of Object.keys(pageTexts)) expect(Object.keys(words)).toContain(language)
  })
})

describe('a message', () => {
  test('is read as it was posted', () => {
    for (const message of [
      { kind: 'ready' },
      { kind: 'close' },
      { kind: 'unread', count: 3 },
      { kind: 'ended', talk: 'payment', outcome: 'handedOff' },
    ] as const)
      expect(readFromFrame(posted(message))).toEqual(message)
    for (const message of [{ kind: 'show', talk: 'payment', asked: true }, { kind: 'hide' }] as const)
      expect(readToFrame(posted(message))).toEqual(message)
  })

  test('carries nothing on but what it may, and anything else is none', () => {
    expect(readFromFrame({ 'cps-assistant': { kind: 'unread', count: 2, text: 'secret' } })).toEqual({
      kind: 'unread',
      count: 2,
    })
    for (const wrong of [
      { kind: 'unread', count: -1 },
      { kind: 'unread', count: '2' },
      { kind: 'ended', talk: 'weather', outcome: 'completed' },
      { kind: 'ended', talk: 'payment', outcome: 'won' },
      { kind: 'show' },
    ])
      expect(readFromFrame({ 'cps-assistant': wrong })).toBeUndefined()
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(readToFrame(data)).toBeUndefined()
        expect(readFromFrame(data)).toBeUndefined()
      }),
    )
  })
})

describe('what is sent', () => {
  const size = (name: string) => readFileSync(join(web, `${name}.gz`)).length

  test('keeps within its bounds: 6 KB for the launcher, 60 KB for everything before first use', () => {
    expect(existsSync(join(web, 'widget.js')), 'the page is not built: `npm run build` does that').toBe(true)
    expect(size('widget.js')).toBeLessThanOrEqual(6 * 1024)
    const html = readFileSync(join(web, 'index.html'), 'utf8')
    const named = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name]) => name!)
    const chunks = readdirSync(join(web, 'assets')).filter((name) => /^chunk-.*\.js$/.test(name))
    const all = ['index.html', ...new Set([...named, ...chunks.map((name) => `assets/${name}`)])]
    expect(all.length).toBeGreaterThanOrEqual(3)
    expect(all.reduce((sum, name) => sum + size(name), 0)).toBeLessThanOrEqual(60 * 1024)
  })

  test('may be named by other sites and kept a while, and framed by those alone that are allowed', async () => {
    const { url } = await runningServer({
      pageFolder: web,
      environment: { ALLOWED_ORIGINS: 'https://shop.example' },
    })
    const script = await fetch(`${url}/widget.js`)
    expect(script.headers.get('content-type')).toContain('javascript')
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(script.headers.get('cache-control')).toBe('public, max-age=300, stale-while-revalidate=86400')
    const page = await fetch(`${url}/?embedded=https://other.example`)
    expect(page.headers.get('content-security-policy')).toMatch(
      /frame-ancestors 'self' https:\/\/shop\.example(;|$)/,
    )
    expect(page.headers.get('x-frame-options')).toBeNull()
  })
})
