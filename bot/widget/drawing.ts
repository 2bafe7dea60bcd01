/** Elements, made one by one: a site under Trusted Types lets no text become markup. */

const svg = 'http://www.w3.org/2000/svg'

/** A drawing of one line, hidden from who does not look. */
export function drawing(path: string, name = ''): SVGElement {
  const whole = document.createElementNS(svg, 'svg')
  for (const [key, value] of [
    ['viewBox', '0 0 24 24'],
    ['class', name],
    ['aria-hidden', 'true'],
    ['focusable', 'false'],
  ] as const)
    whole.setAttribute(key, value)
  whole.append(document.createElementNS(svg, 'path'))
  whole.firstElementChild?.setAttribute('d', path)
  return whole
}

/** Six blades around an opening: the assistant, as on its page. */
export const blades =
  'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0M12 7.7l8.2.5M15.7 9.9l3.7 7.2M15.7 14.1 11.3 21M12 16.3l-8.2-.5M8.3 14.1 4.6 6.9M8.3 9.9 12.7 3'

/** Close. */
export const cross = 'M6 6l12 12M18 6 6 18'

/** An element with these attributes and this content; an attribute that is `undefined` is left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | undefined>>,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(key, value)
  made.append(...content)
  return made
}
