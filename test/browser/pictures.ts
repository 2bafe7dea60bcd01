/** Pictures of the page as it should look, kept small, and how far a picture is from the one that is kept. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

const folder = new URL('looks/', import.meta.url)

/** Of the picture's points so many may differ, and each by so much: another browser draws letters a little otherwise. */
const tolerance = { points: 0.03, each: 0.2 } as const

/** How many points of a shot become one, across and down. */
const step = 3

/** A third as wide and as high: each point is the mean of nine. */
function smaller(shot: PNG): PNG {
  const [width, height] = [Math.floor(shot.width / step), Math.floor(shot.height / step)]
  const small = new PNG({ width, height })
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0
        for (let at = 0; at < step * step; at++) {
          const [row, column] = [y * step + Math.floor(at / step), x * step + (at % step)]
          sum += shot.data[(row * shot.width + column) * 4 + channel] ?? 0
        }
        small.data[(y * width + x) * 4 + channel] = Math.round(sum / (step * step))
      }
  return small
}

/** Says how a picture differs from the one that is kept under its name; `undefined` where it does not, beyond the tolerance. */
export function differenceFrom(name: string, shot: Buffer): string | undefined {
  const now = smaller(PNG.sync.read(shot))
  const file = fileURLToPath(new URL(`${name}.png`, folder))
  if (process.env.UPDATE_LOOKS) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, PNG.sync.write(now, { deflateLevel: 9, colorType: 2 }))
    return undefined
  }
  if (!existsSync(file)) return 'there is no picture to compare with: UPDATE_LOOKS=1 takes one'
  const before = PNG.sync.read(readFileSync(file))
  if (before.width !== now.width || before.height !== now.height)
    return 'it is of another size than its picture'
  const difference = new PNG({ width: now.width, height: now.height })
  const points = pixelmatch(before.data, now.data, difference.data, now.width, now.height, {
    threshold: tolerance.each,
  })
  const part = points / (now.width * now.height)
  return part > tolerance.points
    ? `${(part * 100).toFixed(1)} % of it looks otherwise than its picture`
    : undefined
}
