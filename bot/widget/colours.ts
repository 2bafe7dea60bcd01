/** Colours of a site's own choice, kept legible: contrast as WCAG 2.2 counts it. */

/** Red, green and blue, 0 to 255 each. */
export type Colour = readonly [number, number, number]

export const white: Colour = [255, 255, 255]
/** The ink of the page, and what stands for black. */
export const ink: Colour = [22, 23, 27]

/** Reads `#rgb` or `#rrggbb`; `undefined` for anything else, so that nothing but a colour ever gets into a style. */
export function readColour(text: string): Colour | undefined {
  const digits = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(text.trim())?.[1]
  if (digits === undefined) return undefined
  const six = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits
  return [0, 2, 4].map((at) => Number.parseInt(six.slice(at, at + 2), 16)) as unknown as Colour
}

/** A colour as styles and addresses write it. */
export const written = (colour: Colour): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

const luminance = (colour: Colour): number => {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Colour
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** How well two colours stand out from each other: 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** What can be read on a colour: white or ink where that reaches 4.5, else black, which then does. */
export function textOn(colour: Colour): Colour {
  if (contrast(white, colour) >= 4.5) return white
  return contrast(ink, colour) >= 4.5 ? ink : [0, 0, 0]
}

/** The colour itself where it can be read on this paper, else as little darker or lighter as it takes to reach 4.5. */
export function legibleOn(paper: Colour, colour: Colour): Colour {
  const towards: Colour = luminance(paper) > 0.18 ? [0, 0, 0] : white
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = colour.map((part, at) =>
      Math.round(part + (towards[at]! - part) * share),
    ) as unknown as Colour
    if (contrast(paper, mixed) >= 4.5) return mixed
  }
  return towards
}
