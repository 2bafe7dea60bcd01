/** Renders the page's drawings for clients that show no SVG: the same drawing, the same bytes. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'

/** Pixels across: twice what a card is wide, for screens with small pixels. */
const width = 960

const { resolve } = createRequire(import.meta.url)
const fontOf = (weight) =>
  readFileSync(resolve(`@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`))

/** The renderer takes its program once for each process. */
let ready

/** Renders every drawing of a folder as PNG into another. */
export async function renderPictures(from, into) {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm')
  ready ??= initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')))
  await ready
  const font = { fontBuffers: [fontOf(400), fontOf(600)], defaultFontFamily: 'Source Sans 3' }
  for (const name of readdirSync(from).filter((file) => file.endsWith('.svg'))) {
    const renderer = new Resvg(readFileSync(join(from, name), 'utf8'), {
      fitTo: { mode: 'width', value: width },
      font,
    })
    const image = renderer.render()
    writeFileSync(join(into, `${basename(name, '.svg')}.png`), image.asPng())
    image.free()
    renderer.free()
  }
}
