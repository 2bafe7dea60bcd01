/** A site's own colour and its choice of light or dark, on the page in its frame. */
import { type Colour, legibleOn, readColour, textOn, written } from '../widget/colours.ts'

const papers = { light: [255, 255, 255], dark: [16, 17, 20] } as const satisfies Record<string, Colour>

/** Rules for the dark apply always, or never: what a sheet says of the member's own choice is said of the site's. */
function settle(rules: CSSRuleList, dark: boolean) {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule) {
      const scheme = /^\(prefers-color-scheme:\s*(dark|light)\)$/.exec(rule.media.mediaText.trim())?.[1]
      if (scheme) rule.media.mediaText = (scheme === 'dark') === dark ? 'all' : 'not all'
    }
    if (rule instanceof CSSGroupingRule) settle(rule.cssRules, dark)
  }
}

/** Puts on what the page's address asks for; whatever is not a colour or a scheme changes nothing. */
export function wear(colour: string | null, theme: string | null) {
  const style = document.documentElement.style
  const prefersDark = matchMedia('(prefers-color-scheme: dark)')
  const forced = theme === 'light' || theme === 'dark' ? theme : undefined
  if (forced) {
    for (const { cssRules } of document.styleSheets) settle(cssRules, forced === 'dark')
    style.setProperty('color-scheme', forced)
  }
  const accent = readColour(colour ?? '')
  if (!accent) return
  const paint = () => {
    const paper = papers[forced ?? (prefersDark.matches ? 'dark' : 'light')]
    style.setProperty('--accent', written(accent))
    style.setProperty('--on-accent', written(textOn(accent)))
    style.setProperty('--accent-text', written(legibleOn(paper, accent)))
  }
  prefersDark.addEventListener('change', paint)
  paint()
}
