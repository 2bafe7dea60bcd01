/** The icons, rendered from our drawings. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

/** The icons' sizes in pixels, as Teams asks for them. */
export const iconSizes = { color: 192, outline: 32 } as const
export type Icon = keyof typeof iconSizes

let ready: Promise<void> | undefined

/** The renderer takes its program once for each process. */
const prepare = (): Promise<void> => {
  const program = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
  ready ??= initWasm(readFileSync(program))
  return ready
}

/** An icon as PNG, from its drawing in `folder`: the same drawing, the same bytes. */
export const renderIcon = async (folder: string, icon: Icon): Promise<Uint8Array> => {
  await prepare()
  const drawing = readFileSync(join(folder, `${icon}.svg`), 'utf8')
  const renderer = new Resvg(drawing, { fitTo: { mode: 'width', value: iconSizes[icon] } })
  const image = renderer.render()
  const png = image.asPng()
  image.free()
  renderer.free()
  return png
}
