/** Somebody's site with the launcher on it: another origin, a strict policy, Trusted Types, and styles that reach for everything. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The site: where it is, and how it is closed. */
export interface DemoSite {
  readonly origin: string
  close(): Promise<void>
}

/** All that a site's policy must allow of ours, at the places marked; nothing else here knows the bot. */
export const policyFor = (bot: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${bot}`,
    `frame-src ${bot}`,
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

/** Resets as sites have them, and worse: none of it may be seen on the launcher. */
const style = `
* { margin: 0; padding: 0; box-sizing: border-box; color: teal; font: 30px/1 fantasy; animation: none !important }
html, body { min-height: 100% }
body { padding: 24px; background: #fff; color: #222; font: 16px/1.5 system-ui, sans-serif }
body * { color: inherit; font: inherit }
h1 { font-size: 28px; margin-bottom: 12px }
button, a { padding: 8px 12px; margin: 8px 8px 8px 0; border: 1px solid #666; background: #eee; border-radius: 4px }
cps-assistant { display: none; opacity: 0; visibility: hidden; transform: rotate(90deg); pointer-events: none }
body > :not(main) { display: none }
@media (prefers-color-scheme: dark) { body { background: #222; color: #eee } }
`

/** What the site itself does with the launcher. */
const script = `
document.addEventListener('cps-assistant', ({ detail }) => {
  const line = document.createElement('li')
  line.textContent = JSON.stringify(detail)
  document.getElementById('events').append(line)
})
document.addEventListener('click', ({ target }) => {
  if (target.id === 'migration') window.cpsAssistant.open('migration')
  if (target.id === 'redraw') document.body.replaceChildren(...document.body.cloneNode(true).childNodes)
  if (target.id === 'remove') window.cpsAssistant.remove()
})
`

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** The page; what its address asks for beside `lang`, `dir` and `twice` becomes attributes of the script. */
function pageFor(bot: string, asked: URLSearchParams): string {
  const attributes = [...asked]
    .filter(([name]) => /^[a-z-]+$/.test(name) && !['lang', 'dir', 'twice'].includes(name))
    .map(([name, value]) => ` data-${name}="${escaped(value)}"`)
    .join('')
  const tag = `<script src="${bot}/widget.js"${attributes} async></script>`
  return `<!doctype html>
<html lang="${escaped(asked.get('lang') ?? 'en')}" dir="${asked.get('dir') === 'rtl' ? 'rtl' : 'ltr'}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <title>Somebody’s camera shop</title>
    <link rel="stylesheet" href="/site.css" />
    <script src="/site.js" defer></script>
    ${tag}${asked.has('twice') ? `\n    ${tag}` : ''}
  </head>
  <body>
    <main>
      <h1>Somebody’s camera shop</h1>
      <p>A site of its own, on its own origin. The assistant is in the corner.</p>
      <p>
        <button id="migration" type="button">My products did not migrate</button>
        <button id="redraw" type="button">Draw this page anew</button>
        <button id="remove" type="button">Take the assistant away</button>
      </p>
      <ol id="events"></ol>
    </main>
  </body>
</html>
`
}

/** Opens the site; `bot` says, for each request, where the assistant is. */
export async function openDemoSite(bot: () => string, port = 0): Promise<DemoSite> {
  const answer = ({ url = '/' }: IncomingMessage) => {
    const { pathname, searchParams } = new URL(url, 'http://site')
    if (pathname === '/site.css') return ['text/css', style] as const
    if (pathname === '/site.js') return ['text/javascript', script] as const
    return pathname === '/' ? (['text/html', pageFor(bot(), searchParams)] as const) : undefined
  }
  const server: Server = createServer((request, response) => {
    const found = answer(request)
    if (!found) return response.writeHead(pageless(request) ? 204 : 404).end()
    const [type, content] = found
    response.writeHead(200, {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policyFor(bot()),
      'x-content-type-options': 'nosniff',
    })
    return response.end(content)
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  return {
    // Not the name that the bot goes by on this machine: to a browser that makes it another site, not only another origin.
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** What browsers ask for by themselves. */
const pageless = ({ url }: IncomingMessage) => url === '/favicon.ico'
