/** The launcher's looks: a sheet made in the script, for no policy of a site's stands in the way of one, and it ends at the shadow root. */
import { type Colour, ink, textOn, white, written } from './colours.ts'
import type { Options } from './options.ts'

/** Where the chat fills the screen. */
export const small = '(max-width: 480px), (max-height: 480px)'

const ours = { light: [180, 32, 47], dark: [201, 52, 68] } as const satisfies Record<string, Colour>

const scheme = (paper: string, text: Colour, accent: Colour) =>
  `--paper:${paper};--ink:${written(text)};--accent:${written(accent)};--on-accent:${written(textOn(accent))};`

const sides = {
  end: 'inset-inline-end',
  start: 'inset-inline-start',
  right: 'right',
  left: 'left',
} as const

/** The sheet for these settings; all of them are checked values, none is a text of the site's. */
export function makeSheet({ accent, theme, position, offset }: Options): CSSStyleSheet {
  const [light, dark] = [
    scheme('#ffffff', ink, accent ?? ours.light),
    scheme('#101114', [241, 241, 238], accent ?? ours.dark),
  ]
  const side = sides[position]
  const inset = `calc(${offset.x}px + env(safe-area-inset-${position === 'left' ? 'left' : 'right'}, 0px))`
  const sheet = new CSSStyleSheet()
  // Declarations of the root's own element need `!important` to stand against what the site says of all elements.
  sheet.replaceSync(`
:host{all:initial!important;position:static!important;display:contents!important;
color-scheme:${theme === 'auto' ? 'light dark' : theme}!important}
*{box-sizing:border-box}
.all{${theme === 'dark' ? dark : light}font:16px/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink)}
${theme === 'auto' ? `@media (prefers-color-scheme:dark){.all{${dark}}}` : ''}
.open{position:fixed;z-index:2147483000;${side}:${inset};bottom:calc(${offset.y}px + env(safe-area-inset-bottom,0px));
display:flex;align-items:center;justify-content:center;gap:10px;min-width:56px;height:56px;margin:0;padding:0 12px;
border:2px solid ${written(white)};border-radius:28px;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;
box-shadow:0 0 0 1px rgb(22 23 27/25%),0 8px 24px rgb(22 23 27/25%);cursor:pointer;-webkit-tap-highlight-color:transparent;
touch-action:manipulation}
.open svg{width:28px;height:28px;flex:none;fill:none;stroke:currentcolor;stroke-width:1.5;stroke-linecap:round}
:focus-visible{outline:3px solid ${written([28, 95, 214])};outline-offset:2px;box-shadow:0 0 0 2px #fff}
.open .cross,.open[aria-expanded=true] .blades{display:none}
.open[aria-expanded=true] .cross{display:block}
.count{position:absolute;inset-inline-end:-4px;top:-6px;min-width:22px;height:22px;padding:0 6px;border:1px solid #fff;border-radius:11px;
background:#16171b;color:#fff;font-size:12px;line-height:20px;text-align:center}
.count:empty{display:none}
dialog{position:fixed;z-index:2147483001;inset:auto;${side}:${inset};
bottom:calc(${offset.y + 68}px + env(safe-area-inset-bottom,0px));width:400px;max-width:calc(100vw - 24px);
height:min(680px,calc(100vh - ${offset.y + 84}px));height:min(680px,calc(100dvh - ${offset.y + 84}px));max-height:none;margin:0;padding:0;border:1px solid rgb(128 128 136/40%);
border-radius:16px;background:var(--paper);color:var(--ink);box-shadow:0 16px 48px rgb(22 23 27/28%);overflow:hidden}
dialog::backdrop{background:var(--paper,#fff)}
iframe{position:relative;display:block;width:100%;height:100%;border:0;background:none;color-scheme:${theme === 'auto' ? 'light dark' : theme}}
.waiting{position:absolute;inset:0;display:grid;place-content:center;justify-items:center;gap:12px;padding:24px;text-align:center}
.waiting.over{display:none}
.waiting a{color:inherit}
.waiting button{position:absolute;top:calc(8px + env(safe-area-inset-top,0px));inset-inline-end:8px;width:44px;height:44px;border:0;border-radius:50%;background:none;
color:inherit;cursor:pointer}
.waiting button svg{width:24px;height:24px;fill:none;stroke:currentcolor;stroke-width:1.5;stroke-linecap:round}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media ${small}{
dialog{inset:0;top:var(--top,0px);width:100vw;max-width:none;height:var(--height,100vh);height:var(--height,100dvh);border:0;border-radius:0;
padding:env(safe-area-inset-top,0px) env(safe-area-inset-right,0px) env(safe-area-inset-bottom,0px) env(safe-area-inset-left,0px)}
.open[aria-expanded=true]{display:none}}
@media (prefers-reduced-motion:no-preference){dialog[open]{animation:rise .16s ease-out}@keyframes rise{from{opacity:0;transform:translateY(8px)}}}
@media (forced-colors:active){.open,dialog{border-color:ButtonText}}
@media print{.all{display:none}}
`)
  return sheet
}
